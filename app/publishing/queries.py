"""What the page of a lineage reads: comments worst first, and blocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import and_, case, tuple_
from sqlalchemy import select as choose
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
from app.publishing.gate import SURE, probably_gone
from app.publishing.places import Target
from app.publishing.proposals import BETWEEN, target_of
from app.publishing.suggesting import Suggestion, instead_of

PAGE = 20
BLOCK_PAGE = 50
MOST_ALIKE = 500  # comments on the same words that are named one by one

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
    decided, "quiet" for those that are probably gone, "decided", or a `Standing`; after which
    key."""

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
    """What is proposed or decided for a comment, with both wordings.

    `instead` is what newly stands where a gone one stood; `alike` are the numbers of others on the
    same words that are as open.
    """

    carrying: Carrying
    instead: Sequence[Suggestion] = ()
    alike: Sequence[int] = ()

    @property
    def key(self) -> str:
        """What the list continues after, while this comment is undecided."""
        return _as_key(0 if self.carrying.is_doubtful else 3, self.carrying)

    @property
    def is_quiet(self) -> bool:
        """Whether it is probably gone, and nobody has said so."""
        row = self.carrying
        is_open = row.decided_at is None and not row.is_doubtful
        return is_open and row.state is Standing.GONE and row.confidence < SURE

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
    if (only := _only(wanted.show)) is not None:
        query = query.where(only)
    if after := wanted.key():
        query = query.where(tuple_(*key) > after)
    found = session.exec(query).all()
    items = items_by_id(session, [row[0] for row in found[:PAGE]])
    if len(found) <= PAGE:
        return Page(items)
    last = items[-1].carrying
    return Page(items, _as_key(found[PAGE - 1][1], last))


def _only(show: str) -> Any:
    """The condition behind a filter; None where all are wanted."""
    if show == "open":
        return _DOUBTFUL
    if show == "quiet":
        return probably_gone()
    if show == "decided":
        return col(Carrying.decided_at).is_not(None)
    return Carrying.state == Standing(show) if show in set(Standing) else None


def _as_key(rank: int, row: Carrying) -> str:
    return f"{rank}_{float(row.confidence).hex()}_{row.id}"


def following(session: Session, version: DraftVersion, wanted: Shown) -> int | None:
    """The number of the comment that comes next in a list after a key, or the list's first one;
    None where it has none left, or is no list of open ones."""
    if wanted.show not in ("open", "quiet"):
        return None
    key = (_RANK, col(Carrying.confidence), col(Carrying.id))
    query: Any = (
        select(Comment.number)
        .join(Carrying, col(Carrying.comment_id) == col(Comment.id))
        .where(
            Carrying.process_id == version.process_id,
            Carrying.to_version_id == version.id,
            _only(wanted.show),
        )
        .order_by(*key)
        .limit(1)
    )
    after = wanted.key()
    found: int | None = None
    if after:
        found = session.exec(query.where(tuple_(*key) > after)).first()
    if found is None:
        found = session.exec(query).first()
    return found


def with_help(session: Session, version: DraftVersion, items: Sequence[Item]) -> Sequence[Item]:
    """The same comments with what helps to decide on those that are open: three questions
    at most."""
    open_ones = [item.carrying for item in items if item.carrying.decided_at is None]
    gone = [row for row in open_ones if row.state is Standing.GONE and row.confidence < SURE]
    instead = instead_of(session, version, gone)
    alike = _alike(session, version, [row for row in open_ones if row.is_doubtful])
    return [
        replace(
            item,
            instead=instead.get(item.carrying.id, ()),
            alike=[n for n in alike[_target(item)] if n != item.carrying.comment.number],
        )
        for item in items
    ]


def _target(item: Item) -> Target | None:
    is_open = item.carrying.is_doubtful and item.carrying.decided_at is None
    return target_of(item.carrying.comment) if is_open else None


def _alike(
    session: Session, version: DraftVersion, rows: Sequence[Carrying]
) -> dict[Target | None, list[int]]:
    """The numbers of all open comments on the words that these rows are about."""
    found: dict[Target | None, list[int]] = defaultdict(list)
    blocks = {row.comment.block_id for row in rows}
    if not blocks:
        return found
    columns: list[Any] = [getattr(Comment, name) for name in Target._fields]
    query = (
        choose(col(Comment.number), *columns)
        .join(Carrying, col(Carrying.comment_id) == col(Comment.id))
        .where(
            col(Carrying.process_id) == version.process_id,
            col(Carrying.to_version_id) == version.id,
            _DOUBTFUL,
            col(Comment.block_id).in_(blocks),
        )
        .order_by(col(Comment.number))
        .limit(MOST_ALIKE)
    )
    for number, *target in session.execute(query):
        found[Target(*target)].append(number)
    return found


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
