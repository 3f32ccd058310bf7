"""Where the passages of an earlier version stand in the one that is public now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Block, DraftVersion, Lineage, Process


@dataclass(frozen=True, slots=True)
class Heir:
    """A block of the version that is public now."""

    label: str
    fragment: str


def heirs_of(session: Session, process: Process, version: DraftVersion) -> dict[int, Heir | None]:
    """For each block of an earlier version (by id) where it stands now, None where it is gone.

    One question, however many versions lie between: the steps from one public version to the next
    are followed here.
    """
    earlier, later = aliased(DraftVersion), aliased(DraftVersion)
    columns: list[Any] = [Lineage.old_block_id, Lineage.new_block_id, Block.label, Block.fragment]
    query = (
        choose(*columns)
        .select_from(Lineage)
        .join(earlier, col(earlier.id) == col(Lineage.from_version_id))
        .join(later, col(later.id) == col(Lineage.to_version_id))
        .outerjoin(Block, col(Block.id) == col(Lineage.new_block_id))
        .where(
            col(Lineage.process_id) == process.id,
            col(Lineage.old_block_id).is_not(None),
            col(earlier.number) >= version.number,
            col(later.published_at).is_not(None),
            col(later.number) <= process.current_version,
        )
        .order_by(col(earlier.number).desc(), col(Lineage.position))
    )
    stands: dict[int, Heir | None] = {}
    # The latest step comes first, so what a step leads to is known already.
    for old, new, label, fragment in session.execute(query):
        stands[old] = stands.get(new, Heir(label, fragment)) if new is not None else None
    return stands
