"""The process of its own that reads a table that came back."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps

from app.drafts.readers.archive import Archive
from app.drafts.readers.child import serve
from app.groups.returning.tables.assembling import table_of
from app.groups.returning.tables.ods import Spreadsheet
from app.groups.returning.tables.separated import Separated
from app.groups.returning.tables.sheet import Table
from app.groups.returning.tables.xlsx import Workbook
from app.paper.readers.no_table import refuse_no_table


def main() -> None:
    """Read the one file that comes, answer with its table as JSON, or the refusal."""
    serve(_answer)


def _answer(contents: list[tuple[str, bytes]]) -> bytes:
    ((name, data),) = contents
    return dumps(asdict(sheet_of(name, data))).encode()


def sheet_of(name: str, data: bytes) -> Table:
    """The sheet with the notes, by what is in the file, not by its name. Refused with
    Unreadable."""
    refuse_no_table(name, data)
    if not data.startswith(b"PK"):
        return table_of(Separated(name, data))
    if "content.xml" in Archive(name, data).members:
        return table_of(Spreadsheet(name, data))
    return table_of(Workbook(name, data))
