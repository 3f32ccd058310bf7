"""All notes of somebody who is signed in, with how far each has come and its receipt."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Request, Response
from sqlmodel import Session, col, select

from app.cities import in_city
from app.comments.paths import receipt_of
from app.db import Db
from app.identity import SignedIn
from app.loading import one
from app.models import Comment, Person, Process
from app.public.note_words import standing_of
from app.routing import Pages
from app.web import render

router = Pages()
PAGE = 20


@router.get("/account/notes")
def show_own_notes(
    request: Request,
    person: SignedIn,
    session: Db,
    before: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> Response:
    """The person's notes in this city, the newest first, behind the one with the id `before`."""
    found, rest = _own(session, person, before)
    notes = [(note, receipt_of(request, note.process, note), standing_of(note)) for note in found]
    return render(request, "public/own_notes.html", notes=notes, rest=rest, before=before)


def _own(session: Session, person: Person, before: int) -> tuple[Sequence[Comment], int]:
    """Twenty notes, and the id to go on before (0 at the end)."""
    query = (
        select(Comment)
        .join(Process, col(Process.id) == col(Comment.process_id))
        .where(
            Comment.author_id == person.id,
            col(Comment.part_of_id).is_(None),  # the receipt of the whole tells of its parts
            in_city(session),
        )
        .order_by(col(Comment.id).desc())
        .limit(PAGE + 1)
        .options(one(Comment.process), one(Comment.field), one(Comment.disposition))
    )
    if before:
        query = query.where(col(Comment.id) < before)
    found = session.exec(query).all()
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0
