"""What the inbox reads: what needs a decision, one note with all that is needed for it, and how
long answers took."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.accounts.rules import OF_CITY, OF_PROCESS, roles_of
from app.comments.queries import by_number
from app.errors import NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    ActionField,
    Comment,
    CommentState,
    Office,
    Person,
    Process,
    Reply,
    Statement,
    Voice,
    WorkingGroup,
)
from app.moderation.around import Around, around
from app.moderation.drafts import Aids
from app.moderation.items import Item, Items, items
from app.moderation.narrowing import Narrowing
from app.moderation.sources import Sources, micros
from app.moderation.wanted import Key, Wanted, What
from app.processes.queries import fields_of, offices_of

LATEST = 200  # replies among which the pace of answers is looked for


@dataclass(frozen=True)
class Pace:
    """How long the latest first answers took: how many are looked at, how many of them came
    within the promised days, and the days of the one in the middle."""

    answers: int = 0
    in_time: int = 0
    days: int = 0


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


def inbox(
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


def late_from(process: Process, now: datetime) -> datetime:
    """What was written before this midnight has waited longer than the process promises."""
    zone = ZoneInfo(process.zone)
    today = now.astimezone(zone).date()
    return datetime.combine(today - timedelta(days=process.answer_days), time(), zone)


def days_between(earlier: datetime, later: datetime, zone: str) -> int:
    """How many midnights of this zone lie between the two."""
    local = ZoneInfo(zone)
    return (later.astimezone(local).date() - earlier.astimezone(local).date()).days


def _field(fields: Sequence[ActionField], slug: str) -> ActionField | None:
    if not slug:
        return None
    for known in fields:
        if known.slug == slug:
            return known
    raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))


def last_answer(session: Session, process: Process, number: int) -> Reply | None:
    """The last official answer to note #number, with the note, if there is one."""
    query = (
        select(Reply)
        .join(Comment)
        .where(
            Comment.process_id == process.id,
            Comment.number == number,
            Comment.state == CommentState.PUBLIC,
            Reply.voice != Voice.RESIDENT,
        )
        .order_by(col(Reply.position).desc())
        .limit(1)
        .options(one(Reply.comment), one(Reply.statement, one(Statement.office)))
    )
    return session.exec(query).first()


def pace(session: Session, process: Process) -> Pace:
    """How long first answers took lately: those among the newest 200 replies, which the index
    `ix_reply_process_id_created_at` gives."""
    latest = (
        select(Reply.comment_id, Reply.created_at, Reply.voice)
        .where(Reply.process_id == process.id)
        .order_by(col(Reply.created_at).desc())
        .limit(LATEST)
        .subquery()
    )
    query: Any = (
        select(Comment.created_at, latest.c.created_at)
        .join(latest, latest.c.comment_id == Comment.id)
        .where(latest.c.voice != Voice.RESIDENT, latest.c.created_at == Comment.answered_at)
    )
    days = [days_between(asked, told, process.zone) for asked, told in session.exec(query)]
    if not days:
        return Pace()
    in_time = sum(1 for n in days if n <= process.answer_days)
    return Pace(len(days), in_time, median_low(days))


def processes_of(session: Session, person: Person, limit: int = 100) -> Sequence[Process]:
    """The processes whose desk somebody may see: those they moderate or manage, and those of the
    organisations whose office or auditor they are; those that close last first."""
    grants = roles_of(person)
    own = [g.process_id for g in grants if g.role in OF_PROCESS and g.process_id]
    cities = [g.organisation_id for g in grants if g.role in OF_CITY]
    if not own and not cities:
        return ()
    query = (
        select(Process)
        .where(or_(col(Process.id).in_(own), col(Process.organisation_id).in_(cities)))
        .order_by(col(Process.closes_at).desc(), col(Process.id))
        .limit(limit)
        .options(one(Process.organisation))
    )
    return session.exec(query).all()
