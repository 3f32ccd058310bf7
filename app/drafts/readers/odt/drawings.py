"""Frames and shapes of an ODT: pictures, and boxes of text."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import TYPE_CHECKING

from app.drafts.readers.flow import Image, Item, Para
from app.drafts.readers.odt.names import (
    DRAW,
    OFFICE,
    SVG,
    TABLE,
    TEXT,
    XLINK,
    Element,
    attribute,
    tag,
)
from app.drafts.readers.odt.package import Package

if TYPE_CHECKING:
    from app.drafts.readers.odt.body import Around, Body

MOST_PICTURES = 500
_BLOCKS = frozenset({f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table", f"{TEXT}section"})


class Drawings:
    """Reads draw:frame, shapes, groups and links around them."""

    def __init__(self, package: Package, body: Body) -> None:
        """`body` reads the text inside boxes."""
        self._package = package
        self._body = body
        self._pictures = 0

    def read(self, element: Element, around: Around) -> list[Item]:
        """The items of a frame or shape: its picture or the text in it."""
        style = attribute(element, f"{DRAW}style-name")
        fill = self._body.styles.fill("graphic", style, "graphic-properties")
        inside = replace(around, place=None, fill=fill or around.fill)
        if tag(element) != f"{DRAW}frame":
            return self._shape(element, inside)
        box = element.find(f"{DRAW}text-box")
        if box is not None:
            return self._box(box, inside)
        found = self._picture(element, around)
        return [found] if found else []

    def _shape(self, element: Element, inside: Around) -> list[Item]:
        items: list[Item] = []
        for child in element:
            if tag(child) in _BLOCKS:
                self._body.blocks([child], inside, items)
            elif tag(child).startswith(DRAW):
                items += self.read(child, inside)
        return items

    def _box(self, box: Element, inside: Around) -> list[Item]:
        """A text box; one picture and one paragraph in it are a picture with its caption."""
        items = self._body.read(box, inside)
        pictures = [item for item in items if isinstance(item, Image)]
        words = [item for item in items if isinstance(item, Para)]
        if len(items) == 2 and len(pictures) == 1 and len(words) == 1 and not pictures[0].caption:
            pictures[0].caption = words[0]
            return [pictures[0]]
        return items

    def _picture(self, frame: Element, around: Around) -> Image | None:
        """The first picture of a frame that can be had (the others are worse copies of it), or
        what stands for an embedded object."""
        images = frame.findall(f"{DRAW}image")
        if self._pictures >= MOST_PICTURES or around.is_hidden or not images:
            return None
        self._pictures += 1
        data = next(filter(None, map(self._bytes, images)), b"")
        said = (frame.findtext(f"{SVG}{part}", "") for part in ("title", "desc"))
        alt = ". ".join(dict.fromkeys(" ".join(text.split()) for text in said if text.strip()))
        depth = -1 if around.place is None else around.place.level - 1
        return Image(data=data, alt=alt, name=attribute(frame, f"{DRAW}name"), depth=depth)

    def _bytes(self, image: Element) -> bytes:
        written = image.findtext(f"{OFFICE}binary-data")
        if written:
            try:
                return base64.b64decode("".join(written.split()), validate=True)
            except (binascii.Error, ValueError):
                return b""
        return self._package.picture(attribute(image, f"{XLINK}href"))
