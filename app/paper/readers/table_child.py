"""The process of its own that reads a table of notes."""

from __future__ import annotations

from dataclasses import asdict
from json import dumps

from app.drafts.readers.child import serve
from app.drafts.readers.refusals import Unreadable
from app.i18n import _
from app.paper.grid import Grid
from app.paper.readers.no_table import refuse_misnamed, refuse_no_table
from app.paper.readers.separated import read_separated
from app.paper.readers.workbook import read_workbook


def main() -> None:
    """Read the one file that comes, answer with its grid as JSON, or the refusal."""
    serve(_answer)


def _answer(contents: list[tuple[str, bytes]]) -> bytes:
    ((name, data),) = contents
    return dumps(asdict(read_table(name, data))).encode()


def read_table(name: str, data: bytes) -> Grid:
    """What the file says, by what is in it, not by its name. Refused with Unreadable."""
    refuse_no_table(name, data)
    grid = read_workbook(name, data) if data.startswith(b"PK") else read_separated(name, data)
    if not any(not row.is_empty for row in grid.rows):
        raise Unreadable(_("In „%(name)s“ steht nichts.") % {"name": name})
    if not data.startswith(b"PK"):
        refuse_misnamed(name, grid)
    return grid
