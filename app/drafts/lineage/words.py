"""A version as the matcher reads it: a stream of words, each known by three numbers.

Two words with the same `exact` number are the same to a reader: case, marks at their ends,
quotation marks, soft hyphens and the way a letter is composed do not count. Two with the same
`key` are the same but for what is inside them ("Nutzer:innen", "Nutzer*innen"), two with the same
`stem` begin alike ("bieten", "bietet").
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.drafts.lineage.outcome import Passage

_INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF))
_STEM = 5  # letters; German endings are shorter than what is left of most words
_LONG = 6  # letters; a word of fewer says less


class Word(NamedTuple):
    """The numbers of a word, and how much its length says about how much it means."""

    exact: int
    key: int
    stem: int
    length: int


class Vocabulary:
    """Gives words their numbers; one for both versions, so that equal words have equal ones."""

    def __init__(self) -> None:
        self._words: dict[str, Word] = {}
        self._numbers: dict[str, int] = {}

    def read(self, words: Sequence[str]) -> list[Word]:
        """The numbers of these words, in order."""
        for word in set(words).difference(self._words):
            self._words[word] = self._learn(word)
        known = self._words
        return [known[word] for word in words]

    def _learn(self, word: str) -> Word:
        plain = unicodedata.normalize("NFC", word.translate(_INVISIBLE).casefold())
        exact = _stripped(plain) or plain or word
        key = "".join(filter(str.isalnum, exact)) or exact
        stem = key[:_STEM] if exact.isalpha() else exact  # an address or number means all of itself
        return Word(self._number(exact), self._number(key), self._number(f"{stem}-"), len(key))

    def _number(self, form: str) -> int:
        return self._numbers.setdefault(form, len(self._numbers))


def _stripped(word: str) -> str:
    """Without the marks at both ends."""
    first, last = 0, len(word)
    while first < last and not word[first].isalnum():
        first += 1
    while last > first and not word[last - 1].isalnum():
        last -= 1
    return word[first:last]


@dataclass(slots=True)
class Text:
    """A version in words, with the borders of its blocks and sentences.

    `sentence_starts` and `block_starts` have one entry more than there are: the end. A block
    without words has one of no letters in the stream, so that it can be found again.
    """

    passages: Sequence[Passage]
    raw: list[str] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    block_starts: list[int] = field(default_factory=lambda: [0])
    sentence_starts: list[int] = field(default_factory=lambda: [0])
    first_sentences: list[int] = field(default_factory=lambda: [0])
    sentence_blocks: list[int] = field(default_factory=list)
    sentence_of: list[int] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)
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
    text.words = vocabulary.read(stream)
    text.keys = [word.key for word in text.words]
    return text


def weights(texts: Iterable[Text]) -> dict[int, float]:
    """How much each word (by its key) says: 1 for a rare long one, near 0 for "der"."""
    counts: Counter[int] = Counter()
    lengths: dict[int, int] = {}
    for text in texts:
        counts.update(text.keys)
        lengths.update({word.key: word.length for word in set(text.words)})
    total = sum(counts.values())
    most = math.log(1 + total / 2)
    return {
        key: min(1.0, math.log(1 + total / count) / most) ** 2
        * (0.4 + 0.6 * min(lengths[key], _LONG) / _LONG)
        for key, count in counts.items()
    }
