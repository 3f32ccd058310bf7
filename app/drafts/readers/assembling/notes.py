"""The footnotes and endnotes of a file: numbered as they are called, kept until their section
ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.drafts.readers.flow import Note
from app.drafts.readers.inline import Notes


class NoteShelf:
    """Gives each note its number and anchor, and hands it over once."""

    def __init__(self, notes: Sequence[Note], prefix: str) -> None:
        self._waiting: dict[str, Note] = {}
        for note in notes:
            if note.label in self._waiting:
                self._waiting[note.label].paras.extend(note.paras)
            else:
                self._waiting[note.label] = Note(note.label, list(note.paras))
        self._known = frozenset(self._waiting)
        self._called: dict[str, None] = {}  # in the order of the calls
        self._marks = Notes(prefix=prefix)

    def mark(self, label: str) -> str:
        """The raised number that leads to the note; "" where the file has no such note."""
        if label not in self._known:
            return ""
        if label in self._waiting:
            self._called[label] = None
        self._number(label)
        return self._marks.mark(label)

    def _number(self, label: str) -> str:
        numbers = self._marks.numbers
        return numbers.setdefault(label, str(len(numbers) + 1))

    def due(self) -> Iterator[tuple[str, str, Note]]:
        """Number, anchor and text of each note that was called since the last time."""
        while self._called:
            label = next(iter(self._called))
            del self._called[label]
            number = self._number(label)
            yield number, f"{self._marks.prefix}{number}", self._waiting.pop(label)

    def uncalled(self) -> Iterator[tuple[str, str, Note]]:
        """The same for notes that nothing in the text calls."""
        self._called |= dict.fromkeys(self._waiting)
        yield from self.due()
