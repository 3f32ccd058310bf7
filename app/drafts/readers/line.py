"""A paragraph while it is read: plain text, and the HTML that goes with each character of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from app.drafts.outline import ReadSentence
from app.drafts.readers.cleaning import clean_inline
from app.drafts.sentences import split_sentences

# Runs of blanks, and single ones that are neither an ordinary nor a fixed blank.
_BLANKS = re.compile(r"\s{2,}|[^\S \u00a0\u2007\u202f]")
_PLAIN_BLANK = re.compile(r"[^\u00a0\u2007\u202f]")
_FIXED_BLANKS = str.maketrans({"\u00a0": " ", "\u2007": " ", "\u202f": " "})
_CLOSES = frozenset(".,;:!?…)]}“”»’")
_LINE_BREAK = "<br>"


class Tag(NamedTuple):
    """An element that is open at some place of a line."""

    name: str
    opening: str


class _Piece(NamedTuple):
    """Text within the same elements, or (`mark`) HTML without a character of its own."""

    at: int
    text: str
    mark: str
    tags: tuple[Tag, ...]


class Line:
    """Text with markup, cut into sentences whose HTML is whole.

    Blanks are folded while text is added. A fixed blank stays one in the HTML and is an ordinary
    one in the text.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self._pieces: list[_Piece] = []
        self._length = 0
        self._ends_blank = True
        self._owes_blank = False
        self._breaks: list[int] = []
        self._whole = whole

    @property
    def text(self) -> str:
        """The plain text so far."""
        text = "".join(piece.text for piece in self._pieces)
        return text.translate(_FIXED_BLANKS).rstrip()

    def add(self, raw: str, tags: Iterable[Tag] = ()) -> None:
        """Append text that stands within `tags`."""
        text = _BLANKS.sub(_folded, raw)
        if self._owes_blank and text:
            self._owes_blank = False
            text = text if text[0].isspace() or text[0] in _CLOSES else f" {text}"
        if self._ends_blank:
            text = text.lstrip()
        if text:
            self._pieces.append(_Piece(self._length, text, "", _distinct(tags)))
            self._length += len(text)
            self._ends_blank = text[-1].isspace()

    def mark(self, html: str, tags: Iterable[Tag] = ()) -> None:
        """Put HTML without words at the end of the last word, such as a footnote's number."""
        if self._ends_blank and self._length:
            self._take_blank()
            self._owes_blank = True
        beside = self._pieces and self._pieces[-1].mark and self._pieces[-1].mark != _LINE_BREAK
        outside_links = tuple(tag for tag in _distinct(tags) if tag.name != "a")
        self._pieces.append(_Piece(self._length, "", f" {html}" if beside else html, outside_links))

    def break_line(self) -> None:
        """Begin a new line of the same paragraph."""
        if not self._length:
            return
        if self._ends_blank:
            self._take_blank()
        self._owes_blank = False
        self._breaks.append(self._length)
        self._pieces.append(_Piece(self._length, "", _LINE_BREAK, ()))
        self.add(" ")

    def _take_blank(self) -> None:
        for number in range(len(self._pieces) - 1, -1, -1):
            piece = self._pieces[number]
            if piece.text:
                self._pieces[number] = piece._replace(text=piece.text[:-1])
                break
        self._length -= 1
        self._ends_blank = False

    def html(self) -> str:
        """All of it as clean HTML."""
        self._trim()
        return _html(0, self._length, self._pieces)

    def sentences(self) -> tuple[ReadSentence, ...]:
        """The sentences in order; a line break ends one unless a small letter follows."""
        self._trim()
        text = self.text
        if self._whole:
            return (ReadSentence(text, self.html()),) if text else ()
        spans = list(self._spans(text))
        return tuple(
            ReadSentence(text[start:end], _html(start, end, share))
            for (start, end), share in zip(spans, _shares(self._pieces, spans), strict=True)
        )

    def _trim(self) -> None:
        """A line break at the very end breaks nothing."""
        while self._pieces and _is_idle(self._pieces[-1]):
            self._pieces.pop()

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        edges = [at for at in self._breaks if not text[at + 1 : at + 2].islower()]
        for start, end in zip([0, *edges], [*edges, len(text)], strict=True):
            for first, last in split_sentences(text[start:end]):
                yield start + first, start + last


def _is_idle(piece: _Piece) -> bool:
    return piece.mark == _LINE_BREAK or not (piece.mark or piece.text.strip())


def _html(start: int, end: int, pieces: Iterable[_Piece]) -> str:
    """The HTML of the characters from `start` to `end`, every element in it closed."""
    html: list[str] = []
    opened: tuple[Tag, ...] = ()
    for piece in pieces:
        inner = piece.mark or escape(piece.text[max(0, start - piece.at) : end - piece.at])
        if inner:
            html += _from_to(opened, piece.tags)
            html.append(inner)
            opened = piece.tags
    html += _from_to(opened, ())
    return clean_inline("".join(html).strip())


def _shares(pieces: list[_Piece], spans: list[tuple[int, int]]) -> Iterator[list[_Piece]]:
    """For each sentence its pieces; a mark belongs to the sentence whose word it follows."""
    first = 0
    for start, end in spans:
        while first < len(pieces) and _is_past(pieces[first], start):
            first += 1
        last = first
        while last < len(pieces) and _reaches(pieces[last], end):
            last += 1
        yield pieces[first:last]


def _reaches(piece: _Piece, end: int) -> bool:
    """Whether some of it belongs to a sentence that ends at `end`."""
    return piece.at < end or (not piece.text and piece.at == end)


def _is_past(piece: _Piece, start: int) -> bool:
    """Whether all of it stands before a sentence that begins at `start`."""
    return piece.at + len(piece.text) <= start and start > 0


def _folded(blanks: re.Match[str]) -> str:
    """One blank for several; a fixed one only where no other stands beside it."""
    run = blanks.group()
    return " " if _PLAIN_BLANK.search(run) else run[0]


def _distinct(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """Each element once: <em> within <em> says nothing, <a> within <a> is wrong."""
    first: dict[str, Tag] = {}
    for tag in tags:
        first.setdefault(tag.name, tag)
    return tuple(first.values())


def _from_to(opened: tuple[Tag, ...], wanted: tuple[Tag, ...]) -> list[str]:
    """The closing and opening tags between two pieces."""
    alike = 0
    for one, other in zip(opened, wanted, strict=False):
        if one != other:
            break
        alike += 1
    closing = [f"</{tag.name}>" for tag in reversed(opened[alike:])]
    return closing + [tag.opening for tag in wanted[alike:]]
