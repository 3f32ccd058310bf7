"""A table or picture in its place among the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.drafts.readers.flow import Cell, Grid, Image, Para, Run
from app.drafts.readers.pdf.shapes import Box
from app.i18n import _

_TABLE = re.compile(r"(?:tab\.|tabelle)\s*\d+", re.IGNORECASE)
_PICTURE = re.compile(r"(?:abb\.|abbildung|bild|grafik|foto|karte)\s*\d+", re.IGNORECASE)
_LONGEST_CAPTION = 300
_CLOSE = 3.0  # points between the edges of two parts of one table


@dataclass(slots=True)
class Placed:
    """`item` stands in `box` on a page. `starts` are where the columns of a table without ruling
    lines begin."""

    box: Box
    item: Grid | Image
    page: int
    starts: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The words of a table."""
        return " ".join(map(_words, self.item.rows)) if isinstance(self.item, Grid) else ""

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.box.x0

    @property
    def x1(self) -> float:
        """Its right edge."""
        return self.box.x1

    @property
    def base(self) -> float:
        """What it is sorted by among the lines: its top."""
        return self.box.y1

    def goes_on_in(self, other: Placed) -> bool:
        """Whether the other one is the rest of this table on the next page, or in the next
        column."""
        beside = other.page == self.page and other.x0 > self.x1
        return (
            isinstance(self.item, Grid)
            and isinstance(other.item, Grid)
            and (beside or other.page == self.page + 1)
            and self._is_as_wide_as(other)
            and _columns(self.item) == _columns(other.item)
        )

    def _is_as_wide_as(self, other: Placed) -> bool:
        if self.starts and len(self.starts) == len(other.starts):
            pairs = zip(self.starts, other.starts, strict=True)
            steps = [one - another for one, another in pairs]
            return max(steps) - min(steps) < _CLOSE
        return abs(self.box.width - other.box.width) < _CLOSE


def join_tables(items: Sequence[Para | Placed]) -> tuple[list[Para | Placed], list[str]]:
    """Tables that go on over a page break as one, and their heads that were repeated."""
    kept: list[Para | Placed] = []
    heads: list[str] = []
    last: Placed | None = None
    for item in items:
        if isinstance(item, Placed) and last is not None and last.goes_on_in(item):
            heads += _append(last, item)
            continue
        kept.append(item)
        if isinstance(item, Placed):
            last = item
        elif not item.is_running:
            last = None
    return kept, heads


def with_captions(items: Sequence[Para | Placed]) -> list[Para | Placed]:
    """„Abbildung 3: …“ and „Tabelle 2: …“ go to the picture or table beside them."""
    kept: list[Para | Placed] = []
    for position, item in enumerate(items):
        beside = [*kept[-1:], *items[position + 1 : position + 2]]
        owner = None if isinstance(item, Placed) else _owner(item, beside)
        if owner is not None and isinstance(item, Para):
            owner.caption = item
        else:
            kept.append(item)
    return kept


def _owner(para: Para, beside: Sequence[Para | Placed]) -> Grid | Image | None:
    if para.is_running or para.is_contents or len(para.text) > _LONGEST_CAPTION:
        return None
    for other in beside:
        if isinstance(other, Placed) and other.item.caption is None:
            sign = _TABLE if isinstance(other.item, Grid) else _PICTURE
            if sign.match(para.text):
                return other.item
    return None


def _append(first: Placed, rest: Placed) -> list[str]:
    """Add the rest's rows; a head that it repeats is left out and returned."""
    if not (isinstance(first.item, Grid) and isinstance(rest.item, Grid)):
        return []
    rows, heads = rest.item.rows, []
    if rows and first.item.rows and _words(rows[0]) == _words(first.item.rows[0]):
        heads.append(_words(rows[0]))
        rows = rows[1:]
    if rows and first.item.rows and _is_rest(rows[0], first.item.rows[-1]):
        for cell, above in zip(rows[0], first.item.rows[-1], strict=True):
            above.paras = _gone_on(above.paras, cell.paras)
        rows = rows[1:]
    first.item.rows += rows
    find_head(first.item)
    first.page = rest.page
    more = _("Sie geht über einen Seitenwechsel.")
    first.item.doubt = f"{first.item.doubt.removesuffix(more).strip()} {more}"
    return heads


def _is_rest(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a row is what the page break cut off the row above it."""
    if [cell.across for cell in row] != [cell.across for cell in above]:
        return False
    empty = sum(not cell.paras for cell in row)
    return len(row) / 2 <= empty < len(row)


def _gone_on(above: list[Para], below: list[Para]) -> list[Para]:
    """The paragraphs of a cell that was cut; one that ends without a stop goes on."""
    if above and below and not below[0].marker and not above[-1].text.endswith((".", ":", "!")):
        above[-1].runs += [Run(" "), *below[0].runs]
        below = below[1:]
    return [*above, *below]


def _columns(grid: Grid) -> int:
    return max((sum(cell.across for cell in row) for row in grid.rows), default=0)


def _words(row: Sequence[Cell]) -> str:
    return " ".join(para.text for cell in row for para in cell.paras)


def find_head(grid: Grid) -> None:
    """A first row of bold words, or of another colour than the second, heads the table."""
    if len(grid.rows) < 2 or len(grid.rows[0]) < 2:
        return
    first, second = grid.rows[0], grid.rows[1]
    is_strong = _is_strong(first) and not _is_strong(second)
    is_coloured = all(cell.fill for cell in first) and not any(cell.fill for cell in second)
    for cell in first:
        cell.is_head = is_strong or is_coloured


def _is_strong(row: Sequence[Cell]) -> bool:
    runs = [run for cell in row for para in cell.paras for run in para.runs if run.text.strip()]
    return bool(runs) and all("strong" in run.marks for run in runs)
