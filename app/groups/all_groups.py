"""All groups of a process beside each other, with their bundles: in a handful of questions, however
many groups there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.groups.queries import covers
from app.groups.rights import Rights
from app.models import (
    ActionField,
    Bundle,
    BundleState,
    Comment,
    Pointer,
    Process,
    WorkingGroup,
)
from app.processes.queries import is_shown


@dataclass(frozen=True)
class Row:
    """A group, its fields, its newest bundle, its newest one that is ready, how many notes that
    does not cover, and what it may learn."""

    group: WorkingGroup
    fields: Sequence[ActionField]
    last: Bundle | None
    ready: Bundle | None
    notes: int
    fresh: int

    @property
    def rights(self) -> Rights:
        """What the group may learn now."""
        return Rights.of_group(self.group)


def rows_of(session: Session, process: Process) -> list[Row]:
    """The process's groups in their order, in six questions."""
    groups = session.exec(
        select(WorkingGroup)
        .where(WorkingGroup.process_id == process.id)
        .order_by(col(WorkingGroup.position), col(WorkingGroup.id))
    ).all()
    fields = _fields(session, process)
    last, ready = _newest(session, process), _newest(session, process, BundleState.READY)
    notes, left = _notes(session, process), _left(session, process, list(ready.values()))
    rows = []
    for group in groups:
        own, packed = fields.get(group.id, []), ready.get(group.id)
        here = notes.get(group.id, 0)
        fresh = here if packed is None else here - covers(packed) + left.get(group.id, 0)
        rows.append(Row(group, own, last.get(group.id), packed, here, max(fresh, 0)))
    return rows


def ready_bundles(session: Session, process: Process) -> list[Bundle]:
    """The newest bundle of each group that can be downloaded, in the groups' order."""
    return [row.ready for row in rows_of(session, process) if row.ready is not None]


def last_ready(session: Session, group: WorkingGroup) -> Bundle | None:
    """The group's newest bundle that can be downloaded."""
    query = select(Bundle).where(Bundle.group_id == group.id, Bundle.state == BundleState.READY)
    return session.exec(query.order_by(col(Bundle.number).desc()).limit(1)).first()


def _fields(session: Session, process: Process) -> dict[int, list[ActionField]]:
    query = (
        select(ActionField)
        .where(ActionField.process_id == process.id, is_shown())
        .order_by(col(ActionField.number))
    )
    found: dict[int, list[ActionField]] = {}
    for field in session.exec(query):
        if field.group_id is not None:
            found.setdefault(field.group_id, []).append(field)
    return found


def _newest(
    session: Session, process: Process, state: BundleState | None = None
) -> dict[int, Bundle]:
    newest = select(func.max(Bundle.id)).where(Bundle.process_id == process.id)
    if state is not None:
        newest = newest.where(Bundle.state == state)
    query = select(Bundle).where(col(Bundle.id).in_(newest.group_by(col(Bundle.group_id))))
    return {bundle.group_id: bundle for bundle in session.exec(query)}


def _notes(session: Session, process: Process) -> dict[int, int]:
    """How many notes stand on the fields of each group, those in parts and repeated ones too."""
    by_field = (
        choose(col(Comment.field_id), func.count().label("notes"))
        .where(col(Comment.process_id) == process.id, col(Comment.is_listed).is_(True))
        .group_by(col(Comment.field_id))
        .subquery()
    )
    query = (
        choose(col(ActionField.group_id), func.sum(by_field.c.notes))
        .join(by_field, by_field.c.field_id == ActionField.id)
        .where(is_shown())
        .group_by(col(ActionField.group_id))
    )
    return {group: int(notes) for group, notes in session.execute(query) if group is not None}


def _left(session: Session, process: Process, bundles: list[Bundle]) -> dict[int, int]:
    """How many notes of each of these bundles have been moved to other groups' fields since."""
    before, there, here = aliased(Pointer), aliased(ActionField), aliased(ActionField)
    came_since = choose(col(before.id)).where(
        col(before.comment_id) == col(Pointer.comment_id),
        col(before.at) > col(Bundle.drawn_at),
        col(before.id) < col(Pointer.id),
    )
    query: Any = (
        choose(col(Bundle.group_id), func.count())
        .select_from(Pointer)
        .join(there, col(there.id) == col(Pointer.field_id))
        .join(Bundle, col(Bundle.group_id) == col(there.group_id))
        .join(Comment, col(Comment.id) == col(Pointer.comment_id))
        .join(here, col(here.id) == col(Comment.field_id))
        .where(
            col(Pointer.process_id) == process.id,
            col(Bundle.id).in_([bundle.id for bundle in bundles]),
            col(Pointer.at) > col(Bundle.drawn_at),
            col(Comment.created_at) <= col(Bundle.drawn_at),
            col(Comment.is_listed).is_(True),
            func.coalesce(here.group_id, 0) != col(Bundle.group_id),
            ~came_since.exists(),
        )
        .group_by(col(Bundle.group_id))
    )
    return dict(map(tuple, session.execute(query)))
