"""Walks through a page and collects paragraphs, tables and pictures in reading order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from app.drafts.readers.flow import Flow, Image, Item, Para, Run
from app.drafts.readers.html import frame, images
from app.drafts.readers.html.lists import ListState, opened, word_item
from app.drafts.readers.html.looks import Looks
from app.drafts.readers.html.notes import PageNotes
from app.drafts.readers.html.parsing import Element, text_in
from app.drafts.readers.html.styles import Style, Styles, is_hidden
from app.i18n import _

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = """
address article aside blockquote body center dd details dialog div dl dt fieldset figcaption
figure footer form header hgroup hr html legend li main nav ol p pre section summary table
tbody td tfoot th thead tr ul h1 h2 h3 h4 h5 h6 option optgroup
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())


@dataclass(slots=True)
class Block:
    """What the next paragraph is: set by the elements around it."""

    level: int = 0
    depth: int = -1
    marker: str = ""
    number: str = ""


@dataclass
class Body:
    """Reads elements into `items`. One for the page, one for each cell and note."""

    flow: Flow
    styles: Styles
    notes: PageNotes
    items: list[Item] = field(default_factory=list)
    read_table: Callable[[Body, Element, Looks], None] | None = None

    def __post_init__(self) -> None:
        """Begin without words."""
        self._runs: list[Run] = []
        self._sizes: dict[float, int] = {}
        self._images: list[Image] = []
        self._lists: list[ListState] = []
        self._block = Block()
        self._done: set[Element] = set()

    @property
    def depth(self) -> int:
        """How deep in lists what comes next stands, -1 outside of them."""
        return self._block.depth

    def inner(self) -> Body:
        """The same page, read into items of its own."""
        return replace(self, items=[])

    def read(self, element: Element, looks: Looks) -> list[Item]:
        """Everything in the element."""
        self._children(element, looks)
        self.flush(looks)
        return self.items

    def leave_out(self, why: str, element: Element) -> None:
        """Put the element's words on the list."""
        words = " ".join(text_in(element).split())
        if words:
            self.flow.left_out.append((why, words))

    def _children(self, element: Element, looks: Looks) -> None:
        self._text(element.text, looks)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, looks)
            self._text(child.tail, looks)

    def _text(self, text: str | None, looks: Looks) -> None:
        if not text:
            return
        if not looks.is_typed:
            text = _BLANKS.sub(" ", text)
        self._runs.append(Run(text, looks.marks, looks.href, looks.fill))
        self._sizes[looks.size] = self._sizes.get(looks.size, 0) + len(text)

    def _element(self, element: Element, looks: Looks) -> None:
        if element in self.notes.holders or element in self._done:
            return
        style = self.styles.of(element)
        why = _("Ausgeblendeter Text") if is_hidden(element, style) else frame.why_left_out(element)
        if why:
            self.leave_out(why, element)
        elif element in self.notes.calls or element in self.notes.backlinks:
            self._call(element)
        elif handler := self._SPECIAL.get(str(element.tag)):
            handler(self, element, looks, style)
        elif element.tag in _BLOCKS:
            self._as_block(element, looks, style)
        else:
            self._children(element, looks.inside(element, style, is_block=False))

    def _call(self, mark: Element) -> None:
        self.leave_out(_("Zeichen, die auf Fußnoten verweisen"), mark)
        if label := self.notes.calls.get(mark):
            self._runs.append(Run(note=label))

    def _as_block(self, element: Element, looks: Looks, style: Style) -> None:
        """A block of its own: what stands before it and after it are other paragraphs."""
        self.flush(looks)
        inside = looks.inside(element, style, is_block=True)
        if frame.is_running(element):
            inside = replace(inside, is_running=True)
        if frame.is_contents(element) or frame.is_contents_line(element):
            inside = replace(inside, is_contents=True)
        if element.tag == "blockquote":
            inside = replace(inside, is_quote=True)
        if element.tag == "pre":
            inside = replace(inside, is_typed=True)
        before = self._block
        if item := word_item(element, style):
            depth, marker, sign = item
            self._done.add(sign)
            self._block = Block(depth=depth, marker=marker)
        self._children(element, inside)
        self.flush(inside)
        self._block = before

    def _heading(self, element: Element, looks: Looks, style: Style) -> None:
        self.flush(looks)
        before = self._block
        self._block = Block(level=_HEADINGS[str(element.tag)])
        if before.marker and self._lists and self._lists[-1].counts:
            # LibreOffice numbers headings by putting them into lists.
            numbers = [str(one.last) for one in self._lists if one.counts]
            self._block.number, before.marker = ".".join(numbers), ""
        inside = looks.inside(element, style, is_block=True)
        self._children(element, inside)
        self.flush(inside)
        self._block = before

    def _list(self, element: Element, looks: Looks, style: Style) -> None:
        self.flush(looks)
        before = self._block
        self._lists.append(opened(element, style))
        self._block = Block(depth=len(self._lists) - 1)
        inside = looks.inside(element, style, is_block=True)
        self._children(element, inside)
        self.flush(inside)
        self._lists.pop()
        self._block = replace(before, marker="")  # what follows goes on within the item

    def _item(self, element: Element, looks: Looks, style: Style) -> None:
        self.flush(looks)
        before = self._block
        marker = self._lists[-1].marker(element) if self._lists else "•"
        self._block = Block(depth=max(len(self._lists) - 1, 0), marker=marker)
        inside = looks.inside(element, style, is_block=True)
        self._children(element, inside)
        self.flush(inside)
        self._block = before

    def _break(self, _element: Element, looks: Looks, _style: Style) -> None:
        self._runs.append(Run("\n", looks.marks, looks.href, looks.fill))

    def _image(self, element: Element, looks: Looks, _style: Style) -> None:
        depth = self._block.depth
        shown = (
            images.image_of(element, depth)
            if element.tag == "img"
            else images.drawing_of(element, depth)
        )
        if shown is not None:
            self._images.append(shown)
        if element.tag == "svg":
            self.leave_out(_("Text in Zeichnungen"), element)

    def _table(self, element: Element, looks: Looks, _style: Style) -> None:
        self.flush(looks)
        if self.read_table is not None:
            self.read_table(self, element, looks)

    def _figure(self, element: Element, looks: Looks, style: Style) -> None:
        """A picture or table with its caption; a figure of anything else is what is in it."""
        self.flush(looks)
        captions = [one for one in element.iter("figcaption") if one not in self._done]
        self._done.update(captions)
        start = len(self.items)
        self._children(element, looks.inside(element, style, is_block=True))
        self.flush(looks)
        for caption in captions:
            self._give(caption, self.items[start:], looks)

    def _give(self, caption: Element, shown: list[Item], looks: Looks) -> None:
        paras = [one for one in self.inner().read(caption, looks) if isinstance(one, Para)]
        bare = [one for one in shown if not isinstance(one, Para) and one.caption is None]
        if bare and paras:
            bare[-1].caption = paras.pop(0)
        self.items += paras

    def flush(self, looks: Looks) -> None:
        """End the paragraph, if one has begun; the pictures in it stand after it."""
        runs, self._runs = self._runs, []
        sizes, self._sizes = self._sizes, {}
        if any(run.note or run.text.strip() for run in runs):
            block = self._block
            self.items.append(
                Para(
                    runs,
                    level=block.level,
                    depth=block.depth,
                    marker=block.marker,
                    number=block.number,
                    fill=looks.ground,
                    size=max(sizes, key=lambda size: sizes[size], default=0.0),
                    is_contents=looks.is_contents,
                    is_running=looks.is_running,
                    is_quote=looks.is_quote,
                )
            )
            block.marker = block.number = ""
        self.items += self._images
        self._images = []

    _SPECIAL: ClassVar[dict[str, Callable[[Body, Element, Looks, Style], None]]] = {
        "br": _break,
        "img": _image,
        "svg": _image,
        "table": _table,
        "figure": _figure,
        "ol": _list,
        "ul": _list,
        "menu": _list,
        "li": _item,
        **dict.fromkeys(_HEADINGS, _heading),
    }
