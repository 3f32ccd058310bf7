"""CSV as programs really write it: with comma, semicolon, tab or bar, in UTF-8, UTF-16 or the
Windows letters of Western Europe."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from app.drafts.readers.refusals import Unreadable
from app.i18n import _
from app.paper.grid import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, Grid, Row
from app.paper.readers.no_table import no_table, refuse_other_text
from app.paper.readers.workbook import too_many_columns, too_many_rows

DELIMITERS = ";,\t|"
_LOOKED_AT = 50  # rows by which the delimiter is told
_WIDE = (b"\xff\xfe", b"\xfe\xff")


def read_separated(name: str, data: bytes) -> Grid:
    """The rows of a CSV file. Refused with Unreadable: no text, a cell or row beyond all sense."""
    text = _text(name, data)
    if text.lower().startswith("sep=") and "\n" in text:
        said, _end, text = text.partition("\n")
        text = f"\n{text}"  # Excel counts this line as a row, too
        delimiter = said[4:5] if said[4:5] in set(DELIMITERS) else _delimiter(text)
    else:
        delimiter = _delimiter(text)
    csv.field_size_limit(4 * LONGEST_CELL)
    grid = Grid()
    try:
        for number, cells in enumerate(_rows(text, delimiter), 1):
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise too_many_columns(name)
            if any(cells):
                grid.rows.append(Row(number, cells[:MOST_COLUMNS]))
            if len(grid.rows) > MOST_ROWS:
                raise too_many_rows(name)
    except csv.Error:
        raise Unreadable(
            _("„%(name)s“ lässt sich nicht als Tabelle lesen. Fehlt ein Anführungszeichen?")
            % {"name": name}
        ) from None
    return grid


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _text(name: str, data: bytes) -> str:
    if data.startswith(_WIDE):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text or sum(c < " " and c not in "\t\r\n" for c in text[:20_000]) > 20:
        raise no_table(name)
    refuse_other_text(name, text)
    return text


def _delimiter(text: str) -> str:
    """The sign that parts most rows into the same number of cells."""
    start = text[:200_000]
    return max(DELIMITERS, key=lambda sign: _evenness(start, sign))


def _evenness(text: str, delimiter: str) -> tuple[int, int]:
    widths: list[int] = []
    looked = 0
    try:
        for cells in _rows(text, delimiter):
            if len(cells) > 1:
                widths.append(len(cells))
            looked += bool(cells)
            if looked >= _LOOKED_AT:
                break
    except csv.Error:
        return 0, 0
    width, rows = Counter(widths).most_common(1)[0] if widths else (0, 0)
    return rows, width
