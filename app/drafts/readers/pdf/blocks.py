"""Lines become blocks: those that belong to one paragraph."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.drafts.readers.pdf.markers import Marker, marker_of
from app.drafts.readers.pdf.shapes import Line

LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}$|(?:…\s?){2,}\s*\d{1,4}$|(?:_\s?){5,}\s*\d{1,4}$")
_ENDS = tuple('.!?:;“”"…')
_AGAIN = (1.3, 0.8)  # times the usual distance of lines, and points: more is a new paragraph


@dataclass(frozen=True, slots=True)
class Measure:
    """What is usual in a file: the size of its text, the distance of lines by size."""

    body: float
    leading: dict[float, float]

    def usual(self, size: float) -> float:
        """The distance between two lines of that size within a paragraph."""
        return self.leading.get(size, 1.25 * size)


@dataclass(slots=True)
class Block:
    """Lines of one paragraph. `left` and `right` are the edges of its column, `lane` its number
    among all columns and stretches of the file."""

    lines: list[Line]
    left: float
    right: float
    lane: int
    marker: Marker | None = None
    doubts: list[str] = field(default_factory=list)
    is_contents: bool = False
    end_left: float | None = None  # the left edge of the column of its last lines, if another

    @property
    def size(self) -> float:
        """The size of its letters."""
        return self.lines[0].size

    @property
    def text(self) -> str:
        """Its words, line by line."""
        return " ".join(line.text for line in self.lines)

    @property
    def is_strong(self) -> bool:
        """Whether all of it is bold."""
        return all(line.is_strong for line in self.lines)

    @property
    def x0(self) -> float:
        """Where it begins, counted from the left edge of its column."""
        return self.lines[0].x0 - self.left


def measure(columns: Iterable[Sequence[Any]]) -> Measure:
    """What is usual in these columns of lines (other things in them are passed over)."""
    sizes: Counter[float] = Counter()
    leading: dict[float, Counter[float]] = {}
    for rows in columns:
        before: Line | None = None
        for row in rows:
            line = row if isinstance(row, Line) and not row.is_running else None
            if line is not None:
                sizes[line.size] += len(line.text)
            if line is not None and before is not None and before.size == line.size:
                distance = round(2 * (before.base - line.base)) / 2
                if 0.8 * line.size < distance < 2.2 * line.size:
                    leading.setdefault(line.size, Counter())[distance] += 1
            before = line
    body = sizes.most_common(1)[0][0] if sizes else 11.0
    return Measure(body, {size: _usual(found) for size, found in leading.items()})


def _usual(distances: Counter[float]) -> float:
    """The smallest of the frequent distances: the others part paragraphs."""
    most = distances.most_common(1)[0][1]
    return min(distance for distance, times in distances.items() if times >= 0.5 * most)


class BlockBuilder:
    """Puts the lines of one column together."""

    def __init__(self, usual: Measure, left: float, right: float, lane: int) -> None:
        """`left` and `right` are the edges between which the column's lines are filled."""
        self._usual = usual
        self._left, self._right = left, right
        self._lane = lane
        self.blocks: list[Block] = []
        self._is_cut = True

    def cut(self) -> None:
        """Something else stands between the last line and the next."""
        self._is_cut = True

    def add(self, line: Line) -> None:
        """The next line of the column."""
        marker = marker_of(line)
        block = self.blocks[-1] if self.blocks and not self._is_cut else None
        if block is not None and not self._parts(block, line, marker):
            block.lines.append(line)
            return
        self._is_cut = False
        self.blocks.append(Block([line], self._left, self._right, self._lane, marker))

    def _parts(self, block: Block, line: Line, marker: Marker | None) -> bool:
        before = block.lines[-1]
        if self._looks_other(before, line) or LEADERS.search(before.text):
            return True
        if marker is not None and (
            self._has_room(before, line) or self._begins_item(block, before, marker)
        ):
            return True
        return self._has_ended(before, line) or self._is_indented(block, before, line)

    def _looks_other(self, before: Line, line: Line) -> bool:
        """Another size, background, or further away than lines of a paragraph are."""
        if abs(before.size - line.size) > 0.7 or before.level != line.level:
            return True
        distance = before.base - line.base
        times, points = _AGAIN
        if distance < 0.3 * line.size or distance > times * self._usual.usual(line.size) + points:
            return True
        return before.words[-1].fill != line.words[0].fill and (
            bool(before.fill or line.fill) and before.fill != line.fill
        )

    def _has_room(self, before: Line, line: Line) -> bool:
        """Whether the next line's first word would have had room: then nobody broke the line
        but the end of the paragraph."""
        room = room_after(before, self._left, self._right)
        return room > first_width(line) + 0.3 * line.size + 1.0

    def _has_ended(self, before: Line, line: Line) -> bool:
        has_room = self._has_room(before, line)
        goes_on = line.text[:1].islower() and not before.text.endswith(_ENDS)
        if before.is_strong != line.is_strong and not goes_on:
            return has_room or (before.is_strong and not line.words[0].look.strong)
        return has_room and not goes_on

    def _begins_item(self, block: Block, before: Line, marker: Marker) -> bool:
        if not marker.is_weak or marker.follows(self._last_marker()):
            return True
        # A marker that stands out to the left of the lines before it, in a list.
        return block.marker is not None and marker.x0 < before.x0 - 3 and len(block.lines) > 1

    def _last_marker(self) -> Marker | None:
        return next((b.marker for b in reversed(self.blocks[-12:]) if b.marker), None)

    @staticmethod
    def _is_indented(block: Block, before: Line, line: Line) -> bool:
        """A first line set in, or a line further left than the text of an item or paragraph."""
        step = 0.8 * line.size
        if line.runs_left:
            return False
        if line.x0 > before.x0 + step:
            hangs = len(block.lines) == 1
            return not hangs and before.text.endswith(_ENDS)
        if block.marker is not None:
            return line.x0 < block.marker.x0 - step
        return len(block.lines) > 1 and line.x0 < before.x0 - step


def room_after(line: Line, left: float, right: float) -> float:
    """How much of a line is empty after its last word, in a column with these edges."""
    if line.runs_left:
        return line.x0 - left
    return min(right, _edge_of_area(line)) - line.x1


def first_width(line: Line) -> float:
    """The width of all that must stay together at the beginning of a line."""
    first = line.words[0]
    left, right = first.x0, first.x1
    for word in line.words[1:]:
        if word.spaced:
            break
        left, right = min(left, word.x0), max(right, word.x1)
    return right - left


def _edge_of_area(line: Line) -> float:
    """How far a line in a coloured box can reach: as far from its right as from its left."""
    area = line.words[0].area
    if area is None or not line.fill:
        return math.inf
    return area.x1 - min(max(0.0, line.x0 - area.x0), 2 * line.size)
