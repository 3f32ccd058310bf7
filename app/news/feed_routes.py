"""Feeds and the calendar: the same for everybody, answered with 304 while nothing has changed."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import Annotated, Any

from fastapi import Query, Request, Response

from app import i18n
from app.comments.paths import ProcessInPath
from app.db import Db
from app.news import dates, feeds
from app.processes.queries import field_by_slug
from app.routing import Pages

router = Pages()
ATOM, CALENDAR = "application/atom+xml", "text/calendar"
Before = Annotated[int, Query(ge=0, le=2**31 - 1)]


def _answer(request: Request, content: bytes, media_type: str, changed: datetime) -> Response:
    """The file, or that whoever asks has it already (RFC 9110, 13.2.2). The tag is a weak one:
    packed it is the same."""
    changed = changed.replace(microsecond=0)
    tag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {
        "etag": tag,
        "last-modified": format_datetime(changed, usegmt=True),
        "vary": "Accept-Encoding, Accept-Language, Cookie",
    }
    if _has_it(request, tag, changed):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{media_type}; charset=utf-8", headers=headers)


def _has_it(request: Request, tag: str, changed: datetime) -> bool:
    known = request.headers.get("if-none-match")
    if known is not None:
        return known.strip() == "*" or tag in [one.strip() for one in known.split(",")]
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except (ValueError, OverflowError):  # no date, or one that no clock reaches
        return False
    return since.tzinfo is not None and changed <= since


def _kept(request: Request, key: tuple[object, ...], make: Callable[[], bytes]) -> bytes:
    """A finished feed, while the revision in its key is the present one."""
    kept: Any = request.app.state.feeds
    place = (i18n.locale(), request.state.named, request.state.city.base_url)
    content: bytes = kept.get_or_make((*place, *key), make)
    return content


@router.get("/p/{slug}/feed.atom")
def feed_of_process(
    request: Request, process: ProcessInPath, session: Db, before: Before = 0
) -> Response:
    """The newest notes and versions of a process."""
    site = feeds.site_of(session, process, request.state.named)
    key = ("process", process.id, before, *feeds.revision_of(session, process))
    content = _kept(request, key, lambda: feeds.of_notes(session, site, None, before))
    return _answer(request, content, ATOM, process.updated_at)


@router.get("/p/{slug}/fields/{field}/feed.atom")
def feed_of_field(
    request: Request, process: ProcessInPath, field: str, session: Db, before: Before = 0
) -> Response:
    """The newest notes on a field."""
    found = field_by_slug(session, process, field)
    site = feeds.site_of(session, process, request.state.named)
    key = ("field", found.id, before, *feeds.revision_of(session, process))
    content = _kept(request, key, lambda: feeds.of_notes(session, site, found, before))
    return _answer(request, content, ATOM, process.updated_at)


@router.get("/p/{slug}/answers.atom")
def feed_of_answers(
    request: Request,
    process: ProcessInPath,
    session: Db,
    before: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What the city answered last in a process."""
    site = feeds.site_of(session, process, request.state.named)
    after = feeds.read_key(before)
    key = ("answers", process.id, after, *feeds.revision_of(session, process))
    content = _kept(request, key, lambda: feeds.of_answers(session, site, after))
    return _answer(request, content, ATOM, process.updated_at)


@router.get("/p/{slug}/calendar.ics")
def calendar(request: Request, process: ProcessInPath, session: Db) -> Response:
    """The dates of a process, for a calendar program."""
    content = dates.calendar(session, feeds.site_of(session, process, request.state.named))
    answer = _answer(request, content, CALENDAR, process.updated_at)
    answer.headers["content-disposition"] = f'inline; filename="{process.slug}.ics"'
    return answer
