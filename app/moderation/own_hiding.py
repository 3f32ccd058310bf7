"""Hiding a note or an answer that nobody has reported, and showing it again."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments import queries as comments
from app.db import Db
from app.errors import NotFound
from app.i18n import _
from app.identity import SignedIn
from app.models import Comment, CommentState, Process, Reply
from app.moderation import domain, hiding, noticed
from app.moderation.forms import RefusalForm
from app.moderation.paths import Moderated
from app.moderation.rules import may_hide, may_release, may_unhide
from app.moderation.waiting import rules_of
from app.rules import Verdict, require
from app.web import render

router = APIRouter(prefix="/comments/{number}")
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Answer = Annotated[str, Form(max_length=12)]


@router.get("/hide")
def ask_to_hide(
    request: Request, process: Moderated, number: Number, person: SignedIn, session: Db
) -> Response:
    """What can be hidden here, or shown again: the note and residents' answers to it."""
    note = comments.by_number(session, process, number)
    may = may_hide(person, note, process)
    return _show(request, session, process, note, RefusalForm(), may_hide=may)


def _show(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    form: RefusalForm,
    *,
    answer: str = "",
    may_hide: Verdict = True,
    status: int = 200,
) -> Response:
    return render(
        request,
        "moderation/hide.html",
        status=status,
        process=process,
        field=note.field,
        note=note,
        form=form,
        rules=rules_of(session, process),
        answers=noticed.answers_to_report(session, note),
        hidden=noticed.hidden_answers(session, note),
        answer=answer,
        may_hide=may_hide,
    )


@router.post("/hide")
def hide(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[RefusalForm, Depends()],
    session: Db,
    answer: Answer = "",
) -> Response:
    """Hide the note, or the answer at this place, by a rule and with a reason."""
    note = comments.by_number(session, process, number)
    require(may_release(person, process) if answer else may_hide(person, note, process))
    rules = rules_of(session, process)
    if not form.is_valid(rules):
        return _show(request, session, process, note, form, status=422, answer=answer)
    rule = next(rule for rule in rules if str(rule.number) == form.rule)
    if answer:
        reply = _answer_at(session, note, answer)
        hiding.hide_reply(session, reply, person, rule, form.reason, clock.now())
    else:
        domain.hide(session, note, person, rule, form.reason, clock.now())
    return RedirectResponse(f"/p/{process.slug}/comments/{number}", status_code=303)


def _answer_at(session: Session, note: Comment, answer: str) -> Reply:
    reply = noticed.answer_at(session, note, int(answer)) if answer.isdecimal() else None
    if reply is None:
        raise NotFound(_("Diese Antwort gibt es hier nicht."))
    return reply


@router.post("/show-again")
def show_again(
    process: Moderated, number: Number, person: SignedIn, session: Db, answer: Answer = ""
) -> Response:
    """Show what was hidden again, as it was."""
    note = comments.by_number(session, process, number)
    if answer:
        require(may_release(person, process))
        hiding.unhide_reply(session, _answer_at(session, note, answer), person, clock.now())
    elif note.state is CommentState.HIDDEN:
        require(may_unhide(person, note, process))
        domain.unhide(session, note, person, clock.now())
    else:
        require(may_release(person, process))
    return RedirectResponse(f"/p/{process.slug}/comments/{number}", status_code=303)
