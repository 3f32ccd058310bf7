"""What a steering group sees: how far all groups of its process are, on one page. It is no more
than their figures: whoever steers enters the other groups' rooms as little as anybody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.groups.tallied import Tallied, tallied_of
from app.groups.topics.queries import topics_of
from app.loading import only
from app.models import (
    ActionField,
    Bundle,
    Comment,
    CommentState,
    Event,
    GroupKind,
    HandBack,
    HandBackState,
    Meeting,
    Process,
    Topic,
    WorkingGroup,
)
from app.processes.queries import shown_fields_of

MOST = 100  # groups on the page
_SEEN = (CommentState.PUBLIC, CommentState.HIDDEN, CommentState.WITHDRAWN)


@dataclass(frozen=True)
class OfGroup:
    """How far one group is: what it decided, what came since its last bundle, that bundle, the
    table or document it handed back last, and when it meets next."""

    group: WorkingGroup
    fields: Sequence[ActionField]
    tallied: Tallied
    fresh: int = 0
    bundle: Bundle | None = None
    hand_back: HandBack | None = None
    meets: Event | None = None

    @property
    def waits(self) -> bool:
        """Whether something lies ready that only has to be confirmed: members' proposals, or a
        table that was read and not taken in."""
        return bool(self.tallied.proposed) or self.has_read_table

    @property
    def has_read_table(self) -> bool:
        """Whether a table was read in a dry run, and nobody has taken it in."""
        return self.hand_back is not None and self.hand_back.state is HandBackState.CHECKED


@dataclass(frozen=True)
class Progress:
    """Of all groups that decide, in their order; `unassigned` are fields that no group has, and
    `topics` run across fields, each with the group that advises on it."""

    groups: Sequence[OfGroup]
    unassigned: Sequence[ActionField] = ()
    whole: Tallied = field(default_factory=Tallied)
    meets: Event | None = None
    topics: Sequence[Topic] = ()

    @property
    def fresh(self) -> int:
        """How many notes are in no group's last bundle."""
        return sum(one.fresh for one in self.groups)

    @property
    def waiting(self) -> Sequence[OfGroup]:
        """The groups where something only has to be confirmed."""
        return [one for one in self.groups if one.waits]

    @property
    def done(self) -> int:
        """How many groups have decided on all their notes."""
        return sum(1 for one in self.groups if one.tallied.all and not one.tallied.open)


def progress_of(
    session: Session, process: Process, steering: WorkingGroup, now: datetime
) -> Progress:
    """How far the groups of the process are, in eight questions however many groups and notes."""
    groups = _groups(session, process)
    fields = shown_fields_of(session, process)
    tallied = tallied_of(session, process, fields)
    bundles, hand_backs = _last_bundles(session, process), _last_hand_backs(session, process)
    meets = _next_meetings(session, process, now)
    fresh = _fresh(session, process, fields, bundles)
    told = []
    for group in groups:
        own = [one for one in fields if one.group_id == group.id]
        told.append(
            OfGroup(
                group,
                own,
                Tallied.together(tallied[one.id] for one in own),
                fresh.get(group.id, 0),
                bundles.get(group.id),
                hand_backs.get(group.id),
                meets.get(group.id),
            )
        )
    known = {group.id for group in groups}
    return Progress(
        told,
        [one for one in fields if one.group_id not in known],
        Tallied.together(tallied.values()),
        meets.get(steering.id),
        topics_of(session, process),
    )


def _groups(session: Session, process: Process) -> Sequence[WorkingGroup]:
    query = (
        select(WorkingGroup)
        .where(WorkingGroup.process_id == process.id, WorkingGroup.kind == GroupKind.FIELDS)
        .order_by(col(WorkingGroup.position), col(WorkingGroup.id))
        .limit(MOST)
    )
    return session.exec(query).all()


def _last_bundles(session: Session, process: Process) -> dict[int, Bundle]:
    query = (
        select(Bundle)
        .join(WorkingGroup, col(WorkingGroup.id) == col(Bundle.group_id))
        .where(
            WorkingGroup.process_id == process.id,
            Bundle.number == WorkingGroup.last_bundle_number,
        )
    )
    return {bundle.group_id: bundle for bundle in session.exec(query)}


def _last_hand_backs(session: Session, process: Process) -> dict[int, HandBack]:
    newest: Any = (
        choose(func.max(col(HandBack.id)))
        .where(col(HandBack.process_id) == process.id)
        .group_by(col(HandBack.group_id))
    )
    columns = "group_id process_id state at file_name taken_at"
    query = select(HandBack).where(col(HandBack.id).in_(newest)).options(only(HandBack, columns))
    return {one.group_id: one for one in session.exec(query)}


def _next_meetings(session: Session, process: Process, now: datetime) -> dict[int, Event]:
    query = (
        select(Meeting.group_id, Event)
        .join(Event, col(Event.id) == col(Meeting.event_id))
        .where(Event.process_id == process.id, col(Event.ends_at) > now)
        .order_by(col(Event.starts_at).desc(), col(Event.id).desc())
        .limit(20 * MOST)
    )
    return dict(session.exec(query).all())


def _fresh(
    session: Session,
    process: Process,
    fields: Sequence[ActionField],
    bundles: Mapping[int, Bundle],
) -> dict[int, int]:
    """How many notes have come to each group since its last bundle, read from the end of an index;
    of a group that has drawn none, all its notes."""
    found = {
        group_id: sum(
            one.comments_count + one.hidden_count for one in fields if one.group_id == group_id
        )
        for group_id in {one.group_id for one in fields if one.group_id is not None}
        if group_id not in bundles
    }
    query = (
        choose(col(ActionField.group_id), func.count())
        .select_from(Bundle)
        .join(ActionField, col(ActionField.group_id) == col(Bundle.group_id))
        .join(
            Comment,
            and_(
                col(Comment.process_id) == process.id,
                col(Comment.field_id) == col(ActionField.id),
                col(Comment.is_answered).in_((False, True)),
                col(Comment.state).in_(_SEEN),
                col(Comment.created_at) > col(Bundle.drawn_at),
            ),
        )
        .where(col(Bundle.id).in_([bundle.id for bundle in bundles.values()]))
        .group_by(col(ActionField.group_id))
    )
    return found | dict(map(tuple, session.execute(query)))
