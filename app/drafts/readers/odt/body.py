"""The text of an ODT, from top to bottom: what `Flow` wants of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from app.drafts.readers.flow import Flow, Item, Note, Para
from app.drafts.readers.odt.captions import with_captions
from app.drafts.readers.odt.drawings import Drawings
from app.drafts.readers.odt.line import Line, LineReader
from app.drafts.readers.odt.lists import Lists, Place
from app.drafts.readers.odt.names import (
    DRAW,
    OFFICE,
    STYLE,
    TABLE,
    TEXT,
    Element,
    attribute,
    tag,
    whole,
    words,
)
from app.drafts.readers.odt.package import Package
from app.drafts.readers.odt.styles import Styles, points
from app.drafts.readers.odt.tables import read_table
from app.i18n import _

_QUOTES = frozenset({"quotations", "quote", "zitat", "blocktext"})
_CAPTIONS = frozenset({"caption", "beschriftung"})
_SILENT = frozenset(
    {
        f"{TEXT}sequence-decls", f"{TEXT}variable-decls", f"{TEXT}user-field-decls",
        f"{TEXT}soft-page-break", f"{OFFICE}forms", f"{TEXT}index-source",
    }
)  # fmt: skip
# A bibliography is no table of contents: its words stand nowhere else.
_INDEXES = frozenset(
    f"{TEXT}{kind}"
    for kind in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
        "alphabetical-index",
    )
)


@dataclass(frozen=True, slots=True)
class Around:
    """What holds for the blocks inside a section, list, index, cell or frame."""

    place: Place | None = None
    fill: str = ""
    is_contents: bool = False
    is_hidden: bool = False


class Body:
    """Reads blocks into items; notes and what is left out go straight to the flow."""

    def __init__(self, package: Package, styles: Styles, lists: Lists, flow: Flow) -> None:
        """`styles` hold for the part that is read."""
        self.styles = styles
        self.flow = flow
        self.lists = lists
        self._drawings = Drawings(package, self)
        self._lines = LineReader(styles, self._note)
        self._captions: set[int] = set()
        self._labels: dict[str, int] = {}

    def read(self, element: Element, around: Around | None = None) -> list[Item]:
        """The items inside `element`, captions put to what they name."""
        items: list[Item] = []
        self.blocks(element, around or Around(), items)
        return with_captions(items, self._captions)

    def blocks(self, elements: Iterable[Element], around: Around, items: list[Item]) -> None:
        """Append the items of each element."""
        for element in elements:
            name = tag(element)
            read = self._BLOCKS.get(name)
            if read is not None:
                read(self, element, around, items)
            elif name in _INDEXES:
                self.blocks(element, replace(around, is_contents=True), items)
            elif name.startswith(DRAW):
                items += self._drawings.read(element, around)
            elif name and name not in _SILENT:
                self.blocks(element, around, items)

    def _paragraph(self, element: Element, around: Around, items: list[Item]) -> None:
        style = attribute(element, f"{TEXT}style-name")
        line = self._lines.read(element, style)
        para = self._para(element, style, line, around)
        for text in line.hidden:
            self._leave_out(_("Ausgeblendeter Text"), text)
        for annotation in line.annotations:
            self._leave_out(_("Kommentare in der Datei"), _paragraphs(annotation))
        if around.is_hidden or _is_hidden_paragraph(element):
            self._leave_out(_("Ausgeblendeter Text"), para.text)
            return
        if para.runs:
            items.append(para)
        for frame in line.frames:
            items += self._drawings.read(frame, around)

    def _para(self, element: Element, style: str, line: Line, around: Around) -> Para:
        names = self.styles.names(style)
        letters = self.styles.letters("paragraph", style)
        para = Para(
            runs=line.runs,
            fill=self.styles.fill("paragraph", style, "paragraph-properties") or around.fill,
            size=points(letters.get("size", "")),
            is_contents=around.is_contents,
            is_quote=not names.isdisjoint(_QUOTES),
        )
        if not names.isdisjoint(_CAPTIONS):
            self._captions.add(id(para))
        if tag(element) == f"{TEXT}h":
            self._head(para, element, style, around)
        elif around.place is not None:
            self._put_into_list(para, around.place)
        return para

    def _head(self, para: Para, element: Element, style: str, around: Around) -> None:
        para.level = min(9, max(1, whole(element, f"{TEXT}outline-level", 1, 99)))
        # Writer counts an empty heading too, so its number is missing from those that are shown.
        if around.place is not None:
            para.number = self.lists.label(around.place)
        elif self.styles.value("paragraph", style, f"{STYLE}list-style-name") != "":
            para.number = self.lists.of_heading(element, para.level)

    def _put_into_list(self, para: Para, place: Place) -> None:
        marker = self.lists.label(place)
        depth = place.level - 1
        if place.opens and not marker and self.lists.is_unlabelled(place):
            depth -= 1  # indented, but no item that anybody sees
        para.marker, para.depth = marker, depth

    def _list(self, element: Element, around: Around, items: list[Item]) -> None:
        place = self.lists.within(element, around.place, self.styles)
        for entry in element:
            if tag(entry) in {f"{TEXT}list-item", f"{TEXT}list-header"}:
                self._item(entry, replace(around, place=self.lists.item(entry, place)), items)

    def _item(self, element: Element, around: Around, items: list[Item]) -> None:
        """An item's first paragraph carries its label, what follows goes on within it."""
        opening = around
        for child in element:
            self.blocks([child], opening, items)
            if tag(child) in {f"{TEXT}p", f"{TEXT}h"} and around.place is not None:
                opening = replace(around, place=replace(around.place, opens=False))

    def _numbered(self, element: Element, around: Around, items: list[Item]) -> None:
        self.blocks(element, replace(around, place=self.lists.alone(element)), items)

    def _section(self, element: Element, around: Around, items: list[Item]) -> None:
        style = attribute(element, f"{TEXT}style-name")
        fill = self.styles.fill("section", style, "section-properties") or around.fill
        hidden = around.is_hidden or _is_hidden_section(element)
        self.blocks(element, replace(around, fill=fill, is_hidden=hidden), items)

    def _table(self, element: Element, around: Around, items: list[Item]) -> None:
        items += read_table(element, around, self)

    def _deleted(self, element: Element, around: Around, items: list[Item]) -> None:
        for deletion in element.iter(f"{TEXT}deletion"):
            self._leave_out(_("Gelöschter Text aus der Änderungsverfolgung"), _paragraphs(deletion))

    def _annotation(self, element: Element, around: Around, items: list[Item]) -> None:
        self._leave_out(_("Kommentare in der Datei"), _paragraphs(element))

    def _note(self, element: Element) -> str:
        citation = element.find(f"{TEXT}note-citation")
        written = "" if citation is None else words(citation).strip()
        label = self._free_label(written or str(len(self.flow.notes) + 1))
        note = Note(label)
        self.flow.notes.append(note)
        body = element.find(f"{TEXT}note-body")
        if body is not None:
            inside = self.read(body)
            note.paras = [item for item in inside if isinstance(item, Para)]
        return label

    def _free_label(self, label: str) -> str:
        """The label, with a number behind it if another note has it already."""
        times = self._labels[label] = self._labels.get(label, 0) + 1
        return label if times == 1 else self._free_label(f"{label} ({times})")

    def _leave_out(self, why: str, text: str) -> None:
        if text.strip():
            self.flow.left_out.append((why, " ".join(text.split())))

    _BLOCKS: ClassVar[dict[str, Callable[[Body, Element, Around, list[Item]], None]]] = {
        f"{TEXT}p": _paragraph,
        f"{TEXT}h": _paragraph,
        f"{TEXT}list": _list,
        f"{TEXT}numbered-paragraph": _numbered,
        f"{TEXT}section": _section,
        f"{TEXT}index-title": _section,
        f"{TEXT}tracked-changes": _deleted,
        f"{TABLE}table": _table,
        f"{OFFICE}annotation": _annotation,
    }


def _paragraphs(element: Element) -> str:
    """The paragraphs inside, without author and date."""
    texts = (words(para) for para in element.iter(f"{TEXT}p", f"{TEXT}h"))
    return " ".join(texts)


def _is_hidden_paragraph(element: Element) -> bool:
    return any(
        attribute(field, f"{TEXT}is-hidden") != "false"
        for field in element.iter(f"{TEXT}hidden-paragraph")
    )


def _is_hidden_section(element: Element) -> bool:
    display = attribute(element, f"{TEXT}display")
    return display == "none" or (
        display == "condition" and attribute(element, f"{TEXT}is-hidden") == "true"
    )
