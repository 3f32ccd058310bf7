"""Which old sentence became which new one: told from their words, and doubted where few agree."""

from __future__ import annotations

from dataclasses import dataclass

from app.drafts.lineage.pairing import Pairing, Range
from app.drafts.lineage.surroundings import NOT_HELD, Held, Surroundings

_SOLID = 0.5  # share of the lighter sentence from which a link anchors its neighbours
_SHARE = 0.33  # share that a link without anchors needs
_HELD = 0.3  # the same beside an anchor
_BETWEEN = 0.2  # the same between two
_COMMON = 0.6  # likeness it needs if all of it is said elsewhere too
_SAYS = 1.0  # what the words of a link without anchors must say at least
_ALIKE = 0.999  # likeness of what is the same, but for the last digit of a float


@dataclass(slots=True)
class Link:
    """Words that an old sentence and a new one share.

    `weight` is what they say, `of_old` and `of_new` the share of each sentence. `is_own`: some of
    it stands nowhere else, in either version. `held` says whether the neighbours are partners
    too. `is_moved` and `confidence` are found later.
    """

    old: int
    new: int
    weight: float
    of_old: float
    of_new: float
    is_own: bool = False
    held: Held = NOT_HELD
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
    shared: dict[tuple[int, int], float] = {}
    own: set[tuple[int, int]] = set()
    for old, new, length in pairing.pieces():
        name = pairing.old.sentence_of[old], pairing.new.sentence_of[new]
        shared[name] = shared.get(name, 0.0) + pairing.old_weight(old, old + length)
        if _is_own(pairing, old, length):
            own.add(name)
    links = [_link(pairing, *name, weight, name in own) for name, weight in sorted(shared.items())]
    around = surroundings(pairing, links)
    for link in links:
        link.held = around.of((link.old, link.old), (link.new, link.new))
    return links


def _is_own(pairing: Pairing, old: int, length: int) -> bool:
    """Whether some of these words are said once, in both versions."""
    return (
        old in pairing.single_sentences
        or pairing.single.find(1, old, old + length - 2) >= 0
        or pairing.single_words.find(1, old, old + length) >= 0
    )


def _link(pairing: Pairing, old: int, new: int, weight: float, is_own: bool) -> Link:
    all_old = pairing.old_weight(*pairing.old.sentence(old))
    all_new = pairing.new_weight(*pairing.new.sentence(new))
    return Link(old, new, weight, min(1.0, weight / all_old), min(1.0, weight / all_new), is_own)


def surroundings(pairing: Pairing, links: list[Link]) -> Surroundings:
    """The links that are certain by themselves."""
    certain = [(link.old, link.new) for link in links if link.is_own and link.share >= _SOLID]
    ends = len(pairing.old.sentence_blocks), len(pairing.new.sentence_blocks)
    return Surroundings(certain, ends)


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
    if link.held.is_between:
        return link.share >= _BETWEEN
    if max(link.held) and link.share >= _HELD:
        return True
    if not link.is_own and link.likeness < _COMMON:
        return False
    return link.share >= _SHARE and (link.weight >= _SAYS or link.likeness >= _ALIKE)


def compare_again(pairing: Pairing, links: list[Link]) -> None:
    """Pair what linked sentences still have in common: words with other endings, then words in
    another order."""
    for link in links:
        if link.likeness < _ALIKE:
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
