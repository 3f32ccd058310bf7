"""What the public pages read, in as few questions as they need."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Engine, bindparam, func, literal_column
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.cities import City, in_city
from app.comments.pointers import Left, left_fields, told
from app.drafts.translating.queries import in_our_order, languages_in
from app.errors import NotFound
from app.i18n import _
from app.loading import one
from app.models import ActionField, Block, DraftVersion, Process, Station, Status
from app.processes.queries import PUBLIC, is_shown


@dataclass(frozen=True)
class FieldPlace:
    """A field with its process, the version that is public now, the languages in which it can be
    read, and the notes that were moved from it to another."""

    process: Process
    field: ActionField
    version: DraftVersion
    texts: Sequence[str] = ()
    left: Sequence[Left] = ()


_GLIMPSE = (
    select_columns(
        col(ActionField.id),
        col(ActionField.revision),
        col(Process.current_version),
        col(Process.status),
        col(Process.opens_at),
        col(Process.closes_at),
        col(Process.zone),
    )
    .join(Process, col(ActionField.process_id) == col(Process.id))
    .where(
        col(Process.slug) == bindparam("process"),
        col(Process.organisation_id) == bindparam("city"),
        col(ActionField.slug) == bindparam("field"),
        col(Process.status) != literal_column(f"'{Status.PREPARING.value}'"),
    )
)


@lru_cache(maxsize=8)
def _glimpse_sql(dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
    compiled: Any = _GLIMPSE.compile(dialect=dialect)
    return str(compiled), tuple(compiled.positiontup) if compiled.positional else None


def glimpse(engine: Engine, city: City, process_slug: str, field_slug: str) -> tuple[Any, ...]:
    """What a finished page of this field depends on, as the database has it: the field's id and
    revision, the process's version, status, window and zone. Raises `NotFound`, also for another
    city's.

    The one question that every reader of the most read page asks, so it goes straight to the
    driver: composing it and reading the types back took four times as long as the answer.
    """
    sql, order = _glimpse_sql(engine.dialect)
    values = {"process": process_slug[:80], "field": field_slug[:80], "city": city.id}
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute(sql, tuple(values[name] for name in order) if order else values)
        found = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    if found is None:
        raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
    return tuple(found)


def field_place(session: Session, process_slug: str, field_slug: str) -> FieldPlace:
    """One question: process, organisation, field, group, current version. Raises `NotFound`."""
    query = (
        select(ActionField, DraftVersion, languages_in(), left_fields())
        .join(Process, col(ActionField.process_id) == col(Process.id))
        .join(
            DraftVersion,
            (col(DraftVersion.process_id) == col(Process.id))
            & (col(DraftVersion.number) == col(Process.current_version)),
        )
        .where(
            Process.slug == process_slug[:80],
            ActionField.slug == field_slug[:80],
            col(Process.status).in_(PUBLIC),
            in_city(session),
            is_shown(),
        )
        .options(
            one(ActionField.process, one(Process.organisation)),
            one(ActionField.group),
        )
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))
    field, version, texts, left = found
    return FieldPlace(field.process, field, version, in_our_order(texts), told(left))


def revision_of_notes(session: Session, process: Process) -> int:
    """A number that rises whenever anything is said, decided or hidden in the process."""
    query = select(func.sum(ActionField.revision)).where(ActionField.process_id == process.id)
    return int(session.exec(query).one() or 0)


def stations_of(session: Session, process: Process) -> Sequence[Station]:
    """The stations of a process in their order."""
    query = select(Station).where(Station.process_id == process.id).order_by(col(Station.position))
    return session.exec(query).all()


def block_in_version(session: Session, version: DraftVersion, fragment: str) -> Block:
    """The block with this address in a version. Raises `NotFound`."""
    query = select(Block).where(
        Block.version_id == version.id,
        Block.fragment == fragment[:40],
        col(Block.field_id).is_not(None),
    )
    block = session.exec(query).one_or_none()
    if block is None:
        raise NotFound(_("Diesen Absatz gibt es in der aktuellen Fassung nicht."))
    return block
