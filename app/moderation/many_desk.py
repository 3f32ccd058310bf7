"""One answer to many notes: choose them, write, look at whom it goes to, publish."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.db import Db
from app.idempotency import once
from app.identity import SignedIn
from app.models import LONGEST, Comment, Person, Process
from app.moderation import drafts, many, modules
from app.moderation.answering import answer_many, passed_over
from app.moderation.forms import AnswerForm
from app.moderation.many import Chosen, numbers_typed, spelled
from app.moderation.paths import After, Moderated
from app.moderation.placeholders import facts, fill, mark_named
from app.moderation.rules import may_answer_many
from app.processes.queries import offices_of
from app.routing import Pages
from app.rules import require
from app.text import to_html
from app.web import render

router = Pages()
Numbers = Annotated[str, Query(max_length=8_000)]
Ticked = Annotated[list[int] | None, Query(max_length=many.LISTED)]
INSERT, EDIT, SEND = "insert", "edit", "send"


@router.get("/answers")
def show_answers(
    request: Request,
    process: Moderated,
    moderator: SignedIn,
    session: Db,
    notes: Numbers = "",
    pick: Ticked = None,
    after: After = 0,
    given: Numbers = "",
    left: Numbers = "",
) -> Response:
    """Notes to choose; or, with their numbers, the form for the answer to them. Afterwards which
    were answered (`given`), and which were not (`left`)."""
    numbers, wrong = numbers_typed(notes)
    ticked = [n for n in pick or () if 0 < n < 2**31]
    found = many.chosen(session, process, sorted({*numbers, *ticked}))
    if found.notes:
        return _write(request, session, process, moderator, found, AnswerForm())
    listed, more = many.unanswered(session, process, min(after, 2**31 - 1))
    return _show(
        request,
        process,
        moderator,
        step="choose",
        wrong=bool(wrong),
        typed={"notes": notes, "errors": {"notes": wrong} if wrong else {}},
        refused=found.refused,
        listed=listed,
        after=after,
        more=more,
        given=numbers_typed(given)[0],
        left=numbers_typed(left)[0],
    )


def _show(
    request: Request, process: Process, moderator: Person, *, wrong: bool, **context: Any
) -> Response:
    return render(
        request,
        "moderation/many.html",
        status=422 if wrong else 200,
        process=process,
        spelled=spelled,
        may_answer=may_answer_many(moderator, process),
        **context,
    )


def _write(
    request: Request,
    session: Session,
    process: Process,
    moderator: Person,
    found: Chosen,
    form: AnswerForm,
    *,
    looks: bool = False,
) -> Response:
    first = found.notes[0]
    return _show(
        request,
        process,
        moderator,
        step="look" if looks else "write",
        wrong=bool(form.errors),
        found=found,
        form=form,
        offices=offices_of(session, process),
        modules=modules.modules_of(session, process),
        longest=LONGEST,
        key=form.idempotency_key or secrets.token_urlsafe(12),
        sample=to_html(_said(form, process, first, moderator)) if looks else "",
    )


def _said(form: AnswerForm, process: Process, note: Comment, moderator: Person) -> str:
    return fill(form.text, facts(process, note, moderator.name))


@router.post("/answers")
def answer_notes(
    request: Request,
    process: Moderated,
    moderator: SignedIn,
    session: Db,
    form: Annotated[AnswerForm, Depends()],
    notes: Annotated[str, Form(max_length=8_000)] = "",
    step: Annotated[str, Form(max_length=20)] = "",
    module: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Show to whom the answer goes and how it reads; with `step` "send" publish it. Whatever is not
    public by then gets none, and is named."""
    require(may_answer_many(moderator, process))
    found = many.chosen(session, process, numbers_typed(notes)[0])
    if not found.notes:
        where = f"/desk/p/{process.slug}/answers"
        return RedirectResponse(where, status_code=303)
    if step in (INSERT, EDIT):
        if step == INSERT and module.isascii() and module.isdecimal():
            words = modules.module(session, process, int(module)).text
            form.text = f"{form.text}\n\n{words}" if form.text else words
        return _write(request, session, process, moderator, found, form)
    oldest = min(found.notes, key=lambda note: note.created_at)
    is_valid = form.is_valid(oldest, process, offices_of(session, process), clock.now())
    if not is_valid or step != SEND:
        return _write(request, session, process, moderator, found, form, looks=is_valid)
    given, left = _publish(session, process, moderator, found, form, notes)
    query = f"given={spelled(given)}&left={spelled(left)}".replace(" ", "")
    return RedirectResponse(f"/desk/p/{process.slug}/answers?{query}#getan", status_code=303)


def _publish(
    session: Session,
    process: Process,
    moderator: Person,
    found: Chosen,
    form: AnswerForm,
    typed: str,
) -> tuple[list[int], list[int]]:
    body = (typed, form.voice, form.office, form.asked_on, form.text)
    attempt = once(session, moderator, f"answers:{process.id}", form.idempotency_key, *body)
    if attempt.result is None:
        replies = answer_many(
            session,
            found.notes,
            moderator,
            lambda note: _said(form, process, note, moderator),
            clock.now(),
            office=form.chosen_office,
            asked_at=form.asked_at,
        )
        mark_named(((reply.comment, reply) for reply in replies), form.text)
        drafts.drop(session, found.notes, moderator)
        missed = [*passed_over(found.notes, replies), *(number for number, _why in found.refused)]
        attempt.keep(given=[reply.comment.number for reply in replies], left=missed)
        return [reply.comment.number for reply in replies], missed
    given, left = (attempt.result.get(name) for name in ("given", "left"))
    return list(given or ()), list(left or ())
