"""An ODS spreadsheet (OpenDocument 1.3, part 3, chapter 9), row by row."""

from __future__ import annotations

from collections.abc import Iterator

from app.drafts.readers import pulse
from app.drafts.readers.archive import Element
from app.groups.returning.tables.assembling import Merged, Raw
from app.groups.returning.tables.sheet import ERROR, FORMULA, LONGEST_CELL, MOST_COLUMNS
from app.groups.returning.tables.streaming import Streams
from app.groups.returning.tables.xlsx import day_said
from app.paper.readers.parts import local

CONTENT = "content.xml"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CELLS = ("table-cell", "covered-table-cell")
MOST_REPEATED = 1_000  # of a row with words in it; empty ones are skipped, however many
_BEAT = 5_000


class Spreadsheet:
    """One file. Refused with Unreadable: broken or hostile."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.merged = name, list[Merged]()
        self.archive = Streams(name, data)
        if "META-INF/manifest.xml" in self.archive.members:
            self._refuse_encrypted()

    def _refuse_encrypted(self) -> None:
        tree = self.archive.tree("META-INF/manifest.xml")
        if tree is not None and any(local(one) == "encryption-data" for one in tree.iter()):
            raise self.archive.encrypted()

    def titles(self) -> list[str]:
        """Its sheets in their order."""
        names = self.archive.elements(CONTENT, f"{_TABLE}table")
        return list(dict.fromkeys(_name(table) for table in names))

    def rows(self, title: str, only: set[int]) -> Iterator[Raw]:
        """The rows of one sheet; of their cells those in `only`, all while that is empty."""
        self.merged, number, seen = [], 0, 0
        for row in self.archive.elements(CONTENT, f"{_TABLE}table-row"):
            seen += 1
            if seen % _BEAT == 0:
                pulse.beat()
            if _name(_table_of(row)) != title:
                continue
            times = _count(row, "number-rows-repeated")
            cells, odd = self._row(number + 1, row, only)
            for step in range(min(times, MOST_REPEATED) if cells else 0):
                yield number + 1 + step, dict(cells), dict(odd)
            number += times

    def _row(
        self, number: int, row: Element, only: set[int]
    ) -> tuple[dict[int, str], dict[int, str]]:
        cells: dict[int, str] = {}
        odd: dict[int, str] = {}
        column = 0
        for one in row:
            if local(one) not in _CELLS:
                continue
            times = _count(one, "number-columns-repeated")
            value, what = _value(one) if local(one) == "table-cell" else ("", "")
            for at in range(column, min(column + times, MOST_COLUMNS)) if value else ():
                if not only or at in only:
                    cells[at] = value
                    odd |= {at: what} if what else {}
            spanned = _count(one, "number-rows-spanned")
            if spanned > 1 and value:
                self.merged.append((column, number, number + spanned - 1))
            column += times
            if column >= MOST_COLUMNS:
                break
        return cells, odd


def _table_of(row: Element) -> Element:
    """The sheet of a row, which may stand in groups of rows."""
    above = row.getparent()
    while above is not None and local(above) != "table":
        above = above.getparent()
    return row if above is None else above


def _name(table: Element) -> str:
    return str(table.get(f"{_TABLE}name", ""))[:100]


def _count(element: Element, name: str) -> int:
    said = str(element.get(f"{_TABLE}{name}", "1"))
    return max(1, int(said)) if said.isdecimal() and len(said) < 9 else 1


def _value(one: Element) -> tuple[str, str]:
    """What stands in a cell, and what is odd about that."""
    kind = one.get(f"{_OFFICE}value-type", "")
    words = "\n".join(_said(part) for part in one if local(part) == "p")[: LONGEST_CELL + 1]
    if one.get(f"{_TABLE}formula") and not kind:
        return "=", FORMULA
    if words.startswith(("Err:", "#")) and one.get(f"{_TABLE}formula"):
        return words[:100], ERROR
    if kind == "date":
        return day_said(str(one.get(f"{_OFFICE}date-value", ""))), ""
    if kind == "float":
        said = str(one.get(f"{_OFFICE}value", ""))[:100]
        return said.removesuffix(".0"), ""
    return words, ""


def _said(part: Element) -> str:
    """A paragraph's words, without comments on it."""
    pieces = [part.text or ""]
    for one in part:
        name = local(one)
        if name == "s":
            count = str(one.get(f"{_TEXT}c", "1"))
            pieces.append(" " * min(int(count), 1_000) if count.isdecimal() else " ")
        elif name in ("tab", "line-break"):
            pieces.append("\t" if name == "tab" else "\n")
        elif name != "annotation":
            pieces.append(_said(one))
        pieces.append(one.tail or "")
    return "".join(pieces)
