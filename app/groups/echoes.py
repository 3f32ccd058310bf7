"""What authors say to the decisions of a working group: in figures, and as a list by key."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.loading import one
from app.models import (
    ActionField,
    Comment,
    CommentState,
    Disposition,
    Echo,
    Process,
    WorkingGroup,
)

PAGE = 20


@dataclass(frozen=True)
class Echoes:
    """How many say that it is settled, how many that it is not; some of them, the newest first;
    and the key that continues (0 at the end)."""

    settled: int
    unsettled: int
    listed: Sequence[Echo] = ()
    rest: int = 0

    @property
    def all(self) -> int:
        """How many have answered."""
        return self.settled + self.unsettled


def _to_what_holds(query: Any) -> Any:
    """Only to decisions that hold now, on notes that are public."""
    return (
        query.join(Comment, col(Comment.id) == col(Echo.comment_id))
        .join(Disposition, col(Disposition.id) == col(Echo.disposition_id))
        .where(
            Echo.decided_at == Disposition.decided_at,
            Comment.state == CommentState.PUBLIC,
        )
    )


def _of_group(query: Any, group: WorkingGroup) -> Any:
    return (
        _to_what_holds(query)
        .join(ActionField, col(ActionField.id) == col(Comment.field_id))
        .where(Echo.process_id == group.process_id, ActionField.group_id == group.id)
    )


def echoes_of(session: Session, group: WorkingGroup, before: int = 0) -> Echoes:
    """What authors say to the decisions on this group's fields, in two questions."""
    counting = select(Echo.settles, func.count()).select_from(Echo).group_by(col(Echo.settles))
    counted: dict[bool, int] = dict(map(tuple, session.exec(_of_group(counting, group))))
    if not counted:
        return Echoes(0, 0)
    query = (
        _of_group(select(Echo), group)
        .order_by(col(Echo.id).desc())
        .limit(PAGE + 1)
        .options(one(Echo.comment), one(Echo.disposition))
    )
    if before:
        query = query.where(col(Echo.id) < before)
    found = session.exec(query).all()
    rest = found[PAGE - 1].id if len(found) > PAGE else 0
    return Echoes(counted.get(True, 0), counted.get(False, 0), found[:PAGE], rest)


def echoes_in(session: Session, process: Process) -> Echoes:
    """The figures of a whole process, for everybody."""
    counting = (
        select(Echo.settles, func.count())
        .select_from(Echo)
        .where(Echo.process_id == process.id)
        .group_by(col(Echo.settles))
    )
    counted: dict[bool, int] = dict(map(tuple, session.exec(_to_what_holds(counting))))
    return Echoes(counted.get(True, 0), counted.get(False, 0))
