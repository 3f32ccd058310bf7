"""Makes revisions of a text with the truth known for every word: what an office does to a draft,
by chance but always the same for the same seed. Shares no code with the matcher.

The truth about a passage, as a person would say it who saw every step (`Revision.expected`):

* More than half of its words still stand (the same, or spelled otherwise): it is where they are,
  from the first to the last word that came from it.
* Half or fewer, but its sentence lives on: either is fine, gone or any place in that sentence
  that touches what came from the passage.
* Nothing of its sentence is left: gone, whatever stands elsewhere. A near twin that the old
  version had already is a place of its own and no refuge.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from app.drafts.lineage.outcome import Passage, Span
from app.models.draft import BlockKind
from benchmarks.lineage.intensities import Intensity
from benchmarks.lineage.judging import Expected
from benchmarks.lineage.rewording import Home, Line, Vocabulary, Word, heavily, lightly, near_twin


@dataclass(slots=True, eq=False)
class Leaf:
    """A block that is being revised."""

    passage: Passage
    lines: list[Line]
    can_split: bool = False

    def finished(self) -> Passage:
        """As a block of a version."""
        return replace(self.passage, sentences=tuple(line.text for line in self.lines))


@dataclass(slots=True)
class Revision:
    """Two versions, and where each word of the old one is in the new one, if it is."""

    old: tuple[Passage, ...]
    new: tuple[Passage, ...]
    stands: dict[Home, tuple[int, int, bool]]  # block, word, whether it is still that word
    lines: list[tuple[Span, Line]] = field(default_factory=list)  # the old version's sentences

    def expected(self, span: Span, sentence: Span) -> Expected:
        """The truth about a passage within a sentence of the old version."""
        came = self._what_came_of(span)
        still = [place for place in came if place[2]]
        if 2 * len(still) > span.last - span.first + 1:
            return Expected((_around(came, still[0][0]),))
        lives = self._what_came_of(sentence)
        if not any(place[2] for place in lives):
            return Expected(())
        return Expected((_around(came or lives, (came or lives)[0][0]),), True, True)

    def _what_came_of(self, span: Span) -> list[tuple[int, int, bool]]:
        homes = ((span.block, word) for word in range(span.first, span.last + 1))
        return [self.stands[home] for home in homes if home in self.stands]

    def comments(self, count: int, seed: int) -> Iterator[tuple[Span, Expected, Line]]:
        """So many passages of 4 to 15 words within a sentence, anywhere in the old version; long
        sentences are as likely as their words."""
        rng = random.Random(f"comments {seed}")
        long = [(span, line) for span, line in self.lines if span.last - span.first >= 3]
        weights = [span.last - span.first + 1 for span, _line in long]
        for sentence, line in rng.choices(long, weights, k=count):
            words = sentence.last - sentence.first + 1
            length = min(rng.randint(4, 15), words)
            first = sentence.first + rng.randint(0, words - length)
            span = Span(sentence.block, first, first + length - 1)
            yield span, self.expected(span, sentence), line


def _around(places: Sequence[tuple[int, int, bool]], block: int) -> Span:
    words = [word for where, word, _still in places if where == block]
    return Span(block, min(words), max(words))


def revise(text: Sequence[Passage], intensity: Intensity, seed: int) -> Revision:
    """A revision of `text`. Its old version is the text with some near twins added."""
    rng = random.Random(f"{intensity.name} {seed}")
    return _Reviser(text, intensity, rng).run()


class _Reviser:
    def __init__(self, text: Sequence[Passage], intensity: Intensity, rng: random.Random) -> None:
        self.rng = rng
        self.how = intensity
        self.vocabulary = Vocabulary([s for block in text for s in block.sentences], rng)
        self.leaves = [
            Leaf(
                block,
                [Line([Word(word) for word in sentence.split()]) for sentence in block.sentences],
                block.kind is BlockKind.PARAGRAPH,
            )
            for block in text
        ]

    def run(self) -> Revision:
        doomed = self._plant_twins()
        old = tuple(leaf.finished() for leaf in self.leaves)
        lines = self._settle()
        for line in doomed:
            self._strike(line)
        self._strike_some()
        self._edit_sentences()
        self._edit_blocks()
        self._add()
        self.leaves = [leaf for leaf in self.leaves if leaf.lines]
        if self.how.renumbers:
            self._renumber()
        new = tuple(leaf.finished() for leaf in self.leaves)
        return Revision(old, new, self._stands(), lines)

    def _settle(self) -> list[tuple[Span, Line]]:
        """From here on it is the old version: every word gets its home."""
        lines = []
        for block, leaf in enumerate(self.leaves):
            count = 0
            for line in leaf.lines:
                for place, word in enumerate(line.words, count):
                    word.home = (block, place)
                if line.words:
                    lines.append((Span(block, count, count + len(line.words) - 1), line))
                count += len(line.words)
        return lines

    def _stands(self) -> dict[Home, tuple[int, int, bool]]:
        stands = {}
        for block, leaf in enumerate(self.leaves):
            words = (word for line in leaf.lines for word in line.words)
            for place, word in enumerate(words):
                if word.home is not None:
                    stands[word.home] = (block, place, word.stays)
        return stands

    # --- Which ---

    def _lines(self, share: float, at_least: int = 1) -> list[tuple[Leaf, Line]]:
        """A share of all sentences that have so many words, in no order."""
        every = [
            (leaf, line)
            for leaf in self.leaves
            for line in leaf.lines
            if len(line.words) >= at_least
        ]
        return self.rng.sample(every, k=round(share * len(every)))

    def _some(self, share: float, fits: Callable[[Leaf], bool]) -> list[Leaf]:
        """A share of all blocks, as far as they fit."""
        fitting = [leaf for leaf in self.leaves if leaf.lines and fits(leaf)]
        return self.rng.sample(fitting, k=min(round(share * len(self.leaves)), len(fitting)))

    def _leaf_of(self, line: Line) -> Leaf:
        return next(leaf for leaf in self.leaves if line in leaf.lines)

    def _place(self) -> int:
        return self.rng.randrange(len(self.leaves) + 1)

    # --- Sentences ---

    def _plant_twins(self) -> list[Line]:
        """Near twins into the old version; the sentences that will be struck beside them."""
        doomed = []
        for _leaf, line in self._lines(self.how.twins_left, at_least=8):
            self._insert(self._place(), near_twin(line, self.vocabulary, self.rng))
            line.deeds.add("struck beside a twin")
            doomed.append(line)
        return doomed

    def _strike(self, line: Line) -> None:
        self._leaf_of(line).lines.remove(line)
        line.deeds.add("struck")

    def _strike_some(self) -> None:
        for _leaf, line in self._lines(self.how.struck):
            self._strike(line)
        for leaf, line in self._lines(self.how.supplanted):
            leaf.lines.insert(leaf.lines.index(line), self._new_line(len(line.words)))
            self._strike(line)
            line.deeds.add("supplanted")

    def _edit_sentences(self) -> None:
        for _leaf, line in self._lines(self.how.light, at_least=3):
            lightly(line, self.vocabulary, self.rng)
        for _leaf, line in self._lines(self.how.heavy, at_least=6):
            heavily(line, self.vocabulary, self.rng)
        for leaf, line in self._lines(self.how.swapped):
            place = leaf.lines.index(line)
            if place + 1 < len(leaf.lines):
                leaf.lines[place : place + 2] = leaf.lines[place + 1], line
                line.deeds.add("swapped")
        for leaf, line in self._lines(self.how.moved):
            leaf.lines.remove(line)
            target = self.rng.choice(self.leaves).lines
            target.insert(self.rng.randint(0, len(target)), line)
            line.deeds.add("sentence moved")

    # --- Blocks ---

    def _edit_blocks(self) -> None:
        for leaf in self._some(self.how.blocks_struck, lambda leaf: True):
            for line in list(leaf.lines):
                self._strike(line)
        for leaf in self._some(self.how.merged, lambda leaf: self._next_like(leaf) is not None):
            self._merge(leaf)
        for leaf in self._some(self.how.split, lambda leaf: leaf.can_split and len(leaf.lines) > 1):
            self._split(leaf)
        for leaf in self._some(self.how.blocks_moved, lambda leaf: True):
            self._move(leaf, is_far=False)
        for leaf in self._some(self.how.blocks_far, lambda leaf: True):
            self._move(leaf, is_far=True)

    def _next_like(self, leaf: Leaf) -> Leaf | None:
        if leaf not in self.leaves:  # merged into another a moment ago
            return None
        following = self.leaves[self.leaves.index(leaf) + 1 :][:1]
        fits = (n for n in following if n.passage.headings == leaf.passage.headings and n.can_split)
        return next(fits, None) if leaf.can_split else None

    def _merge(self, leaf: Leaf) -> None:
        if (other := self._next_like(leaf)) is not None:
            for line in (*leaf.lines, *other.lines):
                line.deeds.add("merged")
            leaf.lines += other.lines
            self.leaves.remove(other)

    def _split(self, leaf: Leaf) -> None:
        if len(leaf.lines) > 1:
            cut = self.rng.randrange(1, len(leaf.lines))
            second = Leaf(leaf.passage, leaf.lines[cut:], leaf.can_split)
            del leaf.lines[cut:]
            self.leaves.insert(self.leaves.index(leaf) + 1, second)
            for line in (*leaf.lines, *second.lines):
                line.deeds.add("split")

    def _move(self, leaf: Leaf, *, is_far: bool) -> None:
        """To stand after another block, of another field if far, under that one's headings."""
        own = leaf.passage.field
        there = [n for n in self.leaves if n is not leaf and (n.passage.field != own) == is_far]
        if leaf in self.leaves and there:
            near = self.rng.choice(there)
            self.leaves.remove(leaf)
            self.leaves.insert(self.leaves.index(near) + 1, leaf)
            leaf.passage = _at(leaf.passage, near.passage)
            for line in leaf.lines:
                line.deeds.add("moved far" if is_far else "block moved")

    # --- What is new ---

    def _add(self) -> None:
        for leaf, line in self._lines(self.how.new):
            place = leaf.lines.index(line) + self.rng.randint(0, 1)
            leaf.lines.insert(place, self._new_line(self.rng.randint(5, 25)))
        for _leaf, line in self._lines(self.how.twins_made, at_least=8):
            # Of a rewritten line the twin might be nearer to what it was than itself; of a twin
            # whose first was struck, anybody would say that the first had moved there.
            if not line.deeds & {"heavy edit", "twin"}:
                self._insert(self._place(), near_twin(line, self.vocabulary, self.rng))
                line.deeds.add("twin made")
        for _ in range(round(self.how.blocks_new * len(self.leaves))):
            count = self.rng.randint(1, 4)
            lines = [self._new_line(self.rng.randint(5, 25)) for _ in range(count)]
            self._insert(self._place(), *lines)

    def _new_line(self, count: int) -> Line:
        return Line([Word(word) for word in self.vocabulary.sentence(count)], {"new"})

    def _insert(self, place: int, *lines: Line) -> None:
        """A new block, under the headings of the one before it."""
        near = self.leaves[max(0, place - 1)].passage
        block = _at(Passage((), BlockKind.PARAGRAPH), near)
        self.leaves.insert(place, Leaf(block, list(lines), True))

    def _renumber(self) -> None:
        """Every heading gets a number, or another one."""
        raised: dict[str, str] = {}
        for leaf in self.leaves:
            for title in leaf.passage.headings:
                bare = re.sub(r"^[\d.]+\s+", "", title)
                raised.setdefault(title, f"{len(raised) + 2} {bare}")
            headings = tuple(raised[title] for title in leaf.passage.headings)
            leaf.passage = replace(leaf.passage, headings=headings)


def _at(block: Passage, near: Passage) -> Passage:
    return replace(block, headings=near.headings, field=near.field)
