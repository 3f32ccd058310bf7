"""Finding processes, fields, groups and offices."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.loading import all_but, many, one
from app.models import (
    ActionField,
    Document,
    Event,
    Involvement,
    Meeting,
    Office,
    Process,
    Status,
    WorkingGroup,
)

PUBLIC = (Status.OPEN, Status.CLOSED, Status.REVISING, Status.DECIDED, Status.ARCHIVED)


def public_processes(session: Session, limit: int = 100) -> Sequence[Process]:
    """The processes that the public may see: open ones first, by closing day."""
    query = (
        select(Process)
        .where(col(Process.status).in_(PUBLIC))
        .order_by(col(Process.closes_at).desc(), col(Process.id))
        .limit(limit)
    )
    return session.exec(query).all()


def by_slug(session: Session, slug: str, *, preparing: bool = False) -> Process:
    """The process with its organisation. One in preparation is found only when asked for with
    `preparing`. Raises `NotFound`."""
    query = select(Process).where(Process.slug == slug[:80]).options(one(Process.organisation))
    process = session.exec(query).one_or_none()
    if process is None or (process.status is Status.PREPARING and not preparing):
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    return process


def landing(session: Session, slug: str) -> Process:
    """The process with everything its landing page shows: seven more queries, however large."""
    query = (
        select(Process)
        .where(Process.slug == slug[:80], col(Process.status).in_(PUBLIC))
        .options(
            one(Process.organisation),
            many(Process.fields, one(ActionField.group)),
            many(Process.stations),
            many(Process.events, many(Event.meetings, one(Meeting.group))),
            all_but(Process.documents, Document.content, Document.html),
            many(Process.target_groups),
            many(Process.involvements, one(Involvement.office)),
            many(Process.consultations),
        )
    )
    process = session.exec(query).one_or_none()
    if process is None:
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    return process


def fields_of(session: Session, process: Process) -> Sequence[ActionField]:
    """The process's action fields by number, with their groups."""
    query = (
        select(ActionField)
        .where(ActionField.process_id == process.id)
        .order_by(col(ActionField.number))
        .options(one(ActionField.group))
    )
    return session.exec(query).all()


def field_by_slug(session: Session, process: Process, slug: str) -> ActionField:
    """The action field with its group. Raises `NotFound`."""
    query = (
        select(ActionField)
        .where(ActionField.process_id == process.id, ActionField.slug == slug[:80])
        .options(one(ActionField.group))
    )
    field = session.exec(query).one_or_none()
    if field is None:
        raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
    return field


def group_by_id(session: Session, group_id: int) -> WorkingGroup:
    """The working group with its process and organisation. Raises `NotFound`."""
    query = (
        select(WorkingGroup)
        .where(WorkingGroup.id == group_id)
        .options(one(WorkingGroup.process, one(Process.organisation)))
    )
    group = session.exec(query).one_or_none()
    if group is None:
        raise NotFound(_("Diese Arbeitsgruppe gibt es nicht."))
    return group


def group_by_slug(session: Session, process: Process, slug: str) -> WorkingGroup:
    """The process's working group. Raises `NotFound`."""
    query = select(WorkingGroup).where(
        WorkingGroup.process_id == process.id, WorkingGroup.slug == slug[:80]
    )
    group = session.exec(query).one_or_none()
    if group is None:
        raise NotFound(_("Diese Arbeitsgruppe gibt es nicht."))
    return group


def offices_of(session: Session, process: Process) -> Sequence[Office]:
    """The offices that answer in this process, in its order."""
    query = (
        select(Office)
        .join(Involvement)
        .where(Involvement.process_id == process.id)
        .order_by(col(Involvement.position), col(Office.name))
    )
    return session.exec(query).all()
