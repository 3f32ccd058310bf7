"""Words that both versions have in the same order: found by rare groups of three, then drawn out.

The way of MUMmer and of patience diff: what occurs once on both sides anchors the rest.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from app.drafts.lineage.words import Text

_MOST = 6  # times a group of three may occur on a side; a commoner one says nothing


class Run(NamedTuple):
    """`length` words that stand at `old` in the old stream and at `new` in the new one. `is_own`:
    some of them stand nowhere else in this order, on either side."""

    old: int
    new: int
    length: int
    is_own: bool


class Groups:
    """The groups of three words that both versions have, and neither too often."""

    def __init__(self, old: Text, new: Text, width: int) -> None:
        """`width`: more than the highest number of a word."""
        before, self.after = _groups(old.keys, width), _groups(new.keys, width)
        here, there = Counter(before), Counter(self.after)
        self.single: dict[int, int] = {}  # where those stand in the old stream that stand once
        self.several: dict[int, list[int]] = {}
        for at, group in enumerate(before):
            if group in there:
                if here[group] == there[group] == 1:
                    self.single[group] = at
                elif here[group] <= _MOST and there[group] <= _MOST:
                    self.several.setdefault(group, []).append(at)


def _groups(keys: list[int], width: int) -> list[int]:
    """Each three neighbours as one number: thousands of tuples would keep the collector busy."""
    return [
        (one * width + two) * width + three
        for one, two, three in zip(keys, keys[1:], keys[2:], strict=False)
    ]


def shared_runs(old: Text, new: Text, groups: Groups) -> list[Run]:
    """All runs of at least three words that hold a group of three which is not too common."""
    reached: dict[int, int] = {}  # for each diagonal, how far it was drawn out in the new stream
    starts: dict[int, int] = {}  # and where in the old stream its last run began
    lengths: dict[tuple[int, int], int] = {}
    owned: set[tuple[int, int]] = set()
    single, several = groups.single, groups.several
    for at, group in enumerate(groups.after):
        own = single.get(group)
        for place in several.get(group, ()) if own is None else (own,):
            line = at - place
            if at >= reached.get(line, 0):
                first, last = _drawn_out(old.keys, new.keys, place, at)
                reached[line], starts[line] = last + line, first
                lengths[first, line] = last - first
            if own is not None:
                owned.add((starts[line], line))
    return [
        Run(first, first + line, length, (first, line) in owned)
        for (first, line), length in lengths.items()
    ]


def _drawn_out(old: list[int], new: list[int], place: int, at: int) -> tuple[int, int]:
    """The whole run around a group, as its first and behind its last word in the old stream."""
    first, line = place, at - place
    while first > 0 and first + line > 0 and old[first - 1] == new[first + line - 1]:
        first -= 1
    last, end = place + 3, min(len(old), len(new) - line)
    while last < end and old[last] == new[last + line]:
        last += 1
    return first, last
