"""Calls of footnotes that are not raised: a figure close behind a word, smaller or as large.

A figure behind a word may be anything (Halle2, Abs.3). It is taken for a call only if small print
at the foot of the page begins with the same figure, if it is the only such figure of the page,
and if all calls come in the order of their notes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.drafts.readers.pdf.notes import RAISED, SMALLER, first_small, label_of
from app.drafts.readers.pdf.shapes import Line, Word

_FIGURE = "[0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
# "Kurse3", "Kursen.3", "Kurse“3,", "2016.3": letters or a closed sentence stand before it. Not
# "CO2", "PM10": a short form in capitals has figures of its own.
_WORD = r"(?:[^\W\d_][a-zäöüß][.,;:!?]?|[)\]“”\"»’%][.,;:!?]?|\b(?:19|20)\d\d[.,;])"
_TAIL = r"(?P<tail>[.,;:!?)\]“”\"]*)"
_BEHIND = re.compile(rf"(?P<stem>.*{_WORD})(?P<figure>{_FIGURE}){_TAIL}")
_ALONE = re.compile(rf"(?P<stem>)(?P<figure>{_FIGURE}){_TAIL}")
_ENDS_OPEN = re.compile(rf"{_WORD}$")
_SHORT = re.compile(
    r"\b(?:abb|abbildung|abs|absatz|anl|anlage|anm|art|artikel|aufl|bd|fn|hj|kap|kapitel|lit|nr"
    r"|nummer|pkt|punkt|rn|rz|seite|stufe|tab|tabelle|teil|tel|ziff|ziffer)\.?$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Candidate:
    """A word of a line with a figure at its end, and what stands before and behind that."""

    line: Line
    word: Word
    stem: str
    figure: str
    tail: str

    @property
    def label(self) -> str:
        """The figure in ordinary digits."""
        return self.figure.translate(RAISED)

    def part(self) -> Word:
        """Make the figure a word of its own, close behind the stem, and return it."""
        self.word.is_guess = True
        if not self.stem:
            return self.word
        share = len(self.stem) / len(self.word.text)
        middle = self.word.x0 + share * (self.word.x1 - self.word.x0)
        call = replace(self.word, text=self.figure + self.tail, x0=middle, spaced=False)
        self.word.text, self.word.x1, self.word.is_guess = self.stem, middle, False
        place = next(i for i, word in enumerate(self.line.words) if word is self.word)
        self.line.words.insert(place + 1, call)
        return call


def guessed_calls(
    feet: Sequence[list[Line]], called: Collection[str], body: float
) -> dict[str, list[Word]]:
    """The calls of one page by their labels, given the lines with which its columns end, the
    labels that raised figures call, and the size of the text."""
    labels: list[str] = []
    found: list[_Candidate] = []
    for lines in feet:
        start = first_small(lines, body)
        labels += [label for line in lines[start:] if (label := _number_of(line, called, labels))]
        found += [one for line in lines[:start] for one in _candidates(line, body)]
    wanted = set(labels)
    found = [one for one in found if one.label in wanted]
    shown = [one.label for one in found]
    once = [one for one in found if shown.count(one.label) == 1]
    order = [int(one.label) for one in once]
    if order != sorted(order):
        return {}
    return {one.label: [one.part()] for one in once}


def _number_of(line: Line, called: Collection[str], before: Sequence[str]) -> str:
    """The figure with which a note begins that nobody calls yet; notes count upwards."""
    label = label_of(line.words[0])
    if not label.isdecimal() or label in called or not any(map(str.isalpha, line.text)):
        return ""
    return label if not before or int(before[-1]) < int(label) <= int(before[-1]) + 5 else ""


def _candidates(line: Line, body: float) -> list[_Candidate]:
    if line.size <= body - SMALLER:
        return []
    found: list[_Candidate] = []
    for position, word in enumerate(line.words):
        if word.raised or word.note:
            continue
        match = _BEHIND.fullmatch(word.text)
        if match is None and position and _stands_behind(line.words[position - 1], word):
            match = _ALONE.fullmatch(word.text)
        if match and not _SHORT.search(match["stem"]):
            found.append(_Candidate(line, word, match["stem"], match["figure"], match["tail"]))
    return found


def _stands_behind(before: Word, word: Word) -> bool:
    """Whether a figure of its own look, close to a word or smaller than it, may call a note."""
    is_smaller = word.look.size < before.look.size
    ends_so = _ENDS_OPEN.search(before.text) and not _SHORT.search(before.text)
    return bool(ends_so) and (not word.spaced or is_smaller)
