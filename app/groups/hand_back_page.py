"""The rows of a dry run as its page shows them: from what to what, and which words change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from app.drafts.wording import word_diff
from app.groups.decided import Said
from app.groups.returning import saying
from app.groups.returning.checking import AS_PROPOSED
from app.groups.returning.fates import out_of
from app.groups.returning.queries import counts_of
from app.models import (
    Comment,
    CommentState,
    Decision,
    HandBack,
    HandBackRow,
    RowFate,
)
from app.text import shorten

QUOTED = 160  # letters of a note that help to know it again
_WORDS = ("reason", "new_wording", "measure", "passed_on_to", "remark")
# What is opened first: what is wrong, then what somebody has to choose, then what changes.
_FIRST = (RowFate.WRONG, RowFate.CONFLICT, RowFate.CHANGES, RowFate.TAKEN, RowFate.SAME)


@dataclass(frozen=True, slots=True)
class Words:
    """One column: its heading, what it says (a word diff where something else stood there)."""

    heading: str
    html: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """What the file or the house says of a note."""

    decision: Decision | None
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the dry run: `ours` is decided here, `theirs` what the file says; `faults` are pairs
    of a cell and a sentence."""

    row: HandBackRow
    place: str
    note: str
    before: Decision | None
    ours: Side
    theirs: Side
    diffs: tuple[Words, ...]
    as_proposed: bool
    faults: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tabs:
    """Which rows are listed (`chosen`, None for all), and how many there are of each fate."""

    chosen: RowFate | None
    counts: tuple[tuple[RowFate, str, int], ...] = ()
    facts: dict[str, int] = field(default_factory=dict)

    def of(self, name: str) -> int:
        """How many rows have this fate, or what else was counted."""
        return self.facts.get(name, 0)


def tabs_of(session: Session, doing: HandBack, asked: str) -> Tabs:
    """The fates of a file's rows; of a file that was taken in as it stands now."""
    facts = counts_of(session, doing)
    words = saying.fate_words()
    counts = tuple((fate, word, facts.get(fate.value, 0)) for fate, word in words.items())
    there = {fate for fate, _word, n in counts if n}
    chosen: RowFate | None = next((fate for fate in _FIRST if fate in there), None)
    if asked == "all":
        chosen = None
    elif asked in {fate.value for fate in there}:
        chosen = RowFate(asked)
    return Tabs(chosen, tuple(one for one in counts if one[2]), facts)


def shown_rows(rows: Sequence[HandBackRow]) -> list[ShownRow]:
    """These rows in words."""
    return [_shown(row) for row in rows]


def _shown(row: HandBackRow) -> ShownRow:
    theirs, ours = Said.of(row), out_of(row.before) or Said(None)
    return ShownRow(
        row=row,
        place=saying.place(row.place),
        note=_quoted(row.comment),
        before=ours.decision,
        ours=_side(ours),
        theirs=_side(theirs),
        diffs=_diffs(ours, theirs),
        as_proposed=bool(row.before.get(AS_PROPOSED)),
        faults=tuple(
            (saying.where(row, fault), saying.sentence(fault, theirs)) for fault in row.faults
        ),
    )


def _quoted(note: Comment | None) -> str:
    """How a note begins that everybody can read."""
    is_public = note is not None and note.state is CommentState.PUBLIC
    return shorten(note.text, QUOTED) if note is not None and is_public else ""


def _side(said: Said) -> Side:
    words = tuple(
        Words(saying.column_word(name), text=getattr(said, name))
        for name in _WORDS
        if getattr(said, name)
    )
    return Side(said.decision, words)


def _diffs(ours: Said, theirs: Said) -> tuple[Words, ...]:
    found = []
    for name in _WORDS:
        old, new = getattr(ours, name), getattr(theirs, name)
        if old == new:
            continue
        heading = saying.column_word(name)
        if old:
            found.append(Words(heading, html=word_diff(old, new)))
        else:
            found.append(Words(heading, text=new))
    return tuple(found)
