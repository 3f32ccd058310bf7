"""An XLSX workbook (ECMA-376, part 1, chapter 18): the cells of its first sheet that has any.

Nothing is worked out: of a formula counts the value that was saved with it. The archive is opened
with the limits of the readers of drafts.
"""

from __future__ import annotations

from datetime import datetime

from app.drafts.readers.archive import Archive, Element
from app.drafts.readers.refusals import Unreadable
from app.i18n import _
from app.paper.grid import (
    ERROR,
    FORMULA,
    LONGEST_CELL,
    MERGED,
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    Row,
    cell,
)
from app.paper.readers import parts

MOST_TEXT = 30_000_000  # characters of all cells; one text may be shared by many
MOST_FILLED = 100_000  # cells that merged ones reach over


def read_workbook(name: str, data: bytes) -> Grid:
    """The cells of the first sheet that has any. Refused with Unreadable: no workbook, macros, an
    older or encrypted one, more rows, columns or text than any list of notes has."""
    archive = Archive(name, data)
    book = archive.tree("xl/workbook.xml")
    if book is None:
        raise parts.no_workbook(archive, name)
    parts.refuse_macros(archive, name)
    sheets = parts.sheets(archive, book)
    texts = _texts(archive)
    dates = parts.date_styles(archive)
    since = parts.epoch(book)
    grid = Grid()
    for title, member in sheets:
        tree = archive.tree(member)
        if tree is None:
            continue
        grid = _Sheet(name, texts, dates, since).read(title, tree)
        if any(not row.is_empty for row in grid.rows):
            return grid
    return grid


def _texts(archive: Archive) -> list[str]:
    """The shared strings; what stands over the words to say how they sound is left out."""
    tree = archive.tree("xl/sharedStrings.xml")
    return [] if tree is None else [parts.said(item) for item in parts.children(tree, "si")]


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, name: str, texts: list[str], dates: set[int], since: datetime) -> None:
        self.name, self.texts, self.dates, self.since = name, texts, dates, since
        self.cells: dict[int, dict[int, str]] = {}
        self.odd: dict[str, str] = {}
        self.room = MOST_TEXT

    def read(self, title: str, tree: Element) -> Grid:
        """All its cells, merged ones filled downwards."""
        number = 0
        for row in parts.children(parts.first(tree, "sheetData"), "row"):
            given = str(row.get("r", ""))
            number = int(given) if given.isdecimal() and len(given) < 9 else number + 1
            self._read_row(number, row)
            if len(self.cells) > MOST_ROWS:
                raise too_many_rows(self.name)
        self._fill(tree)
        return Grid(title, [self._row(number) for number in sorted(self.cells)], self.odd)

    def _read_row(self, number: int, row: Element) -> None:
        cells: dict[int, str] = {}
        column = -1
        for one in parts.children(row, "c"):
            found = parts.REFERENCE.fullmatch(str(one.get("r", "")))
            column = parts.column(found[1]) if found else column + 1
            value = self._value(one, number, column)
            if value and column >= MOST_COLUMNS:
                raise too_many_columns(self.name)
            if value:
                cells[column] = value
                self.room -= len(value)
        if self.room < 0:
            raise _too_much_text(self.name)
        if cells:
            self.cells[number] = cells

    def _value(self, one: Element, number: int, column: int) -> str:
        kind = one.get("t", "n")
        if kind == "inlineStr":
            item = parts.first(one, "is")
            return "" if item is None else parts.said(item)
        element = parts.first(one, "v")
        value = (element.text or "") if element is not None else ""
        if not value and parts.first(one, "f") is not None:
            self.odd[cell(number, column)] = FORMULA
            return "="
        if kind == "s":
            return (
                self.texts[int(value)] if value.isdecimal() and int(value) < len(self.texts) else ""
            )
        if kind == "e":
            self.odd[cell(number, column)] = ERROR
        return self._number(one, value) if kind == "n" else value[: LONGEST_CELL + 1]

    def _number(self, one: Element, value: str) -> str:
        style = str(one.get("s", "0"))
        try:
            number = float(value)
        except ValueError:
            return value[:100]
        if style.isdecimal() and int(style) in self.dates and 0 < number < 2_958_466:
            return parts.as_date(self.since, number)
        is_whole = number.is_integer() and abs(number) < 1e15
        return str(int(number)) if is_whole else value[:100]

    def _fill(self, tree: Element) -> None:
        """A merged cell says the same for each of its rows."""
        room = MOST_FILLED
        for merged in parts.children(parts.first(tree, "mergeCells"), "mergeCell"):
            ends = [parts.REFERENCE.fullmatch(end) for end in str(merged.get("ref", "")).split(":")]
            if len(ends) != 2 or ends[0] is None or ends[1] is None:
                continue
            column, top = parts.column(ends[0][1]), int(ends[0][2])
            value = self.cells.get(top, {}).get(column, "")
            last = min(int(ends[1][2]), max(self.cells, default=0))
            room -= max(0, last - top)
            if room < 0:
                raise too_many_rows(self.name)
            if self.room < 0:
                raise _too_much_text(self.name)
            for number in range(top + 1, last + 1) if value else ():
                if number in self.cells and column < MOST_COLUMNS:
                    self.room -= len(value)
                    self.cells[number].setdefault(column, value)
                    self.odd[cell(number, column)] = MERGED

    def _row(self, number: int) -> Row:
        cells = self.cells[number]
        return Row(number, [cells.get(column, "") for column in range(max(cells) + 1)])


def _too_much_text(name: str) -> Unreadable:
    return Unreadable(
        _("„%(name)s“ enthält mehr Text als jede Liste von Anmerkungen. Teilen Sie sie auf.")
        % {"name": name}
    )


def too_many_rows(name: str) -> Unreadable:
    """The refusal of a file with more rows than any list of notes has."""
    return Unreadable(
        _("„%(name)s“ hat mehr als %(most)d Zeilen. Teilen Sie sie auf.")
        % {"name": name, "most": MOST_ROWS}
    )


def too_many_columns(name: str) -> Unreadable:
    """The same for columns."""
    return Unreadable(
        _("„%(name)s“ hat mehr als %(most)d Spalten. Löschen Sie, was nicht gebraucht wird.")
        % {"name": name, "most": MOST_COLUMNS}
    )
