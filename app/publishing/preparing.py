"""A comparison worked out before the transaction that keeps it.

Comparing takes seconds for a long draft, and on SQLite one writer at a time writes. So it is worked
out from a state that was read, and whoever then holds the lock only looks whether that state is
still the same; where it is not, the comparison is made again under the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.drafts.lineage.keeping import lineage_rows, trace_versions
from app.models import Block, Carrying, Comment, DraftVersion, Process, Section
from app.publishing.proposals import Proposals

BATCH = 2_000
_carryings: Any = Carrying.__table__  # type: ignore[attr-defined]
_ABOUT = ("id", "block_id", "sentence", "first_word", "last_word", "address", "fragment", "quote")
_BLOCKS = ("id", "fragment", "section_id", "field_id", "kind", "text")
_HEADINGS = ("id", "parent_id", "field_id", "title")


@dataclass(frozen=True)
class Prepared:
    """A comparison of two versions and what it was made of: the public version's id, and the
    fingerprint of the new one."""

    base_id: int
    state: str
    rows: list[dict[str, object]]
    proposals: Proposals

    def fits(self, session: Session, base: DraftVersion, version: DraftVersion) -> bool:
        """Whether it is about these versions, as they are now."""
        compared = self.proposals.compared
        is_same = (self.base_id, compared.new.id) == (base.id, version.id)
        return is_same and self.state == state_of(session, version)


def base_of(session: Session, process: Process) -> DraftVersion | None:
    """The version that is public now, from which comments would come along."""
    query = select(DraftVersion).where(
        DraftVersion.process_id == process.id, DraftVersion.number == process.current_version
    )
    return session.exec(query).one_or_none() if process.current_version else None


def prepare(session: Session, process: Process, version: DraftVersion) -> Prepared | None:
    """Compare a version with the public one, and every comment that is not decided; nothing is
    written. None for a first version, and for one that is public."""
    base = base_of(session, process)
    if base is None or version.published_at is not None:
        return None
    prepared = prepare_now(session, base, version)
    for batch in undecided_comments(session, version, every=True):
        for row in batch:
            prepared.proposals.of(row)
    return prepared


def prepare_now(session: Session, base: DraftVersion, version: DraftVersion) -> Prepared:
    """The comparison alone; comments are asked for when they come."""
    session.flush()
    state = state_of(session, version)
    compared = trace_versions(session, base, version)
    return Prepared(base.id, state, lineage_rows(compared), Proposals(compared))


def state_of(session: Session, version: DraftVersion) -> str:
    """A fingerprint of all that the matcher reads of a version."""
    session.flush()
    digest = sha256()
    for table, names in ((Block, _BLOCKS), (Section, _HEADINGS)):
        columns: list[Any] = [getattr(table, name) for name in names]
        query = choose(*columns).where(col(table.version_id) == version.id)
        for row in session.execute(query.order_by(col(table.position))):
            digest.update("\x1f".join(map(str, row)).encode() + b"\x1e")
    return digest.hexdigest()


def undecided_comments(
    session: Session, version: DraftVersion, *, every: bool = False
) -> Iterator[list[Any]]:
    """The process's comments without a row for this version, a batch at a time; with `every` also
    those whose row nobody has decided."""
    has_row = choose(_carryings.c.id).where(
        _carryings.c.to_version_id == version.id, _carryings.c.comment_id == col(Comment.id)
    )
    if every:
        has_row = has_row.where(_carryings.c.decided_at.is_not(None))
    columns: list[Any] = [getattr(Comment, name) for name in (*_ABOUT, "standing")]
    query = (
        choose(*columns)
        .where(col(Comment.process_id) == version.process_id, ~has_row.exists())
        .order_by(col(Comment.id))
        .limit(BATCH)
    )
    last = 0
    while batch := list(session.execute(query.where(col(Comment.id) > last))):
        yield batch
        last = batch[-1].id
