"""Which offices answer in a process, and in which order: the process's page shows them so, and a
moderator can ask them and relay what they say. One that has answered there, or still has a
question, stays."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app import journal
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import (
    Inquiry,
    InquiryState,
    Involvement,
    Job,
    Office,
    Person,
    Process,
    Statement,
)
from app.moderation.city_offices import offices_of_city
from app.moderation.group_answering import KIND
from app.processes.queries import offices_of
from app.processes.who_writes import pages_change

_OPEN = (InquiryState.ASKED, InquiryState.ANSWERED)


@dataclass(frozen=True)
class Choice:
    """An office of the city: whether it answers in the process, and why it cannot be taken out
    ("" where it can)."""

    office: Office
    chosen: bool
    stays: str = ""


def state_of(offices: Sequence[Office]) -> str:
    """Which offices these are, in which order, as a short mark: with it a form tells what its
    reader has seen."""
    return hashlib.sha256(" ".join(one.slug for one in offices).encode()).hexdigest()[:16]


def choices(session: Session, process: Process, involved: Sequence[Office]) -> list[Choice]:
    """The city's offices: those `involved` in their order, then the others by name."""
    stays = _stay(session, process)
    mine = [Choice(one, True, stays.get(one.id or 0, "")) for one in involved]
    chosen = {one.id for one in involved}
    others = offices_of_city(session, process.organisation_id)
    return mine + [Choice(one, False) for one in others if one.id not in chosen]


def involve(
    session: Session, process: Process, slugs: Sequence[str], read: str, by: Person | None
) -> bool:
    """Let these offices of the city answer in the process, in this order; whether that is a
    change. Names that are no office's here count as not said.

    Refused with `Invalid` (by the name of the office's place) for leaving one out that has
    answered here or has an open question, with `Conflict` where others were chosen since they
    were `read` (the mark of `state_of`).
    """
    pages_change(session, process)  # holds the process: of two at one instant the second waits
    before = offices_of(session, process)
    known = {one.slug: one for one in offices_of_city(session, process.organisation_id)}
    after = [known[slug] for slug in dict.fromkeys(slugs) if slug in known]
    if [one.id for one in after] == [one.id for one in before]:
        return False
    if read != state_of(before):
        raise Conflict(
            _("Jemand hat die Auswahl eben geändert. Bitte sehen Sie sie noch einmal an.")
        )
    kept, stays = {one.id for one in after}, _stay(session, process)
    wrong = {
        f"office-{one.slug}": stays[one.id or 0]
        for one in before
        if one.id not in kept and one.id in stays
    }
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    _write(session, process, after)
    _tell(session, process, before, after, by)
    return True


def moved(slugs: Sequence[str], slug: str, *, up: bool) -> list[str]:
    """The same names with this one a place further up, or down; at the end nothing moves."""
    order = list(slugs)
    if slug in order:
        at = order.index(slug)
        to = at - 1 if up else at + 1
        if 0 <= to < len(order):
            order[at], order[to] = order[to], order[at]
    return order


def _write(session: Session, process: Process, offices: Sequence[Office]) -> None:
    there = session.exec(select(Involvement).where(Involvement.process_id == process.id)).all()
    by_office = {one.office_id: one for one in there}
    for position, office in enumerate(offices, 1):
        row = by_office.pop(office.id or 0, None)
        row = row or Involvement(process_id=process.id, office_id=office.id)
        row.position = position
        session.add(row)
    session.flush()
    gone = delete(Involvement).where(
        col(Involvement.id).in_([one.id for one in by_office.values()])
    )
    session.execute(gone)


def _tell(
    session: Session,
    process: Process,
    before: Sequence[Office],
    after: Sequence[Office],
    by: Person | None,
) -> None:
    was, now = {one.slug for one in before}, {one.slug for one in after}
    journal.record(
        session,
        by,
        "process.offices_chosen",
        process,
        process=process,
        number=len(after),
        came=[one.slug for one in after if one.slug not in was],
        left=[one.slug for one in before if one.slug not in now],
    )


def _stay(session: Session, process: Process) -> dict[int, str]:
    """The offices that cannot be taken out of the process, by their id, and why."""
    asked = select(Inquiry.office_id).where(
        Inquiry.process_id == process.id, col(Inquiry.state).in_(_OPEN)
    )
    because = _("Es ist gefragt und noch nicht fertig. Bis dahin bleibt es dabei.")
    found = dict.fromkeys(session.exec(asked.distinct()), because)
    spoke = select(Statement.office_id).where(Statement.process_id == process.id).distinct()
    jobs = select(Job).where(
        Job.process_id == process.id, Job.kind == KIND, col(Job.finished_at).is_(None)
    )
    about_to = [job.arguments.get("office") for job in session.exec(jobs)]
    speaking = [*session.exec(spoke), *(one for one in about_to if isinstance(one, int))]
    because = _("Es hat in diesem Verfahren schon geantwortet und bleibt dabei.")
    return found | dict.fromkeys(speaking, because)
