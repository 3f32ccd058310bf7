"""Which word of the old version is which of the new one: the state that every step works on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from rapidfuzz.distance import Indel

from app.drafts.lineage.words import Text, Vocabulary, weigh

_LARGEST_TABLE = 60_000_000  # cells (bits) of one word comparison; larger ones are cut before
_SAYS = 1.2  # what a group of words out of their order must say
_NEAR = 4  # words by which the pairs of a group may lie apart
Range = tuple[int, int]
Stretch = tuple[int, int, int]  # where it begins in the old and in the new stream, its length


class Pairing:
    """The two streams and the pairs of words found so far: `to[old]` and `back[new]`, -1 for
    none. A word has one partner at most."""

    def __init__(self, old: Text, new: Text, vocabulary: Vocabulary) -> None:
        self.old, self.new = old, new
        self.stems = vocabulary.stems
        weights = weigh((old, new), vocabulary)
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

    def pieces(self) -> Iterator[Stretch]:
        """The pairs as stretches (old, new, length) that cross no border of sentences, in the
        order of the old version."""
        to, new_of = self.to, self.new.sentence_of
        for start, end in pairwise(self.old.sentence_starts):
            if start == end:
                continue
            there, last = to[start], to[end - 1]
            if (
                there >= 0
                and last - there == end - 1 - start
                and new_of[there] == new_of[last]
                and to[start:end] == [*range(there, last + 1)]
            ):
                yield start, there, end - start  # most sentences are paired as a whole
            else:
                yield from self._pieces_in(start, end)

    def _pieces_in(self, start: int, end: int) -> Iterator[Stretch]:
        to, new_of = self.to, self.new.sentence_of
        first = start
        for at in range(start, end):
            new = to[at]
            if new < 0:
                first = at + 1
                continue
            following = to[at + 1] if at + 1 < end else -1
            if following != new + 1 or new_of[following] != new_of[new]:
                yield first, to[first], at - first + 1
                first = at + 1

    def stretches(self) -> list[Stretch]:
        """The pairs as stretches without a gap, across sentences."""
        found: list[Stretch] = []
        for old, new, length in self.pieces():
            if found:
                before, there, rest = found[-1]
                if before + rest == old and there + rest == new:
                    found[-1] = before, there, rest + length
                    continue
            found.append((old, new, length))
        return found

    def compare(self, old: Range, new: Range, *, by_stem: bool = False) -> None:
        """Pair the words of two ranges that have no partner yet, in order, as many as can be.

        Ranges too large for one comparison are left as they are.
        """
        mine = [at for at in range(*old) if self.to[at] < 0]
        others = [at for at in range(*new) if self.back[at] < 0]
        if not mine or not others or len(mine) * len(others) > _LARGEST_TABLE:
            return
        left_forms = [self.old.keys[at] for at in mine]
        right_forms = [self.new.keys[at] for at in others]
        if by_stem:
            left_forms = [self.stems[key] for key in left_forms]
            right_forms = [self.stems[key] for key in right_forms]
        for left, right, length in _matching(left_forms, right_forms):
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
