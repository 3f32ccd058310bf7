"""The blocks of a Markdown file, from the parser's tokens: paragraphs, items, tables, figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar, Protocol

from markdown_it.token import Token

from app.drafts.outline import UNDESCRIBED, BlockKind, ReadBlock
from app.drafts.readers import markup
from app.drafts.readers.cleaning import clean_inline
from app.drafts.readers.growing import LONGEST_HEADING
from app.drafts.readers.inline import InlineReader, Notes, Part, Picture
from app.drafts.readers.left_out import LeftOutList
from app.drafts.readers.line import Line, Tag
from app.drafts.readers.tables import TableReader
from app.i18n import _


class Outline(Protocol):
    """Where blocks and headings go, in reading order."""

    def heading(self, title: str, level: int) -> object:
        """A heading outside of lists and quotations."""

    def block(self, block: ReadBlock) -> None:
        """A block under the last heading."""


@dataclass(slots=True)
class _Container:
    """A list, an item, a quotation or a footnote that is open."""

    kind: str
    marker: str = ""
    anchor: str = ""
    is_used: bool = False


class BlockReader:
    """Reads the tokens of a file into an outline."""

    def __init__(
        self, outline: Outline, notes: Notes, left_out: LeftOutList, table: TableReader
    ) -> None:
        self._outline = outline
        self._notes = notes
        self._left_out = left_out
        self._table = table
        self._open: list[_Container] = []
        self._heading: Token | None = None
        self._anchors: set[str] = set()

    def read(self, tokens: Sequence[Token]) -> None:
        """Hand every block to the outline."""
        for token in tokens:
            if self._table.takes(token):
                if block := self._table.finished(self._lists()):
                    self._outline.block(block)
            elif read := self._READ.get(token.type):
                read(self, token)

    # Containers

    def _begin_list(self, token: Token) -> None:
        self._open.append(_Container(token.type.removesuffix("_open")))

    def _begin_item(self, token: Token) -> None:
        is_ordered = self._open[-1].kind == "ordered_list"
        marker = f"{token.info}{token.markup}" if is_ordered else "–"
        self._open.append(_Container("item", marker))

    def _begin_footnote(self, token: Token) -> None:
        number = self._notes.numbers[token.meta["label"]]
        anchor = f"{self._notes.prefix}{number}"
        is_second = anchor in self._anchors
        self._anchors.add(anchor)
        self._open.append(_Container("footnote", number, "" if is_second else anchor))

    def _end(self, _token: Token) -> None:
        self._open.pop()

    def _lists(self) -> int:
        return sum(container.kind.endswith("_list") for container in self._open)

    # Text

    def _begin_heading(self, token: Token) -> None:
        self._heading = token

    def _inline(self, token: Token) -> None:
        heading, self._heading = self._heading, None
        tokens = token.children or []
        if heading is None:
            self._parts(InlineReader(self._notes, self._left_out, apart=True).read(tokens))
            return
        line = InlineReader(self._notes, self._left_out).line(tokens)
        if self._open or len(line.text) > LONGEST_HEADING:
            strong = InlineReader(self._notes, LeftOutList(), tag="strong").line(tokens)
            self._paragraph(strong)
        elif line.text:
            self._outline.heading(line.text, int(heading.tag[1:]))

    def _parts(self, parts: Sequence[Part | Picture]) -> None:
        for part in parts:
            if isinstance(part, Picture):
                self._figure(part)
            else:
                self._paragraph(part.line, part.marker)

    def _paragraph(self, line: Line, marker: str = "") -> None:
        """A paragraph, an item or a footnote, by what is open around it."""
        sentences = line.sentences()
        if not sentences:
            return
        lists = self._lists()
        note = next((c for c in self._open if c.kind == "footnote"), None)
        inner = self._open[-1] if self._open else None
        if note is not None:
            mark, anchor = ("", "") if note.is_used else (note.marker, note.anchor)
            note.is_used = True
            block = ReadBlock(BlockKind.FOOTNOTE, sentences, 0, mark, anchor=anchor)
        elif marker:
            block = ReadBlock(BlockKind.ITEM, sentences, lists, marker)
        elif inner is not None and inner.kind == "item" and not inner.is_used:
            inner.is_used = True
            block = ReadBlock(BlockKind.ITEM, sentences, lists - 1, inner.marker)
        else:
            block = ReadBlock(BlockKind.PARAGRAPH, sentences, lists)
        self._outline.block(block)

    def _figure(self, picture: Picture) -> None:
        """Pictures are not kept yet: a box says which one belongs here, its text is kept."""
        name = "" if picture.source.startswith("data:") else picture.source.rpartition("/")[2]
        line = Line()
        for text in (picture.alt, picture.title if picture.title != picture.alt else ""):
            line.break_line()
            line.add(text)
        if not line.text:
            line.add(name or UNDESCRIBED)
        box = _("Bild: %(name)s") % {"name": name} if name else _("Bild")
        self._outline.block(
            ReadBlock(
                BlockKind.FIGURE,
                line.sentences(),
                self._lists(),
                head_html=clean_inline(f'<span class="figure__missing">{escape(box)}</span>'),
            )
        )

    def _code(self, token: Token) -> None:
        if token.info.strip():
            self._left_out.add(_("Angaben zu einem Quelltext"), token.info.strip())
        line = Line(whole=True)
        for number, text in enumerate(token.content.splitlines()):
            if number:
                line.break_line()
            line.add(text, [Tag("code", "<code>")])
        self._paragraph(line)

    def _html(self, token: Token) -> None:
        html = markup.without_scripts(token.content, self._left_out)
        html = markup.without_comments(html, self._left_out)
        reader = InlineReader(self._notes, self._left_out)
        for piece in markup.pieces(html):
            if isinstance(piece, str):
                reader.text(piece)
            elif not markup.parts_blocks(piece):
                reader.element(piece)
            else:
                self._paragraph(reader.next_line())
                if piece.name == "img":
                    self._figure(Picture(*map(piece.attribute, ("alt", "src", "title"))))
        self._paragraph(reader.next_line())

    _READ: ClassVar[dict[str, Callable[[BlockReader, Token], None]]] = {
        "bullet_list_open": _begin_list,
        "ordered_list_open": _begin_list,
        "blockquote_open": _begin_list,
        "list_item_open": _begin_item,
        "footnote_reference_open": _begin_footnote,
        "bullet_list_close": _end,
        "ordered_list_close": _end,
        "blockquote_close": _end,
        "list_item_close": _end,
        "footnote_reference_close": _end,
        "heading_open": _begin_heading,
        "inline": _inline,
        "fence": _code,
        "code_block": _code,
        "html_block": _html,
    }
