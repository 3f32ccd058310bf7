"""A note is held before anything about it changes, so that two deeds at one instant come one after
the other."""

from sqlmodel import Session, select

from app.models import Comment

_HELD = [
    *("state", "is_listed", "is_answered", "answered_at", "replies_count", "supports"),
    *("field_id", "block_id", "sentence"),  # a new version may have moved it just now
]


def hold(session: Session, comment: Comment, *more: str) -> None:
    """Wait until nobody else changes this note, and see it as it is now; of other columns than
    those that every deed asks for, those named by `more`."""
    session.flush()  # a refresh would drop what is not written yet
    session.refresh(comment, [*_HELD, *more], with_for_update={"key_share": True})


def hold_before(session: Session, comment_id: int) -> None:
    """Wait for a note's turn before anything that belongs to it is held, in the order in which all
    deeds do: so no two of them wait for each other."""
    query = select(Comment.id).where(Comment.id == comment_id)
    session.exec(query.with_for_update(key_share=True)).one()
