"""At which level a guessed heading stands: by its number, its size, and its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

_SAME = 0.4  # points; smaller differences are of the printer's making


@dataclass(slots=True)
class Ranked:
    """A heading, real or guessed: the size of its letters, the depth of its number (0 for
    none), and the level, -1 as long as nobody knows."""

    size: float
    number: int
    is_strong: bool
    level: int = -1
    is_guessed: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Remember whether the file itself said the level."""
        self.is_guessed = self.level < 0

    @property
    def looks(self) -> tuple[float, bool]:
        """By what headings without a number are told apart: the larger first, then bold."""
        return (-round(self.size * 2) / 2, not self.is_strong)


def give_levels(headings: Sequence[Ranked], text_size: float) -> None:
    """Set the level of every guessed heading; real ones keep theirs. Letters of the size of the
    text (0 where unknown) tell no level."""
    _by_number(headings)
    sizes = dict(_distinct_sizes(headings))
    ranks = sorted({one.looks for one in headings if one.level < 0})
    last = -1
    for one in headings:
        if one.level < 0:
            alike = [level for level, size in sizes.items() if abs(size - one.size) <= _SAME]
            stands_out = one.size > text_size + _SAME
            rank = ranks.index(one.looks) + 1
            if alike and stands_out:
                one.level = alike[0]
            elif last < 0:
                one.level = min(rank, _top(headings)) if sizes else rank
            else:
                one.level = last + rank
        elif one.level > 0:
            last = one.level
        one.level = max(one.level, 0)


def _top(headings: Sequence[Ranked]) -> int:
    return min((one.level for one in headings if one.level > 0), default=1)


def _by_number(headings: Sequence[Ranked]) -> None:
    """A number says the level: as deep as real headings with such numbers stand, else as deep
    as itself, below all that is larger and has none."""
    known = Counter((one.number, one.level) for one in headings if one.level > 0 and one.number)
    by_depth = {depth: level for (depth, level), _n in reversed(known.most_common())}
    numbered = [one for one in headings if one.level < 0 and one.number]
    largest = max((one.size for one in numbered), default=0.0)
    above = {
        one.looks
        for one in headings
        if one.level < 0 and not one.number and largest and one.size > largest + _SAME
    }
    real = 0
    for one in headings:
        if one.level >= 0:
            real = one.level if not one.number else real
        elif one.number in by_depth:
            one.level = by_depth[one.number]
        elif one.number:
            one.level = (real or len(above)) + one.number


def _distinct_sizes(headings: Sequence[Ranked]) -> Iterator[tuple[int, float]]:
    """The size of each level that is known, where it is no other level's."""
    sizes = {
        level: median(one.size for one in headings if one.level == level and one.size)
        for level in {one.level for one in headings if one.level > 0 and one.size}
    }
    for level, size in sizes.items():
        others = [other for known, other in sizes.items() if known != level]
        if all(abs(size - other) > _SAME for other in others):
            yield level, size
