"""`comments.csv`: semicolons and a byte order mark, what a German Excel opens by double click."""

import csv
import io
import re
from datetime import datetime
from typing import BinaryIO

from app.groups.contents import Contents
from app.groups.writers.columns import Cell, columns, rows
from app.groups.writers.stream import Progress, quiet

# A spreadsheet may take a cell that begins so for a formula (CWE-1236), and skips what is blank
# or unseen before it. The full-width signs are folded to the narrow ones by East Asian editions.
_FORMULA = re.compile(r"[\s\x00-\x20\u200b-\u200f\u2060-\u2064\ufeff]*[=+\-@＝＋－＠]|[\t\r]")


def write(contents: Contents, file: BinaryIO, progress: Progress = quiet) -> None:
    """One row for each note, under a row of headings; lines end with CR LF (RFC 4180)."""
    sheet = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in columns()])
    writer.writerows([_cell(value) for value in row] for row in rows(contents, progress))
    sheet.flush()
    sheet.detach()  # the file is the caller's to close


def defused(value: str) -> str:
    """`value` as a spreadsheet keeps it text: an apostrophe before what looks like a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def _cell(value: Cell) -> str:
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    return str(value) if isinstance(value, int) else defused(value)
