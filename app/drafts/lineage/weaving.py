"""The first pass: runs of common words are placed, heaviest first, and the gaps between filled."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

from rapidfuzz.distance import Indel

from app.drafts.lineage.chain import heaviest_chain
from app.drafts.lineage.pairing import Pairing, Range, Stretch
from app.drafts.lineage.runs import Groups, Run, shared_runs
from app.drafts.lineage.words import Text

_LIGHTEST = 1.2  # a run that says less is left to the comparison of its surroundings
_ALONE = 2.2  # what a run out of the order must say to be believed
_ALONE_LONG = 1.0  # what a word must say more than to be believed alone
_NEAR = 25  # words by which a run may be out of its expected place and still count as near


def weave(pairing: Pairing, width: int) -> None:
    """Pair what is the same in both versions, in order or moved. `width`: more than the highest
    number of a word."""
    _place_whole(pairing, pairing.old.block_starts, pairing.new.block_starts)
    pairing.single_sentences.update(
        _place_whole(pairing, pairing.old.sentence_starts, pairing.new.sentence_starts)
    )
    for at in _single_words(pairing):
        pairing.single_words[at] = 1
    groups = Groups(pairing.old, pairing.new, width)
    for at in groups.single.values():
        pairing.single[at] = 1
    runs = shared_runs(pairing.old, pairing.new, groups)
    _place(pairing, [(_weight(pairing, run), run) for run in runs if run.is_own])
    _place(pairing, list(_in_context(pairing, [run for run in runs if not run.is_own])))
    chained, strays = _sorted_out(pairing)
    for stretch in strays:
        _fill_around(pairing, stretch)
    _fill_between(pairing, chained)


def _single_words(pairing: Pairing) -> Iterator[int]:
    """Where words stand that each version has once, and that say as much as several."""
    counts = Counter(pairing.new.keys), Counter(pairing.old.keys)
    for at, key in enumerate(pairing.old.keys):
        if pairing.old_weights[at] > _ALONE_LONG and counts[0][key] == counts[1][key] == 1:
            yield at


def _place_whole(pairing: Pairing, old_starts: list[int], new_starts: list[int]) -> list[int]:
    """Claim blocks, or sentences, that each version has once, word for word; says where they
    begin. Without this a near twin whose neighbour is the right one could take their place."""
    mine, others = _single(pairing.old, old_starts), _single(pairing.new, new_starts)
    placed = []
    for words, (old, end) in mine.items():
        new = others.get(words)
        if new is None or pairing.old_weight(old, end) < _LIGHTEST:
            continue
        if pairing.to[old] < 0 and pairing.back[new[0]] < 0:
            pairing.claim(old, new[0], end - old)
        if pairing.to[old] == new[0]:
            placed.append(old)
    return placed


def _single(text: Text, starts: list[int]) -> dict[tuple[int, ...], Range]:
    """The blocks, or sentences, whose words stand once in the text."""
    found: dict[tuple[int, ...], Range] = {}
    twice: set[tuple[int, ...]] = set()
    for start, end in pairwise(starts):
        words = tuple(text.keys[start:end])
        if words in found:
            twice.add(words)
        elif words:
            found[words] = (start, end)
    return {words: place for words, place in found.items() if words not in twice}


def _weight(pairing: Pairing, run: Run) -> float:
    return pairing.old_weight(run.old, run.old + run.length)


def _place(pairing: Pairing, scored: list[tuple[float, Run]]) -> None:
    """Claim runs by falling score; the parts of one that was crossed queue again."""
    heap = [(-score, run) for score, run in scored if _weight(pairing, run) >= _LIGHTEST]
    heapify(heap)
    while heap:
        score, run = heappop(heap)
        parts = _parts(pairing, run)
        if parts == [run]:
            pairing.claim(run.old, run.new, run.length)
            continue
        for part in parts:
            if _weight(pairing, part) >= _LIGHTEST:
                share = _weight(pairing, part) / _weight(pairing, run)
                heappush(heap, (score * share, part))


def _parts(pairing: Pairing, run: Run) -> list[Run]:
    """The parts of a run whose words are free, or are each other's partners already."""
    to, back = pairing.to, pairing.back
    parts: list[Run] = []
    start = 0
    for step in range(run.length + 1):
        if step < run.length:
            there = to[run.old + step]
            if there == run.new + step or (there < 0 and back[run.new + step] < 0):
                continue
        if start < step:
            parts.append(Run(run.old + start, run.new + start, step - start, run.is_own))
        start = step + 1
    return parts


