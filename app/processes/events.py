"""The events of a process: workshops and meetings, and which working groups meet there. They stand
on its page, in its calendar and in the rooms of these groups."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app import journal
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.loading import many, one
from app.models import Event, Meeting, Person, Process, WorkingGroup
from app.processes.renewing import hold, renew
from app.text import clean, clean_line

LONGEST_TITLE, LONGEST_PLACE, LONGEST_TEXT = 200, 200, 2000
MOST = 200  # events of a process: its page shows them all


@dataclass(frozen=True)
class Planned:
    """An event as somebody plans it."""

    title: str
    text: str
    place: str
    starts_at: datetime
    ends_at: datetime
    groups: frozenset[int] = frozenset()

    @classmethod
    def of(cls, event: Event) -> "Planned":
        """One that stands already; its meetings are loaded."""
        met = frozenset(meeting.group_id for meeting in event.meetings)
        return cls(event.title, event.text, event.place, event.starts_at, event.ends_at, met)

    @property
    def mark(self) -> str:
        """Says whether it is still what somebody has read."""
        words = [self.title, self.text, self.place, *map(str, sorted(self.groups))]
        words += [str(self.starts_at.timestamp()), str(self.ends_at.timestamp())]
        return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]


def faults_of(title: str, text: str, place: str) -> dict[str, str]:
    """What is wrong with these words for an event, by the name of their field."""
    faults = {}
    if not clean_line(title):
        faults["title"] = _("Hier steht noch nichts.")
    for name, said, most in (
        ("title", clean_line(title), LONGEST_TITLE),
        ("text", clean(text), LONGEST_TEXT),
        ("place", clean_line(place), LONGEST_PLACE),
    ):
        if len(said) > most:
            faults[name] = _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % {"most": most}
    return faults


def events_of(session: Session, process: Process) -> Sequence[Event]:
    """All of them by their hour, each with the groups that meet there."""
    query = (
        select(Event)
        .where(Event.process_id == process.id)
        .order_by(col(Event.starts_at), col(Event.id))
        .options(many(Event.meetings, one(Meeting.group)))
        .execution_options(populate_existing=True)
    )
    return session.exec(query).all()


def event_of(session: Session, process: Process, event_id: int) -> Event:
    """The event as it stands now, with the groups that meet there. Raises `NotFound`."""
    query = (
        select(Event)
        .where(Event.process_id == process.id, Event.id == event_id)
        .options(many(Event.meetings, one(Meeting.group)))
        .execution_options(populate_existing=True)
    )
    event = session.exec(query).one_or_none()
    if event is None:
        raise NotFound(_("Diesen Termin gibt es nicht. Vielleicht hat ihn jemand eben entfernt."))
    return event


def add_event(session: Session, process: Process, planned: Planned, by: Person) -> Event:
    """One more event; the very same once more (a second click) is the one that is there. Refused
    with `Invalid` as `faults_of` says, when it ends before it starts or for a group of another
    process, with `Conflict` when there are too many."""
    planned = _checked(session, process, planned)
    hold(session, process)
    standing = events_of(session, process)
    for known in standing:
        if Planned.of(known) == planned:
            return known
    if len(standing) >= MOST:
        raise Conflict(_("Mehr als %(most)d Termine hat ein Verfahren nicht.") % {"most": MOST})
    event = Event(process_id=process.id, **_columns(planned))
    session.add(event)
    session.flush()
    _meet(session, event, (), planned.groups)
    _write(session, process, "event.added", event, by)
    return event


def change_event(
    session: Session, process: Process, event_id: int, seen: str, planned: Planned, by: Person
) -> Event:
    """Let it be at another hour or place, be called otherwise, or for other groups. Refused as
    `add_event` does, with `NotFound` for one that is not there (any more), and with `Conflict` when
    somebody has changed it since it had the mark `seen`."""
    planned = _checked(session, process, planned)
    hold(session, process)
    event = event_of(session, process, event_id)
    if Planned.of(event) == planned:
        return event
    _as_read(event, seen)
    for name, value in _columns(planned).items():
        setattr(event, name, value)
    session.add(event)
    _meet(session, event, event.meetings, planned.groups)
    _write(session, process, "event.changed", event, by)
    return event


def remove_event(session: Session, process: Process, event_id: int, seen: str, by: Person) -> None:
    """Take it off. Refused with `NotFound` for one that is not there (any more), with `Conflict`
    when somebody has changed it since it had the mark `seen`."""
    hold(session, process)
    event = event_of(session, process, event_id)
    _as_read(event, seen)
    _meet(session, event, event.meetings, frozenset())
    _write(session, process, "event.removed", event, by)
    session.expunge(event)
    session.execute(delete(Event).where(col(Event.id) == event_id))


def _checked(session: Session, process: Process, planned: Planned) -> Planned:
    faults = faults_of(planned.title, planned.text, planned.place)
    if planned.ends_at <= planned.starts_at:
        faults["ends"] = _("Das Ende liegt nicht nach dem Beginn.")
    query = select(WorkingGroup.id).where(WorkingGroup.process_id == process.id)
    if not planned.groups <= set(session.exec(query)):
        faults["groups"] = _("Diese Arbeitsgruppe gibt es nicht.")
    if faults:
        raise Invalid(next(iter(faults.values())), faults)
    words = clean_line(planned.title), clean(planned.text), clean_line(planned.place)
    return Planned(*words, planned.starts_at, planned.ends_at, planned.groups)


def _columns(planned: Planned) -> dict[str, Any]:
    names = ("title", "text", "place", "starts_at", "ends_at")
    return {name: getattr(planned, name) for name in names}


def _as_read(event: Event, seen: str) -> None:
    if Planned.of(event).mark != seen:
        raise Conflict(
            _("Jemand hat diesen Termin eben geändert. Bitte lesen Sie, was jetzt gilt.")
        )


def _meet(
    session: Session, event: Event, standing: Sequence[Meeting], groups: frozenset[int]
) -> None:
    """Let these groups meet there, and no others."""
    for meeting in standing:
        if meeting.group_id not in groups:
            session.delete(meeting)
    session.flush()
    known = {meeting.group_id for meeting in standing}
    about: dict[str, Any] = {"process_id": event.process_id, "event_id": event.id}
    session.add_all([Meeting(group_id=group, **about) for group in sorted(groups - known)])
    session.flush()
    session.expire(event, ["meetings"])


def _write(session: Session, process: Process, deed: str, event: Event, by: Person) -> None:
    starts = f"{event.starts_at:%Y-%m-%dT%H:%MZ}"
    journal.record(session, by, deed, event, process=process, event=starts)
    renew(session, process)
