"""What the page of a lineage reads: comments worst first, and blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, tuple_
from sqlmodel import Session, col, select

from app.loading import one
from app.models import (
    Block,
    Carrying,
    Comment,
    DraftVersion,
    Fate,
    Lineage,
    Standing,
)
from app.publishing.proposals import BETWEEN

PAGE = 20
BLOCK_PAGE = 50

_DOUBTFUL = and_(col(Carrying.is_doubtful).is_(True), col(Carrying.decided_at).is_(None))
# The worst first: what asks for a look, then by how much became different.
_RANK = case(
    (_DOUBTFUL, 0),
    (col(Carrying.state) == Standing.REWORDED, 1),
    (col(Carrying.state) == Standing.MOVED, 2),
    (col(Carrying.state) == Standing.GONE, 3),
    else_=4,
)


@dataclass(frozen=True)
class Shown:
    """Which comments of a lineage are wanted: "" for all, "open" for the doubtful ones nobody has
    decided, "decided", or a `Standing`; after which key."""

    show: str = ""
    after: str = ""

    def key(self) -> tuple[int, float, int] | None:
        """`after` as (rank, confidence, id), or None when it is no key."""
        rank, _first, rest = self.after.partition("_")
        confidence, _second, row = rest.partition("_")
        try:
            return int(rank), float.fromhex(confidence), int(row)
        except (ValueError, OverflowError):
            return None


@dataclass(frozen=True)
class Item:
    """What is proposed or decided for a comment, with both wordings."""

    carrying: Carrying

    @property
    def old_html(self) -> str:
        """The old wording with the commented words marked."""
        return self.carrying.quotes_html.partition(BETWEEN)[0]

    @property
    def new_html(self) -> str:
        """The wording at the new place."""
        return self.carrying.quotes_html.partition(BETWEEN)[2]


@dataclass(frozen=True)
class Page:
    """Some comments, and the key that continues after them ("" at the end)."""

    items: Sequence[Item]
    next_key: str = ""


def comments_in(session: Session, version: DraftVersion, wanted: Shown) -> Page:
    """A page of the comments that are compared with a version, the worst first."""
    key = (_RANK, col(Carrying.confidence), col(Carrying.id))
    query = (
        select(Carrying.id, _RANK, Carrying.confidence)
        .where(Carrying.process_id == version.process_id, Carrying.to_version_id == version.id)
        .order_by(*key)
        .limit(PAGE + 1)
    )
    if wanted.show == "open":
        query = query.where(_DOUBTFUL)
    elif wanted.show == "decided":
        query = query.where(col(Carrying.decided_at).is_not(None))
    elif wanted.show in set(Standing):
        query = query.where(Carrying.state == Standing(wanted.show))
    if after := wanted.key():
        query = query.where(tuple_(*key) > after)
    found = session.exec(query).all()
    items = items_by_id(session, [row[0] for row in found[:PAGE]])
    if len(found) <= PAGE:
        return Page(items)
    row_id, rank, confidence = found[PAGE - 1]
    return Page(items, f"{rank}_{float(confidence).hex()}_{row_id}")


def items_by_id(session: Session, ids: Sequence[int]) -> list[Item]:
    """These rows with their comments and fields, in this order."""
    query = (
        select(Carrying)
        .where(col(Carrying.id).in_(ids))
        .options(one(Carrying.comment, one(Comment.field)))
    )
    found = {carrying.id: Item(carrying) for carrying in session.exec(query)}
    return [found[row_id] for row_id in ids if row_id in found]


@dataclass(frozen=True)
class BlockRow:
    """What became of a block; `block` is the old one, or the new one that comes from none."""

    lineage: Lineage
    block: Block


def blocks_in(
    session: Session, version: DraftVersion, fate: str = "", after: int = 0
) -> tuple[Sequence[BlockRow], int]:
    """Fifty fates of blocks after this position, those that did not change left out unless asked
    for, and the position to continue after (0 at the end)."""
    block = case(
        (col(Lineage.old_block_id).is_(None), col(Lineage.new_block_id)),
        else_=col(Lineage.old_block_id),
    )
    query = (
        select(Lineage, Block)
        .join(Block, col(Block.id) == block)
        .where(Lineage.to_version_id == version.id, Lineage.position > after)
        .order_by(col(Lineage.position))
        .limit(BLOCK_PAGE + 1)
    )
    if fate in set(Fate):
        query = query.where(Lineage.state == Fate(fate))
    else:
        query = query.where(Lineage.state != Fate.UNCHANGED)
    found = [BlockRow(*row) for row in session.exec(query)]
    rest = found[BLOCK_PAGE - 1].lineage.position if len(found) > BLOCK_PAGE else 0
    return found[:BLOCK_PAGE], rest
