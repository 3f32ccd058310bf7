"""What was promised and did not change: adopted notes to which no change of a version is tied."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, or_
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.groups.trace_finding import ADOPTED
from app.groups.traced import DROPPED, holds
from app.models import (
    Comment,
    CommentState,
    Decision,
    Disposition,
    DraftVersion,
    Lineage,
    Process,
    Trace,
)

PAGE = 10


@dataclass(frozen=True, slots=True)
class Promised:
    """An adopted note whose passage stays as it was."""

    number: int
    decision: Decision
    address: str
    quote: str
    text: str
    language: str
    new_wording: str
    measure: str


@dataclass(frozen=True)
class Unchanged:
    """In which version, how many there are, some of them by number, and the number after which it
    goes on (0 at the end)."""

    version: DraftVersion
    notes: int
    listed: Sequence[Promised] = ()
    rest: int = 0


def version_at_work(session: Session, process: Process) -> DraftVersion | None:
    """The next version, if one is compared with the public one: the newest that is not public."""
    compared = exists().where(col(Lineage.to_version_id) == col(DraftVersion.id))
    query = (
        select(DraftVersion)
        .where(
            DraftVersion.process_id == process.id,
            DraftVersion.number > process.current_version,
            col(DraftVersion.published_at).is_(None),
            compared,
        )
        .order_by(col(DraftVersion.number).desc())
    )
    return session.exec(query.limit(1)).first()


def unchanged_in(
    session: Session, version: DraftVersion, field_ids: Collection[int], after: int = 0
) -> Unchanged:
    """Adopted notes on these fields that changed nothing in this version, as far as is proposed or
    confirmed, nor in an earlier one. One question."""
    names = ("number", "address", "quote", "text", "language")
    columns: list[Any] = [getattr(Comment, name) for name in names]
    said = ("decision", "new_wording", "measure")
    columns += [getattr(Disposition, name) for name in said]
    here = col(Comment.field_id).in_(field_ids)
    found = _promised(version, columns).where(here).subquery()
    counted = choose(func.count()).select_from(found).scalar_subquery()
    query = choose(found, counted.label("all_of_them")).where(found.c.number > after)
    rows = session.execute(query.order_by(found.c.number).limit(PAGE + 1)).all()
    listed = [Promised(**{name: getattr(row, name) for name in (*names, *said)}) for row in rows]
    rest = listed[PAGE - 1].number if len(listed) > PAGE else 0
    return Unchanged(version, rows[0].all_of_them if rows else 0, listed[:PAGE], rest)


def _promised(version: DraftVersion, columns: Sequence[Any]) -> Select[Any]:
    """Adopted notes to which no change of the text is tied."""
    traced = exists().where(
        col(Trace.comment_id) == col(Comment.id),
        col(Trace.origin) != DROPPED,
        or_(col(Trace.version_id) == version.id, holds()),
    )
    return (
        choose(*columns)
        .select_from(Disposition)
        .join(Comment, col(Comment.id) == col(Disposition.comment_id))
        .where(
            col(Disposition.process_id) == version.process_id,
            col(Disposition.decision).in_(ADOPTED),
            col(Comment.state) == CommentState.PUBLIC,
            ~traced,
        )
    )


def unchanged_by_field(version: DraftVersion) -> Select[Any]:
    """The question how many there are in each field."""
    columns: list[Any] = [Comment.field_id, func.count()]
    return _promised(version, columns).group_by(col(Comment.field_id))


def unchanged_of(
    session: Session, process: Process, field_ids: Collection[int]
) -> Unchanged | None:
    """For a group's room: the same of the version that is at work. None where none is, or nothing
    is promised without being kept. Two questions."""
    version = version_at_work(session, process)
    if version is None:
        return None
    found = unchanged_in(session, version, field_ids)
    return found if found.notes else None
