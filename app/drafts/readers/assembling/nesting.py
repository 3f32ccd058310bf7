"""How deep an item stands: lists in lists without holes, and the signs before their items."""

from __future__ import annotations

from app.drafts.outline import BlockKind
from app.drafts.readers.flow import Para


class Nesting:
    """Follows the lists of a text."""

    def __init__(self) -> None:
        self._open: list[int] = []  # the depths of the file, one for each list that is open

    def leave(self) -> None:
        """The next item begins a new list."""
        self._open.clear()

    def inside(self, depth: int) -> int:
        """How many lists stand around something of this depth that is no item."""
        if depth < 0:
            self.leave()
            return 0
        while self._open and self._open[-1] > depth:
            self._open.pop()
        return len(self._open)

    def place(self, para: Para) -> tuple[BlockKind, int, str]:
        """What the paragraph is, its depth and its marker."""
        if para.depth < 0 or not para.marker:
            return BlockKind.PARAGRAPH, self.inside(para.depth), ""
        while self._open and self._open[-1] >= para.depth:
            self._open.pop()
        self._open.append(para.depth)
        return BlockKind.ITEM, len(self._open) - 1, marker_for_people(para.marker)


def marker_for_people(marker: str) -> str:
    """ "1.", "a)" as they are; a dash for bullets of all shapes."""
    return marker if any(map(str.isalnum, marker)) else "–"
