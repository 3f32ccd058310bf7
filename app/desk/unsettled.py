"""What is left to settle before a version is public, field by field: notes on which nothing is
decided, causes that nobody has confirmed, promises that the text does not keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.comments.joined import still_open
from app.groups.trace_page import OUTSIDE
from app.groups.traced import proposed_by_field
from app.groups.unchanged import unchanged_by_field
from app.models import ActionField, Comment, DraftVersion, WorkingGroup
from app.publishing.completeness import Remaining

Counts = dict[tuple[str, int | None], int]
OPEN, CAUSES, UNCHANGED = "open", "causes", "unchanged"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A field (None: what stands outside of all) with causes that are only proposed, and with
    adopted notes to which no change of the text is tied. `slug` names it in an address."""

    field: ActionField | None
    slug: str
    causes: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Left:
    """What is left: fields with open notes, and fields with something unsettled, by number."""

    open_fields: Sequence[Remaining] = ()
    unsettled: Sequence[Unsettled] = ()


def left_in(
    session: Session,
    version: DraftVersion,
    fields: Sequence[ActionField],
    groups: Sequence[WorkingGroup],
    *,
    is_compared: bool,
) -> Left:
    """Count it: one question. `fields` and `groups` are all of the process; nothing is known of
    causes before the version is compared."""
    counts = _counted(session, version, is_compared=is_compared)
    names = {group.id: group.name for group in groups}
    found = [_open(one, names, counts) for one in fields if (OPEN, one.id) in counts]
    unsettled = [
        *(_unsettled(one, one.slug, counts) for one in fields),
        _unsettled(None, OUTSIDE, counts),
    ]
    return Left(found, [one for one in unsettled if one.causes or one.unchanged])


def _counted(session: Session, version: DraftVersion, *, is_compared: bool) -> Counts:
    undecided = (
        choose(literal(OPEN), col(Comment.field_id), func.count())
        .where(col(Comment.process_id) == version.process_id, still_open())
        .group_by(col(Comment.field_id))
    )
    asked = [undecided]
    if is_compared:
        for name, query in (
            (CAUSES, proposed_by_field(version)),
            (UNCHANGED, unchanged_by_field(version)),
        ):
            one = query.subquery()
            asked.append(choose(literal(name), *one.c))
    return {(name, field_id): n for name, field_id, n in session.execute(union_all(*asked))}


def _open(field: ActionField, names: Mapping[int, str], counts: Counts) -> Remaining:
    group_id: Any = field.group_id
    group = names.get(group_id, "")
    return Remaining(field.id, field.label, field.title, group, group_id, counts[OPEN, field.id])


def _unsettled(field: ActionField | None, slug: str, counts: Counts) -> Unsettled:
    key = field.id if field else None
    return Unsettled(field, slug, counts.get((CAUSES, key), 0), counts.get((UNCHANGED, key), 0))
