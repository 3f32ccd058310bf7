"""Where notes stood before a moderator moved them: what the old place, the new one and the note's
own page say of it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from app.loading import one
from app.models import ActionField, Block, Comment, CommentState, Pointer

MOST = 20  # lines that an old place shows


def left_field(session: Session, field: ActionField) -> Sequence[Pointer]:
    """The latest notes that stood on this field and stand on another now, each with its note and
    the field of that; the latest twenty."""
    query = _shown().where(
        Pointer.process_id == field.process_id,
        Pointer.field_id == field.id,
        Comment.field_id != field.id,
    )
    return _once(session.exec(query).all())


def left_block(session: Session, block: Block) -> Sequence[Pointer]:
    """The same of a block, wherever they stand now."""
    elsewhere = col(Comment.block_id).is_distinct_from(block.id)
    query = _shown().where(
        Pointer.process_id == block.process_id,
        Pointer.field_id == block.field_id,
        Pointer.block_id == block.id,
        elsewhere,
    )
    return _once(session.exec(query).all())


def _shown() -> Any:
    """Of public notes alone: a tombstone that was moved is found by its number."""
    return (
        select(Pointer)
        .join(Comment, col(Comment.id) == col(Pointer.comment_id))
        .where(Comment.state == CommentState.PUBLIC)
        .order_by(col(Pointer.id).desc())
        .limit(MOST)
        .options(one(Pointer.comment, one(Comment.field)))
    )


def _once(found: Sequence[Pointer]) -> list[Pointer]:
    """A note that came and went twice has one line."""
    return list({pointer.comment_id: pointer for pointer in reversed(found)}.values())[::-1]


def moves_of(session: Session, note: Comment) -> Sequence[Pointer]:
    """How a note was moved, in the order of time, each with the field it stood on. What nobody
    moved and no version has carried is not asked about."""
    if note.made_version_id is None:
        return []
    query = (
        select(Pointer)
        .where(Pointer.comment_id == note.id)
        .order_by(col(Pointer.id))
        .options(one(Pointer.field))
    )
    return session.exec(query).all()
