"""A sheet of a table that came back, as plain data: what the readers of all forms answer with."""

from __future__ import annotations

from dataclasses import dataclass, field

FORMULA, ERROR, MERGED = "formula", "error", "merged"  # what is odd about a cell
MOST_ROWS = 60_000
MOST_COLUMNS = 300
LONGEST_CELL = 32_767  # characters; a cell of Excel holds no more
LOOKED_AT = 60  # rows among which the headings are looked for


@dataclass
class Line:
    """A row with its number in the file, and what stands in the columns that we know, by key.
    `odd` says of such cells what is odd; for a merged one the number of its first row."""

    number: int
    cells: dict[str, str]
    odd: dict[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """One sheet. `columns` says which column (by its letters) and under which heading a key was
    found; `strange` are headings that we do not know; `renamed` the keys that were found by their
    place alone. `keys` is what the hidden sheet says."""

    sheet: str
    keys: dict[str, str]
    columns: dict[str, tuple[str, str]]
    lines: list[Line]
    strange: list[str] = field(default_factory=list)
    renamed: list[str] = field(default_factory=list)
