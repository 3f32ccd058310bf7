"""What is right: the rule, the six ways a comment can fare, and how sure the rates are."""

import math
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from app.drafts.lineage.outcome import Span


@dataclass(frozen=True, slots=True)
class Expected:
    """The truth for one comment. No `places` means gone; several are equally right.

    `or_gone`: a person could also call it gone. `is_loose`: so little of the words is left that
    any overlap with a place is enough.
    """

    places: tuple[Span, ...]
    or_gone: bool = False
    is_loose: bool = False

    def allows(self, found: Span | None) -> bool:
        """Whether this answer is right."""
        if found is None:
            return self.or_gone or not self.places
        return any(is_at(found, place, self.is_loose) for place in self.places)


def is_at(found: Span, true: Span, is_loose: bool = False) -> bool:
    """The rule of the right place: the same block, and what both ranges have in common is at
    least half of each. A loose one has a word in common."""
    both = min(found.last, true.last) - max(found.first, true.first) + 1
    if found.block != true.block or both <= 0:
        return False
    longer = max(found.last - found.first, true.last - true.first) + 1
    return is_loose or 2 * both >= longer


class Verdict(StrEnum):
    """How one comment fared."""

    RIGHT = "right"
    ASKED_RIGHT = "asked, proposal right"
    ASKED_WRONG = "asked, proposal wrong"
    WRONG_PLACE = "wrong place"
    CALLED_GONE = "kept called gone"
    GONE_ATTACHED = "gone attached"


def judge(expected: Expected, found: Span | None, is_doubtful: bool = False) -> Verdict:
    """`found` is where the comment was put, None for gone; a doubtful one is a question."""
    is_right = expected.allows(found)
    if is_doubtful:
        return Verdict.ASKED_RIGHT if is_right else Verdict.ASKED_WRONG
    if is_right:
        return Verdict.RIGHT
    if found is None:
        return Verdict.CALLED_GONE
    return Verdict.WRONG_PLACE if expected.places else Verdict.GONE_ATTACHED


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many, with the Wilson interval of 95 %."""

    count: int
    whole: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 of nothing is 0."""
        return self.count / self.whole if self.whole else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (E. B. Wilson, 1927), z = 1.96."""
        if not self.whole:
            return 0.0, 1.0
        z, n = 1.959964, self.whole
        middle = (self.share + z * z / (2 * n)) / (1 + z * z / n)
        spread = self.share * (1 - self.share) / n + z * z / (4 * n * n)
        half = z / (1 + z * z / n) * math.sqrt(spread)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = (100 * edge for edge in self.interval)
        return f"{100 * self.share:.2f} ({low:.1f}–{high:.1f})"


@dataclass(slots=True)
class Tally:
    """How all comments of a set fared. Kept are those that have a place to go to; of some of
    them (open) a person could also say that they are gone."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    kept: int = 0
    gone: int = 0
    open: int = 0
    right_of_open: int = 0

    def add(self, expected: Expected, verdict: Verdict) -> None:
        """Count one."""
        self.verdicts[verdict] += 1
        if expected.places:
            self.kept += 1
        else:
            self.gone += 1
        if expected.or_gone:
            self.open += 1
            self.right_of_open += verdict is Verdict.RIGHT

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.verdicts + other.verdicts,
            self.kept + other.kept,
            self.gone + other.gone,
            self.open + other.open,
            self.right_of_open + other.right_of_open,
        )

    def rate(self, verdict: Verdict) -> Rate:
        """Of those to whom it can happen: a wrong place and "called gone" to the kept ones,
        "attached" to the gone ones, anything else to all."""
        wholes = {
            Verdict.WRONG_PLACE: self.kept,
            Verdict.CALLED_GONE: self.kept,
            Verdict.GONE_ATTACHED: self.gone,
        }
        return Rate(self.verdicts[verdict], wholes.get(verdict, self.kept + self.gone))

    def right_by_itself(self) -> Rate:
        """Right without asking, of those about which there is only one truth."""
        right = self.verdicts[Verdict.RIGHT] - self.right_of_open
        return Rate(right, self.kept + self.gone - self.open)

    def right_at_last(self) -> Rate:
        """Right by itself or by a proposal that a person only confirms."""
        right = self.verdicts[Verdict.RIGHT] + self.verdicts[Verdict.ASKED_RIGHT]
        return Rate(right, self.kept + self.gone)
