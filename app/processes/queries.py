"""Finding processes, fields, groups and offices."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, bindparam, or_
from sqlmodel import Session, col, select

from app.cities import BOUND, city_id, in_city
from app.errors import NotFound
from app.i18n import _
from app.loading import all_but, many, one
from app.models import (
    ActionField,
    Document,
    DraftVersion,
    Event,
    Involvement,
    Meeting,
    Office,
    Process,
    Section,
    Status,
    WorkingGroup,
)

PUBLIC = (Status.OPEN, Status.CLOSED, Status.REVISING, Status.DECIDED, Status.ARCHIVED)


def public_processes(session: Session, limit: int = 100) -> Sequence[Process]:
    """The city's processes that the public may see: open ones first, by closing day."""
    query = (
        select(Process)
        .where(col(Process.status).in_(PUBLIC), in_city(session))
        .order_by(col(Process.closes_at).desc(), col(Process.id))
        .limit(limit)
    )
    return session.exec(query).all()


_BY_SLUG = (
    select(Process)
    .where(col(Process.slug) == bindparam("slug"), BOUND)
    .options(one(Process.organisation))
)


def by_slug(session: Session, slug: str, *, preparing: bool = False) -> Process:
    """The city's process with its organisation. One in preparation is found only when asked for
    with `preparing`. Raises `NotFound`."""
    wanted = {"slug": slug[:80], "city": city_id(session)}
    process = session.exec(_BY_SLUG, params=wanted).one_or_none()
    if process is None or (process.status is Status.PREPARING and not preparing):
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    return process


def is_shown() -> ColumnElement[bool]:
    """Of action fields: those of the version that is public, and those on which notes stand. What
    was only chosen in a version that nobody may read yet is shown to nobody."""
    current = (
        select(Section.id)
        .join(DraftVersion, col(DraftVersion.id) == col(Section.version_id))
        .join(Process, col(Process.id) == col(Section.process_id))
        .where(
            Section.field_id == ActionField.id,
            col(Section.is_field).is_(True),
            DraftVersion.number == Process.current_version,
        )
        .correlate(ActionField)
    )
    return or_(
        current.exists(), col(ActionField.comments_count) + col(ActionField.hidden_count) > 0
    )


def shown_fields() -> object:
    """`Process.fields` for a loader: those that are shown to the public."""
    return cast(Any, Process.fields).and_(is_shown())


def landing(session: Session, slug: str) -> Process:
    """The process with everything its landing page shows: seven more queries, however large."""
    query = (
        select(Process)
        .where(Process.slug == slug[:80], col(Process.status).in_(PUBLIC), in_city(session))
        .options(
            one(Process.organisation),
            many(shown_fields(), one(ActionField.group)),
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


def shown_fields_of(session: Session, process: Process) -> Sequence[ActionField]:
    """The process's action fields that are shown to the public, by number, with their groups."""
    query = (
        select(ActionField)
        .where(ActionField.process_id == process.id, is_shown())
        .order_by(col(ActionField.number))
        .options(one(ActionField.group))
    )
    return session.exec(query).all()


def fields_of(session: Session, process: Process) -> Sequence[ActionField]:
    """All action fields of the process by number, with their groups: those included that only
    stand in a version that nobody may read yet."""
    query = (
        select(ActionField)
        .where(ActionField.process_id == process.id)
        .order_by(col(ActionField.number))
        .options(one(ActionField.group))
    )
    return session.exec(query).all()


def field_by_slug(session: Session, process: Process, slug: str) -> ActionField:
    """The action field with its group, if it is shown. Raises `NotFound`."""
    query = (
        select(ActionField)
        .where(ActionField.process_id == process.id, ActionField.slug == slug[:80], is_shown())
        .options(one(ActionField.group))
    )
    field = session.exec(query).one_or_none()
    if field is None:
        raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
    return field


def group_by_id(session: Session, group_id: int) -> WorkingGroup:
    """The working group with its process and organisation. Raises `NotFound`, also for another
    city's."""
    query = (
        select(WorkingGroup)
        .join(Process, col(Process.id) == col(WorkingGroup.process_id))
        .where(WorkingGroup.id == group_id, in_city(session))
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
