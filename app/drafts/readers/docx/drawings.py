"""Pictures, text boxes and drawn diagrams in a paragraph's frames (DrawingML and VML)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.drafts.readers.docx.colours import Colours, plain_colour
from app.drafts.readers.docx.names import (
    CHART,
    DIAGRAM,
    MC,
    PIC,
    WP,
    WPS,
    A,
    Element,
    O,
    R,
    V,
    W,
    attribute,
    tag,
    with_wrapped,
)
from app.drafts.readers.docx.package import Package
from app.drafts.readers.flow import Image

# Where a drawing keeps figures of its own; no text of the paragraph is in there.
NO_WORDS = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}Fallback"})
_OFF = frozenset({"f", "false", "0"})


@dataclass(frozen=True, slots=True)
class Box:
    """A text box: what stands in it, and the colour of its ground."""

    content: Element
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Words that Word draws itself: of a diagram, of artful letters, of a chart (not kept)."""

    texts: tuple[str, ...]
    is_chart: bool = False


@dataclass(frozen=True, slots=True)
class _Around:
    """What the elements around say: the words for the picture, its name, a shape's colour."""

    alt: str = ""
    name: str = ""
    fill: str = ""


class Drawings:
    """Reads the frames of one part."""

    def __init__(self, package: Package, colours: Colours, part: str) -> None:
        """`part` is where the frames stand: what they show is found by its relations."""
        self._package = package
        self._colours = colours
        self._part = part
        self._texts: dict[str, tuple[str, ...]] = {}

    def read(self, frame: Element) -> Iterator[Image | Box | Drawn]:
        """What a `w:drawing`, `w:pict` or `w:object` shows, in order."""
        properties = frame.find(f"*/{WP}docPr")
        yield from self._within(frame, _described(properties, _Around()))

    def _within(self, element: Element, around: _Around) -> Iterator[Image | Box | Drawn]:
        for child in with_wrapped(element):
            name = tag(child)
            if name == f"{W}txbxContent":
                yield Box(child, around.fill)
            elif name == f"{PIC}pic":
                yield from self._picture(child, around)
            elif name == f"{V}imagedata":
                titled = attribute(child, f"{O}title")
                yield self._image(child, f"{R}id", replace(around, name=titled or around.name))
            elif name in {f"{CHART}chart", f"{DIAGRAM}relIds", f"{V}textpath"}:
                yield from self._drawn(child, name)
            else:
                yield from self._within(child, self._around(child, around))

    def _around(self, element: Element, around: _Around) -> _Around:
        """What a shape says of what is in it."""
        if tag(element) == f"{WPS}wsp":
            ground = element.find(f"{WPS}spPr/{A}solidFill")
            return replace(around, fill=self._colours.of_shape(ground))
        if element.tag in {f"{V}shape", f"{V}rect", f"{V}roundrect"}:
            is_filled = attribute(element, "filled") not in _OFF
            fill = plain_colour(attribute(element, "fillcolor")) if is_filled else ""
            return replace(around, alt=attribute(element, "alt") or around.alt, fill=fill)
        return around

    def _picture(self, picture: Element, around: _Around) -> Iterator[Image]:
        blip = picture.find(f"{PIC}blipFill/{A}blip")
        if blip is not None:
            around = _described(picture.find(f"{PIC}nvPicPr/{PIC}cNvPr"), around)
            key = f"{R}embed" if blip.get(f"{R}embed") else f"{R}link"
            yield self._image(blip, key, around)

    def _image(self, element: Element, key: str, around: _Around) -> Image:
        relation = self._package.relations(self._part).get(attribute(element, key))
        if relation is None:
            return Image(alt=around.alt, name=around.name)
        if relation.is_outside:  # never fetched
            return Image(alt=around.alt, name=relation.target)
        data = self._package.picture(relation.target)
        return Image(data, around.alt, posixpath.basename(relation.target))

    def _drawn(self, element: Element, name: str) -> Iterator[Drawn]:
        if name == f"{V}textpath":
            words = attribute(element, "string")
            if words:
                yield Drawn((words,))
            return
        key = f"{R}id" if name == f"{CHART}chart" else f"{R}dm"
        relation = self._package.relations(self._part).get(attribute(element, key))
        if relation is None or relation.is_outside:
            return
        if relation.target not in self._texts:
            root = self._package.tree(relation.target)
            self._texts[relation.target] = () if root is None else tuple(_texts(root))
        yield Drawn(self._texts[relation.target], is_chart=name == f"{CHART}chart")


def is_hidden(frame: Element) -> bool:
    """Whether Word shows nothing of a frame."""
    return attribute(frame.find(f"*/{WP}docPr"), "hidden") in {"1", "true"}


def _described(properties: Element | None, around: _Around) -> _Around:
    """The outermost description holds, where there is one."""
    alt = around.alt or attribute(properties, "descr") or attribute(properties, "title")
    return replace(around, alt=" ".join(alt.split()), name=attribute(properties, "name"))


def _texts(root: Element) -> Iterator[str]:
    """The paragraphs of a diagram or chart."""
    for paragraph in root.iter(f"{A}p"):
        text = "".join(part.text or "" for part in paragraph.iter(f"{A}t"))
        if text.strip():
            yield " ".join(text.split())
