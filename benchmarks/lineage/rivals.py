"""Three simple ways of carrying a comment along, as peers do it, to compare with.

Each answers where it would put the comment, or None where it gives up. None of them asks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from rapidfuzz import fuzz

from app.drafts.lineage.outcome import Passage, Span
from benchmarks.lineage.texts import words_of


class ParagraphIndex:
    """The n-th paragraph of a field stays the n-th: a comment hangs on a number (as in
    Antragsgrün)."""

    name = "paragraph index"

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self._numbers = _numbers(old)
        self._places = {number: place for place, number in enumerate(_numbers(new))}
        self._sizes = [len(words_of(block)) for block in new]

    def carry(self, span: Span) -> Span | None:
        """The same numbers, as far as the new paragraph has so many words."""
        block = self._places.get(self._numbers[span.block])
        if block is None or span.first >= self._sizes[block]:
            return None
        return Span(block, span.first, min(span.last, self._sizes[block] - 1))


def _numbers(blocks: Sequence[Passage]) -> list[tuple[int | None, int]]:
    """For each block its field, and the how manieth it is there."""
    counts: Counter[int | None] = Counter()
    numbers = []
    for block in blocks:
        counts[block.field] += 1
        numbers.append((block.field, counts[block.field]))
    return numbers


class _Letters:
    """A version as blocks of letters, and which word a letter belongs to."""

    def __init__(self, blocks: Sequence[Passage]) -> None:
        words = [words_of(block) for block in blocks]
        self.texts = [" ".join(each) for each in words]
        self._ends = [list(accumulate(len(word) + 1 for word in each)) for each in words]

    def of(self, span: Span) -> tuple[int, int]:
        """The letters of a range of words, from and up to."""
        ends = self._ends[span.block]
        return (ends[span.first - 1] if span.first else 0), ends[span.last] - 1

    def words(self, block: int, start: int, end: int) -> Span | None:
        """The words that have letters between `start` and `end`, if there are any."""
        end = min(end, len(self.texts[block]))
        if start >= end:
            return None
        ends = self._ends[block]
        return Span(block, bisect_right(ends, start), bisect_right(ends, end - 1))


class FuzzyQuote:
    """The quoted words are looked for in the whole new text, and the best place above a
    threshold is taken: what annotation tools fall back on."""

    name = "fuzzy quote search"
    # Of 100, rapidfuzz's partial ratio. Of 60, 65 … 95 the one with most right in the reference
    # among those that attach nothing that is gone.
    threshold = 70.0

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self._old, self._new = _Letters(old), _Letters(new)
        self._text = "\n".join(self._new.texts)
        self._starts = [0, *accumulate(len(text) + 1 for text in self._new.texts)]

    def carry(self, span: Span) -> Span | None:
        """The best match, cut to the block in which it begins or has most of its letters."""
        start, end = self._old.of(span)
        quote = self._old.texts[span.block][start:end]
        found = fuzz.partial_ratio_alignment(quote, self._text, score_cutoff=self.threshold)
        if found is None:
            return None
        middle = (found.dest_start + found.dest_end) // 2
        block = min(bisect_right(self._starts, middle) - 1, len(self._new.texts) - 1)
        begin = self._starts[block]
        return self._new.words(block, max(0, found.dest_start - begin), found.dest_end - begin)


class PathWithOffset:
    """The way through the outline (second section, first section in it, third paragraph) and
    letters counted from the paragraph's beginning: XPath with offset."""

    name = "XPath with offset"

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self._paths = _paths(old)
        self._places = {path: place for place, path in enumerate(_paths(new))}
        self._old, self._new = _Letters(old), _Letters(new)

    def carry(self, span: Span) -> Span | None:
        """What stands there now; None if there is no such paragraph or it is shorter."""
        block = self._places.get(self._paths[span.block])
        return None if block is None else self._new.words(block, *self._old.of(span))


def _paths(blocks: Sequence[Passage]) -> list[tuple[int, ...]]:
    """For each block the ordinals of its sections, and its own among its section's blocks."""
    paths = []
    sections: dict[tuple[str, ...], int] = {}
    under: Counter[tuple[str, ...]] = Counter()
    inside: Counter[tuple[str, ...]] = Counter()
    for block in blocks:
        for depth in range(1, len(block.headings) + 1):
            above, heading = block.headings[: depth - 1], block.headings[:depth]
            if heading not in sections:
                under[above] += 1
                sections[heading] = under[above]
        inside[block.headings] += 1
        ordinals = (sections[block.headings[: d + 1]] for d in range(len(block.headings)))
        paths.append((*ordinals, inside[block.headings]))
    return paths


RIVALS = (ParagraphIndex, FuzzyQuote, PathWithOffset)
