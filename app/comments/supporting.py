"""Agreeing with a comment: once per person, and it can be taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app import journal
from app.comments import domain
from app.models import Comment, Person, Support


def support(session: Session, comment: Comment, person: Person, now: datetime) -> bool:
    """Agree with a comment; once, however often it is asked. Whether it is new."""
    table: Any = Support
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    fresh = session.execute(
        insert(table)
        .values(
            process_id=comment.process_id,
            comment_id=comment.id,
            person_id=person.id,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["comment_id", "person_id"])
        .returning(table.id)
    ).scalar_one_or_none()
    if fresh is not None:
        _supports_changed(session, comment, person, +1)
    return fresh is not None


def take_back_support(session: Session, comment: Comment, person: Person) -> bool:
    """No longer agree. Whether there was something to take back."""
    gone = session.execute(
        delete(Support)
        .where(col(Support.comment_id) == comment.id, col(Support.person_id) == person.id)
        .returning(col(Support.id))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if gone is not None:
        _supports_changed(session, comment, person, -1)
    return gone is not None


def _supports_changed(session: Session, comment: Comment, person: Person, change: int) -> None:
    domain.add(session, Comment, comment.id, "supports", change)
    # The version may have changed just now, and the comment with it stand elsewhere.
    session.expire(comment, ["supports", "field_id", "block_id"])
    domain.bump(session, comment.field_id)
    deed = "comment.supported" if change > 0 else "comment.support_taken_back"
    journal.record(session, person, deed, comment, process=comment.process)
    if comment.block_id is not None:
        domain.show_in_margin(session, comment.block_id)
