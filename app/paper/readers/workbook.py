"""An XLSX workbook (ECMA-376, part 1, chapter 18): the cells of its first sheet that has any.

Nothing is worked out: of a formula counts the value that was saved with it. The archive is opened
with the limits of the readers of drafts.
"""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from posixpath import join, normpath

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

_REL = re.compile(r"\}id$")
_REF = re.compile(r"([A-Z]{1,7})([1-9][0-9]{0,8})")
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_IS_DATE = re.compile(r"[dyj]|m(?![^;]*0\.0)", re.IGNORECASE)  # j: German versions of Excel
MOST_TEXT = 30_000_000  # characters of all cells; one text may be shared by many
MOST_FILLED = 100_000  # cells that merged ones reach over


def read_workbook(name: str, data: bytes) -> Grid:
    """The cells of the first sheet that has any. Refused with Unreadable: no workbook, macros, an
    older or encrypted one, more rows, columns or text than any list of notes has."""
    archive = Archive(name, data)
    book = archive.tree("xl/workbook.xml")
    if book is None:
        raise _no_workbook(archive, name)
    _refuse_macros(archive, name)
    sheets = _sheets(archive, book)
    texts = _texts(archive)
    dates = _date_styles(archive)
    since = _epoch(book)
    grid = Grid()
    for title, member in sheets:
        tree = archive.tree(member)
        if tree is None:
            continue
        grid = _Sheet(name, texts, dates, since).read(title, tree)
        if any(not row.is_empty for row in grid.rows):
            return grid
    return grid


def _no_workbook(archive: Archive, name: str) -> Unreadable:
    members = archive.members
    if "mimetype" in members or "content.xml" in members:
        advice = _("„%(name)s“ ist keine Excel-Tabelle. Speichern Sie sie als .xlsx oder .csv.")
    elif "xl/workbook.bin" in members:
        advice = _("„%(name)s“ ist eine XLSB-Datei. Speichern Sie sie als .xlsx oder .csv.")
    else:
        advice = _("„%(name)s“ ist ein Archiv, aber keine Tabelle. Nehmen Sie .xlsx oder .csv.")
    return Unreadable(advice % {"name": name})


def _refuse_macros(archive: Archive, name: str) -> None:
    types = archive.tree("[Content_Types].xml")
    kinds = "" if types is None else " ".join(str(e.get("ContentType", "")) for e in types)
    if "macroEnabled" in kinds or any("vbaproject" in m.lower() for m in archive.members):
        raise Unreadable(
            _("„%(name)s“ enthält Makros. Speichern Sie sie als .xlsx ohne Makros.")
            % {"name": name}
        )


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [one for one in element if _local(one) == name]


def _first(element: Element | None, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _sheets(archive: Archive, book: Element) -> list[tuple[str, str]]:
    """Title and member of each sheet that is not hidden, in their order."""
    links = archive.tree("xl/_rels/workbook.xml.rels")
    targets = {}
    for link in [] if links is None else links:
        target = str(link.get("Target", ""))
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        targets[link.get("Id")] = path
    found = []
    for sheet in _children(_first(book, "sheets"), "sheet"):
        ids = [value for key, value in sheet.attrib.items() if _REL.search(str(key))]
        if ids and ids[0] in targets and sheet.get("state", "visible") == "visible":
            found.append((str(sheet.get("name", ""))[:100], targets[ids[0]]))
    return found


def _texts(archive: Archive) -> list[str]:
    """The shared strings; what stands over the words to say how they sound is left out."""
    tree = archive.tree("xl/sharedStrings.xml")
    return [] if tree is None else [_said(item) for item in _children(tree, "si")]


def _said(item: Element) -> str:
    parts = []
    for one in item:
        if _local(one) == "t":
            parts.append(one.text or "")
        elif _local(one) == "r":
            parts += [t.text or "" for t in _children(one, "t")]
    return "".join(parts)[: LONGEST_CELL + 1].replace("_x000D_", "")


def _date_styles(archive: Archive) -> set[int]:
    """Which cell formats show a number as a date."""
    tree = archive.tree("xl/styles.xml")
    own = {
        str(one.get("numFmtId")): bool(_IS_DATE.search(_QUOTED.sub("", one.get("formatCode", ""))))
        for one in _children(_first(tree, "numFmts"), "numFmt")
    }
    styles = set()
    for number, style in enumerate(_children(_first(tree, "cellXfs"), "xf")):
        shape = str(style.get("numFmtId", "0"))
        built_in = shape.isdecimal() and int(shape) in _BUILT_IN_DATES
        if own.get(shape, built_in):
            styles.add(number)
    return styles


def _epoch(book: Element) -> datetime:
    """The day before 1, where days after February 1900 are right (18.17.4.1)."""
    about = _first(book, "workbookPr")
    is_1904 = about is not None and about.get("date1904") in ("1", "true")
    return datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)


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
        for row in _children(_first(tree, "sheetData"), "row"):
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
        for one in _children(row, "c"):
            found = _REF.fullmatch(str(one.get("r", "")))
            column = _column(found[1]) if found else column + 1
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
            item = _first(one, "is")
            return "" if item is None else _said(item)
        element = _first(one, "v")
        value = (element.text or "") if element is not None else ""
        if not value and _first(one, "f") is not None:
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
            return as_date(self.since, number)
        is_whole = number.is_integer() and abs(number) < 1e15
        return str(int(number)) if is_whole else value[:100]

    def _fill(self, tree: Element) -> None:
        """A merged cell says the same for each of its rows."""
        room = MOST_FILLED
        for merged in _children(_first(tree, "mergeCells"), "mergeCell"):
            ends = [_REF.fullmatch(end) for end in str(merged.get("ref", "")).split(":")]
            if len(ends) != 2 or ends[0] is None or ends[1] is None:
                continue
            column, top = _column(ends[0][1]), int(ends[0][2])
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


def _column(name: str) -> int:
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return column - 1


def as_date(since: datetime, number: float) -> str:
    """A serial number of days as a date, or a moment where it is not midnight."""
    moment = since + timedelta(seconds=round(number * 86_400))
    return moment.date().isoformat() if moment.time() == time.min else moment.isoformat()


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
