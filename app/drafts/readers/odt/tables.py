"""Tables of an ODT."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.drafts.readers.flow import Cell, Grid, Image, Item, Para
from app.drafts.readers.odt.names import TABLE, Element, attribute, tag, whole
from app.drafts.readers.odt.styles import Styles

if TYPE_CHECKING:
    from app.drafts.readers.odt.body import Around, Body

MOST_REPEATS = 100  # of one row or cell; more is a spreadsheet's way to fill a page
WIDEST = 500  # columns
TALLEST = 20_000  # rows that one cell may reach over
MOST_CELLS = 50_000  # of one table; beyond them nothing is repeated
_ROWS = frozenset(f"{TABLE}{kind}" for kind in ("table-rows", "table-row-group"))
_COLUMNS = frozenset(f"{TABLE}{kind}" for kind in ("table-columns", "table-column-group"))


@dataclass(slots=True)
class _Columns:
    """How many columns head the table, and the cell style that each column gives."""

    heads: int = 0
    styles: list[str] = field(default_factory=list)


def read_table(element: Element, around: Around, body: Body) -> list[Item]:
    """The table as a grid, with the pictures in it after it.

    One of a single column with a table or picture inside is a box: what is in it stands for itself.
    """
    reader = _TableReader(element, around, body)
    rows = reader.rows()
    if all(len(row) <= 1 for row in rows) and reader.has_more_than_words:
        return [item for row in rows for cell in row for item in reader.unwrapped(cell)]
    if not rows:
        return []
    depth = -1 if around.place is None else around.place.level - 1
    cells = [[_in_one(cell) for cell in row] for row in rows]
    pictures = [item for row in rows for cell in row for item in cell.items if _is_picture(item)]
    return [Grid(rows=cells, depth=depth), *pictures]


@dataclass(slots=True)
class _Read:
    """A cell before it is decided what may stand in it."""

    cell: Cell
    items: list[Item]


class _TableReader:
    def __init__(self, element: Element, around: Around, body: Body) -> None:
        self._element = element
        self._around = replace(around, place=None, fill="")
        self._body = body
        self._columns = _Columns()
        self._read_columns(element, is_head=False)
        name = attribute(element, f"{TABLE}style-name")
        self._fill = body.styles.fill("table", name, "table-properties") or around.fill
        self.has_more_than_words = False
        self._cells = 0

    def rows(self) -> list[list[_Read]]:
        """Every row with what is in its cells."""
        rows: list[list[_Read]] = []
        cells = 0
        for element, is_head in _rows(self._element, is_head=False):
            hidden = attribute(element, f"{TABLE}visibility") in {"collapse", "filter"}
            around = replace(self._around, is_hidden=self._around.is_hidden or hidden)
            row = self._row(element, around, is_head)
            if not row or hidden:
                continue
            repeats = max(1, whole(element, f"{TABLE}number-rows-repeated", 1, MOST_REPEATS))
            filled = any(read.items for read in row)
            cells += len(row) * repeats
            rows += [row] * (repeats if filled and cells < MOST_CELLS else 1)
        return rows

    def unwrapped(self, read: _Read) -> list[Item]:
        """What stands in a box, shaded as the box is."""
        for item in read.items:
            if isinstance(item, Para):
                item.fill = item.fill or read.cell.fill
        return read.items

    def _row(self, element: Element, around: Around, is_head: bool) -> list[_Read]:
        row: list[_Read] = []
        column = 0
        for cell in element:
            repeats = max(1, whole(cell, f"{TABLE}number-columns-repeated", 1, MOST_REPEATS))
            if tag(cell) == f"{TABLE}table-cell":
                if self._cells >= MOST_CELLS or column >= WIDEST:
                    repeats = 1
                self._cells += repeats
                items = self._body.read(cell, around)
                self._look_at(items)
                for _again in range(repeats):
                    row.append(_Read(self._cell(cell, element, column, is_head), items))
                    column += 1
            elif tag(cell) == f"{TABLE}covered-table-cell":
                column += repeats
        return row

    def _cell(self, element: Element, row: Element, column: int, is_head: bool) -> Cell:
        return Cell(
            is_head=is_head or column < self._columns.heads,
            across=max(1, whole(element, f"{TABLE}number-columns-spanned", 1, WIDEST)),
            down=max(1, whole(element, f"{TABLE}number-rows-spanned", 1, TALLEST)),
            fill=self._shading(element, row, column),
        )

    def _shading(self, element: Element, row: Element, column: int) -> str:
        looks: Styles = self._body.styles
        own = attribute(element, f"{TABLE}style-name")
        by_row = attribute(row, f"{TABLE}default-cell-style-name")
        by_column = self._columns.styles[column] if column < len(self._columns.styles) else ""
        return (
            looks.fill("table-cell", own or by_row or by_column, "table-cell-properties")
            or looks.fill("table-row", attribute(row, f"{TABLE}style-name"), "table-row-properties")
            or self._fill
        )

    def _look_at(self, items: list[Item]) -> None:
        if any(not isinstance(item, Para) for item in items):
            self.has_more_than_words = True

    def _read_columns(self, element: Element, is_head: bool) -> None:
        for child in element:
            if tag(child) == f"{TABLE}table-header-columns":
                self._read_columns(child, is_head=True)
            elif tag(child) in _COLUMNS:
                self._read_columns(child, is_head)
            elif tag(child) == f"{TABLE}table-column":
                number = max(1, whole(child, f"{TABLE}number-columns-repeated", 1, WIDEST))
                style = attribute(child, f"{TABLE}default-cell-style-name")
                self._columns.styles += [style] * min(number, WIDEST - len(self._columns.styles))
                self._columns.heads += number if is_head else 0


def _rows(element: Element, is_head: bool) -> Iterator[tuple[Element, bool]]:
    for child in element:
        if tag(child) == f"{TABLE}table-row":
            yield child, is_head
        elif tag(child) == f"{TABLE}table-header-rows":
            yield from _rows(child, is_head=True)
        elif tag(child) in _ROWS:
            yield from _rows(child, is_head)


def _in_one(read: _Read) -> Cell:
    """The cell with its paragraphs; a table inside it is read cell by cell."""
    read.cell.paras = [para for item in read.items for para in _paras(item)]
    return read.cell


def _paras(item: Item) -> Iterator[Para]:
    if isinstance(item, Para):
        yield item
    elif isinstance(item, Grid):
        if item.caption:
            yield item.caption
        for row in item.rows:
            for cell in row:
                yield from cell.paras


def _is_picture(item: Item) -> bool:
    return isinstance(item, Image)
