"""What the group changed: the bundle's version, block by block, against the document's text.

Tracked or not makes no difference to what is found, only to what is said of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.drafts.addresses import Address
from app.drafts.cells import Rows
from app.drafts.lineage.chain import heaviest_chain
from app.drafts.rewording import Stretch, stretches
from app.groups.returning.docx import titles
from app.groups.returning.docx.assigning import Paired, assign, body_of
from app.groups.returning.docx.changed import (
    BY_HAND,
    CELL,
    DESPITE,
    MOVED,
    UNDER,
    UNTRACKED,
    Changed,
    plain,
    same,
)
from app.groups.returning.docx.reading import Text
from app.groups.returning.docx.tying import Ties
from app.groups.returning.docx.written import HEADING, Written
from app.groups.returning.rows import Fault
from app.models import Block, BlockKind, Decision


@dataclass(slots=True)
class Base:
    """The text that the bundle was drawn from: the blocks of the group's fields with their
    sentences, and the headings. `is_whole`: all of it stands in one document. `decided` is what is
    decided here on the notes that the document shows."""

    blocks: Sequence[Block]
    headings: Sequence[titles.Printed]
    is_whole: bool = True
    decided: dict[int, Decision] = field(default_factory=dict)


def changes_of(text: Text, base: Base) -> list[Changed]:
    """All changes in the order of the document; an empty list where no word is different."""
    paired = assign(text.written, base.blocks)
    if paired.is_empty:
        return []
    comparer = _Comparer(text, base, paired)
    found = _with_moves(list(comparer.all()))
    for change in found:
        if despite := comparer.ties.not_adopted(change.notes):
            change.faults.append({"key": DESPITE, "notes": despite})
    return found


class _Comparer:
    def __init__(self, text: Text, base: Base, paired: Paired) -> None:
        self.base, self.paired = base, paired
        self.ties = Ties(text, base.decided)
        self.by_id = {block.id: block for block in base.blocks}
        self.moved = _out_of_order(paired, base.blocks)
        self.titles = [plain(title) for title, _section in base.headings]
        self.headings = [one for one, _block in paired.pairs if one.what == HEADING]
        self.ours = titles.paired(base.headings, self.headings, is_whole=base.is_whole)

    def all(self) -> Iterator[Changed]:
        last: Block | None = None
        under: str | None = None  # the heading that stands directly before
        missing = {block.id: block for block in self._missing()}
        for one, block in self.paired.pairs:
            if one.what == HEADING:
                yield from self._heading(one)
                under = one.text or under
            elif block is None:
                yield from self._new(one, last, under)
            else:
                yield from self._block(one, block, last)
                last, under = block, None
        for block in missing.values():
            yield self._dropped(None, block)

    def _missing(self) -> Iterator[Block]:
        """Blocks of which nothing is left in the document: those that ran into others, and those
        between two that are there. What a document of several parts does not hold is not meant."""
        order = [block.id for block in self.base.blocks]
        seen = [order.index(number) for number in self.paired.seen if number in self.by_id]
        first, last = min(seen), max(seen)
        fields = {self.by_id[number].field_id for number in self.paired.seen}
        for at, block in enumerate(self.base.blocks):
            if block.id in self.paired.seen:
                continue
            within = first < at < last or self.base.is_whole
            if block.id in self.paired.dropped or (within and block.field_id in fields):
                yield block

    def _block(self, one: Written, block: Block, last: Block | None) -> Iterator[Changed]:
        if block.kind is BlockKind.TABLE:
            yield from self._caption(one, block)
            yield from self._table(block)
            return
        body = body_of(one, block)
        caption = Rows.of(block.head_html).caption() if block.kind is BlockKind.FIGURE else ""
        body = body.removesuffix(plain(caption)).strip() if caption else body
        old = [plain(sentence.text) for sentence in block.sentences]
        if not body:
            yield self._dropped(one, block)
            return
        if block.id in self.moved:
            moved = self._about(one, block.label, block.text, body)
            moved.block_id, moved.after_block_id = block.id, last.id if last else None
            moved.faults.append({"key": MOVED})
            moved.notes = self.ties.all(one)
            yield moved
            return
        for stretch in stretches(old, body):
            was, now = " ".join(old[stretch.first : stretch.last]), " ".join(stretch.news)
            if was.split() != now.split():
                yield self._sentence(one, block, stretch, old, now)

    def _sentence(
        self, one: Written, block: Block, stretch: Stretch, old: Sequence[str], now: str
    ) -> Changed:
        was = " ".join(old[stretch.first : stretch.last])
        found = self._about(one, _address(block, stretch.first + 1), was, now)
        found.block_id, found.sentence = block.id, stretch.first + 1
        start = len(" ".join(old[: stretch.first])) + (1 if stretch.first else 0)
        found.notes = self.ties.within(one, start, was, now)
        return found

    def _dropped(self, one: Written | None, block: Block) -> Changed:
        found = self._about(one, block.label, _text_of(block), "")
        found.block_id = block.id
        found.notes = self.ties.all(one) if one else []
        return found

    def _new(self, one: Written, last: Block | None, under: str | None) -> Iterator[Changed]:
        text = one.text.lstrip("–-• ").strip()
        if not text or (one.stood and not one.is_tracked and _is_ours(one, self.titles)):
            return
        found = self._about(one, "", "", text)
        found.after_block_id = last.id if last else None
        found.is_item = one.is_item or (last is not None and _is_item_style(one, last, self))
        if under is not None:
            found.faults.append({"key": UNDER, "heading": under[:300]})
        elif last is None:
            return
        found.notes = self.ties.all(one)
        yield found

    def _heading(self, one: Written) -> Iterator[Changed]:
        """A heading that says something else. One of which we do not know what it was is told only
        where somebody tracked it."""
        at = self.ours.get(next(n for n, other in enumerate(self.headings) if other is one))
        if at is None:
            if one.is_tracked and not same(one.text, one.stood):
                found = self._about(one, "", plain(one.stood), titles.said(one))
                what = "heading" if found.old else "new_heading"
                found.faults.append({"key": BY_HAND, "what": what})
                yield found
            return
        old, new = plain(self.base.headings[at][0]), titles.said(one)
        if not same(old, new):
            found = self._about(one, "", old, new)
            found.faults.append(titles.heading_fault(self.base.headings, at, new))
            found.faults += titles.no_cause(self.ties.all(one))
            yield found

    def _caption(self, one: Written, block: Block) -> Iterator[Changed]:
        was = plain(Rows.of(block.head_html).caption())
        if not same(one.text, was):
            yield self._over(one, block, was, one.text, titles.caption_fault(block))
        head = self.paired.heads.get(block.id)
        rows = Rows.of(block.head_html).rows
        names = rows[-1] if rows else ()
        if head is not None and not same(" ".join(head.cells), " ".join(names)):
            fault = titles.head_fault(names, head.cells)
            yield self._over(head, block, CELL.join(names), CELL.join(head.cells), fault)

    def _over(self, one: Written, block: Block, old: str, new: str, fault: Fault) -> Changed:
        """What stands over a table."""
        found = self._about(one, block.label, old, new)
        found.block_id = block.id
        found.faults.append(fault)
        found.notes = self.ties.all(one)
        return found

    def _table(self, block: Block) -> Iterator[Changed]:
        there = self.paired.rows.get(block.id, [])
        if not any(one.text for one, _number in there):
            yield self._dropped(there[0][0] if there else None, block)
            return
        rows = {
            one.number: tuple(map(plain, Rows.of(one.html).one_row())) for one in block.sentences
        }
        before = 0
        for one, number in there:
            now = tuple(map(plain, one.cells))
            was = rows.pop(number, ())
            before = number or before
            if _filled(was, len(now)) != _filled(now, len(was)):
                yield self._row(one, block, before, was, now)
        for number, was in rows.items():
            yield self._row(None, block, number, was, ())

    def _row(
        self,
        one: Written | None,
        block: Block,
        number: int,
        was: tuple[str, ...],
        now: tuple[str, ...],
    ) -> Changed:
        now = now if any(now) else ()
        address = _address(block, number) if was else block.label
        found = self._about(one, address, CELL.join(was), CELL.join(now))
        found.block_id, found.sentence = block.id, number
        found.notes = self.ties.all(one) if one else []
        return found

    def _about(self, one: Written | None, address: str, old: str, new: str) -> Changed:
        found = Changed(address, old, new, authors=one.authors if one else ())
        if one is None or not one.is_tracked:
            found.faults.append({"key": UNTRACKED})
        return found


def _address(block: Block, sentence: int) -> str:
    address = Address.parse(block.label)
    return Address(address.field, address.block, max(sentence, 1)).label


def _text_of(block: Block) -> str:
    return " ".join(plain(sentence.text) for sentence in block.sentences)


def _filled(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """Cells with empty ones at the end as far as the other side has more."""
    return (*cells, *[""] * (width - len(cells)))


def _is_ours(one: Written, titles: Sequence[str]) -> bool:
    """Whether a paragraph that nobody changed is one of our headings that lost its style."""
    is_resumed = one.text.endswith(")")
    return any(
        same(one.text, title) or (is_resumed and title and one.text.startswith(title))
        for title in titles
    )


def _is_item_style(one: Written, last: Block, comparer: _Comparer) -> bool:
    """Whether a new paragraph goes on with the list before it: it looks like that item."""
    if last.kind is not BlockKind.ITEM:
        return False
    return any(block is last and other.style == one.style for other, block in comparer.paired.pairs)


def _out_of_order(paired: Paired, blocks: Sequence[Block]) -> set[int]:
    """Blocks that stand elsewhere among the others now: the fewest whose move explains it."""
    order = {block.id: at for at, block in enumerate(blocks)}
    there = [block for _one, block in paired.pairs if block is not None]
    chain = heaviest_chain(
        [order[block.id] for block in there], [1.0 + len(block.text) / 1000 for block in there]
    )
    stays = {there[at].id for at in chain}
    return {block.id for block in there if block.id not in stays}


def _with_moves(found: list[Changed]) -> list[Changed]:
    """A paragraph that was taken out and put in elsewhere word for word was moved."""
    new = {
        " ".join(one.new.split()): one
        for one in found
        if one.block_id is None and one.new and not one.is_by_hand
    }
    gone: list[Changed] = []
    for one in found:
        is_dropped = one.block_id is not None and one.sentence is None and not one.new
        there = new.pop(" ".join(one.old.split()), None) if is_dropped else None
        if there is not None:
            there.address, there.old, there.block_id = one.address, one.old, one.block_id
            there.notes = sorted({*there.notes, *one.notes})
            there.faults.append({"key": MOVED})
            gone.append(one)
    return [one for one in found if not any(one is other for other in gone)]
