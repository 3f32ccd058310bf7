"""An XLSX workbook of any size, row by row. Nothing is worked out: of a formula counts the value
that was saved with it; hidden and filtered rows are rows like others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.drafts.readers import pulse
from app.drafts.readers.archive import Element
from app.groups.returning.tables.assembling import Merged, Raw
from app.groups.returning.tables.sheet import ERROR, FORMULA, LONGEST_CELL, MOST_COLUMNS
from app.groups.returning.tables.streaming import Streams
from app.paper.readers import parts

MOST_TEXTS = 2_000_000  # shared strings
MOST_LETTERS = 120_000_000  # of all of them
_BEAT = 5_000


class Workbook:
    """One file. Refused with Unreadable: no workbook, macros, broken or hostile."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.merged = name, list[Merged]()
        self.archive = Streams(name, data)
        book = self.archive.tree("xl/workbook.xml")
        if book is None:
            raise parts.no_workbook(self.archive, name)
        parts.refuse_macros(self.archive, name)
        shown = parts.sheets(self.archive, book)
        self.members = dict([*shown, *parts.sheets(self.archive, book, hidden=True)])
        self.dates, self.since = parts.date_styles(self.archive), parts.epoch(book)
        self.texts = self._texts()

    def titles(self) -> list[str]:
        """Its sheets, the visible ones first."""
        return [title for title, member in self.members.items() if self._has(member)]

    def _has(self, member: str) -> bool:
        return self.archive.canonical(member) in self.archive.members

    def _texts(self) -> list[str]:
        found: list[str] = []
        if not self._has("xl/sharedStrings.xml"):
            return found
        room = MOST_LETTERS
        for item in self.archive.elements("xl/sharedStrings.xml", "{*}si"):
            said = parts.said(item)
            room -= len(said)
            if room < 0 or len(found) > MOST_TEXTS:
                raise MemoryError
            found.append(said)
            if len(found) % _BEAT == 0:
                pulse.beat()
        return found

    def rows(self, title: str, only: set[int]) -> Iterator[Raw]:
        """The rows of one sheet; of their cells those in `only`, all while that is empty. Once they
        are through, `merged` says which cells reach over several of them."""
        self.merged, number, seen = [], 0, 0
        for element in self.archive.elements(self.members[title], "{*}row", "{*}mergeCell"):
            if parts.local(element) == "mergeCell":
                self._note_merged(str(element.get("ref", "")))
                continue
            given = str(element.get("r", ""))
            number = int(given) if given.isdecimal() and len(given) < 9 else number + 1
            yield self._row(number, element, only)
            seen += 1
            if seen % _BEAT == 0:
                pulse.beat()

    def _note_merged(self, said: str) -> None:
        ends = [parts.REFERENCE.fullmatch(end) for end in said.split(":")]
        if len(ends) == 2 and ends[0] is not None and ends[1] is not None:
            top, last = int(ends[0][2]), int(ends[1][2])
            if last > top:
                self.merged.append((parts.column(ends[0][1]), top, last))

    def _row(self, number: int, row: Element, only: set[int]) -> Raw:
        cells: dict[int, str] = {}
        odd: dict[int, str] = {}
        column = -1
        for one in row:
            if parts.local(one) != "c":
                continue
            found = parts.REFERENCE.fullmatch(str(one.get("r", "")))
            column = parts.column(found[1]) if found else column + 1
            if column >= MOST_COLUMNS or (only and column not in only):
                continue
            value, what = self._value(one)
            if value:
                cells[column] = value
            if what:
                odd[column] = what
        return number, cells, odd

    def _value(self, one: Element) -> tuple[str, str]:
        """What stands in a cell, and what is odd about that."""
        kind = one.get("t", "n")
        if kind == "inlineStr":
            item = parts.first(one, "is")
            return ("" if item is None else parts.said(item)), ""
        element = parts.first(one, "v")
        value = (element.text or "") if element is not None else ""
        if not value:
            return (
                ("=", FORMULA) if parts.first(one, "f") is not None and kind != "str" else ("", "")
            )
        if kind == "s":
            at = int(value) if value.isdecimal() and len(value) < 9 else -1
            return (self.texts[at] if 0 <= at < len(self.texts) else ""), ""
        if kind == "e":
            return value[:100], ERROR
        text = value[: LONGEST_CELL + 1].replace("_x000D_", "")
        return (self._number(one, value) if kind == "n" else text), ""

    def _number(self, one: Element, value: str) -> str:
        style = str(one.get("s", "0"))
        try:
            number = float(value)
        except ValueError:
            return value[:100]
        if style.isdecimal() and int(style) in self.dates and 0 < number < 2_958_466:
            return day_said(parts.as_date(self.since, number))
        is_whole = number.is_integer() and abs(number) < 1e15
        return str(int(number)) if is_whole else value[:100]


def day_said(value: str) -> str:
    """A date as people here write it: "3.11.2026", with the time where it is not midnight."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value[:100]
    day = f"{moment.day}.{moment.month}.{moment.year}"
    is_day = moment == datetime.combine(
        date(moment.year, moment.month, moment.day), moment.min.time()
    )
    return day if is_day else f"{day} {moment:%H:%M}"
