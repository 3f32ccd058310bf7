"""At a note in the inbox: say that one writes an answer, put an internal remark; and the page of
the keyboard shortcuts."""

import secrets
from typing import Annotated

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from app import clock
from app.comments import queries as comments
from app.db import Db
from app.idempotency import once
from app.identity import SignedIn
from app.moderation import leasing
from app.moderation.inbox import Looking, inbox_of
from app.moderation.inbox_page import empty, show
from app.moderation.inbox_paths import LookingAt, Number, WantedThings
from app.moderation.paths import Moderated
from app.moderation.remark_form import RemarkForm
from app.moderation.remarking import put_remark
from app.moderation.rules import may_answer, may_remark
from app.routing import Pages
from app.rules import require
from app.web import asked_by_htmx, render

router = Pages()


@router.get("/keys")
def show_keys(request: Request, process: Moderated) -> Response:
    """The keyboard shortcuts of the inbox."""
    return render(request, "moderation/keys.html", process=process)


@router.post("/comments/{number}/lease")
def write(
    request: Request,
    process: Moderated,
    number: Number,
    moderator: SignedIn,
    session: Db,
    wanted: WantedThings,
    looking: LookingAt,
) -> Response:
    """Tell colleagues that one writes an answer to this note, for some minutes."""
    note = comments.by_number(session, process, number, answers=False)
    require(may_answer(moderator, note, process))
    held = leasing.lease(session, note, moderator, clock.now())
    if asked_by_htmx(request):
        writer = "" if held.person_id == moderator.id else held.person.name
        return render(request, "moderation/_writer.html", writer=writer, mine=not writer)
    where = wanted.query(note=str(number), at=looking.at)
    return RedirectResponse(f"/desk/p/{process.slug}{where}#antwort", status_code=303)


@router.post("/comments/{number}/remarks")
def remark(
    request: Request,
    process: Moderated,
    number: Number,
    person: SignedIn,
    form: Annotated[RemarkForm, Depends()],
    session: Db,
    wanted: WantedThings,
    looking: LookingAt,
) -> Response:
    """Put an internal remark to a note, for colleagues alone."""
    require(may_remark(person, process))
    now = clock.now()
    note = comments.by_number(session, process, number, told=True, answers=False)
    if not form.is_valid():
        here = Looking(note=number, at=looking.at)
        inbox = inbox_of(session, process, person, wanted, now, here)
        return show(request, process, person, inbox, empty(inbox), remark=form, status=422)
    route = f"remark:{process.id}:{number}"
    key = form.idempotency_key or secrets.token_urlsafe(12)
    attempt = once(session, person, route, key, form.text)
    if attempt.result is None:
        put_remark(session, note, person, form.text, now)
        attempt.keep(number=number)
    where = wanted.query(note=str(number), at=looking.at, did="remarked")
    return RedirectResponse(f"/desk/p/{process.slug}{where}#vermerke", status_code=303)
