"""The statement of reasons that each removal leaves, and what the author needs to object to it
(Regulation (EU) 2022/2065, articles 17 and 20)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import outbox
from app.models import (
    Cause,
    Comment,
    Grant,
    HouseRule,
    Person,
    Process,
    Removal,
    Reply,
    Role,
)
from app.security import hash_token, new_token

# Six months, however long they are (article 20, paragraph 1).
TO_OBJECT = timedelta(days=184)
_OF_MODERATION = (Role.ADMIN, Role.MANAGER, Role.MODERATOR)  # the highest first


def role_in(session: Session, person: Person, process: Process) -> str:
    """The highest role by which somebody moderates this process; "" without one."""
    held = _moderating(session, process, Grant.role).where(Grant.person_id == person.id)
    roles = set(session.exec(held))
    return next((role.value for role in _OF_MODERATION if role in roles), "")


def others_moderate(session: Session, process: Process, person_id: int | None) -> bool:
    """Whether anybody but this person moderates the process now."""
    others = _moderating(session, process, Grant.id).where(Grant.person_id != (person_id or 0))
    return session.exec(others.limit(1)).first() is not None


def _moderating(session: Session, process: Process, column: Any) -> Any:
    here = (col(Grant.process_id) == process.id) & col(Grant.role).in_(_OF_MODERATION[1:])
    of_city = (col(Grant.organisation_id) == process.organisation_id) & (
        col(Grant.role) == Role.ADMIN
    )
    return (
        select(column)
        .join(Person, col(Person.id) == col(Grant.person_id))
        .where(here | of_city, col(Grant.blocked_at).is_(None), col(Person.blocked_at).is_(None))
    )


def write_down(
    session: Session,
    comment: Comment,
    by: Person,
    rule: HouseRule,
    reason: str,
    now: datetime,
    *,
    reply: Reply | None = None,
    cause: Cause = Cause.OWN,
    passage: str = "",
) -> tuple[Removal, str]:
    """Keep that this note (or this answer to it) was taken from view, because of which words if it
    is not all of it; with the link by which its author objects, whose secret is kept as a hash."""
    key = new_token()
    removal = Removal(
        process_id=comment.process_id,
        comment_id=comment.id,
        reply_id=reply.id if reply else None,
        rule_id=rule.id,
        reason=reason,
        passage=passage,
        cause=cause,
        by_id=by.id,
        by_role=role_in(session, by, comment.process),
        at=now,
        key_hash=hash_token(key),
    )
    session.add(removal)
    session.flush()
    path = f"/p/{comment.process.slug}/removals/{removal.id}/objection?key={key}"
    return removal, outbox.address(session, path, comment.process)


def mark_restored(
    session: Session, comment: Comment, now: datetime, reply: Reply | None = None
) -> None:
    """Keep that it is shown again; the statement stays."""
    session.flush()
    session.execute(
        update(Removal)
        .where(
            col(Removal.comment_id) == comment.id,
            col(Removal.reply_id) == reply.id if reply else col(Removal.reply_id).is_(None),
            col(Removal.restored_at).is_(None),
        )
        .values(restored_at=now)
        .execution_options(synchronize_session="fetch")
    )


def was_before(session: Session, comment: Comment) -> bool:
    """Whether this hidden note was refused before everybody could read it."""
    query = select(Removal.cause).where(
        col(Removal.comment_id) == comment.id,
        col(Removal.reply_id).is_(None),
        col(Removal.restored_at).is_(None),
    )
    causes = session.exec(query).all()
    return bool(causes) and all(Cause(cause).is_before for cause in causes)


def last_day(removal: Removal) -> datetime:
    """On which day its author may object for the last time."""
    return removal.at + TO_OBJECT


def is_over(removal: Removal, now: datetime, zone: str) -> bool:
    """Whether that day has passed in this zone."""
    local = ZoneInfo(zone)
    return now.astimezone(local).date() > last_day(removal).astimezone(local).date()
