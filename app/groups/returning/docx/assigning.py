"""Which block of the bundle's version each paragraph of the document is: by its bookmark, by the
address before it, else by its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from app.drafts.addresses import Address
from app.drafts.cells import Rows
from app.groups.returning.docx.changed import plain
from app.groups.returning.docx.written import HEAD, HEADING, ROW, TEXT, Written
from app.groups.writers.plain import one_line
from app.groups.writers.word.bookmarks import bookmark_name
from app.i18n import _
from app.models import Block, BlockKind

LEAST_ALIKE = 75  # of 100; less alike is another paragraph
MOST_LOST = 300  # paragraphs that are looked for by their words
SHORTEST = 12  # letters; what is shorter is like too many others


@dataclass(slots=True)
class Paired:
    """The document's paragraphs in order, each with its block (None: it is new, or a heading), and
    rows of each table's block (by id) with the number of their sentence (0: new), and its head."""

    pairs: list[tuple[Written, Block | None]] = field(default_factory=list)
    rows: dict[int, list[tuple[Written, int]]] = field(default_factory=dict)
    heads: dict[int, Written] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of our text was found in it."""
        return not self.seen


def assign(texts: Sequence[Written], blocks: Sequence[Block]) -> Paired:
    """Give each paragraph its block. What stands before our text (the title page) is left away."""
    found = Paired()
    by_name = {bookmark_name(block.label): block for block in blocks}
    rows = {name: place for block in blocks for name, place in _rows_of(block)}
    table: Block | None = None
    for one in _behind_the_title(texts, by_name.keys() | rows.keys()):
        if one.what in (ROW, HEAD):
            table = _row(found, one, rows, table)
        else:
            table = _paragraph(found, one, by_name)
    found.dropped -= found.seen
    _by_words(found, blocks)
    for block in blocks:
        if block.id in found.rows:
            found.rows[block.id] = _rows_by_words(found.rows[block.id], block)
    return found


def _behind_the_title(texts: Sequence[Written], ours: set[str]) -> Iterator[Written]:
    """From the first heading or passage of ours on."""
    began = False
    for one in texts:
        began = began or one.what == HEADING or one.name in ours
        if began:
            yield one


def _paragraph(found: Paired, one: Written, by_name: dict[str, Block]) -> Block | None:
    """Note which block a paragraph is; that block if it is a table, whose rows follow."""
    block = by_name.get(one.name)
    if block is not None and (block.id in found.seen or one.what == HEADING):
        block = None  # a bookmark that was copied with its words
    found.pairs.append((one, block))
    found.dropped |= {by_name[name].id for name in one.gone if name in by_name}
    if block is None:
        return None
    found.seen.add(block.id)
    return block if block.kind is BlockKind.TABLE else None


def _rows_of(block: Block) -> Iterator[tuple[str, tuple[Block, int]]]:
    if block.kind is not BlockKind.TABLE:
        return
    address = Address.parse(block.label)
    for sentence in block.sentences:
        label = Address(address.field, address.block, sentence.number).label
        yield bookmark_name(label), (block, sentence.number)


def _row(
    found: Paired, one: Written, rows: dict[str, tuple[Block, int]], table: Block | None
) -> Block | None:
    """A row of the table that its bookmark names, else of the one that stands here."""
    block, number = rows.get(one.name, (table, 0))
    if block is None:
        return None
    if one.what == HEAD:
        found.heads.setdefault(block.id, one)
        return block
    there = found.rows.setdefault(block.id, [])
    if number in (known for _row, known in there):
        number = 0
    found.seen.add(block.id)
    there.append((one, number))
    return block


def _by_words(found: Paired, blocks: Sequence[Block]) -> None:
    """Blocks whose bookmark and address are lost: the paragraph that says nearly the same."""
    lost = [
        block
        for block in blocks
        if block.id not in found.seen | found.dropped and len(block.text) >= SHORTEST
    ]
    free = [
        number
        for number, (one, block) in enumerate(found.pairs)
        if block is None and one.what == TEXT and not one.name and len(one.stood) >= SHORTEST
    ]
    free = free[:MOST_LOST]
    for block in lost[:MOST_LOST]:
        alike = [(fuzz.ratio(plain(block.text), found.pairs[n][0].stood), -n) for n in free]
        best, number = max(alike, default=(0.0, 0))
        if best >= LEAST_ALIKE:
            free.remove(-number)
            found.pairs[-number] = (found.pairs[-number][0], block)
            found.seen.add(block.id)


def _rows_by_words(there: list[tuple[Written, int]], block: Block) -> list[tuple[Written, int]]:
    """Rows without their bookmark: the one that says nearly the same as a row that is missing."""
    known = {number for _one, number in there}
    lost = {one.number: plain(" ".join(Rows.of(one.html).one_row())) for one in block.sentences}
    lost = {number: text for number, text in lost.items() if number not in known}
    found: list[tuple[Written, int]] = []
    for one, number in there:
        if not number and one.text and 0 < len(lost) <= MOST_LOST:
            best = max(lost, key=lambda each: fuzz.ratio(lost[each], one.text))
            if fuzz.ratio(lost[best], one.text) >= LEAST_ALIKE:
                number = best
                del lost[best]
        found.append((one, number))
    return found


def body_of(one: Written, block: Block) -> str:
    """The block's words in a paragraph: without address and marker, with what somebody put in
    before them, without the caption of a picture."""
    marker = one_line(block.marker)
    rest = one.lead.strip().removeprefix(one_line(block.label)).strip()
    has_marker = bool(marker) and rest.startswith(marker)
    rest = rest.removeprefix(marker).strip() if has_marker else rest
    text = one.text
    if marker and not has_marker and text.startswith(marker):
        text = text.removeprefix(marker).strip()
    if block.kind is BlockKind.FIGURE:
        return text if rest else text.removeprefix(_("Abbildung: ").strip()).strip()
    return f"{rest} {text}".strip()
