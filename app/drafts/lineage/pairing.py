"""Which word of the old version is which of the new one: the state that every step works on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

from app.drafts.lineage.words import Text

_LARGEST_TABLE = 60_000_000  # cells (bits) of one word comparison; larger ones are cut before
_SAYS = 1.2  # what a group of words out of their order must say
_NEAR = 4  # words by which the pairs of a group may lie apart
Range = tuple[int, int]


class Pairing:
    """The two streams and the pairs of words found so far: `to[old]` and `back[new]`, -1 for
    none. A word has one partner at most."""

    def __init__(self, old: Text, new: Text, weights: dict[int, float]) -> None:
        self.old, self.new = old, new
        self.weights = weights
        self.old_weights = [weights[key] for key in old.keys]
        self.new_weights = [weights[key] for key in new.keys]
        self.old_sums = [0.0, *accumulate(self.old_weights)]
        self.new_sums = [0.0, *accumulate(self.new_weights)]
        self.single = bytearray(len(old.keys))  # where three words begin that stand once
        self.single_words = bytearray(len(old.keys))  # where long words stand that stand once
        self.single_sentences: set[int] = set()  # where sentences begin that stand once
        self.to = [-1] * len(old.keys)
        self.back = [-1] * len(new.keys)

    def claim(self, old: int, new: int, length: int) -> None:
        """Pair `length` words from these places on."""
        self.to[old : old + length] = range(new, new + length)
        self.back[new : new + length] = range(old, old + length)

    def free(self, old: int) -> None:
        """Part a pair again."""
        self.back[self.to[old]] = -1
        self.to[old] = -1

    def old_weight(self, first: int, end: int) -> float:
        """How much the old words from `first` to before `end` say."""
        return self.old_sums[end] - self.old_sums[first]

    def new_weight(self, first: int, end: int) -> float:
        """How much the new words from `first` to before `end` say."""
        return self.new_sums[end] - self.new_sums[first]

    def stretches(self) -> list[tuple[int, int, int]]:
        """The pairs as stretches (old, new, length) without a gap, in the order of the old."""
        found: list[tuple[int, int, int]] = []
        first = last = -2
        start = 0
        for old, new in enumerate(self.to):
            if new >= 0 and new == last + 1 and old == start + new - first:
                last = new
                continue
            if first >= 0:
                found.append((start, first, last - first + 1))
            start, first, last = (old, new, new) if new >= 0 else (old, -2, -2)
        if first >= 0:
            found.append((start, first, last - first + 1))
        return found

    def compare(self, old: Range, new: Range, *, by_stem: bool = False) -> None:
        """Pair the words of two ranges that have no partner yet, in order, as many as can be.

        Ranges too large for one comparison are left as they are.
        """
        mine = [at for at in range(*old) if self.to[at] < 0]
        others = [at for at in range(*new) if self.back[at] < 0]
        if not mine or not others or len(mine) * len(others) > _LARGEST_TABLE:
            return
        left_forms = self.old.stems if by_stem else self.old.keys
        right_forms = self.new.stems if by_stem else self.new.keys
        for left, right, length in _matching(
            [left_forms[at] for at in mine], [right_forms[at] for at in others]
        ):
            for step in range(length):
                at, there = mine[left + step], others[right + step]
                self.to[at], self.back[there] = there, at

    def compare_rest(self, old: Range, new: Range) -> None:
        """Pair what two like sentences still have in common in another order: groups of words
        that together say something, so that no "der" is paired with any other."""
        mine = [at for at in range(*old) if self.to[at] < 0]
        others = [at for at in range(*new) if self.back[at] < 0]
        found = [
            (mine[left + step], others[right + step])
            for left, right, length in _matching(
                [self.old.keys[at] for at in mine], [self.new.keys[at] for at in others]
            )
            for step in range(length)
        ]
        for group in _near(found):
            if sum(self.old_weights[at] for at, _ in group) >= _SAYS:
                for at, there in group:
                    self.to[at], self.back[there] = there, at


def _near(pairs: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Pairs in groups of those that lie together on both sides."""
    groups: list[list[tuple[int, int]]] = []
    for old, new in pairs:
        last = groups[-1][-1] if groups else (-_NEAR, -_NEAR)
        if old - last[0] < _NEAR and new - last[1] < _NEAR and groups:
            groups[-1].append((old, new))
        else:
            groups.append([(old, new)])
    return groups


def _matching(left: Sequence[int], right: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    for block in Indel.editops(left, right).as_matching_blocks():
        yield block.a, block.b, block.size
