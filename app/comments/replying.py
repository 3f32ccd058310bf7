"""Answering a note as a resident: the form, the answer, or that it waits."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, idempotency
from app.comments import arriving, aside, queries, stopping
from app.comments.approving import hours_lately
from app.comments.doubts import told_to_author
from app.comments.forms import ReplyForm
from app.comments.paths import CommentInPath, ProcessInPath
from app.comments.rules import may_reply
from app.db import Db
from app.identity import Visitor
from app.models import Comment, CommentState, Person, Process, Reply
from app.routing import Pages
from app.rules import No, Verdict, require
from app.web import asked_by_htmx, done, render

router = Pages()


@router.get("/{number}/reply")
def ask_for_reply(
    request: Request,
    process: ProcessInPath,
    note: CommentInPath,
    visitor: Visitor,
    session: Db,
    kept: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    """The form for an answer; with what was set aside while somebody signed in (`kept`)."""
    verdict = may_reply(visitor, note, process, clock.now())
    lately = hours_lately(session, process) if verdict else None
    typed = aside.typed_before(session, process, kept) if kept else {}
    form = ReplyForm(text=typed.get("text", ""), kept=kept)
    return _reply_form(request, process, note, form, verdict, lately=lately)


def _reply_form(
    request: Request,
    process: Process,
    note: Comment,
    form: ReplyForm,
    verdict: Verdict,
    status: int = 200,
    lately: int | None = None,
) -> Response:
    return render(
        request,
        "comments/reply.html",
        fragment="comments/_reply_form.html",
        status=status,
        form=form,
        verdict=verdict,
        lately=lately,
        new_key=secrets.token_urlsafe(12),
        **({"token": request.state.form_token} if status != 200 else {}),
        back=f"/p/{process.slug}/comments/{note.number}/reply",
        asked_by_htmx=asked_by_htmx(request),
        **about(process, note),
    )


def about(process: Process, note: Comment) -> dict[str, Any]:
    """What the templates of a note need."""
    return {
        "process": process,
        "field": note.field,
        "note": note,
        "text_url": f"/p/{process.slug}/fields/{note.field.slug}",
        "open_now": process.is_open_at(clock.now()),
    }


@router.post("/{number}/replies")
def post_reply(
    request: Request,
    process: ProcessInPath,
    note: CommentInPath,
    visitor: Visitor,
    form: Annotated[ReplyForm, Depends()],
    session: Db,
) -> Response:
    """Publish an answer to a note, as a resident."""
    verdict = may_reply(visitor, note, process, clock.now())
    if isinstance(verdict, No) and verdict.sign_in and form.text:
        return aside.answer(request, session, note, form.text, verdict.because)
    require(verdict)
    assert visitor is not None  # noqa: S101 - said by the rule, for the type checker
    if not form.is_valid():
        lately = hours_lately(session, process)
        return _reply_form(request, process, note, form, True, status=422, lately=lately)
    made = _reply_once(request, session, process, note, visitor, form)
    if form.kept:
        aside.drop(session, form.kept)
    answer = queries.own_reply(session, note, made, visitor.id)
    page = f"/p/{process.slug}/comments/{note.number}"
    if answer is None:  # sent again, and taken away meanwhile
        return RedirectResponse(page, status_code=303)
    if answer.state is CommentState.WAITING:
        return _waits(request, session, process, note, answer)
    return done(
        request,
        fragment="comments/_replied.html",
        see=f"{page}#r{note.number}-{answer.position}",
        replies=[answer],
        **about(process, note),
    )


def _waits(
    request: Request, session: Session, process: Process, note: Comment, answer: Reply
) -> Response:
    return done(
        request,
        fragment="comments/_reply_waits.html",
        see=f"/p/{process.slug}/comments/{note.number}#waiting",
        answer=answer,
        reasons=told_to_author(stopping.reasons_of(session, note, answer)),
        **about(process, note),
    )


def _reply_once(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    author: Person,
    form: ReplyForm,
) -> int | None:
    once = idempotency.once(session, author, f"replies:{note.id}", form.idempotency_key, form.text)
    if once.result:
        return once.result.get("reply")
    answer = arriving.take_reply(request, session, process, note, author, form)
    once.keep(reply=answer.id)
    return answer.id
