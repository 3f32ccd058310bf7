"""Counting again in HTML and PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

import pypdfium2

_UNSEEN = frozenset({"script", "style", "template", "head", "title", "noscript"})
_WITHIN = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    }
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_DIGITS = re.compile(r"\d+")
_BROKEN = "\ufffe"  # what the engine makes of a hyphen that parts a word at the end of a line
_RUNNING = 3  # pages on which a line stands that is taken for a running head


class _Reading(HTMLParser):
    """Collects the words that a browser would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _WITHIN:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag not in _WITHIN:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def texts_of_html(data: bytes) -> Iterator[str]:
    """The text of an HTML page, its head left aside."""
    reading = _Reading()
    reading.feed(_decoded(data))
    reading.close()
    yield "".join(reading.pieces)


def _decoded(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        said = _CHARSET.search(data[:4000])
        try:
            return data.decode(said[1].decode() if said else "cp1252", "replace")
        except LookupError:
            return data.decode("cp1252", "replace")


def texts_of_pdf(data: bytes) -> Iterator[str]:
    """The text of a PDF, page by page. A line that stands on several pages counts once."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = [_text_of(document, number) for number in range(len(document))]
    finally:
        document.close()
    often = Counter(line for page in pages for line in {_same(each) for each in page})
    seen: set[str] = set()
    for page in pages:
        text = "\n".join(line for line in page if _is_first(line, often, seen))
        yield text.replace(_BROKEN, "-\n")


def _text_of(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    page = document[number]
    text = page.get_textpage()
    lines = str(text.get_text_range()).splitlines()
    text.close()
    page.close()
    return lines


def _same(line: str) -> str:
    """A line without its numbers, so that "Seite 3" and "Seite 4" are the same."""
    return _DIGITS.sub("#", line).strip()


def _is_first(line: str, often: Counter[str], seen: set[str]) -> bool:
    same = _same(line)
    if often[same] < _RUNNING:
        return True
    is_new = same not in seen
    seen.add(same)
    return is_new
