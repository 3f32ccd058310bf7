"""Which old sentence became which new one: told from their words, and doubted where few agree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from app.drafts.lineage.pairing import Pairing, Range

_SOLID = 0.5  # share of the lighter sentence from which a link anchors its neighbours
_SHARE = 0.4  # share that a link without anchors needs
_ANCHORED = 0.2  # the same between two anchors
_SAYS = 1.0  # what the words of a link without anchors must say at least
_REACH = 4  # sentences within which an anchor is near


@dataclass(slots=True)
class Link:
    """Words that an old sentence and a new one share.

    `weight` is what they say, `of_old` and `of_new` the share of each sentence. `is_anchored`:
    the links before and after it say the same. `is_moved` is found later, and so `confidence`.
    """

    old: int
    new: int
    weight: float
    of_old: float
    of_new: float
    is_anchored: bool = False
    is_moved: bool = False
    confidence: float = 0.0

    @property
    def share(self) -> float:
        """The share of the sentence of which more is found."""
        return max(self.of_old, self.of_new)

    @property
    def likeness(self) -> float:
        """How like the two are: twice what they share, of what both say."""
        both = self.of_old + self.of_new
        return 2 * self.of_old * self.of_new / both if both else 0.0


def links_of(pairing: Pairing) -> list[Link]:
    """All links, by old sentence and, where it has several, by new one."""
    width = len(pairing.new.sentence_blocks) + 1
    shared: dict[int, float] = {}
    old_of, new_of = pairing.old.sentence_of, pairing.new.sentence_of
    for at, there in enumerate(pairing.to):
        if there >= 0:
            name = old_of[at] * width + new_of[there]
            shared[name] = shared.get(name, 0.0) + pairing.old_weights[at]
    links = [
        _link(pairing, *divmod(name, width), weight) for name, weight in sorted(shared.items())
    ]
    _anchor(links)
    return links


def _link(pairing: Pairing, old: int, new: int, weight: float) -> Link:
    all_old = pairing.old_weight(*pairing.old.sentence(old))
    all_new = pairing.new_weight(*pairing.new.sentence(new))
    return Link(old, new, weight, min(1.0, weight / all_old), min(1.0, weight / all_new))


def _anchor(links: list[Link]) -> None:
    solid = [link for link in links if link.share >= _SOLID]
    starts = [link.old for link in solid]
    for link in links:
        before = bisect_left(starts, link.old)
        after = bisect_right(starts, link.old)
        link.is_anchored = (before == 0 or _precedes(solid[before - 1], link)) and (
            after == len(solid) or _precedes(link, solid[after])
        )
        link.is_anchored &= bool(solid)


def _precedes(one: Link, other: Link) -> bool:
    """Whether one stands shortly before the other on both sides."""
    return 0 < other.old - one.old <= _REACH and 0 <= other.new - one.new <= _REACH


def clean(pairing: Pairing) -> list[Link]:
    """Part the pairs of words that are chance; returns the links that are left."""
    links = links_of(pairing)
    weak = {(link.old, link.new) for link in links if not _holds(link)}
    if not weak:
        return links
    old_of, new_of = pairing.old.sentence_of, pairing.new.sentence_of
    for old, _ in weak:
        for at in range(*pairing.old.sentence(old)):
            there = pairing.to[at]
            if there >= 0 and (old_of[at], new_of[there]) in weak:
                pairing.free(at)
    return [link for link in links if (link.old, link.new) not in weak]


def _holds(link: Link) -> bool:
    if link.is_anchored:
        return link.share >= _ANCHORED
    return link.share >= _SHARE and (link.weight >= _SAYS or link.likeness == 1.0)


def compare_again(pairing: Pairing, links: list[Link]) -> None:
    """Pair what linked sentences still have in common: words with other endings, then words in
    another order."""
    for link in links:
        if link.share < 1.0 or link.likeness < 1.0:
            old, new = pairing.old.sentence(link.old), pairing.new.sentence(link.new)
            if min(pairing.to[slice(*old)]) < 0 and min(pairing.back[slice(*new)]) < 0:
                _fill_gaps(pairing, old, new)
                pairing.compare_rest(old, new)


def _fill_gaps(pairing: Pairing, old: Range, new: Range) -> None:
    """Pair words that begin alike where they stand between the same neighbours."""
    start, there = old[0], new[0]
    for at in range(*old):
        partner = pairing.to[at]
        if new[0] <= partner < new[1]:
            if start < at and there < partner:
                pairing.compare((start, at), (there, partner), by_stem=True)
            start, there = at + 1, partner + 1
    if start < old[1] and there < new[1]:
        pairing.compare((start, old[1]), (there, new[1]), by_stem=True)
