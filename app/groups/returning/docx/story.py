"""The paragraphs of the document in their order, with their cells and their ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.drafts.readers.docx.names import Element, W, switch, tag, value, with_wrapped
from app.drafts.readers.docx.package import Package
from app.groups.returning.docx.letters import BOOKMARK, Line, LineReader, Sign, author_of

_CAME, _WENT = ("ins", "moveTo"), ("del", "moveFrom")


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in which table something stands, counted from 0; tables within tables count with the
    outer one. `came` and `went` say who put the row in or took it out; the row that `is_head`
    names the columns."""

    table: int
    row: int
    column: int
    came: str | None = None
    went: str | None = None
    is_head: bool = False


@dataclass(slots=True)
class Paragraph:
    """One paragraph. `style` is the style's name as people know it, in small letters; `level` a
    heading's, 0 for others. Its end that `went` lets it run on into the next one; one that `came`
    was not there before."""

    line: Line
    style: str = ""
    level: int = 0
    is_item: bool = False
    end_came: str | None = None
    end_went: str | None = None
    cell: Cell | None = None

    @property
    def bookmarks(self) -> list[str]:
        """The names of the bookmarks that begin in it."""
        signs = (item for item in self.line.items if isinstance(item, Sign))
        return [sign.name for sign in signs if sign.what == BOOKMARK]


@dataclass(slots=True)
class Story:
    """The document's paragraphs, and how many changes of looks alone were passed over."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    formatting: int = 0


def read_story(package: Package) -> Story:
    """The text of the document. Refused with Unreadable as the package refuses."""
    walker = _Walker(_Styles(package.tree_of("styles")))
    try:
        walker.walk(package.document(), None)
    except RecursionError:  # pragma: no cover - the archive refuses such depth before
        raise package.broken("…") from None
    walker.end()
    return walker.story


class _Styles:
    """What styles are called, and which of them are headings."""

    def __init__(self, root: Element | None) -> None:
        self.names: dict[str, str] = {}
        self.levels: dict[str, int] = {}
        for style in root.iterfind(f"{W}style") if root is not None else ():
            identity = style.get(f"{W}styleId") or ""
            name = value(style, "name").casefold()
            self.names[identity] = name
            kind, _blank, level = name.partition(" ")
            if kind in ("heading", "überschrift") and level.isdecimal():
                self.levels[identity] = int(level[:2])


class _Walker:
    def __init__(self, styles: _Styles) -> None:
        self.story = Story()
        self.styles = styles
        self.lines = LineReader()
        self.tables = 0
        self.waiting: list[Sign] = []  # marks between two paragraphs

    def walk(self, parent: Element, cell: Cell | None) -> None:
        """All that stands in an element."""
        for child in with_wrapped(parent):
            name = tag(child)
            sign = self.lines.sign(child)
            if sign is not None:
                self.waiting.append(sign)
            elif name == f"{W}p":
                self._paragraph(child, cell)
            elif name == f"{W}tbl":
                self._table(child, cell)
            elif not name.endswith("Pr"):  # content controls, smart tags, changes around tables
                self.walk(child, cell)

    def end(self) -> None:
        """Marks behind the last paragraph belong to it."""
        if self.waiting and self.story.paragraphs:
            self.story.paragraphs[-1].line.items += self.waiting

    def _paragraph(self, element: Element, cell: Cell | None) -> None:
        came, went = (cell.came, cell.went) if cell else (None, None)
        line = self.lines.read(element, came=came, went=went)
        line.items[:0], self.waiting = self.waiting, []
        self.story.formatting += line.formatting
        properties = element.find(f"{W}pPr")
        style = value(properties, "pStyle")
        self.story.paragraphs.append(
            Paragraph(
                line,
                style=self.styles.names.get(style, style.casefold()),
                level=self.styles.levels.get(style, 0),
                is_item=properties is not None and properties.find(f"{W}numPr") is not None,
                end_came=_end(properties, _CAME),
                end_went=_end(properties, _WENT),
                cell=cell,
            )
        )

    def _table(self, element: Element, cell: Cell | None) -> None:
        if cell is not None:  # a table in a cell is more of that cell's words
            for row in _named(element, "tr"):
                for inner in _named(row, "tc"):
                    self.walk(inner, cell)
            return
        self.tables += 1
        for number, row in enumerate(_named(element, "tr")):
            properties = row.find(f"{W}trPr")
            came, went = _changed(properties, "ins"), _changed(properties, "del")
            at = Cell(self.tables, number, 0, came, went, bool(switch(properties, "tblHeader")))
            self.story.formatting += _looks(properties)
            for column, inner in enumerate(_named(row, "tc")):
                self.walk(inner, replace(at, column=column))


def _named(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table, or the cells of a row, through controls around them."""
    for child in with_wrapped(parent):
        if tag(child) == W + name:
            yield child
        elif tag(child) in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _named(child, name)


def _end(properties: Element | None, names: tuple[str, str]) -> str | None:
    mark = None if properties is None else properties.find(f"{W}rPr")
    return next((who for name in names if (who := _changed(mark, name)) is not None), None)


def _changed(properties: Element | None, name: str) -> str | None:
    change = None if properties is None else properties.find(W + name)
    return None if change is None else author_of(change)


def _looks(properties: Element | None) -> int:
    return 0 if properties is None else len(properties.findall(f"{W}trPrChange"))
