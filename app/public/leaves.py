"""The text of a version as a page shows it: parts, rows, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.models import Block, BlockKind, Comment, Section

LONGEST_SPAN = 5  # the stylesheet knows span-2 to span-5


@dataclass
class Row:
    """A block, the comment shown beside it, how many more there are, and how many rows (itself,
    headings, blocks without comments) the margin may run on beside."""

    block: Block
    note: Comment | None = None
    span: int = 1

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

    def rows(self) -> Iterator[Row | None]:
        """Its rows in reading order, None for a heading."""
        if self.section is not None:
            yield None
        for group in self.groups:
            yield from group
        for part in self.parts:
            yield from part.rows()


def lay_out(
    sections: Sequence[Section],
    blocks: Sequence[Block],
    notes: Mapping[int, Comment],
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
    """Let each margin run on beside the following rows that have none."""
    last: Row | None = None
    for part in parts:
        for row in part.rows():
            if row is not None and row.has_margin:
                last = row
            elif last is not None and last.span < LONGEST_SPAN:
                last.span += 1
