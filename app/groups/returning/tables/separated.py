"""A CSV file that comes back, as a book with one sheet."""

from __future__ import annotations

from collections.abc import Iterator

from app.groups.returning.tables.assembling import Merged, Raw
from app.paper.readers.separated import read_separated
from app.text import defused


class Separated:
    """One file. Refused with Unreadable: no text, a cell or row beyond all sense."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name, self.merged = name, list[Merged]()
        self.grid = read_separated(name, data)

    def titles(self) -> list[str]:
        """It has one sheet without a name."""
        return [""]

    def rows(self, _title: str, only: set[int]) -> Iterator[Raw]:
        """Its rows, without the apostrophe that kept a cell from being a formula."""
        for row in self.grid.rows:
            cells = enumerate(row.cells)
            yield row.number, {at: _bare(said) for at, said in cells if not only or at in only}, {}


def _bare(said: str) -> str:
    return said[1:] if said.startswith("'") and defused(said[1:]) == said else said
