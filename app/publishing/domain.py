"""The deed: publishing a version with every comment on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock, journal
from app.comments import gathered, tallies
from app.drafts.fields import apply_field_choices
from app.drafts.queries import published
from app.drafts.translating.following import carry_translations
from app.errors import Conflict
from app.i18n import _
from app.models import (
    ActionField,
    Block,
    Carrying,
    Comment,
    DraftVersion,
    Person,
    Process,
    Section,
    Sentence,
    Status,
    VersionKind,
)
from app.publishing import announcing, completeness, gate, moving
from app.publishing.announcing import Moved
from app.publishing.carrying import catch_up
from app.publishing.preparing import Prepared


def publish_version(
    session: Session,
    process: Process,
    version: DraftVersion,
    *,
    by: Person | None,
    despite_doubts: bool = False,
    kind: VersionKind | None = None,
    reasons: Mapping[int, str] | None = None,
    prepared: Prepared | None = None,
) -> None:
    """Put a version before the public, and every comment of the process onto it.

    Comments that came since the comparison are compared now; what was `prepared` is taken if
    nothing has changed since. Refused with `Conflict` when the version is public already, is older
    than the public one or has no action field, and while nobody has decided on doubtful comments,
    unless `despite_doubts`; then these are carried as gone, and their number is written down.

    A later version is an interim one, or what `kind` says. Where notes have no decision, a revised
    draft and a final version are refused with `Invalid`, unless `reasons` say, field by field, why
    some stay open; that is public with the version.
    """
    gate.hold(session, process, version, comments=True)
    gate.require_newer(process, version)
    _require_field(session, version)
    apply_field_choices(session, process, version)
    carried: dict[str, Any] = {}
    if catch_up(session, process, version, by=by, prepared=prepared):
        gate.require_decided(session, version, despite_doubts=despite_doubts)
        what = completeness.wanted_kind(version, kind)
        stay_open = completeness.left_open(session, process, version, what, reasons or {})
        carried = _carry(session, process, version, by) | {"left_open": stay_open}
        version.kind = what
        carry_translations(session, published(session, process), version)
    _make_current(session, process, version)
    announcing.tell_later(session, process, version, by, notes=bool(carried.get("comments")))
    carried |= {"version": version.number, "kind": version.kind.value}
    journal.record(session, by, "draft.published", version, process=process, **carried)


def _carry(
    session: Session, process: Process, version: DraftVersion, by: Person | None
) -> dict[str, object]:
    given_up = moving.give_up_doubtful(session, version)
    figures = gate.figures_of(session, version)
    moved = moving.move_comments(session, process, version)
    moving.count_again(session, process, version)
    fields = select(ActionField.id).where(ActionField.process_id == process.id)
    tallies.recount(session, session.exec(fields).all())
    moving.bring_bundles(session, process, version)
    if moved:
        gathered.find_fields(session, process.id)
    _read_anew(session)
    announcing.tell_groups(session, process, version, [Moved(*row) for row in moved], by)
    return {
        "comments": figures.all_comments,
        "carried": {state.value: n for state, n in figures.comments.items()},
        "despite_doubts": given_up,
    }


def _read_anew(session: Session) -> None:
    """What was read before the statements over all rows is read again when it is asked for."""
    changed = (Comment, Block, Sentence, ActionField, Carrying)
    for row in list(session):
        if isinstance(row, changed):
            table: Any = type(row)
            session.expire(row, [column.key for column in table.__mapper__.column_attrs])


def _make_current(session: Session, process: Process, version: DraftVersion) -> None:
    now = clock.now()
    version.published_at = now
    process.current_version = version.number
    if process.status is Status.PREPARING:
        process.status = Status.OPEN  # from now on its window says who may write
    process.updated_at = now
    process.revision += 1
    session.add_all([version, process])
    session.flush()
    session.execute(
        update(ActionField)
        .where(col(ActionField.process_id) == process.id)
        .values(revision=ActionField.revision + 1)
        .execution_options(synchronize_session=False)
    )


def _require_field(session: Session, version: DraftVersion) -> None:
    if not session.exec(_field_sections(version)).first():
        raise Conflict(
            _("Noch ist kein Handlungsfeld festgelegt. Ohne Feld kann niemand etwas anmerken.")
        )


def _field_sections(version: DraftVersion) -> Any:
    return select(Section.id).where(
        Section.version_id == version.id, col(Section.is_field).is_(True)
    )
