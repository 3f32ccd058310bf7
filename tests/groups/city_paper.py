"""A city's Word template, made here: a logo in the header, pages counted in the footer, fonts."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt, RGBColor
from PIL import Image

from app.groups.readers.template import read
from app.models import DocumentTemplate
from tests.cast import OPENS

SLOGAN = "Stadt Lindenau · Dezernat Soziales"


def logo(size: tuple[int, int] = (240, 80)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, "#881300").save(file, "PNG")
    return file.getvalue()


def template() -> bytes:
    document = docx.Document()
    section = document.sections[0]
    section.left_margin, section.right_margin = Cm(2.5), Cm(2.0)
    section.top_margin = Cm(4.2)
    styles = document.styles
    styles["Normal"].font.name, styles["Normal"].font.size = "Liberation Sans", Pt(10)
    styles["Heading 1"].font.name = "Liberation Sans"
    styles["Heading 1"].font.size = Pt(19)
    styles["Heading 1"].font.color.rgb = RGBColor(0x88, 0x13, 0x00)
    line = section.header.paragraphs[0]
    line.add_run().add_picture(io.BytesIO(logo()), width=Cm(3.0))
    line.add_run(f"\t{SLOGAN}")
    foot = section.footer.paragraphs[0]
    foot.add_run("Blatt ")
    for mark in ("begin", " PAGE ", "separate", "7", "end"):
        foot._p.append(parse_xml(f"<w:r {nsdecls('w')}>{_field(mark)}</w:r>"))
    document.add_paragraph("Mustertext der Vorlage, der nirgends erscheint.")
    return _saved(document)


def _field(mark: str) -> str:
    if mark in ("begin", "separate", "end"):
        return f'<w:fldChar w:fldCharType="{mark}"/>'
    tag = "t" if mark.isdigit() else "instrText"
    return f"<w:{tag}>{mark}</w:{tag}>"


def _saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def changed(data: bytes, parts: Mapping[str, Any]) -> bytes:
    """The same file with some members made anew: bytes, or what turns the old into the new."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        left = dict(parts)
        for name in old.namelist():
            made = left.pop(name, None)
            content = old.read(name)
            new.writestr(name, made(content) if callable(made) else made or content)
        for name, content in left.items():
            new.writestr(name, content)
    return file.getvalue()


def stored(city_id: int) -> DocumentTemplate:
    """A city's template as it is kept; what it is called, no other city may ever say."""
    return DocumentTemplate(
        organisation_id=city_id,
        filename="Geheimwort.docx",
        content=json.dumps(read("vorlage.docx", template())).encode(),
        digest="abc",
        at=OPENS,
    )
