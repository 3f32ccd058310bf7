"""Ending mails, by whoever has one of them: no account, no cookie, no form of ours.

RFC 8058: a mail program sends one POST to the address in List-Unsubscribe, without cookies, and
that is enough. Opening the address shows a page with buttons. What the address says is signed;
knowing it is the permission, so this is the one page whose POST needs no token of a form.
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import Form, Request, Response
from sqlmodel import Session

from app.db import Db
from app.errors import NotFound
from app.i18n import _
from app.models import Pace, Person, Process
from app.news import domain, queries, subjects, tokens
from app.news.queries import Place
from app.news.tokens import Ending
from app.routing import Pages
from app.security import UNTOLD
from app.web import render

router = Pages()
PROCESS = "process"
_DEEDS: dict[str, Callable[[Session, Ending], None]] = {
    "thread": domain.end_thread,
    PROCESS: domain.end_process,
    "everything": domain.end_everything,
    "daily": partial(domain.slow_down, pace=Pace.DAILY),
    "weekly": partial(domain.slow_down, pace=Pace.WEEKLY),
}


def _ending(request: Request, session: Session, token: str) -> tuple[Ending, Process, Place | None]:
    """What an address of this city ends. Raises `NotFound` for another's, or one that is none."""
    ending = tokens.read_ending(request.app.state.secret, token)
    place = None
    process = queries.process_here(session, ending.process_id) if ending else None
    if ending is None or process is None:
        raise NotFound(_("Diese Adresse ist nicht vollständig. Nehmen Sie die ganze aus der Mail."))
    if ending.subject != subjects.PROCESS:
        place = queries.place_by_subject(session, process.id, ending.subject)
    return ending, process, place


def _page(
    request: Request, process: Process, place: Place | None, ended: str, status: int = 200
) -> Response:
    page = render(
        request,
        "news/unsubscribe.html",
        status=status,
        process=process,
        place=place,
        ended=ended,
    )
    page.headers["referrer-policy"] = UNTOLD
    page.headers["x-robots-tag"] = "noindex"
    return page


@router.get("/unsubscribe/{token}")
def show_ending(request: Request, token: str, session: Db) -> Response:
    """The page with the buttons; looking at it ends nothing. What has been ended is said, and not
    offered again."""
    ending, process, place = _ending(request, session, token)
    return _page(request, process, place, _ended_before(session, ending, process, place))


def _ended_before(session: Session, ending: Ending, process: Process, place: Place | None) -> str:
    if queries.pace_of(session, ending.person_id, process.id) is Pace.NEVER:
        return PROCESS
    if place is None or place.note is None:
        return ""
    return "thread" if queries.has_ended(session, ending.person_id, place) else ""


@router.post("/unsubscribe/{token}")
def end(
    request: Request,
    token: str,
    session: Db,
    what: Annotated[str, Form(max_length=20)] = PROCESS,
) -> Response:
    """End it, or have it gathered: what a mail program sends ends mail about the process. Again is
    as good as once."""
    ending, process, place = _ending(request, session, token)
    ended = what if what in _DEEDS else PROCESS
    if session.get(Person, ending.person_id) is not None:
        _DEEDS[ended](session, ending)
    return _page(request, process, place, ended)
