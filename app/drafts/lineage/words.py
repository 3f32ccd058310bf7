"""A version as the matcher reads it: a stream of words, each known by three numbers.

Two words with the same `exact` number are the same to a reader: case, marks at their ends,
quotation marks, soft hyphens and the way a letter is composed do not count. Two with the same
`key` are the same but for what is inside them ("Nutzer:innen", "Nutzer*innen"), two with the same
`stem` begin alike ("bieten", "bietet").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from app.drafts.lineage.outcome import Passage
from app.text import normal

_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_MARKS = " .,;:!?…()[]{}<>/\\|\"'`´„“”‚‘’»«›‹–—-*_+·•#&%§=~^"
_ALIKE = dict.fromkeys(map(ord, "-‐‑‒–—―−"), "–") | dict.fromkeys(map(ord, '"„“”«»'), '"')
_STEM = 5  # letters; German endings are shorter than what is left of most words
_LONG = 6  # letters; a word of fewer says less
_ENDLESS = 20  # letters; a word of more says more than one
_MOST = 3.0  # what a word says at most
_REMEMBERED = 50_000  # words whose forms are kept from one comparison to the next


class Vocabulary:
    """Gives words their numbers; one for both versions, so that equal words have equal ones."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._exact: dict[str, int] = {}
        self._keys: dict[str, int] = {}
        self.stems: dict[int, int] = {}  # of each key
        self.lengths: dict[int, int] = {}  # how many letters each key has

    def __len__(self) -> int:
        """How many numbers are given."""
        return len(self._numbers)

    def learn(self, words: Iterable[str]) -> None:
        """Give numbers to the words that have none yet."""
        number = self._numbers
        for word in words:
            if word not in self._exact:
                exact, form, stem = forms(word)
                key = number.setdefault(form, len(number))
                self._keys[word] = key
                self._exact[word] = number.setdefault(exact, len(number))
                if key not in self.stems:
                    self.stems[key] = number.setdefault(stem, len(number))
                    self.lengths[key] = len(form)

    def numbers(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The exact numbers and the keys of these words, which are learnt."""
        return [*map(self._exact.__getitem__, words)], [*map(self._keys.__getitem__, words)]


@lru_cache(_REMEMBERED)
def forms(word: str) -> tuple[str, str, str]:
    """The exact form, the key and the stem of a word. A stem ends with a mark that no form has,
    so that "bieten" in full is not taken for the stem of "bietend"."""
    plain = normal(word.casefold())
    if plain.isalpha():
        return plain, plain, f"{plain[:_STEM]}-"
    plain = plain.translate(_INVISIBLE)
    exact = _stripped(plain) or plain.translate(_ALIKE) or word
    key = "".join(filter(str.isalnum, exact)) or exact
    # A number, or an address in the net, is itself or another: its beginning says nothing.
    stem = key[:_STEM] if key.isalpha() and "/" not in exact else exact
    return exact, key, f"{stem}-"


def _stripped(word: str) -> str:
    """Without the marks at both ends."""
    word = word.strip(_MARKS)
    first, last = 0, len(word)
    while first < last and not word[first].isalnum():
        first += 1
    while last > first and not word[last - 1].isalnum():
        last -= 1
    return word[first:last]


@dataclass(slots=True)
class Text:
    """A version in words, with the borders of its blocks and sentences.

    `sentence_starts` and `block_starts` have one entry more than there are: the end. `said` holds
    the keys of each sentence. A block without words has one of no letters in the stream, so that
    it can be found again; `empty` says which.
    """

    passages: Sequence[Passage]
    raw: list[str] = field(default_factory=list)
    exact: list[int] = field(default_factory=list)
    block_starts: list[int] = field(default_factory=lambda: [0])
    sentence_starts: list[int] = field(default_factory=lambda: [0])
    first_sentences: list[int] = field(default_factory=lambda: [0])
    sentence_blocks: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
    said: list[tuple[int, ...]] = field(default_factory=list)
    empty: set[int] = field(default_factory=set)

    def block_of(self, word: int) -> int:
        """The block in which this word of the stream stands."""
        return self.sentence_blocks[self.sentence_of[word]]

    def block(self, number: int) -> tuple[int, int]:
        """Where the words of a block begin and end."""
        return self.block_starts[number], self.block_starts[number + 1]

    def sentence(self, number: int) -> tuple[int, int]:
        """Where the words of a sentence begin and end."""
        return self.sentence_starts[number], self.sentence_starts[number + 1]


def read_text(passages: Sequence[Passage], vocabulary: Vocabulary) -> Text:
    """The stream of words of a version."""
    text = Text(passages)
    stream = text.raw
    for number, passage in enumerate(passages):
        start = len(stream)
        for sentence in passage.sentences or ("",):
            words = sentence.split()
            text.sentence_of.extend([len(text.sentence_blocks)] * len(words))
            text.sentence_blocks.append(number)
            stream.extend(words)
            text.sentence_starts.append(len(stream))
        if len(stream) == start:
            stream.append("\0" * len(passage.kind.value))  # no mark that a text could hold
            text.empty.add(number)
            text.sentence_of.append(len(text.sentence_blocks) - 1)
            text.sentence_starts[-1] = len(stream)
        text.first_sentences.append(len(text.sentence_blocks))
        text.block_starts.append(len(stream))
    vocabulary.learn(dict.fromkeys(stream))
    text.exact, text.keys = vocabulary.numbers(stream)
    text.said = [tuple(text.keys[start:end]) for start, end in pairwise(text.sentence_starts)]
    return text


def weigh(texts: Iterable[Text], vocabulary: Vocabulary) -> dict[int, float]:
    """How much each word (by its key) says: 1 for a rare long one, near 0 for "der".

    Rarity as in Spärck Jones (1972), squared; length, because in a short text every word is rare.
    """
    counts: Counter[int] = Counter()
    for text in texts:
        counts.update(text.keys)
    total = sum(counts.values())
    most = math.log(1 + total / 2)
    by_count = {
        count: min(1.0, math.log(1 + total / count) / most) ** 2 for count in {*counts.values()}
    }
    lengths = vocabulary.lengths
    return {key: by_count[count] * _by_length(lengths[key]) for key, count in counts.items()}


def _by_length(letters: int) -> float:
    """A short word says little, an address in the net as much as several words."""
    if letters <= _LONG:
        return 0.4 + 0.6 * letters / _LONG
    return min(_MOST, max(1.0, letters / _ENDLESS))
