"""Which notes and which part of the text stand in which file of the reading copy.

Memory for setting grows with the words, not with the number of notes, so files are cut by weight:
the bytes that typst is given (docs/decisions/0033).
"""

from array import array
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from app.groups.writers.word.body import Mark
from app.groups.writers.word.parts import Part, after
from app.groups.writers.word.stops import Anchor, Stops

TEXT = 2  # bytes for each sign of the text: with its marks it weighs more than it is long


class Spool:
    """Notes on disk in the order in which they come, and in memory where each of them hangs."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path.open("w+b")
        self.ends = array("q", [0])
        self.stops, self.starts, self.lasts = array("q"), array("q"), array("q")
        self.order: list[int] = []

    def add(self, anchor: Anchor, line: bytes) -> None:
        """One more note."""
        self.file.write(line)
        self.ends.append(self.ends[-1] + len(line))
        self.stops.append(anchor.stop)
        self.starts.append(anchor.start)
        self.lasts.append(anchor.end)

    def sort(self) -> None:
        """Into the order of the text; notes on one stop stay in the order in which they came."""
        self.order = sorted(range(len(self.stops)), key=self.stops.__getitem__)

    def weight(self, note: int) -> int:
        """The bytes of one note."""
        return self.ends[note + 1] - self.ends[note]

    def read(self, notes: Sequence[int]) -> Iterator[tuple[int, Mark, bytes]]:
        """Of each of these notes the stop, the range there, and what was written."""
        for note in notes:
            self.file.seek(self.ends[note])
            line = self.file.read(self.weight(note))
            yield self.stops[note], Mark(self.starts[note], self.lasts[note], note), line

    def close(self) -> None:
        """Done with it."""
        self.file.close()
        self.path.unlink()


def cut(stops: Stops, spool: Spool, most: int) -> list[Part]:
    """Parts of at most `most` bytes: whole fields where they fit, else whole passages, and a
    passage with more notes than that in several parts. The parts follow the spool's order."""
    weights = [_weights(stops, spool, at, notes) for at, notes in _by_stop(stops, spool)]
    parts, filled = [Part()], 0
    for _field, group in groupby(range(len(weights)), key=lambda at: id(stops.all[at].field)):
        indices = list(group)
        if parts[-1].notes and filled + sum(sum(weights[at]) for at in indices) > most:
            parts.append(Part())
            filled = 0
        for at in indices:
            filled = _place(parts, stops, at, weights[at], most, filled)
    return parts


def _by_stop(stops: Stops, spool: Spool) -> Iterator[tuple[int, list[int]]]:
    notes = {at: list(own) for at, own in groupby(spool.order, key=spool.stops.__getitem__)}
    for at in range(len(stops.all)):
        yield at, notes.get(at, [])


def _weights(stops: Stops, spool: Spool, at: int, notes: list[int]) -> list[int]:
    """Of the stop's text, then of each note on it."""
    return [TEXT * len(stops.all[at].text), *(spool.weight(note) for note in notes)]


def _place(
    parts: list[Part], stops: Stops, at: int, weights: list[int], most: int, filled: int
) -> int:
    """Put one stop into the last part, or into new ones; says how full the last one is then."""
    if parts[-1].notes and filled + sum(weights) > most:
        parts.append(after(parts[-1], stops))
        filled = 0
    filled += weights[0]
    own = 0
    for weight in weights[1:]:
        if own and filled + weight > most:
            parts[-1].give(at, own)
            parts.append(Part())
            filled, own = weights[0], 0
        filled += weight
        own += 1
    parts[-1].give(at, own)
    return filled
