"""What a working group's room shows beside its bundles: how far the group is, and a page of its
notes in the order of the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.groups.asked import Asked, Stand
from app.groups.gone import Gone, gone_from
from app.groups.in_text import Notes, notes_in_order
from app.groups.narrow import FEW, Narrow
from app.groups.queries import Room
from app.groups.tallied import Tallied, tallied_of
from app.i18n import _
from app.models import ActionField, Bundle, Event, Meeting, WorkingGroup

MOST_EVENTS = 50


@dataclass(frozen=True)
class Work:
    """How far a group is with each of its fields (by its id), the notes that are asked for, and
    where their list begins which others are gone."""

    tallied: Mapping[int, Tallied]
    asked: Asked
    notes: Notes
    gone: Sequence[Gone] = ()

    @property
    def whole(self) -> Tallied:
        """How far it is on all its fields together."""
        return Tallied.together(self.tallied.values())


def work_of(session: Session, group: WorkingGroup, room: Room, asked: Asked) -> Work:
    """The group's work, in three questions however many notes there are. Raises `NotFound` for a
    field that is not the group's."""
    tallied = tallied_of(session, group.process, room.fields)
    whole, last = Tallied.together(tallied.values()), next(iter(room.bundles), None)
    narrow = narrowed(group, room.fields, asked, last, whole, room.fresh)
    notes = notes_in_order(session, narrow, asked.after)
    return Work(tallied, asked, notes, gone_from(session, room.fields, asked))


def narrowed(
    group: WorkingGroup,
    fields: Sequence[ActionField],
    asked: Asked,
    last: Bundle | None,
    whole: Tallied,
    fresh: int = FEW + 1,
) -> Narrow:
    """The filter with what it means in this group, which is `whole`ly so far and has `fresh` notes
    since its `last` bundle. Raises `NotFound` for a field that is not the group's."""
    if asked.field and asked.field not in {field.slug for field in fields}:
        raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
    expected = {Stand.OPEN: whole.open, Stand.PROPOSED: whole.proposed, Stand.NEW: fresh}
    are_few = asked.stand in expected and expected[asked.stand] <= FEW
    return Narrow(group.process, group, fields, asked, last, are_few)


def last_bundle(session: Session, group: WorkingGroup) -> Bundle | None:
    """The one that was drawn last."""
    query = select(Bundle).where(Bundle.group_id == group.id).order_by(col(Bundle.number).desc())
    return session.exec(query.limit(1)).first()


def coming_events(session: Session, group: WorkingGroup, now: datetime) -> Sequence[Event]:
    """When the group meets, from now on, the next first."""
    query = (
        select(Event)
        .join(Meeting)
        .where(
            Event.process_id == group.process_id,
            Meeting.group_id == group.id,
            col(Event.ends_at) > now,
        )
        .order_by(col(Event.starts_at), col(Event.id))
        .limit(MOST_EVENTS)
    )
    return session.exec(query).all()
