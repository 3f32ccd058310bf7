"""Pieces of WordprocessingML. Every piece that carries words escapes them itself."""

import re
from xml.sax.saxutils import escape, quoteattr

from app.groups.writers.plain import is_right_to_left, printable

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
UTC_DATES = "http://schemas.microsoft.com/office/word/2023/wordml/word16du"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_SPECIAL = re.compile(r"([\n\t])")
_ELEMENT = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def opening(root: str) -> bytes:
    """The beginning of a part with the element `root` around it."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:{root} xmlns:w="{NAMESPACE}" xmlns:mc="{COMPATIBILITY}" xmlns:w16du="{UTC_DATES}" '
        'mc:Ignorable="w16du">'
    ).encode()


def attribute(value: str) -> str:
    """`value` escaped and in quotes, ready to stand after an equals sign."""
    return quoteattr(printable(value))


def words(value: str) -> str:
    """The content of a run: text, with line breaks and tabs as elements of their own."""
    pieces = _SPECIAL.split(printable(value))
    return "".join(
        _ELEMENT.get(piece) or f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in pieces
        if piece
    )


BOLD = "<w:b/>"
GREY = '<w:color w:val="5A5D63"/>'


def run(value: str, style: str = "", *, direct: str = "", right_to_left: bool = False) -> str:
    """A run of text in a character style, or with `direct` formatting (BOLD, GREY)."""
    if not value:
        return ""
    properties = f'<w:rStyle w:val="{style}"/>' if style else ""
    properties += direct
    properties += "<w:rtl/>" if right_to_left else ""
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{properties}{words(value)}</w:r>"


def paragraph(content: str, style: str = "", properties: str = "") -> str:
    """A paragraph around runs that are ready, in a paragraph style."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    around = f"<w:pPr>{named}{properties}</w:pPr>" if named or properties else ""
    return f"<w:p>{around}{content}</w:p>"


def said(value: str, style: str = "", before: str = "") -> str:
    """A paragraph of what a person wrote; Arabic and its like run from the right.

    `before` (runs that are ready) leads in; before a text from the right it stands alone.
    """
    if is_right_to_left(value):
        lead = paragraph(before, style) if before else ""
        return lead + paragraph(run(value, right_to_left=True), style, "<w:bidi/>")
    return paragraph(before + run(value), style)


TAB = "<w:r><w:tab/></w:r>"
