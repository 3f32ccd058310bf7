"""How sure we are: of a link by how much of both sentences agrees and by what is around it, of
what is gone by what else it could have become."""

from __future__ import annotations

from collections import Counter

from app.drafts.lineage.links import Link
from app.drafts.lineage.pairing import Pairing
from app.drafts.lineage.slots import Slots
from app.drafts.lineage.surroundings import HELD_FAST
from app.drafts.lineage.words import Text

DOUBTFUL = 0.5  # below this a person is asked
# How sure a link is whose sentences are this much alike, for each number of sides on which the
# neighbours agree (3: both, and as far away as before); above that it rises as steeply. Set by
# counting links between passages that have nothing to do with each other, and links of
# generated revisions.
_LEAST = ((0.3, 0.35), (0.4, 0.3), (0.55, 0.2), (0.62, 0.2))
_STEEP = 1.0
_NOT_OWN, _ALIKE = 0.1, 0.6  # less for what little is alike, if that too is said elsewhere
_TORN = 0.5
_GONE = 0.9  # of what left no trace
_PERHAPS_GONE = 0.4  # of what may be told apart wrongly from words that are the same
# What is said in several places is told apart by its neighbours alone: how far they are trusted,
# by what they say on both sides together.
_HOLDS = (0.2, 0.3, 0.45, 0.9, 0.97)
_FAST = 3
_LAST_ONE_LEFT = 0.85  # all others that say the same are held fast


class Trust:
    """Rates links, and knows how sure it is that a sentence is gone."""

    def __init__(self, pairing: Pairing, links: list[Link], slots: Slots) -> None:
        fast = [link for link in links if link.is_own or sum(link.held) >= _FAST]
        self._old, self._new, self._slots = pairing.old, pairing.new, slots
        self._loose_old = _loose(pairing.old, {link.old for link in fast})
        self._loose_new = _loose(pairing.new, {link.new for link in fast})
        for link in links:
            link.confidence = self._confidence(link)

    def gone(self, first: int, last: int) -> float:
        """How sure it is that words without a place are gone. Their sentence elsewhere, without
        a certain origin, could be it, and so could what is new where they stood."""
        words = self._old.said[self._old.sentence_of[first]]
        loose = self._loose_new[words]
        sure = _PERHAPS_GONE if words and loose else _GONE
        return min(sure, self._slots.gone(first, last))

    def _confidence(self, link: Link) -> float:
        sides = 3 if link.held == HELD_FAST else sum(side > 0 for side in link.held)
        least, from_there = _LEAST[sides]
        likeness = (link.likeness + max(link.likeness, link.share)) / 2
        sure = max(0.1, min(0.995, least + _STEEP * (likeness - from_there)))
        if not link.is_own:
            sure = min(sure - _NOT_OWN * (likeness < _ALIKE), self._told_apart(link))
        return round(sure, 3)

    def _told_apart(self, link: Link) -> float:
        """How sure it is that of several places that say the same this one is meant."""
        holds = sum(link.held)
        if holds < _FAST:
            old, new = self._old.said[link.old], self._new.said[link.new]
            if self._loose_old[old] <= 1 and self._loose_new[new] <= 1:
                return _LAST_ONE_LEFT
        return _HOLDS[holds]


def reworded(link: Link | None, share: float, is_torn: bool) -> float:
    """How sure a place is in which this share of the words is left. If they are torn apart, a
    person is asked which part is meant."""
    sure = link.confidence * (0.8 + 0.2 * share) if link else _PERHAPS_GONE
    return round(sure * _TORN if is_torn else sure, 3)


def _loose(text: Text, fast: set[int]) -> Counter[tuple[int, ...]]:
    """How often each wording stands in sentences that are not held fast."""
    return Counter(words for number, words in enumerate(text.said) if number not in fast)
