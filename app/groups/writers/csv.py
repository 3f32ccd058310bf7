"""`comments.csv`: semicolons and a byte order mark, what a German Excel opens by double click."""

import csv
import io
from datetime import datetime
from typing import BinaryIO

from app.groups.contents import Contents
from app.groups.writers.columns import Cell, columns_of, rows
from app.groups.writers.stream import Progress, quiet
from app.text import defused


def write(contents: Contents, file: BinaryIO, progress: Progress = quiet) -> None:
    """One row for each note, under a row of headings; lines end with CR LF (RFC 4180)."""
    sheet = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in columns_of(contents)])
    writer.writerows([cell(value) for value in row] for row in rows(contents, progress))
    sheet.flush()
    sheet.detach()  # the file is the caller's to close


def cell(value: Cell) -> str:
    """As it stands in the table; what a program would take for a formula is defused."""
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y %H:%M}"
    return str(value) if isinstance(value, int) else defused(value)
