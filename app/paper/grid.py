"""A table as it was read, and what its cells are called."""

from __future__ import annotations

from dataclasses import dataclass, field

FORMULA, ERROR, MERGED = "formula", "error", "merged"  # what is odd about a cell
MOST_COLUMNS = 100
MOST_ROWS = 20_000
LONGEST_CELL = 32_767  # characters; a cell of Excel holds no more


@dataclass
class Row:
    """A row with its number in the file, as people see it there."""

    number: int
    cells: list[str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.strip() for cell in self.cells)


@dataclass
class Grid:
    """The rows of one sheet; `odd` says of cells ("C7") what is odd about them. Dates stand in it
    as 2026-11-03 or 2026-11-03T18:30:00."""

    sheet: str = ""
    rows: list[Row] = field(default_factory=list)
    odd: dict[str, str] = field(default_factory=dict)


def letters(column: int) -> str:
    """What people call a column counted from 0: A, B … Z, AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(row: int, column: int) -> str:
    """What people call a cell: "C7"."""
    return f"{letters(column)}{row}"
