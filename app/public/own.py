"""Beside a note: what its author may still do, and for the moderation what it said before."""

from typing import Any

from sqlmodel import Session

from app import clock
from app.comments.editing import wordings_of
from app.comments.own_deeds import own_deeds
from app.models import Comment, Person, Process


def about_own(
    session: Session, process: Process, note: Comment, visitor: Person | None, *, moderates: bool
) -> dict[str, Any]:
    """For the note's public page: `own_deeds` for its author, signed in, and the earlier `wordings`
    of an edited note for who moderates the process."""
    is_own = visitor is not None and note.author_id == visitor.id
    below = f"/p/{process.slug}/comments/{note.number}"
    return {
        "own_deeds": own_deeds(session, note, process, visitor, below, clock.now())
        if is_own
        else None,
        "wordings": wordings_of(session, note) if moderates and note.edited_at else (),
    }
