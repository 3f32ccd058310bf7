"""A block whose words somebody changed: which of its sentences are others now, and their markup.

Sentences whose words are all still there, one after the other, stay as they are, with the borders
the office once drew between them; only what lies between those is parted anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from app.drafts.editing.markup import tokens
from app.drafts.sentences import split_sentences

ALIKE = 60  # of 100, from which on a sentence is taken for another wording of one
_WORD = re.compile(r"\S+")
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
Part = tuple[str, str]  # a sentence: text and HTML


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sentences from `first` up to and without `last` (from 0) that say `news` now."""

    first: int
    last: int
    news: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A sentence that stays: its number, its words among those of the new text."""

    number: int
    first: int
    last: int


def stretches(sentences: Sequence[str], text: str) -> list[Stretch]:
    """What of `sentences` is different in `text`, in order; no stretch is without an old sentence
    (a new one is told with its neighbour), unless there was none at all."""
    text = " ".join(text.split())
    words = [found.span() for found in _WORD.finditer(text)]
    kept = _kept(sentences, [text[start:end] for start, end in words])
    found: list[Stretch] = []
    begin, at = 0, 0
    for one in [*kept, _Kept(len(sentences), len(words), len(words))]:
        if begin < one.number or at < one.first:
            found.append(Stretch(begin, one.number, _said(text, words, at, one.first)))
        begin, at = one.number + 1, one.last
    merged = (_with_neighbours(one, sentences) for one in _merged(found, sentences))
    return [each for one in merged for each in _apart(one, sentences)]


def _apart(one: Stretch, sentences: Sequence[str]) -> Iterator[Stretch]:
    """As many sentences as before, each like the one in its place: each was changed by itself."""
    olds = sentences[one.first : one.last]
    pairs = list(zip(olds, one.news, strict=False))
    alike = all(fuzz.ratio(old, new) >= ALIKE for old, new in pairs)
    if len(olds) != len(one.news) or len(olds) == 1 or not alike:
        yield one
        return
    for number, (old, new) in enumerate(pairs, one.first):
        if old.split() != new.split():
            yield Stretch(number, number + 1, (new,))


def _kept(sentences: Sequence[str], words: Sequence[str]) -> list[_Kept]:
    """Sentences whose words stand together in the new text too."""
    old: list[str] = []
    borders: list[tuple[int, int]] = []
    for sentence in sentences:
        start = len(old)
        old += sentence.split()
        borders.append((start, len(old)))
    runs = [step for step in Indel.opcodes(old, list(words)) if step.tag == "equal"]
    kept: list[_Kept] = []
    at = 0
    for number, (start, end) in enumerate(borders):
        while at < len(runs) and runs[at].src_end < end:
            at += 1
        if at == len(runs):
            break
        run = runs[at]
        if start < end and run.src_start <= start:
            shift = run.dest_start - run.src_start
            kept.append(_Kept(number, start + shift, end + shift))
    return kept


def _said(text: str, words: Sequence[tuple[int, int]], first: int, last: int) -> tuple[str, ...]:
    if first >= last:
        return ()
    part = text[words[first][0] : words[last - 1][1]]
    return tuple(part[start:end] for start, end in split_sentences(part))


def _merged(found: Sequence[Stretch], sentences: Sequence[str]) -> Iterator[Stretch]:
    """What goes on in its neighbour is one sentence with it: words put in before a sentence that
    stayed, or after one without a full stop."""
    before: Stretch | None = None
    for one in found:
        if one.news:
            one = _joined_on(one, sentences)
        if before is not None and one.first < before.last:
            both = " ".join([*before.news, *one.news[before.last - one.first :]])
            one = Stretch(before.first, one.last, _parted(both))
        elif before is not None:
            yield before
        before = one
    if before is not None:
        yield before


def _joined_on(one: Stretch, sentences: Sequence[str]) -> Stretch:
    first, last, news = one.first, one.last, " ".join(one.news)
    if last < len(sentences) and len(_parted(f"{one.news[-1]} {sentences[last]}")) == 1:
        news, last = f"{news} {sentences[last]}", last + 1
    if first and len(_parted(f"{sentences[first - 1]} {one.news[0]}")) == 1:
        news, first = f"{sentences[first - 1]} {news}", first - 1
    return one if (first, last) == (one.first, one.last) else Stretch(first, last, _parted(news))


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in split_sentences(text))


def _with_neighbours(one: Stretch, sentences: Sequence[str]) -> Stretch:
    if one.first < one.last or not sentences:
        return one
    if one.first:
        return Stretch(one.first - 1, one.last, (sentences[one.first - 1], *one.news))
    return Stretch(one.first, one.last + 1, (*one.news, sentences[one.last]))


def reworded(parts: Sequence[Part], news: Sequence[str]) -> list[Part]:
    """`news` as sentences whose markup is taken from `parts`, the sentences they came from: words
    that stayed keep it, new ones take that of both their neighbours where it is the same. A
    footnote's mark stays, at the word before it or what came in that word's place."""
    same = {" ".join(text.split()): (text, html) for text, html in parts}
    letters = _letters(" ".join(html for _text, html in parts))
    was = "".join(one.letter for one in letters)
    if was.split() != " ".join(text for text, _html in parts).split():
        letters = []  # the markup says other words than the text: the words count
    dressed = _dressed(letters, " ".join(news))
    found: list[Part] = []
    at = 0
    for text in news:
        kept = same.get(" ".join(text.split()))
        found.append(kept or (text, _html(dressed[at : at + len(text)])))
        at += len(text) + 1
    return found


@dataclass(slots=True)
class _Letter:
    """A letter with the elements around it, and the marks that follow it."""

    letter: str
    around: tuple[str, ...] = ()
    marks: str = ""


def _letters(markup: str) -> list[_Letter]:
    found: list[_Letter] = []
    around: list[str] = []
    for token, _name, kind in tokens(markup):
        if kind == "open":
            around.append(token)
        elif kind == "close" and around:
            around.pop()
        elif kind == "text":
            found += [_Letter(letter, tuple(around)) for letter in token]
        elif kind == "mark" and token.startswith("<br"):
            found.append(_Letter(" ", tuple(around)))
        elif kind == "mark" and found:
            found[-1].marks += token
    return found


def _dressed(old: Sequence[_Letter], new: str) -> list[_Letter]:
    """The letters of `new` in the markup of old ones."""
    was = "".join(one.letter for one in old)
    spans = [found.span() for found in _TOKEN.finditer(was)]
    ours = [found.span() for found in _TOKEN.finditer(new)]
    steps = Indel.opcodes([was[a:b] for a, b in spans], [new[a:b] for a, b in ours])
    dressed: list[_Letter | None] = [None] * len(new)
    homeless: list[tuple[int, str]] = []
    for step in steps:
        here = spans[step.src_start : step.src_end]
        there = ours[step.dest_start : step.dest_end]
        if step.tag == "equal":
            for (start, end), (at, _end) in zip(here, there, strict=True):
                dressed[at : at + end - start] = old[start:end]
        elif here and step.dest_end:
            marks = "".join(one.marks for one in old[here[0][0] : here[-1][1]])
            homeless.append((ours[step.dest_end - 1][1] - 1, marks))
    return _with_marks(_filled(dressed, new), homeless)


def _with_marks(letters: list[_Letter], homeless: Sequence[tuple[int, str]]) -> list[_Letter]:
    """Marks whose word is gone follow the letter that stands there now."""
    for home, marks in homeless:
        at = home
        while at and not letters[at].letter.strip():
            at -= 1
        one = letters[at]
        letters[at] = _Letter(one.letter, one.around, one.marks + marks)
    return letters


def _filled(dressed: Sequence[_Letter | None], new: str) -> list[_Letter]:
    """New letters look like both their neighbours, where those look alike."""
    after: list[tuple[str, ...]] = [()] * (len(new) + 1)
    for at in range(len(new) - 1, -1, -1):
        one = dressed[at]
        after[at] = one.around if one is not None else after[at + 1]
    whole: list[_Letter] = []
    left: tuple[str, ...] = ()
    for at, letter in enumerate(new):
        one = dressed[at]
        left = one.around if one is not None else left
        whole.append(one or _Letter(letter, left[: _both_have(left, after[at])]))
    return whole


def _html(letters: Sequence[_Letter]) -> str:
    """Letters as HTML, every element whole."""
    out: list[str] = []
    opened: tuple[str, ...] = ()
    for one in letters:
        both = _both_have(opened, one.around)
        out += [_closed(opened, both), *one.around[both:], escape(one.letter, quote=False)]
        out.append(one.marks)
        opened = one.around
    return "".join([*out, _closed(opened, 0)])


def _both_have(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _closed(opened: tuple[str, ...], keep: int) -> str:
    names = [found[1] for tag in opened[keep:] if (found := _TAG.match(tag))]
    return "".join(f"</{name}>" for name in reversed(names))
