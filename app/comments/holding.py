"""A note is held before anything about it changes, so that two deeds at one instant come one after
the other."""

from collections.abc import Sequence

from sqlalchemy import select as select_columns
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app.models import Comment

_HELD = [
    *("state", "is_listed", "is_answered", "answered_at", "replies_count", "supports"),
    *("field_id", "block_id", "sentence"),  # a new version may have moved it just now
    *("parts_count", "duplicate_of_id"),  # a moderator may have split or linked it
    "is_decided",
]


def hold(session: Session, comment: Comment, *more: str) -> None:
    """Wait until nobody else changes this note, and see it as it is now; of other columns than
    those that every deed asks for, those named by `more`. The note of which it is a part or a
    duplicate has its turn before it: what is done here may change that one as well."""
    for above in (comment.part_of_id, comment.duplicate_of_id):
        if above is not None:
            hold_before(session, above)
    session.flush()  # a refresh would drop what is not written yet
    session.refresh(comment, [*_HELD, *more], with_for_update={"key_share": True})


def hold_before(session: Session, comment_id: int) -> None:
    """Wait for a note's turn before anything that belongs to it is held, in the order in which all
    deeds do: so no two of them wait for each other."""
    query = select(Comment.id).where(Comment.id == comment_id)
    session.exec(query.with_for_update(key_share=True)).one()


def hold_all(session: Session, comments: Sequence[Comment]) -> None:
    """Hold these notes (some hundreds at most) with one question, in the order of their ids, so
    that two who take the same ones do not wait for each other; and see them as they are now. The
    notes of which they are parts are held with them."""
    session.flush()
    by_id = {comment.id: comment for comment in comments}
    wholes = {comment.part_of_id for comment in comments} - {None}
    held = [getattr(Comment, name) for name in _HELD]
    query = (
        select_columns(col(Comment.id), *held)
        .where(col(Comment.id).in_({*by_id, *wholes}))
        .order_by(col(Comment.id))
        .with_for_update(key_share=True)
    )
    for row in session.execute(query):
        if row[0] not in by_id:
            continue
        for name, value in zip(_HELD, row[1:], strict=True):
            set_committed_value(by_id[row[0]], name, value)
