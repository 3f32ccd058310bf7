"""The journal as staff read it: entries in words, filtered, paged by key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.accounts.deeds import deeds as of_accounts
from app.accounts.rules import OF_CITY, OF_PROCESS, roles_of
from app.accounts.words import role_word
from app.comments.deeds import deeds_of_authors
from app.desk.deeds import deed_name
from app.i18n import _
from app.models import (
    Comment,
    Invitation,
    JournalEntry,
    JournalLink,
    Person,
    Process,
    Role,
    Standing,
)
from app.moderation.notice_words import deeds as of_notices
from app.organisations.words import columns
from app.organisations.words import deeds as of_cities
from app.publishing.words import standing_word

PAGE = 50
ZONE = ZoneInfo("Europe/Berlin")
AT_ONCE = 500  # rows of the CSV that are read at a time


def deeds() -> dict[str, str]:
    """What can stand in the journal, in words; the order is that of the filter."""
    of_notes = _of_papers() | deeds_of_authors() | _of_what_waits() | of_notices()
    return of_notes | of_accounts() | of_cities()


def _of_papers() -> dict[str, str]:
    return {
        "comment.posted": _("Anmerkung geschrieben"),
        "comment.answered": _("Anmerkung beantwortet"),
        "comment.hidden": _("Anmerkung ausgeblendet"),
        "comment.shown_again": _("Anmerkung wieder gezeigt"),
        "comment.supported": _("Einer Anmerkung zugestimmt"),
        "comment.support_taken_back": _("Zustimmung zurückgenommen"),
        "comment.echoed": _("Auf die Entscheidung geantwortet"),
        "statement.relayed": _("Stellungnahme weitergegeben"),
        "draft.imported": _("Entwurf eingelesen"),
        "draft.put_right": _("Entwurf zurechtgerückt"),
        "draft.put_back": _("Schritt am Entwurf zurückgenommen"),
        "draft.put_right_again": _("Schritt am Entwurf wiederholt"),
        "draft.fields_chosen": _("Handlungsfelder festgelegt"),
        "draft.published": _("Fassung veröffentlicht"),
        "text.translated": _("Text übersetzt"),
        "lineage.compared": _("Fassungen verglichen"),
        "lineage.decided": _("Über den Platz einer Anmerkung entschieden"),
        "group.notes_moved": _("Anmerkungen haben die Arbeitsgruppe gewechselt"),
        "version.authors_told": _("Schreibende über die neue Fassung benachrichtigt"),
        "lineage.confirmed_gone": _("Bestätigt, dass Anmerkungen weggefallen sind"),
        "bundle.drawn": _("Rückmeldepaket gezogen"),
        "bundle.packed": _("Rückmeldepaket gepackt"),
        "bundle.downloaded": _("Rückmeldepaket heruntergeladen"),
        "embedding.allowed": _("Einbettung in eine Website erlaubt"),
        "embedding.ended": _("Einbettung in eine Website beendet"),
        "process.created": _("Verfahren angelegt"),
        "group.created": _("Arbeitsgruppe angelegt"),
        "backup.made": _("Sicherung angelegt und geprüft"),
        "backup.restored": _("Aus einer Sicherung wiederhergestellt"),
    }


def _of_what_waits() -> dict[str, str]:
    return {
        "comment.stopped": _("Anmerkung geschrieben, sie wartet auf die Moderation"),
        "comment.released": _("Wartende Anmerkung veröffentlicht"),
        "comment.refused": _("Wartende Anmerkung nicht veröffentlicht"),
        "reply.stopped": _("Antwort geschrieben, sie wartet auf die Moderation"),
        "reply.released": _("Wartende Antwort veröffentlicht"),
        "reply.refused": _("Wartende Antwort nicht veröffentlicht"),
        "barrier.added": _("Sperre gesetzt"),
        "barrier.removed": _("Sperre aufgehoben"),
        "process.guests_allowed": _("Anmerkungen von Gästen zugelassen"),
        "process.guests_ended": _("Anmerkungen von Gästen beendet"),
        "process.perspectives_named": _("Auswahl benannt, für wen jemand spricht"),
        "process.unsigned_allowed": _("Anmerkungen ohne Anmeldung zugelassen"),
        "process.unsigned_ended": _("Anmerkungen ohne Anmeldung beendet"),
    }


def _names() -> dict[str, str]:
    """What details are called; those without a name here are for programs."""
    return {
        "version": _("Fassung"),
        "base": _("verglichen mit Fassung"),
        "words": _("Wörter"),
        "comments": _("Anmerkungen"),
        "carried": _("mitgenommen"),
        "despite_doubts": _("trotz Zweifel"),
        "fields": _("Felder"),
        "number": _("Nummer"),
        "rule": _("Spielregel"),
        "role": _("Rolle"),
        "before": _("vorher"),
        "after": _("nachher"),
        "sessions": _("beendete Anmeldungen"),
        "voice": _("Stimme"),
        "office": _("Amt"),
        "group": _("Arbeitsgruppe"),
        "step": _("Schritt"),
        "what": _("Was"),
        "note": _("Anmerkung"),
        "choice": _("Entscheidung"),
        "also": _("ebenso"),
        "came": _("dazugekommen"),
        "left": _("nicht mehr dabei"),
        "letters": _("Mails"),
        "state": _("Ergebnis"),
        "address": _("Fundstelle"),
        "site": _("Website"),
        "scopes": _("Rechte"),
        "language": _("Sprache"),
    }


def _told(details: Mapping[str, object]) -> Iterator[str]:
    names = _names()
    for name, value in details.items():
        if name in names and value not in ("", None, 0, [], {}):
            told = deed_name(str(value)) if name == "what" else _plain(value)
            yield f"{names[name]}: {told}"


def _plain(value: object) -> str:
    if isinstance(value, dict):
        words = columns()
        return ", ".join(f"{words.get(name) or _word(name)} {n}" for name, n in value.items() if n)
    if isinstance(value, list):
        return ", ".join(map(_word, value))
    return _word(value)


def _word(value: object) -> str:
    """A word of the program in German, everything else as it is."""
    words = {
        **{standing.value: standing_word(standing.value) for standing in Standing},
        "confirm": _("bestätigt"),
        "place": _("an eine andere Stelle"),
        "open": _("wieder offen"),
        "resident": _("Einwohnerin oder Einwohner"),
        "moderator": _("Moderation"),
        "office": _("Amt"),
    }
    if str(value) in words:
        return words[str(value)]
    role, _colon, where = str(value).partition(":")  # "admin", "moderator:slug"
    if role not in set(Role):
        return str(value)
    return f"{role_word(role)} ({where})" if where else role_word(role)


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
        told = _told({name: n for name, n in self.entry.details.items() if name != "person"})
        return ", ".join([*([self.whom] if self.whom else []), *told])


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
