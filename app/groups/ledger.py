"""What the results of a process say, as plain data: page, XLSX and PDF are written from it and
know neither database nor web. It is read by `ledger_reading.py`.

Entries are handed over as an iterator that may be asked for again, in the order of the text, so
that 100,000 of them never stand in memory together. Everything in it is public.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from app.drafts.wording import Piece, compare, word_diff
from app.models import CommentKind, CommentState, Decision


@dataclass(frozen=True, slots=True)
class Head:
    """Of what these are the results, as of when. `url` is the page's public address, `changes_url`
    that of the synopsis ("" as long as there is one version). Times are aware, in UTC."""

    organisation: str
    process: str
    process_slug: str
    version: int
    versions: int
    zone: str
    as_of: datetime
    url: str
    changes_url: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many notes each decision holds for, and on how many nothing is decided yet. A note that
    was split counts by its parts, one that repeats another with that one; `hidden` ones and
    withdrawn ones are beside all of these."""

    adopted: int = 0
    partly_adopted: int = 0
    already_covered: int = 0
    not_adopted: int = 0
    out_of_scope: int = 0
    noted: int = 0
    open: int = 0
    hidden: int = 0

    @property
    def decided(self) -> int:
        """Those on which something is decided."""
        return sum(self.of(decision) for decision in Decision)

    @property
    def notes(self) -> int:
        """All of them: what is decided, and what is open."""
        return self.decided + self.open

    def of(self, decision: Decision | None) -> int:
        """Those of this decision; None: the open ones."""
        return int(getattr(self, decision.value)) if decision else self.open

    def __add__(self, other: Counts) -> Counts:
        """Both together."""
        names = self.__slots__
        return Counts(*(getattr(self, name) + getattr(other, name) for name in names))


@dataclass(frozen=True, slots=True)
class Change:
    """What a note changed in a public version: both wordings, and where they stand. `old_words` is
    "" for what is new, `new_words` for what was dropped."""

    version: int
    before: int
    old_address: str
    old_words: str
    new_address: str
    new_words: str
    new_fragment: str = ""
    old_fragment: str = ""

    @property
    def pieces(self) -> list[Piece]:
        """The words in one row: what stays (mark ""), went ("del") and came ("ins")."""
        sides = (self.old_words, self.new_words)
        old, new = ([words] if words else [] for words in sides)
        return compare(old, new)

    @property
    def html(self) -> str:
        """The same as escaped HTML with `<del>` and `<ins>`."""
        return word_diff(self.old_words, self.new_words)

    @property
    def is_reworded(self) -> bool:
        """Whether words changed, and not their place alone."""
        return self.old_words.split() != self.new_words.split()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was decided before, and until when that held."""

    decision: Decision
    reason: str
    decided_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A note and what became of it.

    `address`, `quote` and `version` say where it stands now, or (where `is_gone`) where it stood
    when it was made. Only a "public" note has words and an author. `decision` None: nothing is
    decided; then `left_open` may say why the text was published all the same. `wording` is the
    group's, with `wording_html` against the words commented on. A split note has `parts` and no
    decision, a part says of which (`part_of`), one that `repeats` another has that one's decision.
    """

    number: int
    state: CommentState
    kind: CommentKind
    address: str
    fragment: str
    quote: str
    text: str
    author: str
    role: str
    created_at: datetime
    language: str = "de"
    proposed_wording: str = ""
    short_html: str = ""
    hidden_rule: int = 0
    is_gone: bool = False
    version: int = 0
    decision: Decision | None = None
    reason: str = ""
    wording: str = ""
    wording_html: str = ""
    measure: str = ""
    passed_on_to: str = ""
    decided_at: datetime | None = None
    group: str = ""
    left_open: str = ""
    earlier: tuple[Earlier, ...] = ()
    changes: tuple[Change, ...] = ()
    parts: tuple[int, ...] = ()
    part_of: int = 0
    repeats: int = 0
    supports: int = 0

    @property
    def is_public(self) -> bool:
        """Whether its words may be read."""
        return self.state is CommentState.PUBLIC

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision of its own."""
        decides = not self.parts and not self.repeats
        return self.is_public and decides and self.decision is None

    @property
    def old_words(self) -> str:
        """The words before, of all its changes."""
        return "\n".join(change.old_words for change in self.changes if change.old_words)

    @property
    def new_words(self) -> str:
        """The words after, of all its changes."""
        return "\n".join(change.new_words for change in self.changes if change.new_words)


@dataclass(frozen=True, slots=True)
class FieldResults:
    """An action field: its figures, and its notes in the order of the text, read in batches each
    time they are asked for."""

    number: int
    label: str
    slug: str
    title: str
    colour: int
    group: str
    counts: Counts
    entries: Callable[[], Iterator[Entry]]


@dataclass(frozen=True, slots=True)
class Results:
    """The results of a process: their head, the figures of all fields together, the fields."""

    head: Head
    counts: Counts
    fields: tuple[FieldResults, ...]
