"""What runs across the fields, in public: a topic, its notes and what was decided on each."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.db import Db
from app.groups.topics.queries import notes_of, topic_by_slug, topics_of
from app.identity import Visitor
from app.processes.queries import by_slug
from app.routing import Pages
from app.web import render

router = Pages()


@router.get("/p/{slug}/topics")
def show_topics(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """The topics of a process, with their numbers of notes."""
    process = by_slug(session, slug)
    return render(
        request, "public/topics.html", process=process, topics=topics_of(session, process)
    )


@router.get("/p/{slug}/topics/{topic}")
def show_topic(
    request: Request,
    slug: str,
    topic: Annotated[str, Path(max_length=80)],
    visitor: Visitor,
    session: Db,
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """The notes of one topic from all fields, twenty at a time, with their decisions."""
    process = by_slug(session, slug)
    found = topic_by_slug(session, process, topic)
    notes, more = notes_of(session, found, after)
    return render(
        request,
        "public/topic.html",
        process=process,
        topic=found,
        notes=notes,
        after=after,
        more=more,
    )
