"""The inside of a Markdown paragraph: emphasis, links, pictures, footnote marks, line breaks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import ClassVar

from markdown_it.token import Token

from app.drafts.readers import markup
from app.drafts.readers.cleaning import opening_link
from app.drafts.readers.left_out import LeftOutList
from app.drafts.readers.line import Line, Tag
from app.i18n import _

# "a) …" and "• …" at the beginning of a line: lists that offices write and Markdown does not know.
_MARKER = re.compile(r"(?:([a-zäöü]\))|[•●▪◦‣∙])\s+(?=\S)")
_BREAKS = frozenset({"softbreak", "hardbreak"})
_AROUND_PICTURES = frozenset({"image", "link_open", "link_close", "em_open", "em_close"}) | {
    "strong_open",
    "strong_close",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that stands on a line of its own."""

    alt: str
    source: str
    title: str


@dataclass(slots=True)
class Part:
    """Text of a paragraph; `marker` if it turned out to be an item of a list."""

    line: Line
    marker: str = ""


@dataclass(slots=True)
class Notes:
    """The footnotes of a file: the number and the anchor of each label."""

    numbers: dict[str, str] = field(default_factory=dict)
    prefix: str = "fn-"

    def mark(self, label: str) -> str:
        """The raised number that leads to the footnote."""
        number = self.numbers[label]
        return f'<sup class="noteref"><a href="#{self.prefix}{number}">{number}</a></sup>'


class InlineReader:
    """Reads the tokens of one paragraph, heading or cell into lines of text.

    With `apart` pictures and items on lines of their own become parts of their own.
    """

    def __init__(
        self, notes: Notes, left_out: LeftOutList, *, apart: bool = False, tag: str = ""
    ) -> None:
        self._notes = notes
        self._left_out = left_out
        self._apart = apart
        self._active: list[Tag] = [Tag(tag, f"<{tag}>")] if tag else []
        self._links: list[bool] = []
        self._brackets = 0
        self._part = Part(Line())
        self._parts: list[Part | Picture] = []

    def read(self, tokens: Sequence[Token]) -> list[Part | Picture]:
        """The parts in order; those without words are dropped."""
        for opening, of_line in _visual_lines(tokens):
            if self._apart and _is_pictures(of_line):
                self._flush()
                self._parts += [_picture(token) for token in of_line if token.type == "image"]
                for token in of_line:
                    if token.type == "link_open":
                        self._leave_link(token)
            else:
                if not (self._apart and self._begins_item(of_line)):
                    self._begin_line(opening)
                for token in of_line:
                    self._token(token)
        self._flush()
        return self._parts

    def line(self, tokens: Sequence[Token]) -> Line:
        """Everything as one line of text."""
        self._apart = False
        self.read(tokens)
        return self._part.line

    def text(self, text: str) -> None:
        """Add words as they stand."""
        self._brackets += text.count("(") - text.count(")")
        self._part.line.add(text, self._active)

    def next_line(self) -> Line:
        """The line so far; what follows begins another, within the same elements."""
        line = self._part.line
        self._part = Part(Line())
        return line

    def _flush(self) -> None:
        if self._apart:
            if self._part.line.text:
                self._parts.append(self._part)
            self._part = Part(Line())
            self._brackets = 0

    def _begins_item(self, tokens: Sequence[Token]) -> bool:
        """If the line begins with a marker, take it off and begin a new part."""
        first = tokens[0] if tokens else None
        if first is None or first.type != "text" or first.level or self._active:
            return False
        found = _MARKER.match(first.content)
        if found is None or self._brackets > 0:
            return False  # "(Stufe\na) oder b)"
        self._flush()
        self._part.marker = found[1] or "–"
        first.content = first.content[found.end() :]
        return True

    def _begin_line(self, opening: str) -> None:
        if opening == "hardbreak":
            self._part.line.break_line()
        elif opening == "softbreak":
            self.text(" ")

    def _token(self, token: Token) -> None:
        if token.type in self._READ:
            self._READ[token.type](self, token)
        elif token.nesting > 0:
            self._open(Tag(token.tag, f"<{token.tag}>"))
        elif token.nesting < 0:
            self._close(token.tag)
        else:
            self.text(token.content)

    def _open(self, tag: Tag) -> None:
        self._active.append(tag)

    def _close(self, name: str) -> None:
        for at in range(len(self._active) - 1, -1, -1):
            if self._active[at].name == name:
                del self._active[at]
                return

    def _code(self, token: Token) -> None:
        self._part.line.add(token.content, [*self._active, Tag("code", "<code>")])

    def _link(self, token: Token) -> None:
        if title := str(token.attrs.get("title", "")):
            self._left_out.add(_("Titel von Verweisen"), title)
        opening = opening_link(f'<a href="{escape(str(token.attrs.get("href", "")))}">')
        self._links.append(bool(opening))
        if opening:
            self._open(Tag("a", opening))
        else:
            self._leave_link(token)

    def _leave_link(self, token: Token) -> None:
        target = str(token.attrs.get("href", ""))
        self._left_out.add(_("Ziele von Verweisen, die nicht ins Netz führen"), target, words=0)

    def _end_link(self, _token: Token) -> None:
        if self._links and self._links.pop():
            self._close("a")

    def _image(self, token: Token) -> None:
        picture = _picture(token)
        self.text(" ".join(filter(None, [picture.alt, picture.title])))

    def _noteref(self, token: Token) -> None:
        label = str(token.meta["label"])
        self._left_out.add(_("Zeichen, die auf Fußnoten verweisen"), f"[^{label}]", words=1)
        self._part.line.mark(self._notes.mark(label), self._active)

    def _html(self, token: Token) -> None:
        for piece in markup.pieces(markup.without_comments(token.content, self._left_out)):
            if isinstance(piece, str):
                self.text(piece)
            else:
                self.element(piece)

    def element(self, element: markup.Element) -> None:
        """A tag of HTML within the text."""
        name = element.name
        if name == "br":
            self._part.line.break_line()
        elif name == "img":
            self.text(" ".join(filter(None, map(element.attribute, ("alt", "title")))))
        elif element.ends:
            self._close(name)
        elif name in markup.INLINE:
            self._open(Tag(name, f"<{name}>"))
        elif name == "a" and (opening := opening_link(element.source)):
            self._open(Tag("a", opening))
        if name not in markup.INLINE | markup.THROUGH | {"a", "br", "img"}:
            self.text(" ")

    _READ: ClassVar[dict[str, Callable[[InlineReader, Token], None]]] = {
        "code_inline": _code,
        "link_open": _link,
        "link_close": _end_link,
        "image": _image,
        "footnote_ref": _noteref,
        "html_inline": _html,
    }


def _visual_lines(tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """The tokens of each line, with the kind of break before it."""
    opening, line = "", list[Token]()
    for token in tokens:
        if token.type in _BREAKS:
            yield opening, line
            opening, line = token.type, []
        else:
            line.append(token)
    yield opening, line


def _is_pictures(tokens: Sequence[Token]) -> bool:
    return any(token.type == "image" for token in tokens) and all(
        token.type in _AROUND_PICTURES or (token.type == "text" and not token.content.strip())
        for token in tokens
    )


def _picture(token: Token) -> Picture:
    alt = InlineReader(Notes(), LeftOutList()).line(_plain(token.children or [])).text
    return Picture(alt, str(token.attrs.get("src", "")), str(token.attrs.get("title", "")))


def _plain(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.type != "footnote_ref"]
