"""Tables without ruling lines: words that stand below each other over at least three rows.

Found where strips of a page stay empty from row to row, and what stands between them begins, ends
or is centred at one place. Text in columns leaves such strips too: there the lines are filled,
and the sentence goes on below. Lists with their markers, and tables of contents, are none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from app.drafts.readers.flow import Cell, Grid
from app.drafts.readers.pdf.blocks import LEADERS, Measure
from app.drafts.readers.pdf.columns import Row
from app.drafts.readers.pdf.rows import Column, Stretch, Strip, rows_of
from app.drafts.readers.pdf.shapes import Box, Line, Word
from app.drafts.readers.pdf.tables import Paragraphs
from app.drafts.readers.pdf.things import Placed, find_head
from app.i18n import _

FEWEST = 3  # rows with more than one cell
_GAP = 9.0  # points, and times the size: less is a gap between words
_WIDE = 0.9
_WIDER = 1.8  # times the other gaps of a line, which in justified text are wide as well
_EVEN = 1.5  # gaps that differ less are those of a line that justifying has spread
_FURTHEST = 3.2  # times the size, from one line of a table to the next
_LONGEST = 120  # lines
_MOST_GAPS = 12  # of one line
_MOST_ROWS = 400  # of one page; more is no text that people read


@dataclass(slots=True)
class Aligned:
    """A table in its place; its cells are written once the calls of notes are known."""

    placed: Placed
    grid: Grid
    words: list[tuple[Cell, list[Word]]]

    def write(self, paragraphs: Paragraphs) -> None:
        """Fill its cells."""
        for cell, words in self.words:
            cell.paras = paragraphs(words)
        find_head(self.grid)


def take_aligned(rows: list[Row], usual: Measure, page: int) -> tuple[list[Row], list[Aligned]]:
    """The rows (from top to bottom) with such tables in place of their lines, and these tables."""
    if len(rows) > _MOST_ROWS:
        return rows, []
    strips = [_strips(row) if isinstance(row, Line) else [] for row in rows]
    kept: list[Row] = []
    found: list[Aligned] = []
    index = 0
    while index < len(rows):
        stretch = _widest(rows, strips, index)
        if stretch is None:
            kept.append(rows[index])
            index += 1
            continue
        columns = rows_of(stretch, usual)
        if not columns:
            end = stretch.first + (stretch.whole if columns is None else 1)
            kept += rows[index:end]
            index = end
            continue
        kept += rows[index : stretch.first]
        found.append(_aligned(stretch, columns, page))
        kept.append(found[-1].placed)
        index = stretch.first + len(stretch.lines)
    return kept, found


def _strips(line: Line) -> list[Strip]:
    """The wide gaps of a line."""
    if line.runs_left or len(line.words) < 2 or LEADERS.search(line.text):
        return []
    ordered = sorted(line.words, key=lambda word: word.x0)
    gaps: list[Strip] = []
    reach = ordered[0].x1
    for word in ordered[1:]:
        if word.x0 > reach:
            gaps.append((reach, word.x0))
        reach = max(reach, word.x1)
    least = max(_GAP, _WIDE * line.size)
    widths = [b - a for a, b in gaps if b - a > 0.1 * line.size]
    is_spread = len(widths) > 2 and max(widths) < min(2 * line.size, _EVEN * min(widths))
    between_words = [width for width in widths if width < least]
    if between_words:
        least = max(least, _WIDER * median(between_words))
    wide = [(a, b) for a, b in gaps if b - a >= least]
    return [] if is_spread or len(wide) > _MOST_GAPS else wide


def _widest(rows: list[Row], strips: list[list[Strip]], first: int) -> Stretch | None:
    """The stretch of lines that begins here, or one or two lines further down if more columns
    begin there (below a head that has fewer)."""
    best = _stretch(rows, strips, first)
    if best is None:
        return None
    for start in (first + 1, first + 2):
        other = _stretch(rows, strips, start) if start < len(rows) else None
        if other is None or len(other.lines) < 0.7 * len(best.lines):
            break
        if len(other.strips) > len(best.strips):
            best = other
    return best


def _stretch(rows: list[Row], strips: list[list[Strip]], first: int) -> Stretch | None:
    """The lines from `first` on that leave the strips of the first one free."""
    free = strips[first]
    if not free:
        return None
    lines: list[Line] = []
    for row, own in zip(rows[first : first + _LONGEST], strips[first:], strict=False):
        if not isinstance(row, Line) or (lines and not _is_near(lines[-1], row)):
            break
        left = _left_free(free, row, own)
        if left is None:
            break
        free = left
        lines.append(row)
    several = sum(len(_covered(line, free)) > 1 for line in lines)
    return Stretch(first, lines, free, len(lines)) if several >= FEWEST else None


def _is_near(before: Line, line: Line) -> bool:
    return (
        before.base - line.base < _FURTHEST * line.size
        and abs(before.size - line.size) < 1.6
        and not line.runs_left
    )


def _left_free(free: list[Strip], line: Line, own: list[Strip]) -> list[Strip] | None:
    """What the line leaves of the strips; None if it closes one of them, or leaves between its
    words no more than a blank there. `own` are the wide gaps of the line."""
    left: list[Strip] = []
    ends = [(-math.inf, line.x0), *own, (line.x1, math.inf)]
    for start, end in free:
        parts = [(max(start, a), min(end, b)) for a, b in ends]
        widest = max(parts, key=lambda part: part[1] - part[0])
        if widest[1] - widest[0] < _WIDE * line.size:
            return None
        left.append(widest)
    return left


def _covered(line: Line, free: Sequence[Strip]) -> set[int]:
    """The columns in which the line has words."""
    cuts = [(a + b) / 2 for a, b in free]
    return {sum(cut < word.x0 for cut in cuts) for word in line.words}


def _aligned(stretch: Stretch, rows: list[list[Column]], page: int) -> Aligned:
    """The grid of these rows, its cells still empty."""
    grid = Grid(
        doubt=_(
            "Die Tabelle hat keine Linien, sie ist aus den Abständen erraten. Prüfen Sie Zeilen "
            "und Spalten."
        ),
        is_drawn=True,
    )
    words: list[tuple[Cell, list[Word]]] = []
    for row in rows:
        cells = [Cell() for _column in row]
        grid.rows.append(cells)
        words += [(cell, column) for cell, column in zip(cells, row, strict=True) if column]
    lines = stretch.lines
    box = Box(
        min(line.x0 for line in lines),
        lines[-1].base - 0.3 * lines[-1].size,
        max(line.x1 for line in lines),
        lines[0].base + lines[0].size,
    )
    starts = tuple(stretch.start_of(column) for column in range(len(stretch.strips) + 1))
    return Aligned(Placed(box, grid, page, starts), grid, words)
