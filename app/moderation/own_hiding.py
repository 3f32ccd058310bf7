"""Hiding a note or an answer that nobody has reported, and showing it again."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.comments import queries as comments
from app.db import Db
from app.errors import NotFound
from app.i18n import _
from app.identity import SignedIn
from app.models import Comment, CommentState, HouseRule, Person, Process, Reply
from app.moderation import black_desk, domain, hiding, looking, noticed
from app.moderation.hiding_form import HidingForm
from app.moderation.paths import Moderated
from app.moderation.rules import may_hide, may_release, may_unhide
from app.processes.house_rules import rules_of
from app.routing import Pages
from app.rules import Verdict, require
from app.web import render

router = Pages(prefix="/comments/{number}")
router.take_in(black_desk.router)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Answer = Annotated[str, Form(max_length=12)]
AnswerAsked = Annotated[str, Query(max_length=12)]


@router.get("/hide")
def ask_to_hide(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=12)] = "",
    answer: AnswerAsked = "",
) -> Response:
    """What can be hidden here, or shown again: the note and residents' answers to it."""
    note = comments.by_number(session, process, number)
    may = may_hide(person, note, process)
    about: dict[str, Any] = {"may_hide": may, "done": done, "answer": answer}
    return _show(request, session, process, note, HidingForm(), **about)


def _show(
    request: Request,
    session: Session,
    process: Process,
    note: Comment,
    form: HidingForm,
    *,
    status: int = 200,
    **about: Any,
) -> Response:
    may: Verdict = True
    values = {"answer": "", "may_hide": may, "done": "", "ahead": None}
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
        **values | about,
    )


@router.post("/hide")
def hide(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[HidingForm, Depends()],
    session: Db,
    answer: Answer = "",
) -> Response:
    """Hide the note, or the answer at this place, by a rule and with a reason; or `look` at the
    tombstone and the mail first."""
    note = comments.by_number(session, process, number)
    require(may_release(person, process) if answer else may_hide(person, note, process))
    rules = rules_of(session, process)
    reply = _answer_at(session, note, answer) if answer else None
    texts = (reply.text,) if reply else (note.text, note.proposed_wording)
    if not form.is_valid_for(rules, *texts):
        return _show(request, session, process, note, form, status=422, answer=answer)
    rule = next(rule for rule in rules if str(rule.number) == form.rule)
    if form.look:
        ahead = looking.ahead(session, note, reply, person, rule, form, clock.now())
        return _show(request, session, process, note, form, answer=answer, ahead=ahead)
    _hide(session, note, reply, person, rule, form)
    return _on(process, number, "hidden", answer)


def _hide(
    session: Session,
    note: Comment,
    reply: Reply | None,
    person: Person,
    rule: HouseRule,
    form: HidingForm,
) -> None:
    now = clock.now()
    if reply is None:
        domain.hide(session, note, person, rule, form.reason, now, passage=form.passage)
    else:
        hiding.hide_reply(session, reply, person, rule, form.reason, now, passage=form.passage)


def _on(process: Process, number: int, done: str, answer: str) -> Response:
    """Back to the page, which says what was done and offers to undo it."""
    query = urlencode({"done": done} | ({"answer": answer} if answer else {}))
    where = f"/desk/p/{process.slug}/comments/{number}/hide?{query}#getan"
    return RedirectResponse(where, status_code=303)


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
    reply = _answer_at(session, note, answer) if answer else None
    if (reply or note).state is CommentState.PUBLIC:  # the same click came twice
        require(may_release(person, process))
    elif reply is not None:
        require(may_release(person, process))
        hiding.unhide_reply(session, reply, person, clock.now())
    else:
        require(may_unhide(person, note, process))
        domain.unhide(session, note, person, clock.now())
    return _on(process, number, "shown", answer)
