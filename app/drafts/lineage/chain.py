"""The heaviest chain: of many pairs of places, those that follow each other on both sides."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence


def heaviest_chain(places: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Indexes of the heaviest rising subsequence of `places` (equal ones count as rising).

    `places` are the new places in the order of the old ones. A heap of prefix maxima (Fenwick
    1994) keeps it at n log n. Of equally heavy chains the first one found is taken.
    """
    ranks = sorted(set(places))
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ranks) + 1)
    before: list[int] = []
    for number, (place, weight) in enumerate(zip(places, weights, strict=True)):
        rank = bisect_left(ranks, place) + 1
        sum_before, link = _heaviest_up_to(best, rank)
        before.append(link)
        _raise(best, rank, sum_before + weight, number)
    number = _heaviest_up_to(best, len(ranks))[1]
    chain: list[int] = []
    while number >= 0:
        chain.append(number)
        number = before[number]
    return chain[::-1]


def _heaviest_up_to(best: list[tuple[float, int]], rank: int) -> tuple[float, int]:
    found = best[0]
    while rank:
        if best[rank][0] > found[0]:
            found = best[rank]
        rank &= rank - 1
    return found


def _raise(best: list[tuple[float, int]], rank: int, weight: float, number: int) -> None:
    while rank < len(best):
        if weight > best[rank][0]:
            best[rank] = (weight, number)
        rank += rank & -rank