def _in_context(pairing: Pairing, runs: list[Run]) -> Iterable[tuple[float, Run]]:
    """Runs that stand in several places, heavier where what is around them was placed nearby."""
    stretches = pairing.stretches()
    starts = [stretch[0] for stretch in stretches]
    for run in runs:
        if min(pairing.to[run.old : run.old + run.length]) >= 0:
            continue
        at = bisect_left(starts, run.old)
        gaps = [_distance(run, stretch) for stretch in stretches[max(0, at - 1) : at + 1]]
        nearness = sum(1 / (1 + gap / _NEAR) for gap in gaps)
        same = _same_place(pairing, run)
        yield _weight(pairing, run) * (1 + nearness + 0.5 * same), run


def _distance(run: Run, stretch: Stretch) -> int:
    """How far a run is from where it would stand if nothing between it and the stretch changed."""
    old, new, _ = stretch
    wrong_side = (run.old < old) != (run.new < new)
    return abs((run.old - old) - (run.new - new)) + (1000 if wrong_side else 0)


def _same_place(pairing: Pairing, run: Run) -> int:
    """Whether the fields and the headings above are the same."""
    old = pairing.old.passages[pairing.old.block_of(run.old)]
    new = pairing.new.passages[pairing.new.block_of(run.new)]
    return (old.field == new.field) + (old.headings == new.headings)


def _sorted_out(pairing: Pairing) -> tuple[list[Stretch], list[Stretch]]:
    """The stretches that keep their order, and those that do not; of these the light are freed."""
    stretches = pairing.stretches()
    heavy = [pairing.old_weight(old, old + length) for old, _, length in stretches]
    kept = heaviest_chain([new for _, new, _ in stretches], heavy)
    chained = set(kept)
    strays = []
    for number, (old, new, length) in enumerate(stretches):
        if number in chained:
            continue
        if heavy[number] < _ALONE:
            for at in range(old, old + length):
                pairing.free(at)
        else:
            strays.append((old, new, length))
    return [stretches[number] for number in kept], strays


def _fill_around(pairing: Pairing, stretch: Stretch) -> None:
    """Pair what stands beside a moved stretch in the same two blocks."""
    old, new, length = stretch
    first_old, end_old = pairing.old.block(pairing.old.block_of(old))
    first_new, end_new = pairing.new.block(pairing.new.block_of(new))
    pairing.compare(
        _free_before(pairing.to, old, first_old), _free_before(pairing.back, new, first_new)
    )
    pairing.compare(
        _free_after(pairing.to, old + length, end_old),
        _free_after(pairing.back, new + length, end_new),
    )


def _free_before(partners: Sequence[int], end: int, border: int) -> Range:
    first = end
    while first > border and partners[first - 1] < 0:
        first -= 1
    return first, end


def _free_after(partners: Sequence[int], first: int, border: int) -> Range:
    end = first
    while end < border and partners[end] < 0:
        end += 1
    return first, end


def _fill_between(pairing: Pairing, chained: list[Stretch]) -> None:
    """Pair what stands between two neighbours of the chain, whole sentences first."""
    ends = [*chained, (len(pairing.to), len(pairing.back), 0)]
    old = new = 0
    for next_old, next_new, length in ends:
        if old < next_old and new < next_new:
            fill(pairing, (old, next_old), (new, next_new))
        old, new = next_old + length, next_new + length


def fill(pairing: Pairing, old: Range, new: Range) -> None:
    """Pair what two ranges have in common in order: whole sentences, then words between them."""
    mine, others = _whole(pairing.old, pairing.to, old), _whole(pairing.new, pairing.back, new)
    start_old, start_new = old[0], new[0]
    for one, other in _equal(pairing, mine, others):
        first_old, end_old = pairing.old.sentence(one)
        first_new, end_new = pairing.new.sentence(other)
        pairing.claim(first_old, first_new, end_old - first_old)
        pairing.compare((start_old, first_old), (start_new, first_new))
        start_old, start_new = end_old, end_new
    pairing.compare((start_old, old[1]), (start_new, new[1]))


def _whole(text: Text, partners: Sequence[int], within: Range) -> list[int]:
    """The sentences that stand in a range as a whole, without a partner for any word."""
    first, end = within
    number, last = text.sentence_of[first], text.sentence_of[end - 1]
    free = []
    for sentence in range(number, last + 1):
        start, stop = text.sentence(sentence)
        if first <= start < stop <= end and max(partners[start:stop]) < 0:
            free.append(sentence)
    return free


def _equal(pairing: Pairing, mine: list[int], others: list[int]) -> Iterable[tuple[int, int]]:
    if not mine or not others:
        return
    names: dict[tuple[int, ...], int] = {}
    left = [names.setdefault(pairing.old.said[one], len(names)) for one in mine]
    right = [names.setdefault(pairing.new.said[one], len(names)) for one in others]
    for block in Indel.editops(left, right).as_matching_blocks():
        for step in range(block.size):
            yield mine[block.a + step], others[block.b + step]
