"""What run properties say of letters, and how the layers of styles lie on each other."""

from __future__ import annotations

from typing import NamedTuple

from app.drafts.readers.docx.colours import Colours
from app.drafts.readers.docx.names import Element, W, attribute, is_on, tag, whole

LARGEST = 1638 * 2  # half-points, as large as Word lets letters grow


class Letters(NamedTuple):
    """One layer of looks; None where it says nothing. Sizes are in half-points."""

    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    struck_twice: bool | None = None
    raised: str | None = None
    size: int | None = None
    shade: str | None = None
    highlight: str | None = None
    font: str | None = None
    is_complex: bool | None = None
    complex_bold: bool | None = None
    complex_italic: bool | None = None
    complex_size: int | None = None

    def over(self, below: Letters) -> Letters:
        """This layer on top of another."""
        pairs = zip(self, below, strict=True)
        return Letters._make(under if own is None else own for own, under in pairs)

    def styled_over(self, below: Letters) -> Letters:
        """A character style on a paragraph style: two bolds make it plain (17.7.3)."""
        looks = self.over(below)
        toggled = {
            name: getattr(self, name) != getattr(below, name)
            for name in _TOGGLES
            if getattr(self, name) is not None and getattr(below, name) is not None
        }
        return looks._replace(**toggled)

    @property
    def marks(self) -> frozenset[str]:
        """The marks of `Run` that stand for these looks."""
        return _marks(
            bool(self.complex_bold if self.is_complex else self.bold),
            bool(self.complex_italic if self.is_complex else self.italic),
            self.raised or "",
        )

    @property
    def fill(self) -> str:
        """What lies behind the letters; a highlight covers shading."""
        return self.highlight or self.shade or ""

    @property
    def points(self) -> float:
        """Their size; Word's own default is 10."""
        return ((self.complex_size if self.is_complex else self.size) or 20) / 2


_TOGGLES = ("bold", "italic", "hidden", "struck", "complex_bold", "complex_italic")
_RAISED = {"superscript": "sup", "subscript": "sub"}


def letters_of(properties: Element | None, colours: Colours) -> Letters:
    """The looks in a `w:rPr`."""
    if properties is None or not len(properties):
        return PLAIN
    # Read once and by name: a file may have as many of these as words.
    own = {tag(child).removeprefix(W): child for child in properties}
    shade, fonts = own.get("shd"), own.get("rFonts")
    highlight = attribute(own.get("highlight"), f"{W}val")
    rtl, complex_script = _switched(own, "rtl"), _switched(own, "cs")
    return Letters(
        bold=_switched(own, "b"),
        italic=_switched(own, "i"),
        hidden=_switched(own, "vanish"),
        struck=_switched(own, "strike"),
        struck_twice=_switched(own, "dstrike"),
        raised=attribute(own.get("vertAlign"), f"{W}val") or None,
        size=_half_points(attribute(own.get("sz"), f"{W}val")),
        shade=None if shade is None else colours.shading(shade),
        highlight=colours.highlight(highlight) if highlight else None,
        font=attribute(fonts, f"{W}ascii") or attribute(fonts, f"{W}hAnsi") or None,
        is_complex=complex_script if rtl is None else rtl or bool(complex_script),
        complex_bold=_switched(own, "bCs"),
        complex_italic=_switched(own, "iCs"),
        complex_size=_half_points(attribute(own.get("szCs"), f"{W}val")),
    )


PLAIN = Letters()


def _switched(own: dict[str, Element], name: str) -> bool | None:
    return is_on(own[name]) if name in own else None


def _half_points(written: str) -> int | None:
    if not written:
        return None
    if written.endswith("pt"):  # Strict
        size = whole(written[:-2].partition(".")[0])
        size = None if size is None else 2 * size
    else:
        size = whole(written.partition(".")[0])
    return size if size is not None and 0 < size <= LARGEST else None


def _marks(bold: bool, italic: bool, raised: str) -> frozenset[str]:
    found = [*(["strong"] if bold else []), *(["em"] if italic else [])]
    if raised in _RAISED:
        found.append(_RAISED[raised])
    return frozenset(found)
