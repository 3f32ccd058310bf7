"""How sure we are: of a link by how much of both sentences agrees and by what is around it, of
what is gone by what else it could have become."""

from __future__ import annotations

from collections import Counter

from app.drafts.lineage.links import Link
from app.drafts.lineage.pairing import Pairing
from app.drafts.lineage.words import Text

DOUBTFUL = 0.5  # below this a person is asked
_GONE = 0.9  # of what left no trace
_PERHAPS_GONE = 0.4  # of what may be told apart wrongly from words that are the same
# What is said in several places is told apart by its neighbours alone: how far they are trusted,
# by what they say on both sides together.
_HOLDS = (0.2, 0.3, 0.45, 0.9, 0.97)
_HELD_FAST = 3
_LAST_ONE_LEFT = 0.85  # all others that say the same are held fast


class Trust:
    """Rates links, and knows how sure it is that a sentence is gone."""

    def __init__(self, pairing: Pairing, links: list[Link]) -> None:
        fast = [link for link in links if link.is_own or sum(link.held) >= _HELD_FAST]
        self._old, self._new = pairing.old, pairing.new
        self._loose_old = _loose(pairing.old, {link.old for link in fast})
        self._loose_new = _loose(pairing.new, {link.new for link in fast})
        for link in links:
            link.confidence = self._confidence(link)

    def gone(self, sentence: int) -> float:
        """How sure it is that a sentence without a place is gone. The same words elsewhere,
        without a certain origin, could be it."""
        words = self._old.said[sentence]
        loose = self._loose_new[words]
        return _PERHAPS_GONE if words and loose else _GONE

    def _confidence(self, link: Link) -> float:
        likeness = max(link.likeness, 0.9 * link.share)
        if link.held.is_between:
            sure = min(0.995, 0.62 + 0.85 * (likeness - 0.2))
        else:
            sure = min(0.98, 0.5 + 0.85 * (likeness - 0.4))
        return round(sure if link.is_own else min(sure, self._told_apart(link)), 3)

    def _told_apart(self, link: Link) -> float:
        """How sure it is that of several places that say the same this one is meant."""
        holds = sum(link.held)
        if holds < _HELD_FAST:
            old, new = self._old.said[link.old], self._new.said[link.new]
            if self._loose_old[old] <= 1 and self._loose_new[new] <= 1:
                return _LAST_ONE_LEFT
        return _HOLDS[holds]


def reworded(link: Link | None, share: float) -> float:
    """How sure a place is in which this share of the words is left."""
    if link is None:
        return _PERHAPS_GONE
    sure = link.confidence * (0.5 + 0.5 * share)
    return round(0.3 + 0.7 * sure if link.is_own else sure, 3)


def _loose(text: Text, fast: set[int]) -> Counter[tuple[int, ...]]:
    """How often each wording stands in sentences that are not held fast."""
    return Counter(words for number, words in enumerate(text.said) if number not in fast)
