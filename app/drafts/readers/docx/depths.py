"""How deep items stand in lists that are nested by their level or only by their indent."""

from __future__ import annotations

from dataclasses import dataclass

from app.drafts.readers.docx.numbering import Label

DEEPEST = 12  # Word knows nine levels; edges moved by hand may make more
NEAR = 80  # twentieths of a point, 1.4 mm: people move edges by hand


@dataclass(frozen=True, slots=True)
class _Open:
    """A list that is open: its definition, its level there, and where its text begins."""

    key: str
    level: int
    indent: int


class Depths:
    """Follows the items of one text."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._plain = 0  # the left edge of the last paragraph outside of lists

    def item(self, label: Label, indent: int) -> int:
        """The depth of the next item, from 0."""
        while self._open and not _holds(self._open[-1], label, indent):
            self._open.pop()
        del self._open[DEEPEST - 1 :]
        self._open.append(_Open(label.key, label.level, indent))
        return len(self._open) - 1

    def other(self, indent: int) -> int:
        """The depth of something that is no item: of the item that it goes on in, else -1."""
        edge = indent + NEAR
        if self._plain + NEAR < indent:
            for depth in range(len(self._open) - 1, -1, -1):
                if 0 < self._open[depth].indent <= edge:
                    del self._open[depth + 1 :]
                    return depth
        self.leave()
        self._plain = indent
        return -1

    def leave(self) -> None:
        """Whatever comes next stands in no list."""
        self._open.clear()


def _holds(around: _Open, label: Label, indent: int) -> bool:
    """Whether the next item stands in a list within the item `around`."""
    if around.key == label.key and around.level != label.level:
        return label.level > around.level
    if abs(around.indent - indent) <= NEAR:
        return around.key != label.key and label.level > around.level
    # One list of one level may be indented by hand.
    return indent > around.indent
