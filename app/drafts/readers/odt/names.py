"""The names of OpenDocument (OASIS, version 1.3) as lxml writes them."""

from __future__ import annotations

from lxml import etree

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE = "{" + _OASIS + "office:1.0}"
TEXT = "{" + _OASIS + "text:1.0}"
TABLE = "{" + _OASIS + "table:1.0}"
STYLE = "{" + _OASIS + "style:1.0}"
DRAW = "{" + _OASIS + "drawing:1.0}"
FO = "{" + _OASIS + "xsl-fo-compatible:1.0}"
SVG = "{" + _OASIS + "svg-compatible:1.0}"
MANIFEST = "{" + _OASIS + "manifest:1.0}"
LIBREOFFICE = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

Element = etree._Element


def tag(element: Element) -> str:
    """The element's name; "" for a comment or a processing instruction."""
    name = element.tag
    return name if isinstance(name, str) else ""


def attribute(element: Element, name: str) -> str:
    """An attribute's value, "" where it is missing."""
    return str(element.get(name, ""))


def whole(element: Element, name: str, default: int, most: int) -> int:
    """An attribute as a whole number from 0 to `most`; `default` where it is none."""
    written = attribute(element, name)
    if not (written.isascii() and written.isdecimal()):
        return default
    return min(int(written[:9]), most)


def words(element: Element) -> str:
    """All text inside, as it stands."""
    return "".join(map(str, element.itertext()))
