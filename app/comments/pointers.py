"""Where notes stood before a moderator moved them: what the old place, the new one and the note's
own page say of it."""

from typing import Any, NamedTuple

from sqlalchemy import String, cast, func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.loading import one
from app.models import ActionField, Block, Comment, CommentState, Pointer

MOST = 20  # lines that an old place shows
_UNIT, _RECORD = "\x1f", "\x1e"  # in no text of a person (text.clean)


class Left(NamedTuple):
    """A note that stood here: its number, where it stands now, where it stood, and why it went."""

    number: int
    now: str
    before: str
    reason: str


def left_fields() -> Any:
    """A column for a question about `ActionField`: the latest notes that stood on that field and
    stand on another now, for `told`."""
    return _column(
        Pointer.process_id == ActionField.process_id,
        Pointer.field_id == ActionField.id,
        Comment.field_id != Pointer.field_id,
    )


def left_block(session: Session, block: Block) -> list[Left]:
    """The latest notes that stood on this block, wherever they stand now."""
    column = _column(
        Pointer.process_id == block.process_id,
        Pointer.field_id == block.field_id,
        Pointer.block_id == block.id,
        col(Comment.block_id).is_distinct_from(block.id),
    )
    return told(session.execute(choose(column)).scalar_one())


def _column(*where: Any) -> Any:
    """Of public notes alone: a tombstone that was moved is found by its number."""
    line: Any = cast(Comment.number, String)
    for part in (col(Comment.address), col(Pointer.address), col(Pointer.reason)):
        line = line + _UNIT + part
    latest = (
        choose(line.label("line"))
        .select_from(Pointer)
        .join(Comment, col(Comment.id) == col(Pointer.comment_id))
        .where(col(Comment.state) == CommentState.PUBLIC, *where)
        .order_by(col(Pointer.id).desc())
        .limit(MOST)
        .correlate(ActionField)
        .subquery()
    )
    return choose(func.aggregate_strings(latest.c.line, _RECORD)).scalar_subquery()


def told(column: str | None) -> list[Left]:
    """What such a column says, the latest first; a note that came and went twice has one line."""
    found: dict[int, Left] = {}
    for line in filter(None, (column or "").split(_RECORD)):
        number, *rest = line.split(_UNIT)
        found.setdefault(int(number), Left(int(number), *rest))
    return list(found.values())


def moves_of(session: Session, note: Comment) -> list[Pointer]:
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
    return list(session.exec(query).all())
