"""The gate before a revised draft: every note decided, or it is said openly which are not and why.

An interim version needs none of that; a revised draft and a final version do
(RULES.md, "States")."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, literal
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.comments.joined import still_open
from app.errors import Invalid
from app.i18n import _, ngettext
from app.models import (
    ActionField,
    Comment,
    DraftVersion,
    LeftOpen,
    Process,
    VersionKind,
    WorkingGroup,
)
from app.text import clean

COMPLETE = (VersionKind.REVISED, VersionKind.FINAL)
FOLLOWING = (VersionKind.INTERIM, *COMPLETE)
SHORTEST, LONGEST = 10, 1_000  # characters of a reason


@dataclass(frozen=True)
class Remaining:
    """A field on which notes are open: how many, and whose they are."""

    field_id: int
    label: str
    title: str
    group: str
    group_id: int | None
    notes: int


def remaining(session: Session, process: Process) -> list[Remaining]:
    """The fields with public notes on which nothing is decided, by number; one question, and its
    work grows with what is open."""
    counted = (
        choose(col(Comment.field_id), func.count().label("notes"))
        .where(col(Comment.process_id) == process.id, still_open())
        .group_by(col(Comment.field_id))
        .subquery()
    )
    of_field: list[Any] = [ActionField.number, ActionField.id, ActionField.title]
    query = (
        choose(*of_field, col(WorkingGroup.name), col(WorkingGroup.id), counted.c.notes)
        .join(counted, counted.c.field_id == col(ActionField.id))
        .outerjoin(WorkingGroup, col(WorkingGroup.id) == col(ActionField.group_id))
        .order_by(col(ActionField.number))
    )
    return [
        Remaining(field_id, f"HF{number}", title, group or "", group_id, notes)
        for number, field_id, title, group, group_id, notes in session.execute(query).all()
    ]


def wanted_kind(version: DraftVersion, kind: VersionKind | None) -> VersionKind:
    """What the version will be: the first one is a draft, each later one what the office says, or
    an interim version."""
    if version.number == 1:
        return VersionKind.DRAFT
    return kind if kind in FOLLOWING else VersionKind.INTERIM


def left_open(
    session: Session,
    process: Process,
    version: DraftVersion,
    kind: VersionKind,
    reasons: Mapping[int, str],
) -> int:
    """Let a version pass as `kind`; how many notes stay open, each written down with the reason of
    its field. Comments and process are held (`gate.hold`), so that none comes in between.

    `reasons` are given by field. Refused with `Invalid` where notes are open and their field has no
    reason; its `fields` are named "reason-{field}".
    """
    if kind not in COMPLETE:
        return 0
    fields = remaining(session, process)
    said = {field.field_id: clean(reasons.get(field.field_id, "")) for field in fields}
    wrong = {f"reason-{f.field_id}": why for f in fields if (why := _wrong(f, said[f.field_id]))}
    if wrong:
        raise Invalid(
            _(
                "Über einige Anmerkungen ist noch nicht entschieden. Veröffentlicht ist noch "
                "nichts."
            ),
            wrong,
        )
    for field in fields:
        _write_down(session, process, version, field.field_id, said[field.field_id])
    return sum(field.notes for field in fields)


def _wrong(field: Remaining, reason: str) -> str:
    if len(reason) > LONGEST:
        return _("Die Begründung zu %(label)s ist zu lang: höchstens %(n)d Zeichen.") % {
            "label": field.label,
            "n": LONGEST,
        }
    if len(reason) >= SHORTEST:
        return ""
    return ngettext(
        "Über %(n)d Anmerkung zu %(label)s ist noch nicht entschieden. Bitte entscheiden Sie, oder "
        "schreiben Sie, warum sie offen bleibt.",
        "Über %(n)d Anmerkungen zu %(label)s ist noch nicht entschieden. Bitte entscheiden Sie, "
        "oder schreiben Sie, warum sie offen bleiben.",
        field.notes,
    ) % {"n": field.notes, "label": field.label}


def _write_down(
    session: Session, process: Process, version: DraftVersion, field_id: int, reason: str
) -> None:
    here = (col(Comment.process_id) == process.id, col(Comment.field_id) == field_id)
    rows = choose(
        col(Comment.process_id),
        literal(version.id),
        col(Comment.id),
        col(Comment.field_id),
        literal(reason),
    ).where(*here, still_open())
    columns = ["process_id", "version_id", "comment_id", "field_id", "reason"]
    session.execute(insert(LeftOpen).from_select(columns, rows))
