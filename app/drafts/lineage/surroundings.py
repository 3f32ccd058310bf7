"""What stands around: whether an old place and a new one have the same neighbours."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

_REACH = 4  # sentences within which a neighbour is near
_LOOK = 3  # neighbours that are asked on each side: the nearest may have moved away


class Held(NamedTuple):
    """How a pair of places is held by its neighbours before and behind it, for each side:
    2 as far from it as before, 1 near it, 0 elsewhere."""

    before: int
    behind: int

    @property
    def is_between(self) -> bool:
        """Whether both sides say that the places belong together."""
        return self.before > 0 and self.behind > 0


NOT_HELD = Held(0, 0)
HELD_FAST = Held(2, 2)


class Surroundings:
    """Sentences whose partners are certain, by which other pairs are judged."""

    def __init__(self, certain: Iterable[tuple[int, int]], ends: tuple[int, int]) -> None:
        """`certain` are pairs of old and new sentences in order; `ends`, how many there are."""
        self._pairs = [(-1, -1), *certain, ends]
        self._starts = [old for old, _ in self._pairs]
        self._certain = set(self._pairs)

    def of(self, old: tuple[int, int], new: tuple[int, int]) -> Held:
        """How the old sentences (first, last) and the new ones hang together."""
        beside = (old[0] - 1, new[0] - 1), (old[1] + 1, new[1] + 1)
        if self._certain.issuperset(beside):
            return HELD_FAST
        before = bisect_left(self._starts, old[0])
        behind = bisect_right(self._starts, old[1])
        return Held(
            max(
                (
                    _nearness(old[0] - there[0], new[0] - there[1])
                    for there in self._pairs[max(0, before - _LOOK) : before]
                ),
                default=0,
            ),
            max(
                (
                    _nearness(there[0] - old[1], there[1] - new[1])
                    for there in self._pairs[behind : behind + _LOOK]
                ),
                default=0,
            ),
        )


def _nearness(old: int, new: int) -> int:
    """How well two distances agree. 0 on the new side: a part of the same sentence."""
    if old == new:
        return 2
    return int(old <= _REACH and 0 <= new <= _REACH)
