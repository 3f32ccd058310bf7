"""The second pass: sentences and blocks without partner are compared by how their words begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise

from app.drafts.lineage.links import Link, surroundings
from app.drafts.lineage.pairing import Pairing, Range
from app.drafts.lineage.surroundings import Surroundings
from app.drafts.lineage.words import Text

_COMMONEST = 12  # units in which a beginning may occur and still be looked up
_FREE = 0.4  # share of its words that must have no partner yet
_TAKEN = 0.4  # share of a unit that may have partners already
_ALIKE = 0.35  # likeness that two units need
_ANCHORED = 0.25  # the same where their neighbours are partners
_BEST = 4  # candidates that are weighed for one unit


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block or a sentence without partner: its sentences (first, last), where its words are,
    and what they say by stem."""

    first: int
    last: int
    words: Range
    stems: dict[int, float]
    weight: float


def match_leftovers(pairing: Pairing, links: list[Link]) -> None:
    """Pair the words of what was reworded heavily, or reworded and moved."""
    around = surroundings(pairing, links)
    for whole_blocks in (True, False):
        mine = list(_leftovers(pairing, whole_blocks, new=False))
        others = list(_leftovers(pairing, whole_blocks, new=True))
        taken: tuple[set[int], set[int]] = (set(), set())
        candidates = _candidates(mine, others, around)
        for _, one, other in sorted(candidates, key=lambda c: (-c[0], c[1].first, c[2].first)):
            if one.first in taken[0] or other.first in taken[1]:
                continue
            taken[0].add(one.first)
            taken[1].add(other.first)
            pairing.compare(one.words, other.words)
            pairing.compare(one.words, other.words, by_stem=True)


def _leftovers(pairing: Pairing, whole_blocks: bool, *, new: bool) -> Iterator[_Unit]:
    text = pairing.new if new else pairing.old
    partners = pairing.back if new else pairing.to
    sums = pairing.new_sums if new else pairing.old_sums
    weights = pairing.new_weights if new else pairing.old_weights
    for first, after in _units(text, whole_blocks):
        start, end = text.sentence_starts[first], text.sentence_starts[after]
        if partners[start:end].count(-1) <= _FREE * (end - start):
            continue
        weight = sums[end] - sums[start]
        free = [at for at in range(start, end) if partners[at] < 0]
        if weight - sum(weights[at] for at in free) <= _TAKEN * weight:
            yield _Unit(
                first, after - 1, (start, end), _stems(pairing, text, free, weights), weight
            )


def _units(text: Text, whole_blocks: bool) -> Iterator[Range]:
    """The sentences (first, and behind the last) of each block, or each sentence of those blocks
    that have several: a lone one was compared as a block."""
    for first, after in pairwise(text.first_sentences):
        if whole_blocks:
            yield first, after
        elif after - first > 1:
            yield from pairwise(range(first, after + 1))


def _stems(
    pairing: Pairing, text: Text, places: list[int], weights: list[float]
) -> dict[int, float]:
    stems: dict[int, float] = {}
    for at in places:
        stem = pairing.stems[text.keys[at]]
        stems[stem] = stems.get(stem, 0.0) + weights[at]
    return stems


def _candidates(
    mine: list[_Unit], others: list[_Unit], around: Surroundings
) -> Iterator[tuple[float, _Unit, _Unit]]:
    """Pairs of units that are alike enough, with their likeness (more between neighbours)."""
    index: dict[int, list[int]] = {}
    for number, unit in enumerate(others):
        for stem in unit.stems:
            index.setdefault(stem, []).append(number)
    for unit in mine:
        for other in (others[number] for number in _looked_up(unit, index)):
            likeness = _likeness(unit, other)
            anchored = likeness >= _ANCHORED and _is_between(around, unit, other)
            if anchored or likeness >= _ALIKE:
                yield likeness + anchored, unit, other


def _is_between(around: Surroundings, one: _Unit, other: _Unit) -> bool:
    return around.of((one.first, one.last), (other.first, other.last)).is_between


def _looked_up(unit: _Unit, index: dict[int, list[int]]) -> list[int]:
    """The few units that have most of the rarer words in common with this one."""
    votes: dict[int, float] = {}
    for stem, weight in unit.stems.items():
        found = index.get(stem, ())
        if len(found) <= _COMMONEST:
            for number in found:
                votes[number] = votes.get(number, 0.0) + weight
    return nlargest(_BEST, votes, key=lambda number: (votes[number], -number))


def _likeness(one: _Unit, other: _Unit) -> float:
    """Twice what they share, of what both say (Dice)."""
    shared = sum(min(weight, other.stems.get(stem, 0.0)) for stem, weight in one.stems.items())
    both = one.weight + other.weight
    return 2 * shared / both if both else 0.0
