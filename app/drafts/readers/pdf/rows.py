"""The rows and columns of words that stand below each other, if they are a table's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.drafts.readers.pdf.blocks import Measure
from app.drafts.readers.pdf.shapes import Line, Word

Strip = tuple[float, float]
Column = list[Word]  # the words of one cell
_FEWEST = 3
_SAME = 2.0  # points between two edges that are one
_SHARE = 0.6  # of a column's lines that are aligned, or go on below
_CLOSEST = 0.85  # times the size, from a line to the next
_TEXT = 8.0  # times the size: a narrower column holds no running text
_LABEL_GAP = 4.0  # times the size, between the markers of a list and its text, if at most
_MARKER = re.compile(r"[^\w\s]{1,2}|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]?")


@dataclass(slots=True)
class Stretch:
    """Lines that leave the same strips free; `first` is the place of the first one among the rows
    of the page, `whole` how many were found before some were left out at the end."""

    first: int
    lines: list[Line]
    strips: list[Strip]
    whole: int

    def cells(self, line: Line) -> list[Column]:
        """The words of a line, column by column."""
        cuts = [(a + b) / 2 for a, b in self.strips]
        cells: list[Column] = [[] for _cut in range(len(cuts) + 1)]
        for word in line.words:
            cells[sum(cut < word.x0 for cut in cuts)].append(word)
        return cells

    def start_of(self, column: int) -> float:
        """Where a column begins."""
        cells = [self.cells(line)[column] for line in self.lines]
        return min((word.x0 for cell in cells for word in cell), default=0.0)

    def end_of(self, column: int, is_wide: bool) -> float:
        """Where the words of a column end, or (`is_wide`) where they might."""
        if is_wide and column < len(self.strips):
            return self.start_of(column + 1) - 0.8 * self.lines[0].size
        cells = [self.cells(line)[column] for line in self.lines]
        return max((word.x1 for cell in cells for word in cell), default=0.0)


def rows_of(stretch: Stretch, usual: Measure) -> list[list[Column]] | None:
    """The table's rows, each with a cell for every column; none if it is no table, None if it is
    running text.

    Lines at the end of the stretch that are not the table's are taken off it.
    """
    reader = _RowReader(stretch, usual)
    if reader.is_text():
        return None
    reader.trim()
    if not reader.is_aligned() or reader.is_list() or reader.is_contents():
        return []
    rows = reader.rows()
    return rows if sum(sum(map(bool, row)) > 1 for row in rows) >= _FEWEST else []


class _RowReader:
    def __init__(self, stretch: Stretch, usual: Measure) -> None:
        self._stretch = stretch
        self._usual = usual
        self._lines = stretch.lines
        self._cells = [stretch.cells(line) for line in self._lines]
        columns = range(len(stretch.strips) + 1)
        self._starts = [stretch.start_of(column) for column in columns]
        self._tight = [stretch.end_of(column, is_wide=False) for column in columns]
        self._wide = [stretch.end_of(column, is_wide=True) for column in columns]

    def is_text(self) -> bool:
        """Whether a column is running text: lines are filled, and go on below. Not so where rows
        stand apart over all columns."""
        steps = zip(self._lines, self._lines[1:], strict=False)
        if any(above.base - line.base < _CLOSEST * line.size for above, line in steps):
            return True  # what stands beside each other shares no base lines
        if self._stands_apart():
            return self._goes_on_over_rows() > 0
        return any(self._runs(column) for column in range(len(self._starts)))

    def trim(self) -> None:
        """Take lines off the end that have but one cell, unless they stand in step with the rows
        or go on with a cell."""
        while len(self._lines) > 1 and sum(map(bool, self._cells[-1])) < 2:
            if self._is_in_step() or self._goes_on(len(self._lines) - 1):
                return
            self._lines.pop()
            self._cells.pop()

    def is_aligned(self) -> bool:
        """Whether what stands below each other begins, ends or is centred at one place."""
        full = 0
        for column in range(len(self._starts)):
            cells = [row[column] for row in self._cells if row[column]]
            if len(cells) < 2 and not self._cells[0][column]:
                return False
            full += len(cells) >= _FEWEST
            sides = (
                [min(word.x0 for word in cell) for cell in cells],
                [max(word.x1 for word in cell) for cell in cells],
                [(cell[0].x0 + cell[-1].x1) / 2 for cell in cells],
            )
            if len(cells) > 1 and max(map(_at_one_place, sides)) < _SHARE * len(cells):
                return False
        return full > 1

    def is_list(self) -> bool:
        """Whether the first of two columns are the markers of a list, or both columns are lists."""
        begins = [
            [bool(_MARKER.fullmatch(cell[0].text)) for row in self._cells if (cell := row[column])]
            for column in range(len(self._starts))
        ]
        first = [row[0] for row in self._cells if row[0]]
        if len(begins) == 2 and all(begins[0]) and all(len(cell) == 1 for cell in first):
            gap = self._starts[1] - self._tight[0]
            return gap < _LABEL_GAP * self._lines[0].size
        return all(len(each) > 1 and sum(each) > 0.5 * len(each) for each in begins)

    def is_contents(self) -> bool:
        """Whether it ends with the numbers of pages, which only rise."""
        last = ["".join(word.text for word in row[-1]) for row in self._cells if row[-1]]
        if len(self._starts) > 3 or not all(text.isdecimal() and len(text) < 4 for text in last):
            return False
        numbers = [int(text) for text in last]
        return numbers == sorted(numbers)

    def rows(self) -> list[list[Column]]:
        """The lines put together to rows."""
        rows: list[list[Column]] = []
        stands_apart = self._stands_apart()
        for index, cells in enumerate(self._cells):
            begins = self._is_apart(index) if stands_apart else self._begins(index)
            if begins or not rows:
                rows.append([list(cell) for cell in cells])
            else:
                for whole, cell in zip(rows[-1], cells, strict=True):
                    whole += cell
        return rows

    def _stands_apart(self) -> bool:
        """Whether more space parts the rows than the lines within them."""
        begins = [i for i in range(len(self._lines)) if self._is_apart(i)]
        ends = [*begins[1:], len(self._lines)]
        several = sum(sum(map(bool, self._cells[index])) > 1 for index in begins)
        has_inner = any(end - begin > 1 for begin, end in zip(begins, ends, strict=True))
        return several >= _FEWEST and several >= _SHARE * len(begins) and has_inner

    def _is_apart(self, index: int) -> bool:
        if index == 0:
            return True
        line = self._lines[index]
        distance = self._lines[index - 1].base - line.base
        return distance > 1.15 * self._usual.usual(line.size) + 0.5

    def _begins(self, index: int) -> bool:
        cells = self._cells[index]
        if self._is_apart(index) or all(cells):
            return True
        full = [
            self._is_full(index, column, self._wide[column])
            for column, cell in enumerate(cells)
            if cell
        ]
        return not all(full) if cells[0] else len(full) > 1 and not any(full)

    def _goes_on(self, index: int) -> bool:
        """Whether each cell of the line goes on with the cell above, which is full."""
        if self._is_apart(index):
            return False
        for column, cell in enumerate(self._cells[index]):
            if cell and not self._is_full(index, column, self._wide[column]):
                return False
        return True

    def _is_full(self, index: int, column: int, edge: float) -> bool:
        """Whether the cell's first word would have had no room in the line above."""
        above, cell = self._cells[index - 1][column], self._cells[index][column]
        if not above:
            return False
        return edge - above[-1].x1 < cell[0].x1 - cell[0].x0 + 0.3 * self._lines[index].size

    def _runs(self, column: int) -> bool:
        size = self._lines[0].size
        if self._tight[column] - self._starts[column] < _TEXT * size:
            return False
        pairs = [
            len(above) > 1 and self._is_full(index, column, self._tight[column])
            for index in range(1, len(self._lines))
            if not self._is_apart(index)
            and self._cells[index][column]
            and (above := self._cells[index - 1][column])
        ]
        return len(pairs) > 1 and sum(pairs) > _SHARE * len(pairs)

    def _goes_on_over_rows(self) -> int:
        """How often a sentence goes on from the end of a row to the next one."""
        return sum(
            bool(above and below)
            and below[0].text[:1].islower()
            and not above[-1].text.endswith((".", ":", "!", "?"))
            and self._is_full(index, column, self._tight[column])
            for index in range(1, len(self._lines))
            if self._is_apart(index)
            for column, (above, below) in enumerate(
                zip(self._cells[index - 1], self._cells[index], strict=True)
            )
        )

    def _is_in_step(self) -> bool:
        """Whether the last line stands below the first column, as far from the line above as
        rows of this table do, and further than lines of a paragraph."""
        index = len(self._lines) - 1
        bases = [line.base for line in self._lines]
        steps = [bases[i - 1] - bases[i] for i in range(1, index)]
        own = bases[index - 1] - bases[index]
        in_step = sum(abs(step - own) < 1.0 for step in steps)
        begins = bool(self._cells[index][0]) and (
            abs(self._cells[index][0][0].x0 - self._starts[0]) < _SAME
        )
        return begins and self._is_apart(index) and in_step >= 2


def _at_one_place(places: Sequence[float]) -> int:
    """How many of the places are one."""
    return max((sum(abs(one - other) < _SAME for other in places) for one in places), default=0)
