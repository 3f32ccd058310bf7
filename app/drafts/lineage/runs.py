"""Words that both versions have in the same order: found by rare groups of three, then drawn out.

The way of MUMmer and of patience diff: what occurs once on both sides anchors the rest.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from app.drafts.lineage.words import Text

_MOST = 6  # times a group of three may occur on a side; a commoner one says nothing
Group = tuple[int, int, int]


class Run(NamedTuple):
    """`length` words that stand at `old` in the old stream and at `new` in the new one. `is_own`:
    some of them stand nowhere else in this order, on either side."""

    old: int
    new: int
    length: int
    is_own: bool


def common_runs(old: Text, new: Text) -> tuple[list[Run], list[int]]:
    """All runs of at least three words that hold a group of three which is not too common; and
    where in the old stream the groups begin that stand once on both sides."""
    before, after = _groups(old.keys), _groups(new.keys)
    places = _rare_places(before, after)
    single = {group for group, where in places.items() if len(where) == 1}
    single.difference_update(
        group for group, count in Counter(after).items() if count > 1 and group in places
    )
    reached: dict[int, int] = {}  # for each diagonal, how far it was drawn out in the new stream
    owned: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], int] = {}
    starts: dict[int, tuple[int, int]] = {}
    for at, group in enumerate(after):
        for place in places.get(group, ()):
            line = at - place
            if at >= reached.get(line, 0):
                first, last = _drawn_out(old.keys, new.keys, place, at)
                reached[line] = last + line
                starts[line] = (first, first + line)
                spans[starts[line]] = last - first
            if group in single:
                owned.add(starts[line])
    runs = [Run(*start, length, start in owned) for start, length in spans.items()]
    return runs, [places[group][0] for group in single]


def _groups(keys: list[int]) -> list[Group]:
    return list(zip(keys, keys[1:], keys[2:], strict=False))


def _rare_places(before: list[Group], after: list[Group]) -> dict[Group, list[int]]:
    """Where the groups that both have, and neither too often, stand in the old stream."""
    often = Counter(after)
    places: dict[Group, list[int]] = {}
    for at, group in enumerate(before):
        if 0 < often[group] <= _MOST:
            places.setdefault(group, []).append(at)
    return {group: where for group, where in places.items() if len(where) <= _MOST}


def _drawn_out(old: list[int], new: list[int], place: int, at: int) -> tuple[int, int]:
    """The whole run around a group, as its first and behind its last word in the old stream."""
    first, line = place, at - place
    while first > 0 and first + line > 0 and old[first - 1] == new[first + line - 1]:
        first -= 1
    last, end = place + 3, min(len(old), len(new) - line)
    while last < end and old[last] == new[last + line]:
        last += 1
    return first, last
