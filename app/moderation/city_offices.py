"""The offices of a city: what they are called and how they are reached. The city's participation
office keeps them at the desk, so that a moderator can ask one and relay what it says.

An office in whose name something was ever said, asked or answered stays: its words name it. Its
short name is made of its first name and stays, too, so that addresses and the journal do.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app import journal
from app.accounts.emails import normal, why_no_address
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.models import (
    AnswerDraft,
    Inquiry,
    Involvement,
    Job,
    Office,
    Organisation,
    Person,
    Process,
    Statement,
    WorkingGroup,
)
from app.moderation.group_answering import KIND
from app.moderation.inquiry_reach import domains_typed
from app.processes.who_writes import pages_change
from app.text import clean_line, slugify

LIMITS = {"name": 200, "contact": 200, "email": 254, "phone": 80}
COLUMNS = (*LIMITS, "domains")
MOST = 200  # offices of a city


@dataclass(frozen=True)
class Listed:
    """An office of the city, with the processes in which it answers."""

    office: Office
    processes: Sequence[Process]


def offices_of_city(session: Session, organisation_id: int) -> Sequence[Office]:
    """All offices of the city, by name."""
    query = select(Office).where(Office.organisation_id == organisation_id)
    return session.exec(query.order_by(col(Office.name), col(Office.id)).limit(MOST)).all()


def listed(session: Session, organisation_id: int) -> list[Listed]:
    """The same, each with the processes in which it answers: two queries."""
    where: dict[int, list[Process]] = {}
    query = (
        select(Involvement.office_id, Process)
        .join(Process, col(Process.id) == col(Involvement.process_id))
        .where(Process.organisation_id == organisation_id)
        .order_by(col(Process.title), col(Process.id))
    )
    for office_id, process in session.exec(query):
        where.setdefault(office_id, []).append(process)
    found = offices_of_city(session, organisation_id)
    return [Listed(office, where.get(office.id or 0, [])) for office in found]


def office_by_slug(session: Session, organisation_id: int, slug: str) -> Office:
    """The city's office of this short name. Raises `NotFound`."""
    query = select(Office).where(
        Office.organisation_id == organisation_id, Office.slug == slug[:80]
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Dieses Amt gibt es hier nicht."))
    return found


def state_of(office: Office) -> str:
    """What it says now, as a short mark: with it a form tells what its reader has seen."""
    said = "\0".join(str(getattr(office, name)) for name in COLUMNS)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def checked(typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed about an office, as it is kept. Raises `Invalid` with a sentence for each
    field that is wrong."""
    kept = {name: clean_line(typed.get(name, "")) for name in LIMITS}
    errors = {
        name: _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % {"most": most}
        for name, most in LIMITS.items()
        if len(kept[name]) > most
    }
    if not kept["name"]:
        errors["name"] = _("Wie heißt das Amt? Zum Beispiel: Amt für Schule")
    if typed.get("email", "").strip():
        if because := why_no_address(typed["email"]):
            errors["email"] = because
        else:
            kept["email"] = normal(typed["email"])
    try:
        kept["domains"] = "\n".join(domains_typed(typed.get("domains", "")))
    except Invalid as refusal:
        errors |= refusal.fields
    if errors:
        in_order = {name: errors[name] for name in COLUMNS if name in errors}
        raise Invalid(next(iter(in_order.values())), in_order)
    return kept


def add_office(
    session: Session, organisation_id: int, typed: Mapping[str, str], by: Person | None = None
) -> Office:
    """A new office of the city. Refused with `Invalid`: what `checked` refuses, a name that is
    taken, or one office too many."""
    kept = checked(typed)
    _hold_city(session, organisation_id)
    known = offices_of_city(session, organisation_id)
    _need_free(known, kept["name"])
    if len(known) >= MOST:
        because = _("Mehr als %(most)d Ämter hat eine Stadt hier nicht.") % {"most": MOST}
        raise Invalid(because, {"name": because})
    slug = _free_slug(kept["name"], {office.slug for office in known})
    office = Office(organisation_id=organisation_id, slug=slug, name=kept["name"])
    for column, value in kept.items():
        setattr(office, column, value)
    session.add(office)
    _tell(session, by, "office.added", office, after=office.name)
    return office


def change_office(
    session: Session, office: Office, typed: Mapping[str, str], read: str, by: Person
) -> bool:
    """Let the office be called and reached like this from now on, on every page; whether that is a
    change. Its short name stays. Refused with `Invalid` as a new one is, with `Conflict` where
    somebody has changed it since it was `read` (the mark of `state_of`)."""
    kept = checked(typed)
    _hold_city(session, office.organisation_id)
    session.refresh(office)
    before = {name: getattr(office, name) for name in COLUMNS}
    if kept == before:
        return False
    if read != state_of(office):
        raise Conflict(
            _("Jemand hat dieses Amt eben geändert. Bitte lesen Sie, was jetzt da steht.")
        )
    others = offices_of_city(session, office.organisation_id)
    _need_free([one for one in others if one.id != office.id], kept["name"])
    for name, value in kept.items():
        setattr(office, name, value)
    session.add(office)
    renamed = {"before": before["name"], "after": kept["name"]}
    about: dict[str, Any] = renamed if before["name"] != kept["name"] else {}
    changed = [name for name in COLUMNS if before[name] != kept[name]]
    _tell(session, by, "office.changed", office, changed=changed, **about)
    _show_anew(session, office)
    return True


def why_it_stays(session: Session, office: Office) -> str | None:
    """Why an office cannot be removed, in a sentence; None where it can."""
    spoke = select(Statement.id).where(Statement.office_id == office.id).limit(1)
    if session.exec(spoke).first() is not None or _is_about_to_speak(session, office):
        return _("Dieses Amt hat schon Stellung genommen. Es bleibt, denn sein Name steht darüber.")
    asked = select(Inquiry.id).where(Inquiry.office_id == office.id).limit(1)
    if session.exec(asked).first() is not None:
        return _("Dieses Amt ist schon gefragt worden. Es bleibt, denn sein Name steht dabei.")
    return None


def remove_office(session: Session, office: Office, by: Person) -> None:
    """Take an office away in whose name nobody ever spoke, also out of the processes in which it
    would have answered. An answer that is begun in its voice is kept without it. Refused with
    `Conflict` where something was said, asked or answered in its name."""
    # Processes and fields come first, as for whoever answers: nobody waits for us in turn.
    _hold_city(session, office.organisation_id)
    _show_anew(session, office)
    session.exec(select(Office.id).where(Office.id == office.id).with_for_update()).one()
    if because := why_it_stays(session, office):
        raise Conflict(because)
    _tell(session, by, "office.removed", office, before=office.name)
    quiet = {"synchronize_session": False}
    for table, column in ((AnswerDraft, "office_id"), (WorkingGroup, "lead_office_id")):
        leads = update(table).where(getattr(table, column) == office.id).values({column: None})
        session.execute(leads, execution_options=quiet)
    for gone in (
        delete(Involvement).where(col(Involvement.office_id) == office.id),
        delete(Office).where(col(Office.id) == office.id),
    ):
        session.execute(gone, execution_options=quiet)
    session.expunge(office)


def _is_about_to_speak(session: Session, office: Office) -> bool:
    """Whether the worker still has to answer a group of notes with its statement."""
    jobs = (
        select(Job)
        .join(Process, col(Process.id) == col(Job.process_id))
        .where(Job.kind == KIND, col(Job.finished_at).is_(None))
        .where(Process.organisation_id == office.organisation_id)
    )
    return any(job.arguments.get("office") == office.id for job in session.exec(jobs))


def _show_anew(session: Session, office: Office) -> None:
    """Every finished page that may name it is made anew: of the processes in which it answers, and
    of those in which it once has."""
    spoken = select(Statement.process_id).where(Statement.office_id == office.id)
    involved = select(Involvement.process_id).where(Involvement.office_id == office.id)
    mine = select(Process).where(col(Process.id).in_(spoken.union(involved)))
    for process in session.exec(mine.order_by(col(Process.id))).all():
        pages_change(session, process)


def _hold_city(session: Session, organisation_id: int) -> None:
    """One after the other: of two at one instant the second sees what the first has made."""
    held = select(Organisation.id).where(Organisation.id == organisation_id)
    session.exec(held.with_for_update(key_share=True)).one()


def _need_free(known: Sequence[Office], name: str) -> None:
    if any(office.name.casefold() == name.casefold() for office in known):
        because = _("Diesen Namen gibt es schon.")
        raise Invalid(because, {"name": because})


def _free_slug(name: str, taken: set[str]) -> str:
    plain = slugify(name, "amt")[:76].strip("-")
    numbered = (plain if n == 1 else f"{plain}-{n}" for n in range(1, MOST + 2))
    return next(slug for slug in numbered if slug not in taken)


def _tell(session: Session, by: Person | None, deed: str, office: Office, **details: Any) -> None:
    """Contact, address and telephone may be a person's: the journal has the name alone."""
    city = office.organisation_id
    about = {"office": office.slug, **details}
    journal.record(session, by, deed, office, organisation_id=city, **about)
