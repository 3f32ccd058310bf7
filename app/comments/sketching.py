"""Sketches are made after a note was written, by the worker: posting waits for none."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, delete, false, insert, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app import db
from app.comments.sketches import bands, shingles
from app.models import Comment, CommentState, NoteBand

AT_ONCE = 200  # notes in one transaction
_bands: Any = NoteBand.__table__  # type: ignore[attr-defined]
_WORDS = (
    col(Comment.id),
    col(Comment.process_id),
    col(Comment.text),
    col(Comment.proposed_wording),
    col(Comment.quote),
)
_OPEN = (
    select_columns(*_WORDS)
    .where(
        col(Comment.is_sketched) == false(),  # as the index says it
        # Nothing is kept of what nobody confirms, and its words go after a while.
        col(Comment.state).not_in((CommentState.UNCONFIRMED, CommentState.EXPIRED)),
    )
    .order_by(col(Comment.id))
    .limit(AT_ONCE)
)


def says(text: str, wording: str, quote: str) -> frozenset[str]:
    """What a note says, as shingles: its text, and of a proposed wording what the passage does not
    say already. Two proposals on one sentence share that sentence, and may want the opposite."""
    return shingles(text) | (shingles(wording) - shingles(quote)) if wording else shingles(text)


def sketch_some(engine: Engine) -> int:
    """Sketch notes that have no sketch yet, or no longer one, a bounded number; how many."""
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        found = session.execute(_OPEN).all()
    if not found:
        return 0
    made = {row.id: bands(says(row.text, row.proposed_wording, row.quote)) for row in found}
    with db.writing(engine) as session:
        _keep(session, found, made)
    return len(found)


def _keep(session: Session, found: Sequence[Any], made: dict[int, list[int]]) -> None:
    """Write down the sketches of the notes that still say what they said when they were read; the
    others are read again. Another worker's notes are left to it."""
    held = (
        select_columns(*_WORDS)
        .where(col(Comment.id).in_(made), col(Comment.is_sketched).is_(False))
        .order_by(col(Comment.id))
        .with_for_update(key_share=True)
    )
    now = set(map(tuple, session.execute(held)))
    same = [row for row in found if tuple(row) in now]
    ids = [row.id for row in same]
    session.execute(delete(NoteBand).where(col(NoteBand.comment_id).in_(ids)))
    rows = [
        {"process_id": row.process_id, "comment_id": row.id, "band": band, "value": value}
        for row in same
        for band, value in enumerate(made[row.id])
    ]
    if rows:
        _put(session, rows)
    done = update(Comment).where(col(Comment.id).in_(ids))
    done = done.values(is_sketched=True, is_gathered=False)
    session.execute(done.execution_options(synchronize_session=False))


def _put(session: Session, rows: list[dict[str, int]]) -> None:
    """Insert these rows, fourteen for each note, straight by the driver: getting each ready by
    itself took as long as writing it."""
    connection = session.connection()
    said: Any = insert(_bands).compile(dialect=connection.dialect, column_keys=list(rows[0]))
    order = said.positiontup
    values = [tuple(row[name] for name in order) for row in rows] if order else rows
    connection.exec_driver_sql(str(said), values)


def drop(session: Session, comment: Comment) -> None:
    """The note says something else now, or nothing: its sketch goes, and the worker looks at it
    again unless it was withdrawn. Its group it leaves at the end of the deed (`gathered.leave`)."""
    session.execute(delete(NoteBand).where(col(NoteBand.comment_id) == comment.id))
    # Said outright: the worker may have sketched it since this note was read.
    is_done = comment.state is CommentState.WITHDRAWN
    again = update(Comment).where(col(Comment.id) == comment.id)
    again = again.values(is_sketched=is_done, is_gathered=is_done)
    session.execute(again.execution_options(synchronize_session=False))
    session.expire(comment, ["is_sketched", "is_gathered"])
