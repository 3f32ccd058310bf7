"""Where commented words stand now, read from the pairs of words: bounded work for each comment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.drafts.lineage.links import Link
from app.drafts.lineage.outcome import Carried, Span
from app.drafts.lineage.pairing import Pairing
from app.drafts.lineage.trust import DOUBTFUL, Trust, reworded
from app.models.lineage import Standing

_FEW = 0.2  # share of what the words say under which those that are left prove little
_LEFT = 0.4  # share of words that must stand in their place for them to be reworded, not gone
_FAR = 8  # words by which those that are left may lie further apart than they did
_TOGETHER = 0.65  # share of those that are left that must stand together
_EACH = 0.3  # what any word counts in finding where most of them are


@dataclass(frozen=True, slots=True)
class _Found:
    """A range of the new stream that answers to the words (last included), and how much of what
    they say is in it word for word. `ends` are the first and the last old word that it is told
    by. `is_torn`: much of the rest stands elsewhere."""

    first: int
    last: int
    share: float
    ends: tuple[int, int]
    is_torn: bool = False


class Carrier:
    """Answers where words went; everything that takes time was done before."""

    def __init__(self, pairing: Pairing, links: list[Link], trust: Trust) -> None:
        self._old, self._new = pairing.old, pairing.new
        self._pairing, self._trust = pairing, trust
        self._to, self._back = pairing.to, pairing.back
        self._links = {(link.old, link.new): link for link in links}
        self._same = bytearray(
            there >= 0 and exact == pairing.new.exact[there]
            for exact, there in zip(pairing.old.exact, pairing.to, strict=True)
        )

    def carry(self, span: Span) -> Carried:
        """Where the words of `span` stand now; ValueError for what is not in the old version."""
        first, last = self._placed(span)
        if self._is_one_stretch(first, last):
            return self._exact(first, last)
        left = self._survivors(first, last)
        if left is None or left.share < _FEW:
            left = self._joined(left, self._replacement(first, last), last - first + 1)
        return self._reworded(left) if left else self._gone(first, last)

    def _placed(self, span: Span) -> tuple[int, int]:
        starts = self._old.block_starts
        if not (0 <= span.block < len(starts) - 1 and 0 <= span.first <= span.last):
            raise ValueError(span)
        start, end = self._old.block(span.block)
        if start + span.last >= end or span.block in self._old.empty:
            raise ValueError(span)
        return start + span.first, start + span.last

    # --- words that are all there ---

    def _is_one_stretch(self, first: int, last: int) -> bool:
        """Whether every word is there as it was, one after the other, in one block."""
        there, end = self._to[first], self._to[last]
        return (
            there >= 0
            and end - there == last - first
            and self._same.find(0, first, last + 1) < 0
            and self._to[first : last + 1] == list(range(there, end + 1))
            and self._new.block_of(there) == self._new.block_of(end)
        )

    def _exact(self, first: int, last: int) -> Carried:
        links = [self._links[self._names(at, self._to[at])] for at in (first, last)]
        link = min(links, key=lambda each: each.confidence)
        state = Standing.MOVED if link.is_moved else Standing.STAYS
        # That the very words follow each other says more than the sentence around them.
        confidence = link.confidence
        if link.is_own:
            confidence = round(1 - (1 - confidence) * 0.5, 3)
        return self._carried(state, self._to[first], self._to[last], confidence)

    def _carried(self, state: Standing, first: int, last: int, confidence: float) -> Carried:
        block = self._new.block_of(first)
        start = self._new.block_starts[block]
        place = Span(block, first - start, last - start)
        return Carried(state, place, confidence, is_doubtful=confidence < DOUBTFUL)

    # --- words of which some are left ---

    def _reworded(self, found: _Found) -> Carried:
        links = [
            link
            for at in found.ends
            for there in (found.first, found.last)
            if (link := self._links.get(self._names(at, there)))
        ]
        best = max(links, key=lambda link: link.confidence, default=None)
        confidence = reworded(best, found.share, found.is_torn)
        return self._carried(Standing.REWORDED, found.first, found.last, confidence)

    def _names(self, at: int, there: int) -> tuple[int, int]:
        return self._old.sentence_of[at], self._new.sentence_of[there]

    def _survivors(self, first: int, last: int) -> _Found | None:
        """The range around the words that are left, where they lie closest."""
        left = [at for at in range(first, last + 1) if self._to[at] >= 0]
        if not left:
            return None
        clusters = self._clusters(left, last - first + 1)
        cluster = max(clusters, key=lambda places: (self._says(places), -places[0]))
        share = self._says(cluster) / self._says(range(first, last + 1))
        start, end = self._around(cluster, first, last)
        ends = cluster[0], cluster[-1]
        return _Found(start, end, share, ends, is_torn=len(cluster) < _TOGETHER * len(left))

    def _around(self, cluster: list[int], first: int, last: int) -> tuple[int, int]:
        """From the first to the last of the words in their place, and what took the place of
        those beside them."""
        there = [self._to[at] for at in cluster]
        start, end = min(there), max(there)
        if self._is_whole(first, last):
            most = last - first + 1
            before = _free(self._back, self._new.sentence_of, start, -1)
            behind = _free(self._back, self._new.sentence_of, end, 1)
            return start - min(most, before), end + min(most, behind)
        if self._to[cluster[0]] == start:
            start -= self._beside(cluster[0], start, first, -1)
        if self._to[cluster[-1]] == end:
            end += self._beside(cluster[-1], end, last, 1)
        return start, end

    def _is_whole(self, first: int, last: int) -> bool:
        """Whether these are whole sentences."""
        start = self._old.sentence(self._old.sentence_of[first])[0]
        return first == start and last + 1 == self._old.sentence(self._old.sentence_of[last])[1]

    def _clusters(self, left: list[int], length: int) -> list[list[int]]:
        """The words that are left, parted by new block and where they lie far apart."""
        ranked = sorted(left, key=lambda at: self._to[at])
        clusters: list[list[int]] = [[ranked[0]]]
        for before, at in pairwise(ranked):
            near = self._to[at] - self._to[before] <= length + _FAR
            if near and self._new.block_of(self._to[at]) == self._new.block_of(self._to[before]):
                clusters[-1].append(at)
            else:
                clusters.append([at])
        return [sorted(cluster) for cluster in clusters]

    def _says(self, places: Sequence[int]) -> float:
        return sum(min(1.0, self._pairing.old_weights[at]) + _EACH for at in places)

    def _beside(self, at: int, there: int, border: int, step: int) -> int:
        """How many new words beside `there` took the place of the words from `at` to `border`."""
        wanted = abs(border - at)
        if not wanted:
            return 0
        old_gap = _free(self._to, self._old.sentence_of, at, step)
        new_gap = _free(self._back, self._new.sentence_of, there, step)
        share = round(new_gap * min(1.0, wanted / old_gap)) if old_gap else 0
        return min(share, 2 * wanted + 1)

    # --- words of which hardly any is left ---

    def _joined(self, left: _Found | None, between: _Found | None, count: int) -> _Found | None:
        """What took the place of the words, and the little that is left of them."""
        if left is None or between is None:
            return left or between
        first, last = min(left.first, between.first), max(left.last, between.last)
        if last - first > 2 * count + _FAR:
            return between
        if self._new.block_of(first) != self._new.block_of(last):
            return between
        return _Found(first, last, left.share, left.ends)

    def _gone(self, first: int, last: int) -> Carried:
        confidence = self._trust.gone(first, last)
        return Carried(Standing.GONE, None, confidence, is_doubtful=confidence < DOUBTFUL)

    def _replacement(self, first: int, last: int) -> _Found | None:
        """What stands between the neighbours of the words now, if it is about as long."""
        before = first - 1 - _free(self._to, self._old.sentence_of, first, -1)
        after = last + 1 + _free(self._to, self._old.sentence_of, last, 1)
        ends = [at for at, of in ((before, first), (after, last)) if self._is_placed(at, of)]
        if not ends:
            return None
        if len(ends) == 2:
            here, there = self._to[before] + 1, self._to[after] - 1
        elif ends == [before]:
            here = self._to[before] + 1
            there = here - 1 + _free(self._back, self._new.sentence_of, here - 1, 1)
        else:
            there = self._to[after] - 1
            here = there + 1 - _free(self._back, self._new.sentence_of, there + 1, -1)
        gap = first - before - 1, after - last - 1
        portion = self._portion(here, there, gap, last - first + 1)
        return _Found(*portion, 0.0, (ends[0], ends[-1])) if portion else None

    def _is_placed(self, at: int, beside: int) -> bool:
        """Whether a word has a partner, and stands in the same sentence as that beside it."""
        of = self._old.sentence_of
        return 0 <= at < len(of) and of[at] == of[beside] and self._to[at] >= 0

    def _portion(
        self, here: int, there: int, beside: tuple[int, int], count: int
    ) -> tuple[int, int] | None:
        """The part of a new range that answers to `count` words with so many beside them."""
        length, old_gap = there - here + 1, count + sum(beside)
        if length < max(1, _LEFT * old_gap) or length > 2 * old_gap + _FAR:
            return None
        if self._new.block_of(here) != self._new.block_of(there):
            return None
        first = here + length * beside[0] // old_gap
        return first, max(first, there - length * beside[1] // old_gap)


def _free(partners: list[int], sentence_of: list[int], at: int, step: int) -> int:
    """How many words without partner follow in this direction, in the same sentence."""
    count, sentence = 0, sentence_of[at]
    at += step
    while 0 <= at < len(partners) and sentence_of[at] == sentence and partners[at] < 0:
        count += 1
        at += step
    return count
