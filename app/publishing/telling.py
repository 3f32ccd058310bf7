"""What became of blocks and comments between two versions, as plain data for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.models import Block, Carrying, Comment, DraftVersion, Fate, Lineage, Process, Standing

_BLOCKS = [fate.value for fate in Fate]
_COMMENTS = [standing.value for standing in Standing]


@dataclass(frozen=True, slots=True)
class BlockTold:
    """A block of the old version; `new_address` is None where it is gone."""

    address: str
    state: str
    new_address: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class CommentTold:
    """A comment; `old_quote` is "" on a whole field, `new_…` are None where it is gone."""

    number: int
    state: str
    old_address: str
    old_quote: str
    new_address: str | None
    new_quote: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """Every block of the old version in its order, every comment by its number."""

    blocks: Sequence[BlockTold]
    comments: Sequence[CommentTold]


def tell(
    session: Session,
    process: Process,
    old: DraftVersion,
    new: DraftVersion,
    *,
    listed_only: bool,
) -> Told:
    """What became of everything from `old` to `new`, over the versions that were public between
    them. With `listed_only` without comments that the public does not see.

    Raises `NotFound` where the two were never compared.
    """
    told: Told | None = None
    for one, next_one in pairwise(_steps(session, process, old, new)):
        step = Told(_blocks(session, one, next_one), _comments(session, one, next_one, listed_only))
        if not step.blocks:
            raise NotFound(_("Diese beiden Fassungen sind nicht verglichen."))
        told = step if told is None else _joined(told, step)
    if told is None:
        raise NotFound(_("Die zweite Fassung muss nach der ersten kommen."))
    return told


def _steps(
    session: Session, process: Process, old: DraftVersion, new: DraftVersion
) -> list[DraftVersion]:
    """`old`, what was public between, `new`; alone where `new` is not later."""
    if new.number <= old.number:
        return [old]
    between = select(DraftVersion).where(
        DraftVersion.process_id == process.id,
        DraftVersion.number > old.number,
        DraftVersion.number < new.number,
        col(DraftVersion.published_at).is_not(None),
    )
    return [old, *session.exec(between.order_by(col(DraftVersion.number))), new]


def _blocks(session: Session, old: DraftVersion, new: DraftVersion) -> list[BlockTold]:
    here, there = aliased(Block), aliased(Block)
    columns: list[Any] = [here.label, Lineage.state, there.label, Lineage.confidence]
    query = (
        choose(*columns)
        .select_from(Lineage)
        .join(here, col(here.id) == col(Lineage.old_block_id))
        .outerjoin(there, col(there.id) == col(Lineage.new_block_id))
        .where(col(Lineage.from_version_id) == old.id, col(Lineage.to_version_id) == new.id)
        .order_by(col(Lineage.position))
    )
    return [
        BlockTold(address, state.value, new_address, round(confidence, 3))
        for address, state, new_address, confidence in session.execute(query)
    ]


def _comments(
    session: Session, old: DraftVersion, new: DraftVersion, listed_only: bool
) -> list[CommentTold]:
    names = ("state", "old_address", "old_quote", "new_address", "new_quote", "confidence")
    columns: list[Any] = [Comment.number, *(getattr(Carrying, name) for name in names)]
    query = (
        choose(*columns)
        .select_from(Carrying)
        .join(Comment, col(Comment.id) == col(Carrying.comment_id))
        .where(
            col(Carrying.process_id) == new.process_id,
            col(Carrying.from_version_id) == old.id,
            col(Carrying.to_version_id) == new.id,
        )
        .order_by(col(Comment.number))
    )
    if listed_only:
        query = query.where(col(Comment.is_listed).is_(True))
    return [_told(*row) for row in session.execute(query)]


def _told(
    number: int,
    state: Standing,
    old_address: str,
    old_quote: str,
    new_address: str,
    new_quote: str,
    confidence: float,
) -> CommentTold:
    is_gone = state is Standing.GONE
    return CommentTold(
        number,
        state.value,
        old_address,
        old_quote,
        None if is_gone else new_address,
        None if is_gone else new_quote,
        round(confidence, 3),
    )


def _joined(first: Told, then: Told) -> Told:
    """Two steps as one: what was gone stays gone, else the greater change counts."""
    blocks = {block.address: block for block in then.blocks}
    comments = {comment.number: comment for comment in then.comments}
    return Told(
        [_on(block, blocks.get(block.new_address or ""), _BLOCKS) for block in first.blocks],
        [_on(comment, comments.get(comment.number), _COMMENTS) for comment in first.comments],
    )


def _on(first: Any, then: Any, order: list[str]) -> Any:
    gone = {"state": "gone", "new_address": None}
    if isinstance(first, CommentTold):
        gone["new_quote"] = None
    if then is None or then.new_address is None:
        return replace(first, **gone)
    joined = {name: getattr(then, name) for name in gone}
    if first.new_address is not None:
        joined["state"] = max(first.state, then.state, key=lambda state: _weight(state, order))
    return replace(first, **joined, confidence=round(first.confidence * then.confidence, 3))


def _weight(state: str, order: list[str]) -> int:
    """How much a state changes; to be reworded is more than to be moved."""
    quiet = [order[0], "moved", "reworded"]
    return quiet.index(state) if state in quiet else len(quiet) + order.index(state)
