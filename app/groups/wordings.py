"""Where a proposed wording stands in a new text: word by word, or nearly so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from rapidfuzz.distance import Indel

from app.groups.tracing import Spot

RUN = 4  # so many words in a row must be the same for two texts to be compared at all
ALIKE = 0.85  # of the words of both
_WORD = re.compile(r"\w+(?:[-’'*:_]\w+)*")


def words_of(text: str) -> list[str]:
    """The words of a text, without signs and in small letters."""
    return _WORD.findall(text.casefold())


@dataclass
class Wordings:
    """The sentences among which a wording is looked for: those that are new or have changed."""

    sentences: dict[Spot, list[str]] = field(default_factory=dict)
    _by_run: dict[tuple[str, ...], list[Spot]] = field(default_factory=lambda: defaultdict(list))

    def add(self, spot: Spot, text: str) -> None:
        """Let a sentence be found. One with fewer than four words tells nothing."""
        words = words_of(text)
        self.sentences[spot] = words
        for run in set(_runs(words)):
            self._by_run[run].append(spot)

    def find(self, wording: str, most: int) -> list[Spot]:
        """The sentences in which the wording stands, or that stand in it, or that say nearly the
        same; those with the most words in common first."""
        words = words_of(wording)
        shared: Counter[Spot] = Counter()
        for run in set(_runs(words)):
            shared.update(self._by_run.get(run, ()))
        likely = sorted(shared, key=lambda spot: (-shared[spot], spot[0], spot[1] or 0))
        return [spot for spot in likely if _is_same(words, self.sentences[spot])][:most]


def _runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def _is_same(wording: list[str], sentence: list[str]) -> bool:
    short, long = sorted((wording, sentence), key=len)
    text, inner = f" {' '.join(long)} ", f" {' '.join(short)} "
    return inner in text or Indel.normalized_similarity(wording, sentence) >= ALIKE
