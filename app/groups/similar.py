"""Notes that are decided together: those that say nearly the same, and those named by number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.comments.joined import still_open
from app.models import ActionField, Comment, CommentState, NoteGroup, WorkingGroup

SHOWN = 12
MOST = 2_000  # notes that are decided on at once


@dataclass(frozen=True)
class Alike:
    """A note that says nearly the same."""

    number: int
    address: str
    begins: str
    language: str
    is_decided: bool
    is_ours: bool


@dataclass(frozen=True)
class Together:
    """What says nearly the same as a note, besides itself: some of them by number, how many there
    are, how many of these are open and stand on this group's fields, and how many on others'."""

    listed: Sequence[Alike] = ()
    all: int = 0
    open: int = 0
    elsewhere: int = 0


def together(session: Session, note: Comment, group: WorkingGroup) -> Together:
    """What says nearly the same as this note (which comes with its group of similar notes): one
    question, and none for a note that stands alone."""
    if not in_group(note.note_group):
        return Together()
    ours = col(ActionField.group_id) == group.id
    open_here = case((ours & still_open(), 1), else_=0)
    query: Any = (
        choose(
            *(col(Comment.number), col(Comment.address), func.substr(Comment.text, 1, 240)),
            *(col(Comment.language), col(Comment.is_decided), ours.label("ours")),
            func.count().over().label("all"),
            func.sum(open_here).over().label("open"),
            func.sum(case((ours, 0), else_=1)).over().label("elsewhere"),
        )
        .select_from(Comment)
        .join(ActionField, col(ActionField.id) == col(Comment.field_id))
        .where(
            col(Comment.note_group_id) == note.note_group_id,
            col(Comment.state) == CommentState.PUBLIC,
            col(Comment.id) != note.id,
        )
        .order_by(col(Comment.number))
        .limit(SHOWN)
    )
    rows = session.execute(query).all()
    if not rows:
        return Together()
    listed = [Alike(*tuple(row)[:6]) for row in rows]
    return Together(listed, rows[0].all, rows[0].open or 0, rows[0].elsewhere or 0)


def in_group(group: NoteGroup | None) -> bool:
    """Whether this is a group of similar notes that holds together still."""
    return group is not None and group.split_at is None and group.size > 1


def open_alike(session: Session, note: Comment, group: WorkingGroup) -> list[Comment]:
    """The open notes on this group's fields that say nearly the same, besides this one."""
    if not in_group(note.note_group):
        return []
    return _open(session, group, col(Comment.note_group_id) == note.note_group_id)


def open_by_number(session: Session, group: WorkingGroup, numbers: Sequence[int]) -> list[Comment]:
    """The open notes on this group's fields with these numbers."""
    return _open(session, group, col(Comment.number).in_(numbers)) if numbers else []


def _open(session: Session, group: WorkingGroup, which: Any) -> list[Comment]:
    query = (
        select(Comment)
        .join(ActionField, col(ActionField.id) == col(Comment.field_id))
        .where(
            Comment.process_id == group.process_id,
            ActionField.group_id == group.id,
            which,
            still_open(),
        )
        .order_by(col(Comment.id))
        .limit(MOST)
    )
    return list(session.exec(query))
