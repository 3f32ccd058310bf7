"""Which notes belong together: worked out from what was read, without a database.

A note joins those that it resembles by half (app/comments/sketches.py), one after the other, so
that a campaign is found whole although each of its people adds something else. Three things keep
a group from running away with it: whoever joins also resembles the group's oldest note by a third,
does not want the opposite of it, and short words ("Das ist zu vage.") count on one passage only.
"""

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from app.comments.opposite import wants_the_opposite
from app.comments.sketches import ALIKE, resemblance, shingles
from app.models import CommentState

LOOSE = 0.3  # so much at least do all notes of a group share with its oldest
SHORT = 10  # fewer words than these mean nothing without their passage
CANDIDATES, REFUSED = 30, 8  # notes that one is compared with; of these, that oppose it
HEAPS = 30  # of one round, whose oldest notes are compared with each other


@dataclass(frozen=True)
class Read:
    """A note as it was read: what it says, where it stands, in which group it is."""

    id: int
    number: int
    field_id: int
    block_id: int | None
    text: str
    wording: str
    quote: str
    group_id: int | None
    state: CommentState
    edited_at: datetime | None

    @cached_property
    def says(self) -> frozenset[str]:
        """Its text; of a proposal also what it adds to the passage."""
        return shingles(self.text) | self.adds

    @cached_property
    def adds(self) -> frozenset[str]:
        """What a proposed wording says that the passage does not."""
        return shingles(self.wording) - shingles(self.quote) if self.wording else frozenset()

    @cached_property
    def strikes(self) -> frozenset[str]:
        """What the passage says that a proposed wording does not."""
        return shingles(self.quote) - shingles(self.wording) if self.wording else frozenset()

    @cached_property
    def is_short(self) -> bool:
        """Whether it is understood with its passage only."""
        return len(self.text.split()) + len(self.wording.split()) < SHORT


def nearly_the_same(one: Read, other: Read, least: float = ALIKE) -> bool:
    """Whether two notes say nearly the same. Of two proposals also what they add and what they
    strike must be alike, whatever is said about it; a proposal and a mere note are not."""
    if bool(one.wording) != bool(other.wording):
        return False
    if (one.is_short or other.is_short) and not _on_one_passage(one, other):
        return False
    if resemblance(one.says, other.says) < least:
        return False
    pairs = ((one.adds, other.adds), (one.strikes, other.strikes))
    return all(a == b or resemblance(a, b) >= least for a, b in pairs)


def opposed(one: Read, other: Read) -> bool:
    """Whether one of two such notes wants the opposite of the other."""
    if wants_the_opposite(one.text, other.text):
        return True
    return bool(one.wording) and wants_the_opposite(one.wording, other.wording)


def _on_one_passage(one: Read, other: Read) -> bool:
    return (one.block_id, one.field_id) == (other.block_id, other.field_id)


@dataclass
class Known:
    """What was read for one round: the notes to look at, those near them, with how many bands they
    share; the oldest note of each group; who was taken out of which group, which of these were
    split up, and which groups must stay two."""

    fresh: Sequence[Read]
    notes: dict[int, Read]
    near: Mapping[int, Counter[int]]
    heads: dict[int, Read] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)
    split: set[int] = field(default_factory=set)
    two: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class Heap:
    """Notes that belong together, with the groups that some of them are in already."""

    head: Read
    notes: set[int]
    groups: set[int] = field(default_factory=set)


class Grouping:
    """Puts the fresh notes together with those near them. Afterwards `heaps` are what belongs
    together, and `scattered` who must stay out of a group that was split up (note, group)."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.of_note: dict[int, Heap] = {}
        self.scattered: set[tuple[int, int]] = set()
        by_group: dict[int, Heap] = {}
        for note in known.notes.values():
            heap = by_group.get(note.group_id or 0) or Heap(note, set())
            if note.group_id is not None:
                heap.head = known.heads.get(note.group_id, note)
                heap.groups.add(note.group_id)
                by_group[note.group_id] = heap
            heap.notes.add(note.id)
            self.of_note[note.id] = heap
        for note in known.fresh:
            self._scatter(note)
        for note in known.fresh:
            self._place(note)
        self._join_heaps()

    @property
    def heaps(self) -> list[Heap]:
        """What belongs together, where there is something to do; the oldest first."""
        found = {id(heap): heap for heap in self.of_note.values()}.values()
        news = [heap for heap in found if len(heap.notes) > 1 and self._is_news(heap)]
        return sorted(news, key=lambda heap: heap.head.number)

    def _is_news(self, heap: Heap) -> bool:
        if len(heap.groups) != 1:
            return True
        return any(self.known.notes[note].group_id is None for note in heap.notes)

    def _candidates(self, note: Read) -> list[Read]:
        ranked = sorted(self.known.near[note.id].items(), key=lambda item: (-item[1], item[0]))
        found = (self.known.notes.get(other) for other, _shared in ranked[:CANDIDATES])
        return [other for other in found if other is not None]

    def _scatter(self, note: Read) -> None:
        """What resembles a note of a group that was split up stays out of it as well."""
        for other in self._candidates(note):
            groups = self._split_of(other.id) if other.group_id is None else set()
            if groups and nearly_the_same(note, other):
                self.scattered |= {(note.id, group) for group in groups}

    def _split_of(self, note_id: int) -> set[int]:
        return {group for group in self.known.split if (note_id, group) in self.known.apart}

    def _place(self, note: Read) -> None:
        refused: list[Heap] = []
        for other in self._candidates(note):
            mine, theirs = self.of_note[note.id], self.of_note[other.id]
            if mine is theirs or theirs in refused or not nearly_the_same(note, other):
                continue
            if opposed(note, other):
                refused.append(theirs)
                if len(refused) == REFUSED:
                    return
            elif self._may_join(mine, theirs):
                self._join(mine, theirs)

    def _join_heaps(self) -> None:
        """Of a campaign that comes all at once each note is looked at with those nearest to it, and
        parts of it that were worded one way may not meet: their oldest notes do here."""
        found = {id(heap): heap for heap in self.of_note.values() if len(heap.notes) > 1}.values()
        largest = sorted(found, key=lambda heap: (-len(heap.notes), heap.head.number))[:HEAPS]
        for one, other in itertools.combinations([min(heap.notes) for heap in largest], 2):
            mine, theirs = self.of_note[one], self.of_note[other]
            if mine is theirs:
                continue
            if nearly_the_same(mine.head, theirs.head) and self._may_join(mine, theirs):
                self._join(mine, theirs)

    def _may_join(self, mine: Heap, theirs: Heap) -> bool:
        if any((one, other) in self.known.two for one in mine.groups for other in theirs.groups):
            return False
        if self._is_kept_out(mine, theirs) or self._is_kept_out(theirs, mine):
            return False
        if mine.head is theirs.head:
            return True
        alike = nearly_the_same(mine.head, theirs.head, LOOSE)
        return alike and not opposed(mine.head, theirs.head)

    def _is_kept_out(self, notes: Heap, of: Heap) -> bool:
        apart = self.known.apart | self.scattered
        if any((note, group) in apart for note in notes.notes for group in of.groups):
            return True
        return any(
            (note, group) in apart and (other, group) in apart
            for group in self.known.split
            for note in notes.notes
            for other in of.notes
        )

    def _join(self, mine: Heap, theirs: Heap) -> None:
        head = min(mine.head, theirs.head, key=lambda note: note.number)
        joined = Heap(head, mine.notes | theirs.notes, mine.groups | theirs.groups)
        self.of_note |= dict.fromkeys(joined.notes, joined)
