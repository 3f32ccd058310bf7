"""The city's own dress for a Word document, out of its template (app/groups/readers/template.py).

What is read here was written by our own reader: numbers, names, and headers and footers of known
elements. It is checked again all the same, since it comes out of the database.
"""

import base64
import io
import json
import logging
from dataclasses import dataclass, field
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from pydantic import BaseModel, Field, ValidationError

log = logging.getLogger(__name__)
_EMBED = qn("r:embed")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_COUNTS = ("PAGE", "NUMPAGES", "SECTIONPAGES")


class StyleLook(BaseModel):
    """What a template says of one style; sizes and distances in points."""

    font: str = Field(default="", max_length=60)
    size: float | None = Field(default=None, ge=6, le=48)
    colour: str = Field(default="", pattern="^([0-9A-F]{6})?$")
    bold: bool | None = None
    italic: bool | None = None
    before: float | None = Field(default=None, ge=0, le=72)
    after: float | None = Field(default=None, ge=0, le=72)
    line: float | None = Field(default=None, ge=0.8, le=3)


class _Read(BaseModel):
    page: dict[str, int]
    looks: dict[str, StyleLook]
    has_first: bool
    headers: dict[str, str]
    footers: dict[str, str]
    pictures: dict[str, str]


@dataclass(frozen=True, slots=True)
class OwnDress:
    """`page` in twips: width, height, left, right, top, bottom, header, footer, as far as said;
    `looks` by the style's English name."""

    page: dict[str, int] = field(default_factory=dict)
    looks: dict[str, StyleLook] = field(default_factory=dict)
    has_first: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    footers: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes | None) -> "OwnDress":
        """Out of what the reader wrote; without one, or where it cannot be understood any more,
        the house's own dress."""
        if not content:
            return cls()
        try:
            read = _Read.model_validate(json.loads(content))
        except (ValueError, ValidationError):
            log.exception("A document template is not used: it cannot be read")
            return cls()
        drawn = {name: base64.b64decode(said) for name, said in read.pictures.items()}
        return cls(read.page, read.looks, read.has_first, read.headers, read.footers, drawn)

    @property
    def counts_pages(self) -> bool:
        """Whether its headers or footers number the pages themselves."""
        papers = [*self.headers.values(), *self.footers.values()]
        return any(f'instr=" {word} "' in paper for paper in papers for word in _COUNTS)

    def put(self, paper: Any, which: str, page: str) -> None:
        """Put the template's header or footer (`which`) for the "default" or "first" `page` into a
        python-docx one, before what stands there."""
        said = (self.headers if which == "header" else self.footers).get(page, "")
        if not said:
            return
        style = "Header" if which == "header" else "Footer"
        root = parse_xml(said)
        for drawing in list(root.iter(qn("w:drawing"))):
            self._draw(paper, drawing)
        first = paper._element[0] if len(paper._element) else None
        for child in list(root):
            if first is None:
                paper._element.append(child)
            else:
                first.addprevious(child)
        for paragraph in paper._element.iter(qn("w:p")):
            if paragraph.pPr is None or paragraph.pPr.pStyle is None:
                paragraph.get_or_add_pPr().get_or_add_pStyle().set(qn("w:val"), style)

    def _draw(self, paper: Any, drawing: Any) -> None:
        """Put its picture in; one that a document cannot hold is left out, and holds up no
        bundle."""
        for blip in drawing.iter(qn("a:blip")):
            picture = self.pictures.get(blip.get(_EMBED, ""), b"")
            if not picture.startswith(_PICTURES):
                drawing.getparent().remove(drawing)
                return
            identity, _image = paper.part.get_or_add_image(io.BytesIO(picture))
            blip.set(_EMBED, identity)
