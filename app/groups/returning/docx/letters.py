"""The letters of one paragraph with what became of them: which stood there, which came, which
went, and where bookmarks and comments begin and end between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar

from app.drafts.readers.docx.names import SPACE, Element, W, attribute, tag, with_wrapped
from app.drafts.readers.docx.symbols import symbol

START, END, POINT, BOOKMARK, BOOKMARK_END = "start", "end", "point", "bookmark", "bookmark end"
_ENDS = " \t\r\n"
_LONGEST_NAME = 120
_FORMATTING = frozenset(
    W + name for name in ("rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange")
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters with one fate. `came` and `went` are who put them in or took them out while changes
    were tracked, None for nobody ("" for somebody without a name)."""

    text: str
    came: str | None = None
    went: str | None = None

    @property
    def stood(self) -> bool:
        """Whether it is there when every change is refused."""
        return self.came is None

    @property
    def stands(self) -> bool:
        """Whether it is there when every change is accepted."""
        return self.went is None


@dataclass(frozen=True, slots=True)
class Sign:
    """Something between letters: where a comment (`name` is its id) or a bookmark begins or
    ends."""

    what: str
    name: str


@dataclass(frozen=True, slots=True)
class _Inside:
    came: str | None = None
    went: str | None = None


@dataclass(slots=True)
class Line:
    """The inside of a paragraph. `formatting` counts changes of its looks alone."""

    items: list[Piece | Sign] = field(default_factory=list)
    formatting: int = 0

    def pieces(self) -> Iterator[Piece]:
        """Its letters without the signs."""
        return (item for item in self.items if isinstance(item, Piece))

    @property
    def authors(self) -> list[str]:
        """Who changed something in it, in order."""
        names = [name for one in self.pieces() for name in (one.came, one.went) if name]
        return list(dict.fromkeys(names))

    @property
    def is_tracked(self) -> bool:
        """Whether a change was tracked in it."""
        return any(one.came is not None or one.went is not None for one in self.pieces())


class LineReader:
    """Reads the inside of paragraphs: runs however split, fields, links, content controls, smart
    tags, and changes within changes. Pictures and formulas have no letters here."""

    def __init__(self) -> None:
        """One for a whole document: which bookmark an end belongs to is said by ids."""
        self.bookmarks: dict[str, str] = {}
        self._line = Line()

    def read(self, paragraph: Element, *, came: str | None, went: str | None) -> Line:
        """The line; `came` and `went` hold for the whole paragraph (a row that was deleted)."""
        self._line = Line()
        self._content(paragraph, _Inside(came, went))
        return self._line

    def sign(self, element: Element) -> Sign | None:
        """The mark that this element is, None if it is none; they stand between paragraphs too."""
        what = _SIGNS.get(tag(element))
        if what is None:
            return None
        name = attribute(element, f"{W}id")
        if what == BOOKMARK:
            self.bookmarks[name] = attribute(element, f"{W}name")
        if what in (BOOKMARK, BOOKMARK_END):
            name = self.bookmarks.get(name, "")
        return Sign(what, name)

    def _content(self, element: Element, inside: _Inside) -> None:
        for child in with_wrapped(element):
            name = tag(child)
            found = self.sign(child)
            if found is not None:
                self._line.items.append(found)
            elif name in self._WAYS:
                self._WAYS[name](self, child, inside)
            elif name in _PROPERTIES:
                self._line.formatting += sum(tag(one) in _FORMATTING for one in child.iter())
            elif name not in _SILENT and not name.endswith("Pr"):
                self._content(child, inside)

    def _came(self, element: Element, inside: _Inside) -> None:
        self._content(element, replace(inside, came=author_of(element)))

    def _went(self, element: Element, inside: _Inside) -> None:
        self._content(element, replace(inside, went=author_of(element)))

    def _text(self, element: Element, inside: _Inside) -> None:
        text = element.text or ""
        if element.get(SPACE) != "preserve":
            text = text.strip(_ENDS)
        self._put(text.replace("\u00ad", ""), inside)

    def _blank(self, element: Element, inside: _Inside) -> None:
        self._put("\t" if tag(element).endswith("tab") else "\n", inside)

    def _hyphen(self, _element: Element, inside: _Inside) -> None:
        self._put("\u2011", inside)

    def _symbol(self, element: Element, inside: _Inside) -> None:
        sign = symbol(attribute(element, f"{W}font"), attribute(element, f"{W}char"))
        self._put(sign, inside)

    def _control(self, element: Element, inside: _Inside) -> None:
        content = element.find(f"{W}sdtContent")
        if content is not None:
            self._content(content, inside)

    def _ruby(self, element: Element, inside: _Inside) -> None:
        base = element.find(f"{W}rubyBase")
        if base is not None:
            self._content(base, inside)

    def _put(self, text: str, inside: _Inside) -> None:
        if text:
            self._line.items.append(Piece(text, inside.came, inside.went))

    _WAYS: ClassVar[dict[str, Callable[[LineReader, Element, _Inside], None]]] = {
        f"{W}ins": _came,
        f"{W}moveTo": _came,
        f"{W}del": _went,
        f"{W}moveFrom": _went,
        f"{W}t": _text,
        f"{W}delText": _text,
        f"{W}tab": _blank,
        f"{W}ptab": _blank,
        f"{W}br": _blank,
        f"{W}cr": _blank,
        f"{W}noBreakHyphen": _hyphen,
        f"{W}sym": _symbol,
        f"{W}sdt": _control,
        f"{W}ruby": _ruby,
    }


def author_of(change: Element) -> str:
    """Who made a tracked change, "" where the file does not say."""
    return " ".join(attribute(change, f"{W}author").split())[:_LONGEST_NAME]


_SIGNS = {
    f"{W}commentRangeStart": START,
    f"{W}commentRangeEnd": END,
    f"{W}commentReference": POINT,
    f"{W}bookmarkStart": BOOKMARK,
    f"{W}bookmarkEnd": BOOKMARK_END,
}
_PROPERTIES = frozenset({f"{W}rPr", f"{W}pPr"})
_SILENT = frozenset(
    W + name
    for name in (
        *("drawing", "pict", "object", "instrText", "delInstrText", "fldChar", "annotationRef"),
        *("txbxContent", "footnoteReference", "endnoteReference", "softHyphen"),
    )
)
