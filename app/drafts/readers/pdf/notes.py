"""Footnotes: small print at the foot of a column, called by a raised figure in the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.drafts.readers.pdf.shapes import Line, Word

_CALL = re.compile(r"\d{1,3}|\*{1,3}|[ivxlc]{1,6}|[a-z]")
_LABEL = re.compile(r"(\d{1,3}|\*{1,3})(?=\D|$)|([ivxlc]{1,6}|[a-z])$")
_UNITS = frozenset({"m", "km", "cm", "mm", "qm", "dm", "co", "h"})
RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
SMALLER = 0.7  # points less than the text


@dataclass(slots=True)
class Small:
    """A footnote that was found: its label in the file, unique there, and its lines."""

    label: str
    lines: list[Line] = field(default_factory=list)

    def go_on(self, lines: list[Line]) -> None:
        """Add lines of the next column or page, as if they stood under those that are there."""
        last = self.lines[-1]
        aside = min(line.x0 for line in self.lines) - min(line.x0 for line in lines)
        down = last.base - 1.2 * last.size - lines[0].base
        for line in lines:
            line.base, line.x0, line.x1 = line.base + down, line.x0 + aside, line.x1 + aside
        self.lines += lines


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a file, page by page."""

    body: float  # the size of the text
    found: list[Small] = field(default_factory=list)
    _last: int = 0
    _is_open: bool = False  # whether the page before ended with a note

    def take(self, lines: list[Line], calls: dict[str, list[Word]]) -> list[Line]:
        """Take the notes off the end of a column's `lines`; `calls` are those of its page, and
        those that lead to a note are marked with its label. What remains is returned."""
        first = first_small(lines, self.body)
        starts = [i for i in range(first, len(lines)) if self._label(lines[i], calls)]
        if not starts:
            return lines
        begin = first if self._is_open and self.found else starts[0]
        if begin < starts[0]:
            self.found[-1].go_on(lines[begin : starts[0]])
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            self._add(lines[start:end], calls)
        return lines[:begin]

    def end_page(self, took: bool) -> None:
        """A page ends; only a note of this page can go on at the foot of the next."""
        self._is_open = took

    def _label(self, line: Line, calls: dict[str, list[Word]]) -> str:
        word = line.words[0]
        label = label_of(word)
        if label not in calls:
            return ""
        if not label.isdecimal():
            return label
        if word.raised != "sup" and not (int(label) > self._last or int(label) == 1):
            return ""
        self._last = int(label)
        return label

    def _add(self, lines: list[Line], calls: dict[str, list[Word]]) -> None:
        word = lines[0].words[0]
        shown = label_of(word)
        taken = {note.label for note in self.found}
        label, further = shown, 2
        while label in taken:
            label, further = f"{shown} ({further})", further + 1
        word.text = word.text[len(shown) :].lstrip(".) ")
        if not word.text and len(lines[0].words) > 1:
            lines[0].words.pop(0)
        self.found.append(Small(label, lines))
        for call in calls.pop(shown, ()):
            call.note = label
            call.text = call.text.strip()[len(shown) :]  # a comma may stand after it


def first_small(lines: Sequence[Line], body: float) -> int:
    """Where the small print begins with which a column ends."""
    index = len(lines)
    while index and lines[index - 1].size <= body - SMALLER:
        index -= 1
    return index


def label_of(word: Word) -> str:
    """What a note's first word says of its number, "" if nothing."""
    found = _LABEL.match(word.text.translate(RAISED))
    return (found[1] or found[2]) if found else ""


def calls_of(lines: Iterable[Line], body: float) -> dict[str, list[Word]]:
    """The raised figures in a page's text, by what they say."""
    found: dict[str, list[Word]] = {}
    for line in lines:
        if line.size < body - SMALLER:
            continue
        for position, word in enumerate(line.words):
            text = word.text.strip(" ,;)")
            before = line.words[position - 1].text if position else ""
            if word.raised != "sup" or not _CALL.fullmatch(text) or before.casefold() in _UNITS:
                continue
            found.setdefault(text, []).append(word)
    return found
