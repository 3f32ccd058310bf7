"""One change of the text as plain data, before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.groups.returning.rows import Fault
from app.groups.writers.plain import one_line, printable

CELL = "\t"  # between the cells of a row, in what is kept of a change
BY_HAND, UNDER, UNTRACKED, MOVED = "by_hand", "under", "untracked", "moved"
# Notes that a comment names although they are not adopted; that nobody can read; and that whoever
# takes the document in has struck out.
DESPITE, UNKNOWN, STRUCK = "despite", "unknown", "struck"
# A heading, a caption or the head of a table (`titles.py`); for a heading no note is named.
TITLE, NO_CAUSE = "title", "no_cause"


@dataclass(slots=True)
class Changed:
    """What became of a passage.

    With `block_id` and `sentence`: sentences from there on, or a row of a table, say `new` in the
    place of `old`; a row that is new stands after row `sentence`, and had no `old`. With `block_id`
    alone: the whole block, which was dropped (`new` is "") or stands after `after_block_id` now.
    Without: a new paragraph after that. `faults` say where a new one stands under a heading, that
    nobody tracked the change, that it is a heading or stands over a table (`TITLE`), or that it
    is not taken in (`BY_HAND`).
    """

    address: str
    old: str
    new: str
    block_id: int | None = None
    after_block_id: int | None = None
    sentence: int | None = None
    authors: tuple[str, ...] = ()
    notes: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_item: bool = False

    @property
    def is_by_hand(self) -> bool:
        """Whether we only show it."""
        return any(fault["key"] == BY_HAND for fault in self.faults)


def plain(text: str) -> str:
    """Words as they stand in the document that we wrote: that is what is compared."""
    return one_line(printable(text)).replace("\u00ad", "")


def same(one: str, other: str) -> bool:
    """Whether two texts have the same words."""
    return plain(one).split() == plain(other).split()
