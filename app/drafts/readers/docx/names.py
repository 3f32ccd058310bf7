"""The names of WordprocessingML (ECMA-376) as lxml writes them, in the Transitional flavour."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

_OPEN = "http://schemas.openxmlformats.org/"
W = "{" + _OPEN + "wordprocessingml/2006/main}"
R = "{" + _OPEN + "officeDocument/2006/relationships}"
A = "{" + _OPEN + "drawingml/2006/main}"
WP = "{" + _OPEN + "drawingml/2006/wordprocessingDrawing}"
PIC = "{" + _OPEN + "drawingml/2006/picture}"
CHART = "{" + _OPEN + "drawingml/2006/chart}"
DIAGRAM = "{" + _OPEN + "drawingml/2006/diagram}"
M = "{" + _OPEN + "officeDocument/2006/math}"
MC = "{" + _OPEN + "markup-compatibility/2006}"
RELS = "{" + _OPEN + "package/2006/relationships}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
V = "{urn:schemas-microsoft-com:vml}"
O = "{urn:schemas-microsoft-com:office:office}"  # noqa: E741 (the prefix everybody uses)
DC = "{http://purl.org/dc/elements/1.1/}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Element = etree._Element

# ISO 29500 Strict has its own address for each namespace; the names within are the same.
_STRICT = "{http://purl.oclc.org/ooxml/"
_FROM_STRICT = {
    _STRICT + "wordprocessingml/main}": W,
    _STRICT + "officeDocument/relationships}": R,
    _STRICT + "officeDocument/math}": M,
    _STRICT + "drawingml/main}": A,
    _STRICT + "drawingml/wordprocessingDrawing}": WP,
    _STRICT + "drawingml/picture}": PIC,
    _STRICT + "drawingml/chart}": CHART,
    _STRICT + "drawingml/diagram}": DIAGRAM,
}
_OFF = frozenset({"0", "false", "off"})


def tag(element: Element) -> str:
    """The element's name; "" for what is no element."""
    name = element.tag
    return name if isinstance(name, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute's value, "" where it or the element is missing."""
    return "" if element is None else str(element.get(name, ""))


def value(parent: Element | None, name: str) -> str:
    """`w:val` of the child `w:name`, "" where there is none."""
    return "" if parent is None else attribute(parent.find(W + name), f"{W}val")


def switch(parent: Element | None, name: str) -> bool | None:
    """What the child `w:name` switches: on, off, or None where it is not there."""
    child = None if parent is None else parent.find(W + name)
    return None if child is None else is_on(child)


def is_on(element: Element) -> bool:
    """Whether a switch such as `w:b` is on: it is unless it says no."""
    return element.get(f"{W}val") not in _OFF


def whole(written: str, default: int | None = None) -> int | None:
    """A whole number of sane size; `default` where it is none."""
    digits = written.removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 8):
        return default
    return int(written)


def twips(written: str) -> int | None:
    """A length in twentieths of a point; Strict writes "1.25cm" or "36pt"."""
    if not written:
        return None
    for unit, factor in (("pt", 20.0), ("cm", 567.0), ("mm", 56.7), ("in", 1440.0)):
        if written.endswith(unit):
            try:
                return int(float(written[: -len(unit)][:12]) * factor)
            except (ValueError, OverflowError):
                return None
    return whole(written)


def with_wrapped(parent: Element) -> Iterator[Element]:
    """The children, and in place of an `mc:AlternateContent` those of the one branch we read."""
    for child in parent:
        if child.tag == f"{MC}AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from with_wrapped(branch)
        else:
            yield child


def words_of(element: Element) -> str:
    """All text in an element, read once; paragraphs, breaks and tabs part words."""
    return "".join(_pieces(element))


def _pieces(element: Element) -> Iterator[str]:
    for child in with_wrapped(element):
        name = tag(child)
        if name in {f"{W}t", f"{W}delText", f"{M}t"}:
            yield child.text or ""
        else:
            yield from _pieces(child)
            yield " " if name in {f"{W}p", f"{W}br", f"{W}cr", f"{W}tab"} else ""


# What this program understands of the extensions that a choice may demand.
_UNDERSTOOD = frozenset(
    {
        "w", "wp", "wps", "wpg", "wpc", "w14", "w15", "w16", "w16se", "wp14", "a14", "v", "o",
        "m", "r", "a", "pic", "c", "dgm",
    }
)  # fmt: skip


def chosen(alternate: Element) -> Element | None:
    """The first choice that we understand, else what is there for older programs."""
    for choice in alternate.iterfind(f"{MC}Choice"):
        if _UNDERSTOOD.issuperset(attribute(choice, "Requires").split()):
            return choice
    return alternate.find(f"{MC}Fallback")


def to_transitional(root: Element) -> None:
    """Rename what a Strict file calls otherwise."""
    if not any(_STRICT[1:] in str(uri) for uri in root.nsmap.values()):
        return
    for element in root.iter(etree.Element):
        element.tag = _renamed(tag(element))
        for name, written in element.attrib.items():
            renamed = _renamed(str(name))
            if renamed != name:
                del element.attrib[name]
                element.set(renamed, written)


def _renamed(name: str) -> str:
    space, end, local = name.partition("}")
    return _FROM_STRICT.get(space + end, space + end) + local
