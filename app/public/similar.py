"""What many have written nearly alike, in public: how many people, and every note of theirs."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.comments.grouped import first_of, notes_of, shown_group
from app.db import Db
from app.identity import Visitor
from app.processes.queries import by_slug
from app.routing import Pages
from app.web import render

router = Pages()


@router.get("/p/{slug}/similar/{similar}")
def show_similar(
    request: Request,
    slug: str,
    similar: Annotated[int, Path(ge=1, le=2**63 - 1)],
    visitor: Visitor,
    session: Db,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """A group of similar notes: the oldest whole, the others a line each, twenty at a time."""
    process = by_slug(session, slug)
    group = shown_group(session, process, similar)
    notes, more = notes_of(session, group, after)
    return render(
        request,
        "public/similar.html",
        process=process,
        group=group,
        first=first_of(session, group) if after else notes[0],
        notes=notes if after else notes[1:],
        after=after,
        more=more,
    )
