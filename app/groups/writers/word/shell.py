"""The document around the text: styles, page, footer and properties, made by python-docx.

What grows with the notes is streamed into it afterwards (docs/decisions/0006).
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn

from app.groups.contents import Head
from app.groups.writers import words
from app.groups.writers.plain import cut, one_line, printable
from app.groups.writers.word.bookmarks import KEY_PROPERTY
from app.groups.writers.word.margins import around
from app.groups.writers.word.own_dress import OwnDress
from app.groups.writers.word.styles import dress
from app.i18n import _

# Of the template the library brings, only what a plain document needs.
_KEPT_PARTS = (
    "/officeDocument",
    "/core-properties",
    "/styles",
    "/settings",
    "/theme",
    "/fontTable",
    "/comments",
    "/footer",
    "/header",
    "/custom-properties",
)

_CUSTOM = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_STRING_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # [MS-OLEPS], as Word writes it


@dataclass(frozen=True, slots=True)
class Shell:
    """The finished parts by name, and the body's beginning and end."""

    parts: tuple[tuple[str, bytes], ...]
    opening: bytes
    closing: bytes


def shell(head: Head) -> Shell:
    """An empty document in the dress of the city's template, else of the house, with the bundle's
    name in every footer and its marks in every header."""
    document = docx.Document()
    document.comments  # noqa: B018  (asking for them makes the part)
    own = OwnDress.of(head.template)
    dress(document, own.looks)
    _settings(document.settings.element)
    around(document.sections[0], head, own)
    _properties(document.core_properties, head)
    if head.bundle_key:
        _key(document, head.bundle_key)
    for package in (document.part.package, document.part):
        for identity, relation in list(package.rels.items()):
            if not relation.reltype.endswith(_KEPT_PARTS):
                del package.rels[identity]
    return _taken_apart(document)


def _taken_apart(document: Any) -> Shell:
    file = io.BytesIO()
    document.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = tuple((name, archive.read(name)) for name in archive.namelist())
    body = dict(parts)["word/document.xml"]
    opening, found, _rest = body.partition(b"<w:body>")
    _rest, section, closing = body.rpartition(b"<w:sectPr")
    return Shell(parts, opening + found, section + closing)


def _settings(settings: Any) -> None:
    """German for the proof-reader, and no "compatibility mode" in the title bar."""
    language = settings.find(qn("w:themeFontLang"))
    language.attrib.clear()
    language.set(qn("w:val"), "de-DE")
    language.set(qn("w:bidi"), "ar-SA")
    for name in ("w:proofState", "w:savePreviewPicture", "w:rsids"):
        settings.remove(settings.find(qn(name)))
    compatibility = settings.find(qn("w:compat"))
    compatibility.remove(compatibility.find(qn("w:useFELayout")))
    for setting in compatibility.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _properties(properties: Any, head: Head) -> None:
    """Said of the drawing, not of the writing, so that the same bundle makes the same bytes."""
    moment = head.drawn_at.replace(tzinfo=None, microsecond=0)
    properties.title = cut(f"{one_line(head.process)}: {words.label(head)}", 255, "…")
    properties.subject = _("Entwurf mit Anmerkungen am Rand")
    properties.author = cut(one_line(head.organisation), 255, "…")
    properties.last_modified_by = cut(one_line(head.drawn_by), 255, "…")
    properties.created = properties.modified = moment
    properties.language = "de-DE"
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1


def _key(document: Any, key: str) -> None:
    """The bundle's key as a property of the document, which LibreOffice and Word keep."""
    markup = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{_STRING_PROPERTIES}" pid="2" name="{KEY_PROPERTY}">'
        f"<vt:lpwstr>{escape(printable(key))}</vt:lpwstr></property></Properties>"
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _CUSTOM, markup.encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
