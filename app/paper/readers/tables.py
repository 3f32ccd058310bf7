"""A table of notes (XLSX, CSV) becomes rows of cells."""

from __future__ import annotations

from pydantic import TypeAdapter

from app.drafts.readers.apart import ask_apart
from app.drafts.readers.refusals import Unreadable
from app.i18n import _
from app.paper.grid import Grid
from app.paper.readers.table_child import read_table

LARGEST = 10_000_000  # bytes of a file
SMALL = 20_000  # bytes of plain text that are read here and now
READER = "app.paper.readers.table_child"
_GRID = TypeAdapter(Grid)


def read_grid(name: str, data: bytes) -> Grid:
    """The cells of a file of strangers, read by a process of its own with little memory and time.

    Refused with Unreadable in one sentence: too large, no table, macros, a bomb; with Busy while
    too many others hand in files.
    """
    if len(data) > LARGEST:
        raise Unreadable(
            _("„%(name)s“ ist größer als %(most)d MB. Teilen Sie sie auf.")
            % {"name": name, "most": LARGEST // 1_000_000}
        )
    if len(data) <= SMALL and not data.startswith(b"PK"):
        return read_table(name, data)  # too little to do harm, and quick
    return _GRID.validate_json(ask_apart([(name, data)], READER))
