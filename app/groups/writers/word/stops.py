"""The places in a document that comments can hang on, and which of them a note means."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.groups.contents import Contents, Field, Note, Passage
from app.groups.writers.plain import one_line

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stop:
    """The title, a field's heading, a heading or a block, with its text as one string.

    `rows` are the spans of a table's cells in that text; `spans` those of the sentences.
    """

    kind: str
    text: str
    field: Field | None = None
    passage: Passage | None = None
    spans: tuple[Span, ...] = ()
    rows: tuple[tuple[Span, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where one comment hangs. `is_exact`: on the words it was written about, or all of them."""

    stop: int
    start: int
    end: int
    is_exact: bool


class Stops:
    """All stops of a bundle in reading order, and the way from an address to one of them."""

    def __init__(self, contents: Contents) -> None:
        self.all = tuple(_stops(contents))
        self._places: dict[str, tuple[int, Span]] = {}
        self._lowest: dict[str, int] = {}
        for index, stop in enumerate(self.all):
            if stop.kind == "heading" and stop.field and stop.passage:
                level = min(stop.passage.level, self._lowest.get(stop.field.label, 99))
                self._lowest[stop.field.label] = level
            for address, span in _addresses(stop):
                self._places.setdefault(address, (index, span))

    def lowest(self, stop: Stop) -> int:
        """The level that the headings of this stop's field begin with."""
        return self._lowest.get(stop.field.label, 1) if stop.field else 1

    def path(self, index: int) -> list[Stop]:
        """The headings that stand over a stop, the field's first."""
        above: list[Stop] = []
        level = 99
        for stop in reversed(self.all[:index]):
            if stop.kind == "heading" and stop.passage and stop.passage.level < level:
                level = stop.passage.level
                above.insert(0, stop)
            if stop.kind == "field":
                return [stop, *above]
        return above

    def index_of(self, address: str, field: str = "") -> int:
        """The stop that notes on `address` hang on: its block, else its field, else the title."""
        return self._place(address, field)[0]

    def anchor(self, note: Note) -> Anchor:
        """The words a note is about, else its sentence, else its block, else its field.

        Words count only where they are the quoted ones: at their place in the sentence, or once
        and no more within it. A quote is never searched beyond the passage it belongs to.
        """
        index, (start, end) = self._place(note.address, note.field)
        text = self.all[index].text[start:end]
        quote = one_line(note.quote)
        found = _words(text, quote, note.first_word, note.last_word)
        if found:
            return Anchor(index, start + found[0], start + found[1], is_exact=True)
        is_exact = note.address in self._places and not quote
        return Anchor(index, start, end, is_exact)

    def _place(self, address: str, field: str) -> tuple[int, Span]:
        block = address.rpartition(".")[0]
        for name in (address, block, field, address.partition(" ")[0]):
            if name in self._places:
                return self._places[name]
        return 0, (0, len(self.all[0].text))


def _words(text: str, quote: str, first: int | None, last: int | None) -> Span | None:
    marked = _counted(text, first, last)
    if not quote:
        return marked
    if marked:
        at = text.find(quote, *marked)
        if at >= 0:
            return at, at + len(quote)
    at = text.find(quote)
    is_only_one = at >= 0 and text.find(quote, at + 1) < 0
    return (at, at + len(quote)) if is_only_one else None


def _counted(text: str, first: int | None, last: int | None) -> Span | None:
    if first is None or last is None:
        return None
    spans = [found.span() for found in re.finditer(r"\S+", text)]
    if not 1 <= first <= last <= len(spans):
        return None
    return spans[first - 1][0], spans[last - 1][1]


def _stops(contents: Contents) -> Iterator[Stop]:
    yield Stop("title", one_line(contents.head.process))
    for field in contents.fields:
        yield Stop("field", one_line(field.title), field)
        for index, passage in enumerate(field.passages):
            if index == 0 and _is_heading_of(passage, field):
                continue  # the field's own heading stands there already, with its label
            yield _table(field, passage) if passage.kind == "table" else _block(field, passage)


def _is_heading_of(passage: Passage, field: Field) -> bool:
    """Whether it says the field's title, numbered or not: "2.1 Deutsch lernen"."""
    words = one_line(" ".join(text for _address, text in passage.sentences))
    title = re.escape(one_line(field.title))
    return passage.kind == "heading" and bool(re.fullmatch(rf"[\dIVX.:)]*\s*{title}", words))


def _block(field: Field, passage: Passage) -> Stop:
    texts = [one_line(text) for _address, text in passage.sentences]
    return Stop(passage.kind, " ".join(texts), field, passage, _spans(texts, 0))


def _table(field: Field, passage: Passage) -> Stop:
    """A table's text is its cells, row by row, one blank between them."""
    rows = passage.cells
    if len(rows) != len(passage.sentences):
        rows = tuple((text,) for _address, text in passage.sentences)
    texts = [[one_line(cell) for cell in row] or [""] for row in rows]
    lines = [" ".join(row) for row in texts]
    spans = _spans(lines, 0)
    cells = tuple(_spans(row, span[0]) for row, span in zip(texts, spans, strict=True))
    return Stop("table", " ".join(lines), field, passage, spans, cells)


def _spans(texts: list[str], start: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    for text in texts:
        spans.append((start, start + len(text)))
        start += len(text) + 1
    return tuple(spans)


def _addresses(stop: Stop) -> Iterator[tuple[str, Span]]:
    whole = (0, len(stop.text))
    if stop.kind == "field" and stop.field:
        yield stop.field.label, whole
    if stop.passage is None or stop.kind == "heading":
        return
    for (address, _text), span in zip(stop.passage.sentences, stop.spans, strict=True):
        yield address, span
    yield stop.passage.address, whole
