"""The comments that stood on passages of an earlier version, for the margin of the synopsis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import case, func, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.models import (
    Carrying,
    Comment,
    CommentKind,
    CommentState,
    Decision,
    Disposition,
    DraftVersion,
    Standing,
)

SHOWN = 3  # of each sentence; the rest is counted


@dataclass(frozen=True)
class Note:
    """A comment as the margin names it; a tombstone has no author."""

    number: int
    kind: CommentKind
    author: str
    is_hidden: bool
    address: str
    decision: Decision | None


@dataclass
class Beside:
    """What stood on one passage: the best supported notes of each sentence (0: the block), and
    how many there are of each."""

    notes: dict[int, list[Note]] = field(default_factory=lambda: defaultdict(list))
    counts: dict[int, int] = field(default_factory=dict)

    def on(self, touched: Collection[int]) -> tuple[list[Note], int]:
        """The notes on these sentences and on the whole block, and how many more there are."""
        chosen = [number for number in sorted(self.counts) if number == 0 or number in touched]
        notes = [note for number in chosen for note in self.notes[number]]
        return notes, sum(self.counts[number] for number in chosen) - len(notes)


def notes_beside(
    session: Session, version: DraftVersion, block_ids: Sequence[int]
) -> Mapping[int, Beside]:
    """For each of these blocks of `version` the comments that stood on it, wherever they stand
    now: those written there, and those that an earlier publication brought there.

    One question, and no more rows than sentences, however much is said.
    """
    beside: dict[int, Beside] = defaultdict(Beside)
    if not block_ids:
        return beside
    for row in session.execute(_best(version, block_ids)):
        place = beside[row.block]
        sentence = row.sentence or 0
        place.counts[sentence] = row.total
        hidden = row.state is not CommentState.PUBLIC
        place.notes[sentence].append(
            Note(
                number=row.number,
                kind=row.kind,
                author="" if hidden else row.author_name,
                is_hidden=hidden,
                address=row.address,
                decision=None if hidden else row.decision,
            )
        )
    return beside


def _best(version: DraftVersion, block_ids: Sequence[int]) -> Any:
    """The best supported listed comments of each passage, with their number on it."""
    stood = union_all(_written(version, block_ids), _brought(version, block_ids)).subquery()
    place = (stood.c.block, stood.c.sentence)
    ranked = (
        select_columns(
            stood,
            col(Comment.number),
            col(Comment.kind),
            col(Comment.state),
            col(Comment.author_name),
            func.count().over(partition_by=place).label("total"),
            func.row_number()
            .over(
                partition_by=place,
                order_by=(col(Comment.supports).desc(), col(Comment.number)),
            )
            .label("rank"),
        )
        .join(Comment, col(Comment.id) == stood.c.comment)
        .where(col(Comment.is_listed).is_(True))
        .subquery()
    )
    return (
        select_columns(ranked, col(Disposition.decision))
        .join(Disposition, col(Disposition.comment_id) == ranked.c.comment, isouter=True)
        .where(ranked.c.rank <= SHOWN)
        .order_by(ranked.c.block, ranked.c.sentence, ranked.c.rank)
    )


def _written(version: DraftVersion, block_ids: Sequence[int]) -> Any:
    """Comments written on the version: their own place, or the one they were made on."""
    block = func.coalesce(col(Comment.made_block_id), col(Comment.block_id))
    carried = col(Comment.made_version_id).is_not(None)
    return select_columns(
        col(Comment.id).label("comment"),
        block.label("block"),
        _when(carried, Comment.made_sentence, Comment.sentence).label("sentence"),
        _when(carried, Comment.made_address, Comment.address).label("address"),
    ).where(
        col(Comment.process_id) == version.process_id,
        # Said twice, so that each half finds its own index.
        (col(Comment.made_version_id) == version.id) & col(Comment.made_block_id).in_(block_ids)
        | col(Comment.made_version_id).is_(None)
        & (col(Comment.version_id) == version.id)
        & col(Comment.block_id).in_(block_ids),
    )


def _when(condition: Any, then: Any, otherwise: Any) -> Any:
    return case((condition, col(then)), else_=col(otherwise))


def _brought(version: DraftVersion, block_ids: Sequence[int]) -> Any:
    """Comments of earlier versions that were carried onto this one; a doubtful place that nobody
    decided on is none."""
    return select_columns(
        col(Carrying.comment_id).label("comment"),
        col(Carrying.new_block_id).label("block"),
        col(Carrying.new_sentence).label("sentence"),
        col(Carrying.new_address).label("address"),
    ).where(
        col(Carrying.process_id) == version.process_id,
        col(Carrying.to_version_id) == version.id,
        col(Carrying.state) != Standing.GONE,
        col(Carrying.is_doubtful).is_(False) | col(Carrying.decided_at).is_not(None),
        col(Carrying.new_block_id).in_(block_ids),
    )
