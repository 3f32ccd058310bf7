"""The moderators' inbox, and answering from it."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlmodel import Session

from app import clock
from app.comments import queries as comments
from app.db import Db
from app.idempotency import once
from app.identity import SignedIn
from app.models import Comment, Person, Process
from app.moderation import (
    before_after,
    correction_desk,
    domain,
    draft_desk,
    drafts,
    inbox_desk,
    inquiry_consent_desk,
    leasing,
    many_desk,
    module_desk,
    notice_desk,
    own_hiding,
    stopped,
    translating,
)
from app.moderation.forms import AnswerForm
from app.moderation.inbox import Looking, inbox_of
from app.moderation.inbox_page import context, empty, show
from app.moderation.inbox_paths import LookingAt, Number, Shown, WantedThings
from app.moderation.inquiry_desk import router as inquiries
from app.moderation.moving_routes import router as moving
from app.moderation.paths import Moderated
from app.moderation.placeholders import facts, fill, mark_named
from app.moderation.rules import may_answer
from app.moderation.wanted import Key, Wanted
from app.processes.queries import offices_of
from app.routing import Pages
from app.rules import require
from app.web import done

router = Pages(prefix="/desk/p/{slug}")
router.take_in(stopped.router)
router.take_in(notice_desk.router)
router.take_in(own_hiding.router)
router.take_in(translating.router)
router.take_in(moving)
router.take_in(inquiry_consent_desk.router)
router.take_in(inquiries)
router.take_in(before_after.router)
router.take_in(module_desk.router)
router.take_in(draft_desk.router)
router.take_in(many_desk.router)
router.take_in(correction_desk.router)
router.take_in(inbox_desk.router)


@router.get("")
def show_inbox(
    request: Request,
    process: Moderated,
    moderator: SignedIn,
    session: Db,
    wanted: WantedThings,
    looking: LookingAt,
    did: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What needs a decision, the most urgent first, and one thing with all that is needed for
    it."""
    inbox = inbox_of(session, process, moderator, wanted, clock.now(), looking)
    picked = bool(looking.note or looking.at or looking.done or looking.past)
    return show(request, process, moderator, inbox, empty(inbox), picked=picked, did=did)


@router.post("/comments/{number}/replies")
def answer(
    request: Request,
    process: Moderated,
    number: Number,
    moderator: SignedIn,
    form: Annotated[AnswerForm, Depends()],
    session: Db,
    wanted: WantedThings,
    looking: LookingAt,
    seen: Shown = None,
) -> Response:
    """Publish an answer, and go on to the note that waits next. Where a colleague has answered
    since this form was opened (`seen`), both texts are shown first."""
    now = clock.now()
    comment = comments.by_number(session, process, number)
    require(may_answer(moderator, comment, process))
    wanted = _as_sent(wanted, form)

    offices = offices_of(session, process)
    is_valid = form.is_valid(comment, process, offices, now)
    other = None
    if is_valid and seen is not None:
        other = leasing.answered_meanwhile(session, comment, moderator, seen)
    if not is_valid or other is not None:
        looking = replace(looking, note=number, past=None, done=None)
        inbox = inbox_of(session, process, moderator, wanted, now, looking)
        return show(request, process, moderator, inbox, form, other=other, status=422)

    _publish(session, process, comment, moderator, form, now)
    looking = Looking(past=looking.at, done=number)
    inbox = inbox_of(session, process, moderator, wanted, now, looking)
    place = {"past": looking.past, "done": number}
    see = f"/desk/p/{process.slug}{inbox.wanted.query(**place)}"
    page = context(process, moderator, inbox, empty(inbox))
    answered = done(request, fragment="moderation/_desk.html", see=f"{see}#note", **page)
    answered.headers["hx-replace-url"] = see  # loaded again, it is this page, not the one before
    return answered


def _as_sent(wanted: Wanted, form: AnswerForm) -> Wanted:
    """Where the inbox stood, by the address or else by the form."""
    after = wanted.after or Key.of(form.after)
    return replace(wanted, field=wanted.field or form.field, after=after)


def _publish(
    session: Session,
    process: Process,
    comment: Comment,
    moderator: Person,
    form: AnswerForm,
    now: datetime,
) -> None:
    route = f"answer:{process.id}:{comment.number}"
    body = (form.voice, form.office, form.asked_on, form.text)
    attempt = once(session, moderator, route, form.idempotency_key, *body)
    if attempt.result is None:
        office, asked_at = form.chosen_office, form.asked_at
        text = fill(form.text, facts(process, comment, moderator.name))
        reply = domain.answer(session, comment, moderator, text, now, office, asked_at)
        mark_named([(comment, reply)], form.text)
        session.flush()
        drafts.drop(session, [comment], moderator)
        attempt.keep(position=reply.position)
        leasing.end(session, comment, moderator)
