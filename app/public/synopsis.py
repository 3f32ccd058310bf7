"""From a synopsis to what its page shows: one part, both sides of each row, and who spoke."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session

from app.drafts.synopsis.reading import read_synopsis
from app.drafts.synopsis.rows import Part, Row, Synopsis
from app.drafts.synopsis.text import TextBlock
from app.drafts.wording import BREAK, Piece, side_html
from app.models import DraftVersion
from app.models.lineage import Fate
from app.public.because import Because, Causes, causes_between, in_words
from app.public.beside import Beside, Note, notes_beside
from app.public.cache import Recent

Side = Literal["old", "new"]
MARK: dict[Side, Literal["del", "ins"]] = {"old": "del", "new": "ins"}
EXCERPT = 12  # words of what stands elsewhere now


def kept(shelf: Recent, session: Session, old: DraftVersion, new: DraftVersion) -> Synopsis:
    """The synopsis of two public versions, read once."""
    return shelf.get_or_make(("rows", old.id, new.id), lambda: read_synopsis(session, old, new))


@dataclass(frozen=True)
class Wanted:
    """Which part (0: the first in which something changed), or everything; and whether without
    what stayed."""

    part: int = 0
    everything: bool = False
    only_changes: bool = False

    @classmethod
    def of(cls, part: str, only: str) -> Wanted:
        """From a page's query; what is not understood counts as not asked."""
        number = int(part) if part.isdecimal() and len(part) < 6 else 0
        return cls(number, part == "all", only == "changes")


@dataclass(frozen=True)
class Shown:
    """A passage on one side of a row: its address and its words as HTML."""

    block: TextBlock
    html: str


@dataclass(frozen=True)
class Margin:
    """What stands beside a row: comments, and how many more there are."""

    notes: Sequence[Note] = ()
    more: int = 0

    @property
    def count(self) -> int:
        """All of them."""
        return len(self.notes) + self.more


@dataclass(frozen=True)
class Gap:
    """So many rows in a run that stayed as they were and are not shown."""

    rows: int


@dataclass
class Entry:
    """A row with what its page says about it; `before` and `after` are the neighbouring changes."""

    row: Row
    margin: Margin
    because: Because
    before: Row | None = None
    after: Row | None = None

    def side(self, side: Side) -> list[Shown]:
        """The passages of a side."""
        return list(_shown(self.row, side))

    def table(self, side: Side) -> list[tuple[bool, list[str]]]:
        """The rows of a table of a side: whether it names the columns, and the cells as HTML."""
        other = "ins" if side == "old" else "del"
        return [
            (line.is_head, [side_html(cell, MARK[side]) for cell in line.cells])
            for line in self.row.lines or ()
            if line.mark != other
        ]

    @property
    def heading(self) -> str:
        """Both wordings of a heading as one line."""
        return words_html(self.row.pieces)

    @property
    def excerpt(self) -> str:
        """The beginning of what stands elsewhere now."""
        words = " ".join(block.text for block in self.row.olds).split()
        return " ".join(words[:EXCERPT]) + (" …" if len(words) > EXCERPT else "")


def words_html(pieces: Sequence[Piece]) -> str:
    """Escaped HTML of both sides in one line."""
    return " ".join(side_html([piece], "ins" if piece.mark == "ins" else "del") for piece in pieces)


def _shown(row: Row, side: Side) -> Iterator[Shown]:
    blocks = row.blocks(side)
    runs: list[list[Piece]] = [[]]
    for piece in row.pieces:
        if piece.mark not in ("", MARK[side]):
            continue
        if piece.text == BREAK:
            runs.append([])
        else:
            runs[-1].append(piece)
    for block, run in zip(blocks, runs, strict=False):
        yield Shown(block, side_html(run, MARK[side]))


def page(
    session: Session,
    synopsis: Synopsis,
    old: DraftVersion,
    between: Sequence[DraftVersion],
    wanted: Wanted,
) -> dict[str, Any]:
    """Everything the page shows of the parts that are wanted; `between` are the versions that came
    after `old`, the last of which stands at its side."""
    parts = _parts(synopsis, wanted)
    changed = [row for part in parts for row in part.rows if row.is_change and not row.is_heading]
    beside = notes_beside(session, old, [block.id for row in changed for block in row.olds])
    blocks = [block.id for row in changed for block in (*row.olds, *row.news)]
    causes = causes_between(session, between, blocks)
    return {
        "synopsis": synopsis,
        "counts": synopsis.counts,
        "part": parts[0] if parts and not wanted.everything else None,
        "whole": wanted.everything,
        "only": wanted.only_changes,
        "parts": [(part, _entries(synopsis, part, (beside, causes), wanted)) for part in parts],
    }


def because(
    session: Session, synopsis: Synopsis, between: Sequence[DraftVersion]
) -> dict[int, str]:
    """Why each change came, in words, by its number; what nothing is said of is left out."""
    rows = [row for row in synopsis.changes if not row.is_heading]
    blocks = [block.id for row in rows for block in (*row.olds, *row.news)]
    causes = causes_between(session, between, blocks)
    said = {row.change: in_words(causes.of(row)) for row in rows}
    return {number: words for number, words in said.items() if words}


def _parts(synopsis: Synopsis, wanted: Wanted) -> list[Part]:
    if wanted.everything or not synopsis.parts:
        return synopsis.parts
    if 1 <= wanted.part <= len(synopsis.parts):
        return [synopsis.parts[wanted.part - 1]]
    return [next((part for part in synopsis.parts if part.changes), synopsis.parts[0])]


def _entries(
    synopsis: Synopsis, part: Part, said: tuple[Any, Causes], wanted: Wanted
) -> list[Entry | Gap]:
    entries: list[Entry | Gap] = []
    for row in part.rows:
        stays = row.state is Fate.UNCHANGED and not row.is_heading
        if wanted.only_changes and stays:
            last = entries[-1] if entries else None
            if isinstance(last, Gap):
                entries[-1] = Gap(last.rows + 1)
            else:
                entries.append(Gap(1))
            continue
        entries.append(_entry(synopsis, row, *said))
    return entries


def _entry(synopsis: Synopsis, row: Row, beside: Any, causes: Causes) -> Entry:
    if not row.is_change:
        return Entry(row, Margin(), Because())
    at = row.change - 1
    changes = synopsis.changes
    because = causes.of(row)
    return Entry(
        row,
        _margin(row, beside, {note.number for note in because.notes}),
        because,
        before=changes[at - 1] if at > 0 else None,
        after=changes[at + 1] if at + 1 < len(changes) else None,
    )


def _margin(row: Row, beside: Any, told: Collection[int]) -> Margin:
    """The notes beside a row, but for those that are told as its causes."""
    notes: list[Note] = []
    more = 0
    for block in row.olds:
        place: Beside | None = beside.get(block.id)
        if place is not None:
            found, rest = place.on(row.touched.get(block.id, ()))
            notes += [note for note in found if note.number not in told]
            more += rest
    return Margin(notes, more)
