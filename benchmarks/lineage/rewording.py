"""Edits of one sentence as an office makes them, each word knowing where it came from."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

Home = tuple[int, int]  # block and word of the old version

_OTHER_FORMS = [
    (r":innen\b", "*innen"),
    (r"\*innen\b", "innen"),
    (r"ß", "ss"),
    (r"ph", "f"),
    (r"(?<=\w)-(?=\w)", ""),
    (r"(?<=[a-zäöü])(mm|nn|tt|ll|ss)", lambda found: found[0][0]),
    (r"[„“\"»«]", ""),
    (r"en\b", "n"),
    (r"(?<=\w\w\w)[,;:]$", ""),
    (r"(?<=\w\w\w\w)$", ","),
]


@dataclass(slots=True)
class Word:
    """A word of the text that is being revised. `home` is the old word it is or stands for;
    `stays` says that it still is that word (perhaps spelled otherwise), not one in its place."""

    text: str
    home: Home | None = None
    stays: bool = True


@dataclass(slots=True, eq=False)
class Line:
    """A sentence. `deeds` names what was done to it."""

    words: list[Word]
    deeds: set[str] = field(default_factory=set)

    @property
    def text(self) -> str:
        """As it is written."""
        return " ".join(word.text for word in self.words)


class Vocabulary:
    """The words of a text, as often as it has them, for whatever is written anew."""

    def __init__(self, texts: Sequence[str], rng: random.Random) -> None:
        self._words = [w for text in texts for w in text.split() if re.search(r"\w", w)]
        self._rng = rng

    def some(self, count: int) -> list[str]:
        """So many words, one or two at a time from anywhere: a longer run would be a quotation,
        and then a person would say that the words had been copied there."""
        words: list[str] = []
        while len(words) < count:
            start = self._rng.randrange(len(self._words))
            words += self._words[start : start + self._rng.choice((1, 1, 2))]
        return words[:count]

    def sentence(self, count: int) -> list[str]:
        """So many words that look like a sentence."""
        words = [word.strip(".,;:") or word for word in self.some(count)]
        return [words[0][:1].upper() + words[0][1:], *words[1:-1], words[-1] + "."]


def lightly(line: Line, vocabulary: Vocabulary, rng: random.Random) -> None:
    """One to three small edits: a word or two replaced, put in, struck, or spelled otherwise."""
    for _ in range(rng.choice((1, 1, 2, 2, 3))):
        edit = rng.choice((_replace, _put_in, _strike, _respell, _respell))
        edit(line, vocabulary, rng)
    line.deeds.add("light edit")


def _places(line: Line) -> list[int]:
    """Of words, not of signs that stand alone (the edges of a table's cells)."""
    return [n for n, word in enumerate(line.words) if re.search(r"\w", word.text)]


def _replace(line: Line, vocabulary: Vocabulary, rng: random.Random) -> None:
    for place in rng.sample(_places(line), k=min(rng.choice((1, 1, 2)), len(_places(line)))):
        [other] = vocabulary.some(1)
        word = line.words[place]
        line.words[place] = Word(other, word.home, stays=word.stays and other == word.text)


def _put_in(line: Line, vocabulary: Vocabulary, rng: random.Random) -> None:
    place = rng.randrange(len(line.words) + 1)
    line.words[place:place] = [Word(text) for text in vocabulary.some(rng.choice((1, 1, 2, 3)))]


def _strike(line: Line, _vocabulary: Vocabulary, rng: random.Random) -> None:
    if len(places := _places(line)) > 5:
        start = rng.choice(places)
        del line.words[start : start + rng.choice((1, 1, 2))]


def _respell(line: Line, _vocabulary: Vocabulary, rng: random.Random) -> None:
    if places := _places(line):
        word = line.words[rng.choice(places)]
        pattern, other = rng.choice(_OTHER_FORMS)
        spelled = re.sub(pattern, other, word.text, count=1).split()
        if len(spelled) == 1 and re.search(r"\w", spelled[0]):
            word.text = spelled[0]


def heavily(line: Line, vocabulary: Vocabulary, rng: random.Random) -> None:
    """Most of it written anew with words of the same vocabulary: a fifth to two fifths of the
    words stay, in runs of two to five."""
    keeps = max(1, round(len(line.words) * rng.uniform(0.2, 0.4)))
    kept: set[int] = set()
    while len(kept) < keeps:
        start, run = rng.randrange(len(line.words)), rng.choice((2, 3, 4, 5))
        kept.update(range(start, min(start + run, len(line.words), start + keeps - len(kept))))
    words: list[Word] = []
    for place, word in enumerate(line.words):
        if place in kept:
            words.append(word)
        elif (chance := rng.random()) < 0.75:
            words.append(Word(vocabulary.some(1)[0], word.home, stays=False))
            if chance < 0.2:
                words += [Word(text) for text in vocabulary.some(1)]
    line.words = words
    line.deeds.add("heavy edit")


def near_twin(line: Line, vocabulary: Vocabulary, rng: random.Random) -> Line:
    """A copy of which one word in five to one in eight is another, at least one; from nowhere."""
    words = [Word(word.text) for word in line.words]
    places = _places(line)
    for place in rng.sample(places, k=max(1, len(places) // rng.randint(5, 8))):
        words[place] = Word(vocabulary.some(1)[0])
    return Line(words, {"twin"})
