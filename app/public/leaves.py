"""The text of a version as a page shows it: parts, rows, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.comments.queries import Glance
from app.models import Block, BlockKind, Comment, Section

LONGEST_SPAN = 9  # the stylesheet knows span-2 to span-9


@dataclass
class Row:
    """A block, the comment shown beside it, how many more there are, and how many rows (itself,
    headings, blocks without comments) the margin may run on beside.

    A `pause` stands before a row or part where the margin of the one above it ends at last, so
    that two notes never overlap and no heading is parted from its text. A `Glance` for a note
    is one line with a way to the rest, so that a field full of notes stays a page to read.
    """

    block: Block
    note: Comment | Glance | None = None
    span: int = 1
    pause: bool = False

    @property
    def is_line(self) -> bool:
        """Whether the note is only a line here."""
        return isinstance(self.note, Glance)

    @property
    def more(self) -> int:
        """Comments on this block that are a step away."""
        shown = 1 if self.note else 0
        return max(0, self.block.comments_count + self.block.hidden_count - shown)

    @property
    def has_margin(self) -> bool:
        """Whether anything stands beside it."""
        return self.note is not None or self.more > 0


@dataclass
class Part:
    """A section: its heading (none for text before the first one) and what stands under it.

    `groups` are runs of rows: a list's items together, everything else alone.
    """

    section: Section | None
    level: int
    groups: list[list[Row]] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    pause: bool = False

    def rows(self) -> Iterator[Row | Part]:
        """What stands in it, in reading order: itself for its heading, and its rows."""
        if self.section is not None:
            yield self
        for group in self.groups:
            yield from group
        for part in self.parts:
            yield from part.rows()


def lay_out(
    sections: Sequence[Section],
    blocks: Sequence[Block],
    notes: Mapping[int, Comment | Glance],
    *,
    first_level: int = 2,
) -> list[Part]:
    """The text as nested parts. `notes` maps a block's id to the comment beside it.

    Headings start at `first_level`; a field's own heading is left to the page and should not be
    among `sections`' visible ones: pass it first and read its part's `parts`.
    """
    by_id = {section.id: Part(section, first_level) for section in sections}
    loose = Part(None, first_level)
    top: list[Part] = []
    for section in sections:
        part = by_id[section.id]
        parent = by_id.get(section.parent_id) if section.parent_id else None
        if parent is None:
            top.append(part)
        else:
            part.level = min(parent.level + 1, 6)
            parent.parts.append(part)
    for block in blocks:
        home = by_id.get(block.section_id, loose) if block.section_id else loose
        _append(home, Row(block, notes.get(block.id)))
    parts = ([loose] if loose.groups else []) + top
    _spread(parts)
    return parts


def _append(part: Part, row: Row) -> None:
    is_item = row.block.kind is BlockKind.ITEM
    if is_item and part.groups and part.groups[-1][0].block.kind is BlockKind.ITEM:
        part.groups[-1].append(row)
    else:
        part.groups.append([row])


def _spread(parts: Sequence[Part]) -> None:
    """Let each margin run on beside the following rows that have none, and put a pause before
    the next row that has one, or before the headings directly above it."""
    last: Row | None = None
    headings: list[Part] = []
    for part in parts:
        for place in part.rows():
            if isinstance(place, Part):
                headings.append(place)
                continue
            if place.has_margin:
                (headings[0] if headings else place).pause = last is not None
                last = place
            elif last is not None:
                last.span = min(LONGEST_SPAN, last.span + len(headings) + 1)
            headings.clear()
