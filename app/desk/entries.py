"""The journal as staff read it: entries in words, filtered, paged by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.rules import OF_CITY, OF_PROCESS, roles_of
from app.desk.entry_words import deeds, told
from app.models import (
    Comment,
    Invitation,
    JournalEntry,
    JournalLink,
    Person,
    Process,
)

PAGE = 50
ZONE = ZoneInfo("Europe/Berlin")
AT_ONCE = 500  # rows of the CSV that are read at a time


@dataclass(frozen=True)
class Wanted:
    """Which entries: of a process (its slug), of one deed, from a day to a day (both included),
    older than the entry `before`."""

    process: str = ""
    deed: str = ""
    first: date | None = None
    last: date | None = None
    before: int = 0


@dataclass(frozen=True)
class Entry:
    """An entry with what it is about. `number` is its place in the chain, 0 while it has none."""

    entry: JournalEntry
    actor: str
    process: str
    slug: str
    note: int | None
    number: int
    whom: str = ""

    @property
    def deed(self) -> str:
        """What was done, in words."""
        return deeds().get(self.entry.deed, self.entry.deed)

    @property
    def link(self) -> str:
        """The page of what it is about, "" where there is none; of what was stopped, the page where
        it is decided."""
        if self.entry.deed.endswith(".stopped") and self.slug:
            return f"/desk/p/{self.slug}/stopped"
        return f"/p/{self.slug}/comments/{self.note}" if self.note and self.slug else ""

    @property
    def details(self) -> str:
        """Whom it was done to, by the name or address of today, and the details as "name: value",
        those that say something to people."""
        said = told({name: n for name, n in self.entry.details.items() if name != "person"})
        return ", ".join([*([self.whom] if self.whom else []), *said])


def visible_to(person: Person) -> SelectOfScalar[JournalEntry]:
    """The entries that a person may read: of the organisations they administer or audit all, of
    the processes they moderate or manage those."""
    cities = [g.organisation_id for g in roles_of(person) if g.role in OF_CITY]
    own = [g.process_id for g in roles_of(person) if g.role in OF_PROCESS and g.process_id]
    theirs = select(Process.id).where(col(Process.organisation_id).in_(cities))
    return select(JournalEntry).where(
        or_(
            col(JournalEntry.process_id).in_(own),
            col(JournalEntry.process_id).in_(theirs),
            col(JournalEntry.process_id).is_(None) & col(JournalEntry.organisation_id).in_(cities),
        )
    )


def entries(session: Session, person: Person, wanted: Wanted, limit: int) -> Sequence[Entry]:
    """The entries that `person` may read and wants, the newest first: one query."""
    columns: tuple[Any, ...] = (Person.name, Process.title, Process.slug, Comment.number)
    query: Any = (
        visible_to(person)
        .add_columns(*columns, col(JournalLink.number))
        .outerjoin(Person, col(Person.id) == col(JournalEntry.actor_id))
        .outerjoin(Process, col(Process.id) == col(JournalEntry.process_id))
        .outerjoin(
            Comment,
            (col(Comment.id) == col(JournalEntry.subject_id))
            & (col(JournalEntry.subject_type) == "Comment"),
        )
        .outerjoin(JournalLink, col(JournalLink.entry_id) == col(JournalEntry.id))
        .order_by(col(JournalEntry.id).desc())
        .limit(limit)
    )
    if wanted.process:
        query = query.where(Process.slug == wanted.process[:80])
    if wanted.deed:
        query = query.where(JournalEntry.deed == wanted.deed[:60])
    if wanted.first:
        query = query.where(JournalEntry.at >= _midnight(wanted.first))
    if wanted.last:
        query = query.where(JournalEntry.at < _midnight(wanted.last + timedelta(days=1)))
    if wanted.before:
        query = query.where(col(JournalEntry.id) < wanted.before)
    found = [
        Entry(entry, actor or "", process or "", slug or "", note, number or 0)
        for entry, actor, process, slug, note, number in session.execute(query)
    ]
    whom = _whom(session, [entry.entry for entry in found])
    return [replace(entry, whom=whom.get(entry.entry.id, "")) for entry in found]


def _whom(session: Session, found: Sequence[JournalEntry]) -> dict[int, str]:
    """Whom entries speak of beside who did it, by what they are called today: the journal itself
    holds numbers only, so that a person can be forgotten."""
    people, invited = {}, {}
    for entry in found:
        person = entry.details.get("person")
        if isinstance(person, int):
            people[entry.id] = person
        elif entry.subject_type == "Person" and entry.subject_id != entry.actor_id:
            people[entry.id] = entry.subject_id
        elif entry.subject_type == "Invitation":
            invited[entry.id] = entry.subject_id
    names = _names_of(session, Person, col(Person.name), people.values())
    addresses = _names_of(session, Invitation, col(Invitation.email), invited.values())
    return {at: names.get(number, "") for at, number in people.items()} | {
        at: addresses.get(number, "") for at, number in invited.items()
    }


def _names_of(session: Session, table: Any, name: Any, ids: Iterable[int]) -> dict[int, str]:
    wanted = set(ids)
    rows = session.execute(select(table.id, name).where(table.id.in_(wanted))) if wanted else ()
    return dict(map(tuple, rows))


def all_entries(session: Session, person: Person, wanted: Wanted) -> Iterator[Entry]:
    """All of them, read in parts."""
    while part := entries(session, person, wanted, AT_ONCE):
        yield from part
        wanted = replace(wanted, before=part[-1].entry.id)
        session.expunge_all()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
