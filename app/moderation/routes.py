"""The moderators' inbox, and answering from it."""

import secrets
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app import clock
from app.comments import queries as comments
from app.db import Db
from app.idempotency import once
from app.identity import SignedIn
from app.models import LONGEST, Person, Process
from app.moderation import (
    before_after,
    domain,
    draft_desk,
    module_desk,
    notice_desk,
    own_hiding,
    queries,
    stopped,
    translating,
)
from app.moderation.forms import AnswerForm
from app.moderation.inquiry_desk import router as inquiries
from app.moderation.paths import Moderated
from app.moderation.queries import Inbox
from app.moderation.rules import may_answer
from app.processes.queries import offices_of
from app.rules import require
from app.web import done, render

router = APIRouter(prefix="/desk/p/{slug}")
router.include_router(stopped.router)
router.include_router(notice_desk.router)
router.include_router(own_hiding.router)
router.include_router(translating.router)
router.include_router(inquiries)
router.include_router(before_after.router)
router.include_router(module_desk.router)
router.include_router(draft_desk.router)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
Chosen = Annotated[int | None, Query(ge=1, le=2**31 - 1)]


@router.get("")
def show_inbox(
    request: Request,
    process: Moderated,
    moderator: SignedIn,
    session: Db,
    note: Chosen = None,
    field: str = "",
    after: str = "",
    done: Chosen = None,
) -> Response:
    """The notes that wait, oldest first, and one of them with a form for its answer."""
    inbox = queries.inbox(
        session, process, clock.now(), field=field, after=after, note=note, done=done
    )
    form = AnswerForm(field=field, after=inbox.after)
    return _show(request, process, moderator, inbox, form, picked=bool(note or done))


@router.post("/comments/{number}/replies")
def answer(
    request: Request,
    process: Moderated,
    number: Number,
    moderator: SignedIn,
    form: Annotated[AnswerForm, Depends()],
    session: Db,
) -> Response:
    """Publish an answer, and go on to the note that waits next."""
    now = clock.now()
    comment = comments.by_number(session, process, number)
    require(may_answer(moderator, comment, process))

    offices = offices_of(session, process)
    if not form.is_valid(comment, process, offices, now):
        inbox = queries.inbox(
            session, process, now, field=form.field, after=form.after, note=number
        )
        return _show(request, process, moderator, inbox, form, status=422)

    route = f"answer:{process.id}:{number}"
    body = (form.voice, form.office, form.asked_on, form.text)
    attempt = once(session, moderator, route, form.idempotency_key, *body)
    if attempt.result is None:
        office, asked_at = form.chosen_office, form.asked_at
        reply = domain.answer(session, comment, moderator, form.text, now, office, asked_at)
        session.flush()
        attempt.keep(position=reply.position)
    return _go_on(request, process, moderator, session, form, number)


def _go_on(
    request: Request,
    process: Process,
    moderator: Person,
    session: Db,
    form: AnswerForm,
    number: int,
) -> Response:
    now = clock.now()
    inbox = queries.inbox(session, process, now, field=form.field, after=form.after, done=number)
    where = {"field": form.field, "after": inbox.after, "done": number}
    query = urlencode({name: value for name, value in where.items() if value})
    return done(
        request,
        fragment="moderation/_desk.html",
        see=f"/desk/p/{process.slug}?{query}#note",
        **_context(process, moderator, inbox, AnswerForm(field=form.field, after=inbox.after)),
    )


def _show(
    request: Request,
    process: Process,
    moderator: Person,
    inbox: Inbox,
    form: AnswerForm,
    *,
    picked: bool = True,
    status: int = 200,
) -> Response:
    return render(
        request,
        "moderation/inbox.html",
        fragment="moderation/_desk.html",
        status=status,
        **_context(process, moderator, inbox, form, picked=picked),
    )


def _context(
    process: Process, moderator: Person, inbox: Inbox, form: AnswerForm, *, picked: bool = True
) -> dict[str, Any]:
    note = inbox.chosen
    return {
        "process": process,
        "inbox": inbox,
        "note": note,
        "form": form,
        "picked": picked,
        "key": form.idempotency_key or secrets.token_urlsafe(12),
        "longest": LONGEST,
        "may_answer": may_answer(moderator, note, process) if note is not None else False,
    }
