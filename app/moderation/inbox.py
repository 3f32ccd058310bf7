"""The inbox as a page shows it: what needs a decision, and one note with all that is needed for
it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from app.comments.queries import by_number
from app.errors import NotFound
from app.i18n import _
from app.models import (
    ActionField,
    Comment,
    Office,
    Person,
    Process,
    Reply,
    WorkingGroup,
)
from app.moderation.around import Around, around
from app.moderation.drafts import Aids
from app.moderation.items import Item, Items, items
from app.moderation.narrowing import Narrowing
from app.moderation.queries import Pace, last_answer, late_from, pace
from app.moderation.sources import Sources, micros
from app.moderation.wanted import Key, Wanted, What
from app.processes.queries import fields_of, offices_of


@dataclass(frozen=True)
class Looking:
    """Where in the inbox somebody is: at note #`note`, which is the thing `at`; or behind the thing
    `past`, which was just decided; `done` is the note that was just answered."""

    note: int | None = None
    at: Key | None = None
    past: Key | None = None
    done: int | None = None


@dataclass(frozen=True)
class Inbox:
    """Everything the inbox shows. `current` is the thing in the middle, `chosen` the note that it
    is about, with what stands around it; `done` the answer that was just given."""

    fields: Sequence[ActionField]
    field: ActionField | None
    offices: Sequence[Office]
    wanted: Wanted
    items: Items
    current: Item | None = None
    chosen: Comment | None = None
    around: Around = dataclasses.field(default_factory=Around)
    done: Reply | None = None
    pace: Pace = dataclasses.field(default_factory=Pace)

    @property
    def key(self) -> Key | None:
        """Of the thing in the middle."""
        return self.current.key if self.current else None

    @property
    def aids(self) -> Aids:
        """For an answer to the note in the middle."""
        return self.around.aids

    @property
    def seen(self) -> int:
        """Up to which place under the note its answers are shown."""
        return max((reply.position for reply in self.around.replies), default=0)

    @property
    def groups(self) -> Sequence[WorkingGroup]:
        """The working groups that have a field here."""
        found = {f.group.id: f.group for f in self.fields if f.group is not None}
        return sorted(found.values(), key=lambda group: (group.position, group.id))

    def open_in(self, whole: Process | ActionField) -> int:
        """How many notes have no answer, from the counters."""
        return max(0, whole.comments_count - whole.answered_count)

    @property
    def further(self) -> int:
        """How many things stand in the list beside the one in the middle, as far as the page
        goes."""
        return len(self.items.items) - int(self.current in self.items.items)

    def place(self, field_id: int | None) -> ActionField | None:
        """The field of a thing in the list."""
        return next((one for one in self.fields if one.id == field_id), None)

    def beside_current(self, step: int) -> Item | None:
        """The thing after (1) or before (-1) the one in the middle, as far as the page goes."""
        listed = list(self.items.items)
        if self.current not in listed:
            return listed[0] if listed and step > 0 else None
        at = listed.index(self.current) + step
        return listed[at] if 0 <= at < len(listed) else None


def inbox_of(
    session: Session,
    process: Process,
    person: Person,
    wanted: Wanted,
    now: datetime,
    looking: Looking | None = None,
) -> Inbox:
    """The process's inbox as `person` sees it: what is `wanted`, and in the middle the note that
    is looked at, else the thing that follows what was just decided, else the first.

    Raises `NotFound` for a field or a note that does not exist.
    """
    looking = looking or Looking()
    fields, offices = fields_of(session, process), offices_of(session, process)
    chosen_field = _field(fields, wanted.field)
    late_before = late_from(process, now)
    found = items(
        session, Sources(_narrow(process, wanted, fields, offices), now, late_before), person
    )
    if wanted.after and not found.items:  # what stood there has been decided: begin again
        wanted = replace(wanted, after=None)
        narrowing = _narrow(process, wanted, fields, offices)
        found = items(session, Sources(narrowing, now, late_before), person)
    done = last_answer(session, process, looking.done) if looking.done else None
    current = _current(found, looking, done, late_before)
    shown = Inbox(fields, chosen_field, offices, wanted, found, current, done=done)
    number = looking.note or (current.number if current else None)
    if number is None:
        return replace(shown, pace=pace(session, process)) if current is None else shown
    note = by_number(session, process, number, told=True, answers=False)
    return replace(shown, chosen=note, around=around(session, note, person, now))


def _current(
    found: Items, looking: Looking, done: Reply | None, late_before: datetime
) -> Item | None:
    if looking.note is not None:
        return found.of(looking.at, looking.note)
    chosen = found.of(looking.at, None) if looking.at is not None else None
    if chosen is not None and chosen.key == looking.at:
        return chosen  # an office's inquiry: there is no one note to look at
    past = looking.past
    if past is None and done is not None:
        note = done.comment
        what = What.LATE if note.created_at < late_before else What.OPEN
        past = Key(what, micros(note.created_at), note.number)
    return found.following(past)


def _narrow(
    process: Process, wanted: Wanted, fields: Sequence[ActionField], offices: Sequence[Office]
) -> Narrowing:
    ids = None
    if wanted.field or wanted.group:
        ids = [
            one.id
            for one in fields
            if wanted.field in ("", one.slug)
            and (not wanted.group or (one.group and one.group.slug == wanted.group))
        ]
    office = next((office.id for office in offices if office.slug == wanted.office), None)
    led = [f.id for f in fields if office and f.group and f.group.lead_office_id == office]
    return Narrowing(process, wanted, ids, office, led)


def _field(fields: Sequence[ActionField], slug: str) -> ActionField | None:
    if not slug:
        return None
    for known in fields:
        if known.slug == slug:
            return known
    raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
