"""Which heading of the old version is which of the new one: by what stands under them, and by
their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from app.drafts.addresses import fold
from app.drafts.synopsis.text import Heading, Text, TextBlock

ENOUGH = 0.5


def pair_headings(old: Text, new: Text, homes: Mapping[int, int]) -> dict[int, int]:
    """For headings of `old` those of `new`, one for one, as places in `items`.

    `homes` says the same of blocks. A heading is the one with most of its words under it; the
    same title counts as half of them, if what stands above is the same or words agree too.
    """
    above_old, above_new = _owners(old), _owners(new)
    total_old, total_new = _totals(old, above_old), _totals(new, above_new)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for source, target in homes.items():
        words = _words(old, source)
        for a in above_old[source]:
            for b in above_new[target]:
                shared[a, b] += words
    for a, b in _namesakes(old, new):
        shared[a, b] += 0
    scores = []
    for (a, b), words in shared.items():
        score = _score(old.items[a], new.items[b], words / max(1, total_old[a], total_new[b]))
        scores.append((-score, abs(a - b), a, b))
    return _best(scores)


def _best(scores: list[tuple[float, int, int, int]]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for score, _distance, a, b in sorted(scores):
        if -score >= ENOUGH and a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return pairs


def _score(a: object, b: object, overlap: float) -> float:
    if not isinstance(a, Heading) or not isinstance(b, Heading):
        return 0.0
    same = fold(a.title) == fold(b.title)
    same_above = [fold(title) for title in a.above] == [fold(title) for title in b.above]
    # Of a chapter and its only section, which have the same words under them, each stays itself.
    level = 0.05 * (a.level == b.level)
    return overlap + level + (0.5 if same and (same_above or overlap > 0.1) else 0.0)


def _namesakes(old: Text, new: Text) -> list[tuple[int, int]]:
    """Headings with the same words, in the same order as often as both have them."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for b in new.headings:
        by_title[_name(new, b)].append(b)
    return [(a, b) for a in old.headings for b in by_title.get(_name(old, a), [])[:20]]


def _name(text: Text, at: int) -> str:
    heading = text.items[at]
    return fold(heading.title) if isinstance(heading, Heading) else ""


def _owners(text: Text) -> list[tuple[int, ...]]:
    """For every item the headings it stands under."""
    owners: list[tuple[int, ...]] = []
    open_now: list[int] = []
    for at, item in enumerate(text.items):
        if isinstance(item, Heading):
            del open_now[len(item.above) :]
            open_now.append(at)
        owners.append(tuple(open_now))
    return owners


def _totals(text: Text, owners: list[tuple[int, ...]]) -> dict[int, int]:
    totals: dict[int, int] = defaultdict(int)
    for at in text.blocks:
        for heading in owners[at]:
            totals[heading] += _words(text, at)
    return totals


def _words(text: Text, at: int) -> int:
    item = text.items[at]
    return max(1, item.words) if isinstance(item, TextBlock) else 0
