"""From a comment's place to its words and back. Pure: blocks come loaded with their sentences.

A comment counts words from 1 within its sentence; a `Span` counts from 0 over its whole block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from app.drafts.lineage.outcome import Span
from app.models import Block


class Target(NamedTuple):
    """What a comment is about: a block, or a sentence of it, or words of that sentence."""

    block_id: int
    sentence: int | None = None
    first_word: int | None = None
    last_word: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a comment stands in a version, and the words that stand there."""

    address: str
    fragment: str
    quote: str = ""
    block_id: int | None = None
    sentence: int | None = None
    first_word: int | None = None
    last_word: int | None = None


class Text:
    """The blocks of a version in reading order, and where their words stand."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.index = {block.id: number for number, block in enumerate(blocks)}
        self.words = [[s.text.split() for s in block.sentences] for block in blocks]
        # Where each sentence begins, and behind the last one how many words there are.
        self.starts = [[0, *accumulate(map(len, words))] for words in self.words]

    def span(self, target: Target) -> Span | None:
        """The words of a target; None where the block is not of this version or has no words."""
        block = self.index.get(target.block_id)
        if block is None or not self.starts[block][-1]:
            return None
        whole = Span(block, 0, self.starts[block][-1] - 1)
        number = self._sentence(block, target.sentence)
        if number is None or not self.words[block][number]:
            return whole
        first, last = self.starts[block][number], self.starts[block][number + 1] - 1
        if target.first_word is None or target.last_word is None:
            return Span(block, first, last)
        begin = min(first + target.first_word - 1, last)
        return Span(block, begin, max(begin, min(first + target.last_word - 1, last)))

    def _sentence(self, block: int, number: int | None) -> int | None:
        numbers = [sentence.number for sentence in self.blocks[block].sentences]
        return numbers.index(number) if number in numbers else None

    def find(self, block: int, quote: str) -> Span | None:
        """The only place in a block where these words stand, else None."""
        words = [word for sentence in self.words[block] for word in sentence]
        wanted = quote.split()
        starts = [
            start
            for start in range(len(words) - len(wanted) + 1)
            if wanted and words[start : start + len(wanted)] == wanted
        ]
        return Span(block, starts[0], starts[0] + len(wanted) - 1) if len(starts) == 1 else None

    def touched(self, span: Span) -> list[int]:
        """The indexes of the sentences that a span touches."""
        starts = self.starts[span.block]
        return [
            number
            for number in range(len(starts) - 1)
            if starts[number] <= span.last and starts[number + 1] > span.first
        ]

    def place(self, span: Span, like: Target) -> Place:
        """Where what was said of `like` stands now: a block stays a block, a sentence the
        sentence with most of its words, marked words the words. A sentence that has become a
        whole block of several stands on the block."""
        block = self.blocks[span.block]
        touched = self.touched(span)
        if like.sentence is None or not touched:
            return self.on_block(block)
        if like.first_word is not None:
            return self._on_words(block, span, touched)
        if len(touched) > 1 and len(touched) == len(self.words[span.block]):
            return self.on_block(block)
        place = self.on_sentence(block, self._most(span, touched))
        quote = " ".join(block.sentences[number].text for number in touched)
        return Place(place.address, place.fragment, quote, block.id, place.sentence)

    def _most(self, span: Span, touched: list[int]) -> int:
        starts = self.starts[span.block]

        def shared(number: int) -> int:
            return min(span.last + 1, starts[number + 1]) - max(span.first, starts[number])

        return max(touched, key=shared)

    def _on_words(self, block: Block, span: Span, touched: list[int]) -> Place:
        number = self._most(span, touched)
        start, end = self.starts[span.block][number : number + 2]
        first, last = max(span.first, start) - start, min(span.last, end - 1) - start
        place = self.on_sentence(block, number)
        quote = " ".join(self.words[span.block][number][first : last + 1])
        return Place(
            place.address, place.fragment, quote, block.id, place.sentence, first + 1, last + 1
        )

    def on_block(self, block: Block) -> Place:
        """The whole block."""
        return Place(block.label, block.fragment, block.text, block.id)

    def on_sentence(self, block: Block, index: int) -> Place:
        """One of its sentences."""
        sentence = block.sentences[index]
        return Place(
            f"{block.label}.{sentence.number}",
            f"{block.fragment}-{sentence.number}",
            sentence.text,
            block.id,
            sentence.number,
        )

    def around(self, span: Span, like: Target) -> tuple[str, tuple[int, int] | None]:
        """What a person reads to judge: the whole block, or the sentences touched with one before
        and one behind, and which of those words were commented on."""
        block = self.blocks[span.block]
        touched = self.touched(span)
        if like.sentence is None or not touched:
            return " ".join(sentence.text for sentence in block.sentences) or block.text, None
        first = max(touched[0] - 1, 0)
        last = min(touched[-1] + 1, len(block.sentences) - 1)
        text = " ".join(sentence.text for sentence in block.sentences[first : last + 1])
        start = self.starts[span.block][first]
        return text, (span.first - start, span.last - start)
