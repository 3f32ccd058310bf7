"""The sheet with the notes out of a workbook, whatever form that has: its headings are found, and
of each row only what we know is kept."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import Protocol

from app.drafts.readers import pulse
from app.drafts.readers.refusals import Unreadable
from app.groups.returning.tables.finding import Heads, head_among
from app.groups.returning.tables.sheet import LOOKED_AT, MERGED, MOST_ROWS, Line, Table
from app.groups.writers.columns import KEYS_SHEET, NUMBER, SHEET
from app.i18n import _
from app.paper.grid import letters

MOST_KEYS = 200  # rows of the hidden sheet
MOST_TEXT = 60_000_000  # characters of all cells together
MOST_FILLED = 200_000  # cells that merged ones reach over
_BEAT = 500  # rows after which the reader says that it is alive
# A row: its number, its cells by column (from 0), what is odd about them.
Raw = tuple[int, dict[int, str], dict[int, str]]
Merged = tuple[int, int, int]  # column, first and last row


class Book(Protocol):
    """A file with sheets."""

    name: str
    merged: list[Merged]  # of the sheet read last

    def titles(self) -> list[str]:
        """Its sheets, the visible ones first."""

    def rows(self, title: str, only: set[int]) -> Iterator[Raw]:
        """The rows of one sheet; of their cells those in `only`, all while that is empty."""


def table_of(book: Book) -> Table:
    """The first sheet with columns that we know, the one that the hidden sheet names before all
    others. Refused with Unreadable where there is none."""
    titles = book.titles()
    keys = _keys(book) if KEYS_SHEET in titles else {}
    first = keys.get(SHEET, "")
    for title in sorted(titles, key=lambda each: each != first):
        if title != KEYS_SHEET and (table := _read(book, title, keys)) is not None:
            return table
    raise Unreadable(
        _(
            "„%(name)s“ ist keine Tabelle aus einem Rückmeldepaket: Es fehlen die Spalten „Nr.“ "
            "und „Entscheidung“."
        )
        % {"name": book.name}
    )


def _keys(book: Book) -> dict[str, str]:
    found: dict[str, str] = {}
    for _number, cells, _odd in book.rows(KEYS_SHEET, set()):
        if len(found) < MOST_KEYS and cells.get(0, "").strip():
            found[cells[0].strip()[:100]] = cells.get(1, "").strip()[:300]
    return found


def _read(book: Book, title: str, keys: dict[str, str]) -> Table | None:
    only: set[int] = set()
    rows = book.rows(title, only)
    first = list(islice(rows, LOOKED_AT))
    at, heads = head_among([cells for _number, cells, _odd in first], keys)
    if at < 0 or "decision" not in heads.named:
        return None
    wanted = heads.wanted()
    only.update(wanted)
    table = Table(title, keys, _columns(heads), [], heads.strange(), heads.renamed)
    room = MOST_TEXT
    for number, cells, odd in chain(first[at + 1 :], rows):
        line = _line(number, cells, odd, wanted)
        room -= sum(map(len, line.cells.values()))
        if line.cells:
            table.lines.append(line)
        if len(table.lines) % _BEAT == 0:
            pulse.beat()
        if len(table.lines) > MOST_ROWS or room < 0:
            raise _too_much(book.name)
    _mark_merged(table, book.merged, wanted, book.name)
    return table


def _columns(heads: Heads) -> dict[str, tuple[str, str]]:
    return {key: (letters(at), heads.cells[at][:80]) for key, at in heads.named.items()}


def _line(number: int, cells: dict[int, str], odd: dict[int, str], wanted: dict[int, str]) -> Line:
    said = {key: cells[at] for at, key in wanted.items() if cells.get(at, "").strip()}
    return Line(number, said, {wanted[at]: what for at, what in odd.items() if at in wanted})


def _mark_merged(table: Table, merged: list[Merged], wanted: dict[int, str], name: str) -> None:
    """A cell that reaches over several rows stands in the first of them; the others say so."""
    by_number = {line.number: line for line in table.lines}
    room = MOST_FILLED
    for column, first, last in merged:
        above = by_number.get(first)
        key = wanted.get(column, NUMBER)
        if column not in wanted or above is None or key not in above.cells:
            continue
        room -= last - first
        if room < 0:
            raise _too_much(name)
        for number in range(first + 1, last + 1):
            if (line := by_number.get(number)) is not None and key not in line.cells:
                line.odd[key] = f"{MERGED}:{first}"


def _too_much(name: str) -> Unreadable:
    return Unreadable(
        _("„%(name)s“ enthält mehr, als in einem Rückmeldepaket steht. Teilen Sie sie auf.")
        % {"name": name}
    )
