"""Which part of the text goes into which document, and the comments that wait for it there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from app.groups.contents import Contents, Note
from app.groups.writers.counts import Counts
from app.groups.writers.stream import Progress, quiet, shown
from app.groups.writers.word.body import Mark
from app.groups.writers.word.stops import Anchor, Stops

# A note, where it hangs and its number within the part, as it is written down.
Spell = Callable[[Note, Anchor, int], str]
BUFFER = 256  # comments kept in memory before they go to the part's file


@dataclass(slots=True)
class Part:
    """Some stops in reading order and how many notes of each belong here.

    While notes come in: their ranges by stop, and their comments, written on to `spool`.
    """

    stops: list[int] = field(default_factory=list)
    room: dict[int, int] = field(default_factory=dict)
    notes: int = 0
    spool: Path = Path()
    marks: dict[int, list[Mark]] = field(default_factory=dict)
    count: int = 0
    waiting: list[str] = field(default_factory=list)

    def give(self, stop: int, notes: int) -> None:
        """Let `notes` notes on `stop` belong to this part."""
        self.stops.append(stop)
        self.room[stop] = notes
        self.notes += notes

    def flush(self) -> None:
        """Write on what waits."""
        with self.spool.open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(self.waiting)
        self.waiting.clear()


def plan(stops: Stops, counts: Counts, limit: int | None) -> list[Part]:
    """Parts of at most `limit` notes: whole fields where they fit, else whole passages.

    A passage with more notes than that stands in several parts. None means: all in one.
    """
    amounts = [0] * len(stops.all)
    for (label, address), notes in counts.by_place.items():
        amounts[stops.index_of(address, label)] += notes
    most = limit or max(counts.notes, 1)
    parts = [Part()]
    for _field, group in groupby(range(len(amounts)), key=lambda index: id(stops.all[index].field)):
        indices = list(group)
        if parts[-1].notes and parts[-1].notes + sum(amounts[at] for at in indices) > most:
            parts.append(Part())
        for index in indices:
            _place(parts, stops, index, amounts[index], most)
    return parts


def _place(parts: list[Part], stops: Stops, index: int, notes: int, most: int) -> None:
    if parts[-1].notes and parts[-1].notes + notes > most:
        parts.append(after(parts[-1], stops))
    while notes > most:
        parts[-1].give(index, most)
        parts.append(Part())
        notes -= most
    parts[-1].give(index, notes)


def after(part: Part, stops: Stops) -> Part:
    """A new part that takes along the headings at the end of the last one."""
    moved: list[int] = []
    while stops.all[part.stops[-1]].kind == "heading" and not part.room[part.stops[-1]]:
        moved.insert(0, part.stops.pop())
        del part.room[moved[0]]
    new = Part()
    for index in moved:
        new.give(index, 0)
    return new


def fill(
    contents: Contents,
    stops: Stops,
    parts: Sequence[Part],
    workdir: Path,
    spell: Spell,
    progress: Progress = quiet,
) -> None:
    """Read the notes once and bring each to its part: what `spell` makes of it to disk, its range
    to memory."""
    homes: dict[int, Iterator[Part]] = {}
    for number, part in enumerate(parts, 1):
        part.spool = workdir / f"comments-{number}.part"
        part.spool.write_bytes(b"")
    for note in shown(contents, progress):
        anchor = stops.anchor(note)
        home = homes.setdefault(anchor.stop, _homes(parts, anchor.stop))
        part = next(home)
        mark = Mark(anchor.start, anchor.end, part.count)
        part.marks.setdefault(anchor.stop, []).append(mark)
        part.waiting.append(spell(note, anchor, part.count))
        part.count += 1
        if len(part.waiting) >= BUFFER:
            part.flush()
    for part in parts:
        part.flush()


def _homes(parts: Sequence[Part], stop: int) -> Iterator[Part]:
    """The part of each next note on `stop`."""
    for part in parts:
        for _note in range(part.room.get(stop, 0)):
            yield part
