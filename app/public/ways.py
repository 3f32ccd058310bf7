"""Where versions and moderators have put a note since it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.loading import one
from app.models import Bundle, Carrying, Comment, DraftVersion, Pointer


@dataclass(frozen=True)
class Carried:
    """Where a version (its number) put the note."""

    version: int
    published_at: datetime
    carrying: Carrying


@dataclass(frozen=True)
class Moved:
    """A moderator moved the note: from where, to where, when and why."""

    pointer: Pointer
    after: str


def ways_of(session: Session, note: Comment) -> tuple[list[Carried], list[Pointer]]:
    """Where versions and moderators put the note, both in one question; none where it stands as it
    was made."""
    if note.made_version_id is None:
        return [], []
    public = (col(DraftVersion.id) == col(Carrying.to_version_id)) & col(
        DraftVersion.published_at
    ).is_not(None)
    told: Any = (Carrying, DraftVersion.number, DraftVersion.published_at, Pointer)
    query = (
        choose(*told)
        .select_from(Comment)
        .outerjoin(Carrying, col(Carrying.comment_id) == col(Comment.id))
        .outerjoin(DraftVersion, public)
        .outerjoin(Pointer, col(Pointer.comment_id) == col(Comment.id))
        .where(col(Comment.id) == note.id)
        .order_by(col(DraftVersion.number), col(Pointer.id))
        .options(one(Pointer.field))
    )
    carried: dict[int, Carried] = {}
    pointers: dict[int, Pointer] = {}
    for row, number, at, pointer in session.execute(query):
        if at is not None:
            carried[row.id] = Carried(number, at, row)
        if pointer is not None:
            pointers[pointer.id] = pointer
    return list(carried.values()), list(pointers.values())


def moved(note: Comment, pointers: Sequence[Pointer], carried: Sequence[Carried]) -> list[Moved]:
    """Each move with the address that it led to: where the next one, or the next version, took the
    note from; else where it stands."""
    left = [(pointer.at, pointer.address) for pointer in pointers]
    left += [(step.published_at, step.carrying.old_address) for step in carried]
    moves = []
    for pointer in pointers:
        later = min((one for one in left if one[0] > pointer.at), default=None)
        moves.append(Moved(pointer, later[1] if later else note.address))
    return moves


def left_later(
    bundle: Bundle, carried: Sequence[Carried], pointers: Sequence[Pointer]
) -> int | None:
    """The number of the field on which a note stood when this bundle was drawn, if a moderator has
    moved it in that version since; else None."""
    ends = {step.carrying.from_version_id: step.published_at for step in carried}
    end = ends.get(bundle.version_id)
    for pointer in pointers:
        if bundle.drawn_at < pointer.at and (end is None or pointer.at < end):
            return pointer.field.number
    return None
