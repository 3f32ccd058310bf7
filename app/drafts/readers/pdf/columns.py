"""Columns: where an empty strip parts a stretch of lines, left is read before right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.drafts.readers.pdf.lines import line_of
from app.drafts.readers.pdf.shapes import Line
from app.drafts.readers.pdf.things import Placed

GUTTER = 9.0  # points; less is a gap between words
FEWEST = 4  # lines on each side
NARROWEST = 0.2  # of the whole width; a narrower side is a margin or a label
_SIDES = 2  # a column may be parted again
Row = Line | Placed


@dataclass(slots=True)
class Lane:
    """Rows that are read from top to bottom; `is_column` if others stand beside them."""

    rows: list[Row] = field(default_factory=list)
    is_column: bool = False


@dataclass(frozen=True, slots=True)
class _Parting:
    """The rows from `first` up to `last` stand left and right of `x`."""

    x: float
    first: int
    last: int
    score: int


def lanes(rows: list[Row], is_column: bool = False, depth: int = 0) -> Iterator[Lane]:
    """The rows (from top to bottom, each over the whole width) as lanes in reading order."""
    found = _best(rows) if depth <= _SIDES and len(rows) >= FEWEST else None
    if found is None:
        if rows:
            yield Lane(rows, is_column)
        return
    yield from lanes(rows[: found.first], is_column, depth + 1)
    for side in _parted(rows[found.first : found.last], found.x):
        yield from lanes(side, True, depth + 1)
    yield from lanes(rows[found.last :], is_column, depth + 1)


def _parted(rows: Sequence[Row], x: float) -> tuple[list[Row], list[Row]]:
    left: list[Row] = []
    right: list[Row] = []
    for row in rows:
        if isinstance(row, Placed):
            (left if row.x1 <= x else right).append(row)
            continue
        for side, words in (
            (left, [word for word in row.words if word.x0 < x]),
            (right, [word for word in row.words if word.x0 >= x]),
        ):
            if words:
                side.append(line_of(words))
    return left, right


def _best(rows: Sequence[Row]) -> _Parting | None:
    left = min(row.x0 for row in rows)
    right = max(row.x1 for row in rows)
    width = right - left
    spans = [_spans(row) for row in rows]
    best: _Parting | None = None
    for x in _candidates(rows, spans):
        if min(x - left, right - x) < NARROWEST * width:
            continue
        for first, last in _uncrossed(spans, x):
            found = _parting(spans, x, first, last)
            if found and (best is None or found.score > best.score):
                best = found
    return best


def _spans(row: Row) -> list[tuple[float, float]]:
    """Where the row is covered, gaps between words closed."""
    if isinstance(row, Placed):
        return [(row.x0, row.x1)]
    spans: list[tuple[float, float]] = []
    for word in row.words:
        if spans and word.x0 - spans[-1][1] < GUTTER:
            spans[-1] = (spans[-1][0], max(spans[-1][1], word.x1))
        else:
            spans.append((word.x0, word.x1))
    return spans


def _candidates(rows: Sequence[Row], spans: Sequence[list[tuple[float, float]]]) -> list[float]:
    """Where a parting could be: before what begins at the same place in several rows."""
    begins = Counter(round(span[0] / 3) for row in spans for span in row)
    often = [place for place, times in begins.most_common(8) if times >= FEWEST]
    return [place * 3 - GUTTER / 2 for place in often]


def _uncrossed(spans: Sequence[list[tuple[float, float]]], x: float) -> Iterator[tuple[int, int]]:
    """Each longest stretch of rows that leave the strip around `x` free."""
    first = 0
    for index, row in enumerate(spans):
        if any(start < x + 1 and end > x - GUTTER / 3 for start, end in row):
            if index - first >= FEWEST:
                yield first, index
            first = index + 1
    if len(spans) - first >= FEWEST:
        yield first, len(spans)


def _parting(
    spans: Sequence[list[tuple[float, float]]], x: float, first: int, last: int
) -> _Parting | None:
    on_left = [i for i in range(first, last) if spans[i][0][0] < x]
    on_right = [i for i in range(first, last) if spans[i][-1][0] >= x]
    if not on_left or not on_right:
        return None
    first = max(first, min(on_right[0], max(on_left[0], on_right[0])))
    on_left = [i for i in on_left if i >= first]
    beside = [i for i in on_left if i <= on_right[-1]]
    score = min(len(beside), len(on_right))
    if score < FEWEST:
        return None
    inner = max(span[1] for i in beside for span in spans[i] if span[0] < x)
    outer = min(span[0] for i in on_right for span in spans[i] if span[0] >= x)
    if outer - inner < GUTTER:
        return None
    return _Parting(x, first, last, score)
