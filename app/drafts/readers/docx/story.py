"""The text of one part of a DOCX, paragraph by paragraph, with what hangs on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import ClassVar

from app.drafts.readers.docx.colours import Colours
from app.drafts.readers.docx.depths import Depths
from app.drafts.readers.docx.drawings import Box, Drawings, Drawn
from app.drafts.readers.docx.line import Line, LineReader, deleted, joined, placeholder
from app.drafts.readers.docx.names import (
    Element,
    R,
    W,
    attribute,
    switch,
    tag,
    value,
    whole,
)
from app.drafts.readers.docx.names import with_wrapped as children_of
from app.drafts.readers.docx.notes import Notes
from app.drafts.readers.docx.numbering import BULLET, Label, Numbering
from app.drafts.readers.docx.package import Package
from app.drafts.readers.docx.styles import Look, Styles, indent_of
from app.drafts.readers.docx.tables import table
from app.drafts.readers.flow import Image, Item, Para, Run
from app.i18n import _

_LONGEST_CAPTION = 400
_DELETED_ENDS = frozenset({f"{W}del", f"{W}moveFrom"})


@dataclass(slots=True)
class File:
    """What is known of the whole file, and what is found in it."""

    package: Package
    colours: Colours
    styles: Styles
    numbering: Numbering
    notes: Notes
    left_out: list[tuple[str, str]] = field(default_factory=list)
    captions: list[Para] = field(default_factory=list)
    titles: list[Para] = field(default_factory=list)

    def drop(self, why: str, text: str) -> None:
        """Leave out, and say so."""
        if text.strip():
            self.left_out.append((why, " ".join(text.split())))


@dataclass(frozen=True, slots=True)
class _Inside:
    """What holds for the paragraphs inside an element."""

    fill: str = ""
    why: str = ""
    is_contents: bool = False


class Story:
    """Reads the main text, a header, a note, or what stands in a text box."""

    def __init__(self, file: File, part: str, root: Element, fill: str = "") -> None:
        """`root` stands in `part`; `fill` is the ground of a text box."""
        self.file = file
        self.items: list[Item] = []
        self._part = part
        self._lines = LineReader(root, file.styles, file.notes, file.package.relations(part))
        self._drawings = Drawings(file.package, file.colours, part)
        self._inside = _Inside(fill)
        self._depths = Depths()
        self._carried: list[Run] = []

    def read(self, parent: Element) -> list[Item]:
        """The items of all that stands in an element."""
        self._blocks(parent)
        if self._carried:
            self.items.append(Para(joined(self._carried), fill=self._inside.fill))
            self._carried = []
        return self.items

    def within(self, cell: Element, *, is_deleted: bool) -> list[Item]:
        """The items in a cell of a table, which stand in no list around the table."""
        kept = self.items, self._depths, self._inside
        self.items, self._depths = [], Depths()
        self._inside = replace(self._inside, why=deleted() if is_deleted else self._inside.why)
        found = self.read(cell)
        self.items, self._depths, self._inside = kept
        return found

    def _blocks(self, parent: Element) -> None:
        for child in children_of(parent):
            name = tag(child)
            way = self._WAYS.get(name)
            if way is not None:
                way(self, child)
            elif not name.endswith("Pr"):
                self._blocks(child)

    def _control(self, control: Element) -> None:
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        gallery = value(control.find(f"{W}sdtPr/{W}docPartObj"), "docPartGallery")
        outer = self._inside
        self._inside = replace(
            outer,
            why=outer.why or placeholder(control),
            is_contents=outer.is_contents or gallery.startswith("Table of"),
        )
        self._blocks(content)
        self._inside = outer

    def _deleted(self, element: Element) -> None:
        outer = self._inside
        self._inside = replace(outer, why=outer.why or deleted())
        self._blocks(element)
        self._inside = outer

    def _chunk(self, chunk: Element) -> None:
        relations = self.file.package.relations(self._part)
        relation = relations.get(attribute(chunk, f"{R}id"))
        name = "?" if relation is None else relation.target
        self.file.drop(_("Andere Dateien, die Word erst beim Öffnen einfügt"), name)

    def _table(self, element: Element) -> None:
        indent = element.find(f"{W}tblPr/{W}tblInd")
        depth = self._depths.other(whole(attribute(indent, f"{W}w"), 0) or 0)
        for item in table(self, element):
            item.depth = depth
            self.items.append(item)

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        look = self.file.styles.paragraph(properties)
        line = self._lines.read(element, look, self._inside.why)
        self._note_left_out(line)
        if _runs_on(properties):
            self._carried += line.runs
            self._place(line, None, -1)
            return
        line.runs = joined(self._carried + line.runs)
        self._carried = []
        if not line.runs and (self._inside.why or _is_hidden(properties)):
            return  # nobody sees it, so it is not counted either
        label = self._label(properties, look)
        if not line.runs and not line.frames:
            return  # empty, but counted
        para = self._para(line, look, label, properties)
        self._place(line, para if line.runs else None, para.depth)
        if line.runs:
            self._sort(para, line, look)

    def _label(self, properties: Element | None, look: Look) -> Label | None:
        own = None if properties is None else properties.find(f"{W}numPr")
        level = None if own is None else whole(value(own, "ilvl"), 0)
        return self.file.numbering.label(look, level)

    def _para(
        self, line: Line, look: Look, label: Label | None, properties: Element | None
    ) -> Para:
        para = Para(line.runs, fill=look.fill or self._inside.fill, size=line.size)
        para.is_contents = self._inside.is_contents or line.is_contents or look.is_contents
        para.is_quote = look.is_quote
        if line.is_struck:
            para.doubt = _("Hier ist Text durchgestrichen; er steht unverändert im Absatz.")
        if not para.is_contents:
            para.level = 1 if look.is_title else look.level
        if para.level or para.is_contents:
            self._depths.leave()
            para.number = "" if label is None or label.text == BULLET else label.text
            return para
        indent = _indent(properties, look, label)
        if label is not None and label.text:
            para.marker = label.text
            para.depth = self._depths.item(label, indent)
        elif line.runs:
            para.depth = self._depths.other(indent)
        return para

    def _place(self, line: Line, para: Para | None, depth: int) -> None:
        """The paragraph, with the pictures that stand before, in and after it; then its boxes."""
        images: list[Image] = []
        boxes: list[Item] = []
        for frame, is_after in line.frames:
            for shown in self._drawings.read(frame):
                if not isinstance(shown, Image):
                    boxes += self._boxed(shown)
                elif is_after:
                    images.append(shown)
                else:
                    self.items.append(shown)
                if isinstance(shown, Image):
                    shown.depth = depth
        if para is not None:
            self.items.append(para)
        self.items += [*images, *boxes]

    def _boxed(self, shown: Box | Drawn) -> list[Item]:
        if isinstance(shown, Box):
            inner = Story(self.file, self._part, shown.content, shown.fill)
            return inner.read(shown.content)
        if shown.is_chart:
            self.file.drop(_("Text in Diagrammen"), " ".join(shown.texts))
            return []
        doubt = _("Dieser Text stand in einem Schaubild.")
        return [Para([Run(text)], doubt=doubt) for text in shown.texts]

    def _sort(self, para: Para, line: Line, look: Look) -> None:
        """Remember captions and titles; a title in two paragraphs is one."""
        if look.is_title and para.level:
            before = self.items[-2] if len(self.items) > 1 else None
            if self.file.titles and self.file.titles[-1] is before:
                self.file.titles[-1].runs += [Run("\n"), *para.runs]
                self.items.pop()
            else:
                self.file.titles.append(para)
        elif para.level or para.is_contents or len(para.text) > _LONGEST_CAPTION:
            return
        elif look.is_caption or line.is_counted:
            self.file.captions.append(para)

    def _note_left_out(self, line: Line) -> None:
        found: dict[str, list[str]] = {}
        for why, parts in line.left_out:
            found.setdefault(why, []).append("".join(parts))
        for why, texts in found.items():
            self.file.drop(why, " ".join(texts))

    _WAYS: ClassVar[dict[str, Callable[[Story, Element], None]]] = {
        f"{W}p": _paragraph,
        f"{W}tbl": _table,
        f"{W}sdt": _control,
        f"{W}del": _deleted,
        f"{W}moveFrom": _deleted,
        f"{W}altChunk": _chunk,
    }


def _runs_on(properties: Element | None) -> bool:
    """Whether a paragraph goes on in the next one: its end is deleted, or it is only the large
    letter at the beginning of that."""
    if properties is None:
        return False
    frame = properties.find(f"{W}framePr")
    if attribute(frame, f"{W}dropCap") in {"drop", "margin"}:
        return True
    mark = properties.find(f"{W}rPr")
    return mark is not None and not _DELETED_ENDS.isdisjoint(map(tag, mark))


def _is_hidden(properties: Element | None) -> bool:
    mark = None if properties is None else properties.find(f"{W}rPr")
    return bool(switch(mark, "vanish"))


def _indent(properties: Element | None, look: Look, label: Label | None) -> int:
    """Where the text begins: by the paragraph itself, its list, its style, in this order; a style
    that brings its list along goes before it."""
    own = indent_of(properties)
    if own is not None:
        return own
    is_direct = properties is not None and properties.find(f"{W}numPr") is not None
    of_list = None if label is None else label.indent
    ways = (of_list, look.indent) if is_direct else (look.indent, of_list)
    return next((way for way in ways if way is not None), 0)
