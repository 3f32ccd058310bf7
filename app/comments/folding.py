"""Public lists show of notes that say nearly the same one, with how many others there are: a
campaign of three hundred is one line, and its notes are a step away, on the group's page.

Which one it is follows from the list's own order and filter: the one that stands first there. So
each page of a list knows it by itself, a list by support shows the best supported, and the keys by
which it goes on stay those of its notes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.models import Comment, CommentState, NoteGroup

if TYPE_CHECKING:
    from app.comments.queries import Filter

SMALLEST = 3  # notes that say nearly the same; two stand for themselves


def folded(query: Any, wanted: Filter, process_id: int, **within: object) -> Any:
    """The list of the comments `within` which these columns have these values, in the order and of
    the kind that is `wanted`, with one line for each group of similar notes."""
    asked = {"kind": wanted.kind, "is_answered": wanted.answered}
    within |= {name: value for name, value in asked.items() if value is not None}
    return query.where(_stands_first(process_id, wanted.order == "supported", within))


def _stands_first(
    process_id: int, by_support: bool, within: dict[str, object]
) -> ColumnElement[bool]:
    """That no other note of its group stands before a note in that list. What is hidden is in no
    group's line: each has its tombstone."""
    groups = select_columns(col(NoteGroup.id)).where(
        col(NoteGroup.process_id) == process_id,
        col(NoteGroup.size) >= SMALLEST,
        col(NoteGroup.split_at).is_(None),
    )
    other: Any = aliased(Comment)
    before = [other.number > col(Comment.number)]
    if by_support:
        # In two questions: the notes behind this one in its group, where mostly the very first has
        # as much support, and only then those before it.
        more, as_much = (
            and_(other.number < col(Comment.number), other.supports > col(Comment.supports)),
            and_(other.number > col(Comment.number), other.supports >= col(Comment.supports)),
        )
        before = [as_much, more]
    others = (
        select_columns(other.id)
        .where(
            other.note_group_id == col(Comment.note_group_id),
            other.state == CommentState.PUBLIC,
            other.is_listed.is_(True),
            *(getattr(other, name) == value for name, value in within.items()),
            which,
        )
        .correlate(Comment)
        .exists()
        for which in before
    )
    return not_(
        and_(
            col(Comment.note_group_id).in_(groups),
            col(Comment.state) == CommentState.PUBLIC,
            or_(*others),
        )
    )
