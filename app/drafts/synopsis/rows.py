"""What a synopsis is made of: rows of two sides, in parts small enough for a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.drafts.synopsis.tables import Line, lines_of
from app.drafts.synopsis.text import Heading, TextBlock
from app.drafts.wording import Piece, compare
from app.models.draft import BlockKind
from app.models.lineage import Fate


@dataclass
class Row:
    """One row: what stood (`olds`) and what stands (`news`), a heading or blocks.

    `kept` are those of `olds` that did not leave their place: the text reads on from them. A row
    with `leaves` is the old place of something that stands elsewhere now, `to` says where; `from_`
    says where `olds` stood, or from where `news` took words. `touched` maps the id of an old
    block to the numbers of its sentences that did not stay as they were.
    """

    state: Fate
    olds: tuple[TextBlock, ...] = ()
    news: tuple[TextBlock, ...] = ()
    old_heading: Heading | None = None
    new_heading: Heading | None = None
    kept: tuple[TextBlock, ...] = ()
    leaves: bool = False
    to: list[Row] = field(default_factory=list)
    from_: list[Row] = field(default_factory=list)
    touched: Mapping[int, frozenset[int]] = field(default_factory=dict)
    part: int = 0
    change: int = 0

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return (self.old_heading or self.new_heading) is not None

    @property
    def is_change(self) -> bool:
        """Whether anything became of it; the old place of what moved belongs to its new one."""
        return self.state is not Fate.UNCHANGED and not self.leaves

    @property
    def fragment(self) -> str:
        """Its name in the page: that of the new passage, else the old one's with `old-`."""
        if self.is_heading:
            if self.new_heading:
                return self.new_heading.anchor
            return f"old-{self.old_heading.anchor}" if self.old_heading else ""
        return self.news[0].fragment if self.news else f"old-{self.olds[0].fragment}"

    @property
    def level(self) -> int:
        """The level of a heading, 0 of anything else."""
        heading = self.new_heading or self.old_heading
        return heading.level if heading else 0

    @property
    def label(self) -> str:
        """How people call it: the new address, else the old one."""
        heading = self.new_heading or self.old_heading
        return heading.title if heading else (self.news or self.olds)[0].label

    @property
    def is_reworded(self) -> bool:
        """Whether words went or came within it."""
        if not self.olds or not self.news:
            return False
        if self.lines is not None:
            cells = (piece for line in self.lines for cell in line.cells for piece in cell)
            return any(piece.mark for piece in cells) or any(line.mark for line in self.lines)
        return any(piece.mark for piece in self.pieces)

    @cached_property
    def pieces(self) -> list[Piece]:
        """The words of both sides in one row; of the old place of what moved, the old ones."""
        if self.is_heading:
            old, new = self.old_heading, self.new_heading
            return compare([old.title] if old else [], [new.title] if new else [])
        return compare_blocks(self.olds, self.news)

    @cached_property
    def lines(self) -> list[Line] | None:
        """The rows of a table against those of another, or None where it is none."""
        return lines_of(self.olds, self.news)

    @property
    def words(self) -> int:
        """How many words stand in it, of both sides together."""
        return sum(block.words for block in (*self.olds, *self.news))

    def blocks(self, side: str) -> tuple[TextBlock, ...]:
        """The blocks of a side, "old" or "new"."""
        return self.olds if side == "old" else self.news


def compare_blocks(olds: Sequence[TextBlock], news: Sequence[TextBlock]) -> list[Piece]:
    """The words of blocks against those of others, with a break between two blocks."""
    return compare([_words(block) for block in olds], [_words(block) for block in news])


def _words(block: TextBlock) -> str:
    if block.kind is BlockKind.FIGURE and block.said:
        return f"{block.said} {block.text}".strip()
    return block.text


@dataclass
class Part:
    """What stands on one page: a field, a section beside one, or a piece of a long one.

    `piece` counts the pieces of what was too long for a page, from 1; 0 where it is whole.
    """

    number: int
    title: str
    label: str = ""
    colour: int | None = None
    rows: list[Row] = field(default_factory=list)
    piece: int = 0

    @cached_property
    def top(self) -> int:
        """The level of its highest heading."""
        return min((row.level for row in self.rows if row.is_heading), default=0)

    @cached_property
    def changes(self) -> int:
        """How many of its rows are changes."""
        return sum(row.is_change for row in self.rows)

    @property
    def heading(self) -> Row | None:
        """The heading it is named after, where that stands in it."""
        first = self.rows[0] if self.rows and self.piece < 2 else None
        return first if first is not None and first.is_heading else None

    def sections(self) -> Iterator[tuple[Row, int]]:
        """The highest headings below its own, with the number of changes at and under each."""
        rows = self.rows[1:] if self.heading else self.rows
        inner = [row for row in rows if row.is_heading]
        top = min((row.level for row in inner), default=0)
        heading: Row | None = None
        count = 0
        for row in rows:
            if row.is_heading and row.level == top:
                if heading is not None:
                    yield heading, count
                heading, count = row, 0
            count += row.is_change
        if heading is not None:
            yield heading, count


@dataclass
class Synopsis:
    """Two versions side by side, in parts."""

    old: int
    new: int
    parts: list[Part]

    @cached_property
    def rows(self) -> list[Row]:
        """All rows, in the order of the new text."""
        return [row for part in self.parts for row in part.rows]

    @cached_property
    def changes(self) -> list[Row]:
        """All rows that are changes."""
        return [row for row in self.rows if row.is_change]

    @cached_property
    def counts(self) -> Counter[Fate]:
        """How many passages (headings are none) became what."""
        return Counter(row.state for row in self.rows if not row.is_heading and not row.leaves)
