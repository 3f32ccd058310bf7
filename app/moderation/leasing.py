""" "B. is writing": one moderator has a note before them for some minutes. It tells colleagues and
stops nobody: whoever goes on all the same is shown the other's answer before theirs is published
(`answered_meanwhile`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.comments.holding import hold
from app.loading import one
from app.models import Comment, CommentState, Lease, Person, Reply, Statement, Voice
from app.models.base import Moment

LASTS = timedelta(minutes=3)  # the page renews it every minute while somebody types
_leases: Any = Lease.__table__  # type: ignore[attr-defined]


@cache
def _take(dialect: str) -> Any:
    """Takes a lease that is free, over, or one's own: whoever is first has it."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    take = insert(_leases)
    return take.on_conflict_do_update(
        index_elements=["comment_id"],
        set_={"person_id": take.excluded.person_id, "until": take.excluded.until},
        where=or_(
            _leases.c.person_id == take.excluded.person_id,
            _leases.c.until <= bindparam("now", type_=Moment),
        ),
    )


def lease(session: Session, note: Comment, person: Person, now: datetime) -> Lease:
    """Say that `person` writes an answer to `note`, until three minutes from now; what comes back
    is the lease that holds: a colleague's, if theirs is not over. Their own that are over go."""
    row = {
        "process_id": note.process_id,
        "comment_id": note.id,
        "person_id": person.id,
        "until": now + LASTS,
        "now": now,
    }
    session.connection().execute(_take(session.get_bind().dialect.name), row)
    session.connection().execute(
        delete(_leases).where(_leases.c.person_id == person.id, _leases.c.until < now)
    )
    query = select(Lease).where(Lease.comment_id == note.id).options(one(Lease.person))
    return session.exec(query.execution_options(populate_existing=True)).one()


def end(session: Session, note: Comment, person: Person) -> None:
    """`person` does not write about `note` any more."""
    session.connection().execute(
        delete(_leases).where(_leases.c.comment_id == note.id, _leases.c.person_id == person.id)
    )


def answered_meanwhile(session: Session, note: Comment, person: Person, seen: int) -> Reply | None:
    """The last official answer to `note` by somebody else than `person`, behind the position
    `seen` up to which the form showed them. The note is held from now on, so nobody answers
    between this question and the answer that follows it."""
    hold(session, note)
    query = (
        select(Reply)
        .where(
            Reply.comment_id == note.id,
            Reply.state == CommentState.PUBLIC,
            Reply.voice != Voice.RESIDENT,
            col(Reply.position) > seen,
            or_(col(Reply.author_id).is_(None), col(Reply.author_id) != person.id),
        )
        .order_by(col(Reply.position).desc())
        .limit(1)
        .options(one(Reply.statement, one(Statement.office)))
    )
    return session.exec(query).first()
