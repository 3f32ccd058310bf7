"""Answering with a page from the shelf of finished ones, or with a new one that is put there."""

from collections.abc import Callable, Collection
from typing import Any

from fastapi import Request, Response
from sqlmodel import Session

from app import clock, i18n
from app.accounts.rules import only_reads
from app.identity import Card
from app.models import Person
from app.news.queries import own_marks
from app.processes import phases
from app.public.cache import Kept, Shelf, mark
from app.public.pages import about_reading
from app.web import context_of, lead_on, write

READS = "reads"  # the place on the shelf of pages for who reads everything and writes nothing


def kept_page(
    request: Request,
    template: str,
    key: tuple[object, ...],
    visitor: Person | None,
    session: Session,
    context: Callable[[], dict[str, Any]],
    field_id: int = 0,
) -> Response:
    """A finished page from the shelf, or a new one; what differs by reader is put in. The key says
    what is shown; the reader's language, and that a page is one city's and how that looks, are
    added to it here. An auditor's page is another one: it offers nothing to write."""
    signed_in = visitor is not None
    shelf: Shelf = request.app.state.shelf
    reads = only_reads(visitor, request.state.city.id) is not None
    place = (READS if reads else signed_in, i18n.locale(), request.state.city.look, *key)
    page = shelf.get(place, clock.now())
    if page is None:
        shown = context()
        kept = context_of(request) | {
            "kept": True,
            "signed_in": signed_in,
            "mark": mark,
            "with_notes": True,
            "beside": True,
            "token": mark("token") if signed_in else "",
            "account": mark("account") if signed_in else None,
        }
        if reads and shown.get("open_now"):
            shown |= about_reading()
        until = phases.next_change(shown["process"], clock.now())
        page = shelf.put(place, write(template, kept | shown), until)
    return filled_for(request, page, visitor, session, field_id)


KEPT_HEADERS = {"vary": "Accept-Encoding, Accept-Language, Cookie, HX-Request"}


def same_for_all(request: Request, page: Kept) -> Response:
    """A page without marks, packed if the reader's browser unpacks."""
    if request.state.named:  # too rare to be kept packed
        content = lead_on(page.content.decode(), request)
        return Response(content, media_type="text/html", headers=KEPT_HEADERS)
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(page.content, media_type="text/html", headers=KEPT_HEADERS)
    headers = KEPT_HEADERS | {"content-encoding": "gzip"}
    return Response(page.packed, media_type="text/html", headers=headers)


def filled_for(
    request: Request,
    page: Kept,
    visitor: Person | Card | None,
    session: Session,
    field_id: int = 0,
) -> Response:
    """A finished page (of a field, if one is named) with what is this reader's own."""
    if not page.has_marks:
        return same_for_all(request, page)
    own = context_of(request)
    mine = {"token": str(own["token"]), "account": write("parts/_account.html", own)}
    supported: Collection[int] = ()
    if visitor is not None and (page.notes or page.asks("followed")):
        supported, followed = own_marks(session, visitor.id, page.notes, field_id)
        mine |= {"followed": "true" if followed else "false", "follow": "0" if followed else "1"}
    filled = page.filled(mine, supported)
    content = lead_on(filled.decode(), request) if request.state.named else filled
    return Response(content, media_type="text/html", headers=KEPT_HEADERS)
