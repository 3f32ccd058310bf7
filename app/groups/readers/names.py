"""Names of WordprocessingML as lxml says them."""

from lxml import etree

Element = etree._Element
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
CHOICES = "http://schemas.openxmlformats.org/markup-compatibility/2006"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def w(name: str) -> str:
    """An element or attribute of Word's own."""
    return f"{{{WORD}}}{name}"


def number(element: Element, name: str) -> int | None:
    """An attribute as a whole number, None where it is none."""
    value = element.get(w(name), "")
    try:
        return int(float(value[:12]))
    except (ValueError, OverflowError):
        return None
