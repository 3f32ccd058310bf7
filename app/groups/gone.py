"""Notes that nobody may read any more, hidden or withdrawn: in a list of notes they stand together
in one line, with the numbers of the first of each field. A list of them alone is a page of its
own (`Stand.GONE`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as choose
from sqlalchemy import union_all
from sqlmodel import Session, col

from app.groups.asked import Asked
from app.groups.narrow import FEW, GONE
from app.models import ActionField, Comment

NAMED = 12  # of each field


@dataclass(frozen=True)
class Gone:
    """Those of a field: how many, and the numbers of some of them, in their order."""

    field: ActionField
    notes: int
    numbers: Sequence[int] = ()


def gone_from(session: Session, fields: Sequence[ActionField], asked: Asked) -> list[Gone]:
    """Those of the fields, where a list of all their notes begins (of one field, if one is asked
    for); none elsewhere. One question, and none where nothing is gone."""
    if asked.stand is not None or asked.after is not None or asked.is_narrowed_within_fields:
        return []
    here = [one for one in fields if one.hidden_count and asked.field in ("", one.slug)]
    if not here:
        return []
    found: dict[int, list[int]] = {one.id: [] for one in here}
    rows = session.execute(union_all(*(choose(_first(one).subquery()) for one in here)))
    for field_id, number in sorted(tuple(row) for row in rows):
        found[field_id].append(number)
    return [Gone(one, one.hidden_count, found[one.id]) for one in here]


def _first(field: ActionField) -> Any:
    """The first of a field; of very many the first of some, for nobody sorts them all for that."""
    # In the order of the index that begins so (ix_comment_unanswered_in_field).
    some = (
        choose(col(Comment.id))
        .where(
            col(Comment.process_id) == field.process_id,
            col(Comment.field_id) == field.id,
            col(Comment.is_answered).in_((False, True)),
            col(Comment.state).in_(GONE),
        )
        .limit(FEW)
        .subquery()
    )
    return (
        choose(col(Comment.field_id), col(Comment.number))
        .join(some, some.c.id == col(Comment.id))
        .where(col(Comment.is_listed).is_(True))
        .order_by(col(Comment.number))
        .limit(NAMED)
    )
