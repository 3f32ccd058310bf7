"""The page that is read most: the text of one field with its notes.

It stands apart so that it can be asked first of all routes, and takes its address apart by
itself: going through the others and through the framework's reading of parameters took a third
of the time of a page that is finished already.
"""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from app import clock
from app.comments import queries as comments
from app.comments.queries import Filter
from app.db import looking
from app.drafts.translating.pairing import LANGUAGES
from app.errors import Invalid
from app.i18n import _, locale
from app.identity import card_of, visitor_of
from app.models import Comment
from app.public import pages
from app.public.kept import filled_for, kept_page, same_for_all
from app.public.queries import field_place, glimpse
from app.routing import Pages
from app.security import cookie_name

router = Pages()
LONGEST_KEY, LARGEST = 60, 2**31 - 1


@router.get("/p/{slug}/fields/{field}")
async def show_field(request: Request, slug: str, field: str) -> Response:
    """The text of one field with notes in its margin, and all its notes as a list.

    It goes through one thread once, and asks one small question when nothing has changed.
    """
    asked = request.query_params
    wanted = pages.wanted_comments(
        asked.get("order", ""),
        asked.get("kind", ""),
        asked.get("answered", ""),
        asked.get("after", "")[:LONGEST_KEY],
    )
    note = _number(asked["note"]) if "note" in asked else None
    text = asked.get("text", "")
    text = text if text in LANGUAGES else ""  # nothing else begins a page of its own
    async with request.app.state.turns.take(writes=False, brief=True):
        return await run_in_threadpool(_field, request, slug, field, wanted, note, text)


class _Elsewhere(Exception):
    """The note stands on another field now; old links lead on to it."""

    def __init__(self, note: Comment) -> None:
        super().__init__()
        self.note = note


def _number(written: str) -> int:
    """The number of a note in an address. Raises `Invalid`."""
    if written.isascii() and written.isdigit() and 1 <= int(written[:12]) <= LARGEST:
        return int(written[:12])
    raise Invalid(_("In der Adresse oder im Formular stimmt etwas nicht."))


def _field(
    request: Request, slug: str, field: str, wanted: Filter, note: int | None, text: str
) -> Response:
    engine = request.app.state.engine
    city = request.state.city
    seen = glimpse(engine, city, slug, field)
    key, field_id = ("field", seen, wanted, note, text), int(seen[0])
    look = (locale(), city.look)
    if cookie_name(request.app.state.settings) not in request.cookies:
        page = request.app.state.shelf.get((False, *look, *key), clock.now())
        if page is not None:
            return same_for_all(request, page)
    with looking(engine, city) as session:
        page = request.app.state.shelf.get((True, *look, *key), clock.now())
        card = card_of(request, session) if page is not None else None
        if page is not None and card is not None and not card.grants:  # an auditor's is another
            return filled_for(request, page, card, session, field_id)
        visitor = visitor_of(request, session)

        def context() -> dict[str, Any]:
            place = field_place(session, slug, field)
            chosen = comments.by_number(session, place.process, note) if note else None
            if chosen is not None and chosen.field_id != place.field.id:
                raise _Elsewhere(chosen)
            return pages.field_page(session, place, wanted, chosen, text)

        try:
            return kept_page(request, "public/field.html", key, visitor, session, context, field_id)
        except _Elsewhere as there:
            at = f"/p/{slug}/fields/{there.note.field.slug}?note={note}#a{note}"
            return RedirectResponse(at, status_code=303)
