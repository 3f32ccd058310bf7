"""What became of each sentence and block, told from the links of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.drafts.lineage.links import Link
from app.drafts.lineage.outcome import BlockFate, SentenceFate
from app.drafts.lineage.pairing import Pairing
from app.drafts.lineage.trust import Trust
from app.drafts.lineage.words import Text
from app.models.lineage import Fate

_PART = 0.15  # share of an old one that makes a second place one of its places
_MOST = 0.5  # share of a new one that does so too, or of one of its sentences
_SAYS = 1.0  # what that sentence must say


@dataclass(slots=True)
class Part:
    """What of an old block or sentence went to one place: what it says, how much of that moved,
    and how sure it is, both weighed. `has_sentence`: most of a sentence went there."""

    place: int
    weight: float = 0.0
    moved: float = 0.0
    sure: float = 0.0
    has_sentence: bool = False

    def add(self, link: Link) -> None:
        """Count a link in."""
        self.weight += link.weight
        self.moved += link.weight * link.is_moved
        self.sure += link.weight * link.confidence
        self.has_sentence |= link.of_old >= _MOST and link.weight >= _SAYS

    @property
    def is_moved(self) -> bool:
        """Whether most of it moved."""
        return self.moved * 2 > self.weight

    @property
    def confidence(self) -> float:
        """How sure its links are on average."""
        return self.sure / self.weight if self.weight else 1.0


class Whereabouts:
    """The places of all blocks (or of all sentences), and for each place where it comes from."""

    def __init__(self, links: Iterable[tuple[int, int, Link]], weigh: _Scales) -> None:
        found: dict[int, dict[int, Part]] = {}
        for old, new, link in links:
            found.setdefault(old, {}).setdefault(new, Part(new)).add(link)
        self._places: dict[int, list[Part]] = {}
        self._homes: dict[int, int] = {}  # how many have their main part in a place
        sources: dict[int, list[tuple[float, int]]] = {}
        for old, parts in found.items():
            ranked = sorted(parts.values(), key=lambda part: (-part.weight, part.place))
            kept = ranked[:1] + [
                part
                for part in ranked[1:]
                if part.has_sentence
                or part.weight >= _PART * weigh.old(old)
                or part.weight >= _MOST * weigh.new(part.place)
            ]
            self._places[old] = kept
            self._homes[kept[0].place] = self._homes.get(kept[0].place, 0) + 1
            for part in kept:
                sources.setdefault(part.place, []).append((-part.weight, old))
        self._sources = {new: [old for _, old in sorted(all_)] for new, all_ in sources.items()}

    def places(self, old: int) -> list[Part]:
        """Where it went, the heaviest part first; nowhere: gone."""
        return self._places.get(old, [])

    def origins(self, new: int) -> list[int]:
        """From which ones a place comes, the heaviest part first."""
        return self._sources.get(new, [])

    def state(self, old: int, is_same: Callable[[int], bool]) -> Fate:
        """The one word for what became of it; `is_same` compares it with its place."""
        parts = self.places(old)
        if not parts:
            return Fate.GONE
        if len(parts) > 1:
            return Fate.SPLIT
        if self._homes[parts[0].place] > 1:
            return Fate.MERGED
        if parts[0].is_moved:
            return Fate.MOVED
        return Fate.UNCHANGED if is_same(parts[0].place) else Fate.REWORDED


@dataclass(frozen=True, slots=True)
class _Scales:
    """What a block or sentence says, old and new."""

    old: Callable[[int], float]
    new: Callable[[int], float]


class Fates:
    """Works out the fates; made once all links are known and rated."""

    def __init__(self, pairing: Pairing, links: list[Link], trust: Trust) -> None:
        self._trust = trust
        self._old, self._new = pairing.old, pairing.new
        self._sentences = Whereabouts(
            ((link.old, link.new, link) for link in links),
            _Scales(
                lambda n: pairing.old_weight(*pairing.old.sentence(n)),
                lambda n: pairing.new_weight(*pairing.new.sentence(n)),
            ),
        )
        old_blocks, new_blocks = self._old.sentence_blocks, self._new.sentence_blocks
        self._blocks = Whereabouts(
            ((old_blocks[link.old], new_blocks[link.new], link) for link in links),
            _Scales(
                lambda n: pairing.old_weight(*pairing.old.block(n)),
                lambda n: pairing.new_weight(*pairing.new.block(n)),
            ),
        )

    def blocks(self) -> list[BlockFate]:
        """One fate for each old block, in order."""
        return [self._block(number) for number in range(len(self._old.passages))]

    def origins(self, new_block: int) -> list[int]:
        """The old blocks a new one comes from, the heaviest part first."""
        return self._blocks.origins(new_block)

    def _block(self, number: int) -> BlockFate:
        parts = self._blocks.places(number)
        first = self._old.first_sentences[number]
        count = len(self._old.passages[number].sentences)
        whole = range(first, self._old.first_sentences[number + 1])
        return BlockFate(
            state=self._blocks.state(number, lambda place: self._is_same_block(number, place)),
            places=tuple(part.place for part in parts),
            confidence=_confidence(parts) if parts else min(map(self._gone, whole)),
            sentences=tuple(self._sentence(n, parts) for n in whole if n < first + count),
        )

    def _is_same_block(self, old: int, new: int) -> bool:
        return _forms(self._old, self._old.block(old)) == _forms(self._new, self._new.block(new))

    def _sentence(self, number: int, block: list[Part]) -> SentenceFate:
        start, end = self._old.sentence(number)
        if start == end or self._old.sentence_blocks[number] in self._old.empty:
            return self._empty(block)
        parts = self._sentences.places(number)
        return SentenceFate(
            state=self._sentences.state(number, lambda place: self._is_same(number, place)),
            places=tuple(self._address(part.place) for part in parts),
            confidence=_confidence(parts) if parts else self._gone(number),
        )

    def _gone(self, number: int) -> float:
        start, end = self._old.sentence(number)
        return self._trust.gone(start, end - 1) if start < end else 1.0

    def _is_same(self, old: int, new: int) -> bool:
        mine, other = self._old.sentence(old), self._new.sentence(new)
        return _forms(self._old, mine) == _forms(self._new, other)

    def _address(self, sentence: int) -> tuple[int, int]:
        block = self._new.sentence_blocks[sentence]
        return block, sentence - self._new.first_sentences[block]

    def _empty(self, block: list[Part]) -> SentenceFate:
        """A sentence without words stays where its block has one like it."""
        for part in block[:1]:
            sentences = self._new.passages[part.place].sentences
            for place, text in enumerate(sentences):
                if not text.split():
                    return SentenceFate(Fate.UNCHANGED, ((part.place, place),), part.confidence)
        return SentenceFate(Fate.GONE, (), 1.0)


def _forms(text: Text, words: tuple[int, int]) -> list[int]:
    return text.exact[slice(*words)]


def _confidence(parts: list[Part]) -> float:
    """How sure the fate is: as sure as its least sure place."""
    return round(min(part.confidence for part in parts), 3)
