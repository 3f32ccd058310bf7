"""Setting up a process: the process itself and its groups."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from app import clock, journal
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import (
    SUMMARY_LIMIT,
    GroupKind,
    Organisation,
    Person,
    Process,
    Status,
    WorkingGroup,
)
from app.text import clean, clean_line, slugify, to_html


def create_process(
    session: Session,
    organisation: Organisation,
    *,
    slug: str,
    title: str,
    opens_at: datetime,
    closes_at: datetime,
    summary: str = "",
    subtitle: str = "",
    status: Status = Status.OPEN,
    by: Person | None = None,
) -> Process:
    """A new process with the window [opens_at, closes_at), both aware.

    Refused with `Invalid` for a summary over 1,200 characters, a window that ends before it
    begins or a slug that is none; with `Conflict` when the city has such a process.
    """
    summary = clean(summary)
    _check(session, organisation, slug, opens_at, closes_at, summary)
    process = Process(
        organisation=organisation,
        slug=slug,
        title=clean_line(title)[:200],
        subtitle=clean_line(subtitle)[:300],
        summary=summary,
        summary_html=to_html(summary),
        status=status,
        opens_at=opens_at,
        closes_at=closes_at,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    session.add(process)
    journal.record(session, by, "process.created", process, process=process)
    return process


def _check(
    session: Session,
    organisation: Organisation,
    slug: str,
    opens_at: datetime,
    closes_at: datetime,
    summary: str,
) -> None:
    if slug != slugify(slug, ""):
        raise Invalid(_("Die Adresse darf nur a bis z, Ziffern und Bindestriche enthalten."))
    if closes_at <= opens_at:
        raise Invalid(_("Das Ende der Frist liegt vor ihrem Anfang."))
    if len(summary) > SUMMARY_LIMIT:
        raise Invalid(_("Die Zusammenfassung ist länger als %(n)d Zeichen.") % {"n": SUMMARY_LIMIT})
    taken = select(Process.id).where(
        Process.slug == slug, Process.organisation_id == organisation.id
    )
    if session.exec(taken).first() is not None:
        raise Conflict(_("Ein Verfahren mit dieser Adresse gibt es schon."))


def create_group(
    session: Session,
    process: Process,
    *,
    slug: str,
    name: str,
    title: str = "",
    kind: GroupKind = GroupKind.FIELDS,
    by: Person | None = None,
) -> WorkingGroup:
    """A new working group of the process. Refused with `Conflict` when the slug is taken."""
    slug = slugify(slug, "ag")
    known = select(WorkingGroup.id).where(
        WorkingGroup.process_id == process.id, WorkingGroup.slug == slug
    )
    if session.exec(known).first() is not None:
        raise Conflict(_("Eine Arbeitsgruppe mit diesem Kürzel gibt es schon."))
    last = session.exec(
        select(func.max(col(WorkingGroup.position))).where(WorkingGroup.process_id == process.id)
    ).one()
    group = WorkingGroup(
        process_id=process.id,
        slug=slug,
        name=clean_line(name)[:80],
        title=clean_line(title)[:200],
        position=(last or 0) + 1,
        kind=kind,
    )
    session.add(group)
    session.flush()
    journal.record(session, by, "group.created", group, process=process, group=group.slug)
    return group
