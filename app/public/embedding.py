"""The pages for frames on a city's own web site."""

from typing import Annotated

from fastapi import Query, Request, Response

from app.db import Db
from app.errors import NotFound
from app.processes.embedding import origins_of
from app.processes.queries import by_slug
from app.public.framed import field_in_frame, nothing_in_frame, process_in_frame
from app.public.queries import field_place
from app.routing import Pages

router = Pages(prefix="/embed/p/{slug}")


@router.get("")
def embed_process(request: Request, slug: str, session: Db) -> Response:
    """The process in short."""
    process = by_slug(session, slug)
    return process_in_frame(request, session, process, origins_of(session, process))


@router.get("/fields/{field}")
def embed_field(
    request: Request,
    slug: str,
    field: str,
    session: Db,
    text: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """One field's text with its notes, in the original or in another language that it exists in.
    A field that is gone is said in the frame itself."""
    try:
        place = field_place(session, slug, field)
    except NotFound:
        process = by_slug(session, slug)
        return nothing_in_frame(request, process, origins_of(session, process))
    sites = origins_of(session, place.process)
    within = f"/embed/p/{place.process.slug}/fields/{place.field.slug}"
    return field_in_frame(request, session, place, sites, text, within)
