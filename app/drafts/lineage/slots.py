"""What stands now where a lost passage stood: new words there may be what it was rewritten to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from app.drafts.lineage.links import Link
from app.drafts.lineage.pairing import Pairing, Range

_FILLS = 3  # new words fill a slot if they are at least one for so many of the lost ones
_TELLS = 0.8  # what a word must say to be a trace: no "Stadt" in the concept of one
_TRACE = 0.1  # share of what the shorter of both says that is more than chance
_SHORT = 7  # words; in so few a trace is not to be expected
_REWRITTEN = 0.45  # how sure it is that a passage is gone if it may have been rewritten
_REPLACED = 0.6  # the same if its slot is filled, by something that has no trace of it
_SURELY = 1.0


class Slots:
    """Knows what stands between the nearest neighbours of a passage that have not moved.

    A slot is counted from these neighbours: the second sentence that was lost behind one answers
    to the second new one behind it, and likewise from the other side.
    """

    def __init__(self, pairing: Pairing, links: list[Link]) -> None:
        self._old, self._new = pairing.old, pairing.new
        self._pairing, self._to = pairing, pairing.to
        self._steady = {(link.old, link.new) for link in links if not link.is_moved}
        count, new_count = len(pairing.old.sentence_blocks), len(pairing.new.sentence_blocks)
        self._lost = sorted(set(range(count)).difference(link.old for link in links))
        self._fresh = sorted(set(range(new_count)).difference(link.new for link in links))
        self._before = self._nearest(range(count), -1, -1)
        self._behind = self._nearest(range(count - 1, -1, -1), 1, len(pairing.to))

    def gone(self, first: int, last: int) -> float:
        """How sure it is that these old words, which are nowhere, were struck: surely where
        nothing new stands in their place."""
        of, to = self._old.sentence_of, self._to
        before, behind = self._neighbour(first, -1), self._neighbour(last, 1)
        here = to[before] + 1 if before >= 0 else 0
        there = to[behind] if behind < len(to) else len(self._new.keys)
        if here >= there:
            return _SURELY
        if before >= 0 and behind < len(of) and of[before] == of[behind]:
            lost = range(before + 1, behind)
            return _REWRITTEN if self._fills((here, there), len(lost)) else _SURELY
        return min(
            self._sentence_gone(number, (before, behind), (here, there))
            for number in range(of[first], of[last] + 1)
        )

    def _sentence_gone(self, number: int, around: Range, within: Range) -> float:
        start, end = self._old.sentence(number)
        lost = range(max(start, around[0] + 1), min(end, around[1]))
        sure = _SURELY
        for found, is_alone in self._answering(number, around, within):
            if lost and self._fills(found, len(lost)):
                is_rewritten = self._may_be(lost, found, is_alone)
                sure = min(sure, _REWRITTEN if is_rewritten else _REPLACED)
        return sure

    def _answering(self, number: int, around: Range, within: Range) -> list[tuple[Range, bool]]:
        """The new words that stand where this sentence stood, and whether they are one sentence
        for one."""
        of, new_of = self._old.sentence_of, self._new.sentence_of
        after = of[around[0]] + 1 if around[0] >= 0 else 0
        until = of[around[1]] if around[1] < len(of) else len(self._old.sentence_blocks)
        low = bisect_left(self._fresh, new_of[within[0]])
        high = bisect_right(self._fresh, new_of[within[1] - 1])
        if low == high:
            return [(within, False)]  # what was added to the sentences beside it
        place = bisect_left(self._lost, number)
        ahead = place - bisect_left(self._lost, after)
        rest = bisect_left(self._lost, until) - place
        is_alone = high - low == ahead + rest == 1
        return [
            (self._new.sentence(self._fresh[at]), is_alone)
            for at in sorted({low + ahead, high - rest})
            if low <= at < high
        ]

    def _fills(self, new: Range, count: int) -> bool:
        """Whether enough words there come from nowhere else."""
        return _FILLS * self._pairing.back[slice(*new)].count(-1) >= max(1, count)

    def _may_be(self, lost: Iterable[int], new: Range, is_alone: bool) -> bool:
        """Whether words there begin as some of the lost ones that are not said often, and say a
        part of what the shorter of both says: two long ones share a word by chance, and of two
        short ones that alone took each other's place nobody can tell."""
        pairing, stems = self._pairing, self._pairing.stems
        old_weights, new_weights = pairing.old_weights, pairing.new_weights
        mine = [at for at in lost if self._to[at] < 0]
        others = [at for at in range(*new) if pairing.back[at] < 0]
        if is_alone and min(len(mine), len(others)) <= _SHORT:
            return True
        told = {stems[self._new.keys[at]]: new_weights[at] for at in others}
        shared = {
            stem: min(old_weights[at], told[stem])
            for at in mine
            if (stem := stems[self._old.keys[at]]) in told
        }
        lighter = min(sum(old_weights[at] for at in mine), sum(new_weights[at] for at in others))
        return sum(says for says in shared.values() if says >= _TELLS) >= _TRACE * lighter > 0

    # --- neighbours ---

    def _neighbour(self, at: int, step: int) -> int:
        """The nearest word in this direction that has its partner and has not moved."""
        sentence = self._old.sentence_of[at]
        start, end = self._old.sentence(sentence)
        at += step
        while start <= at < end:
            if self._is_held(at):
                return at
            at += step
        return (self._before if step < 0 else self._behind)[sentence]

    def _is_held(self, at: int) -> bool:
        there = self._to[at]
        if there < 0:
            return False
        return (self._old.sentence_of[at], self._new.sentence_of[there]) in self._steady

    def _nearest(self, sentences: Iterable[int], step: int, outside: int) -> list[int]:
        """For each sentence the nearest such word of another one."""
        nearest = [outside] * len(self._old.sentence_blocks)
        held = {old for old, _ in self._steady}
        found = outside
        for number in sentences:
            nearest[number] = found
            if number in held:
                words = range(*self._old.sentence(number))
                inwards = words if step > 0 else reversed(words)
                found = next((at for at in inwards if self._is_held(at)), found)
        return nearest
