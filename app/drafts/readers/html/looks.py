"""How letters look at some place of the page, and what that makes of an element inside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.drafts.readers.html.parsing import Element
from app.drafts.readers.html.styles import Style, ground_of, size_of

_MARKS = {
    "b": "strong",
    "strong": "strong",
    "i": "em",
    "em": "em",
    "cite": "em",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
_MARKER_PEN = "#ffff00"  # behind <mark>, as browsers show it


@dataclass(frozen=True, slots=True)
class Looks:
    """`ground` is behind the whole paragraph, `fill` behind these letters."""

    marks: frozenset[str] = frozenset()
    href: str = ""
    fill: str = ""
    ground: str = ""
    size: float = 0.0
    is_typed: bool = False  # blanks and line breaks count, as in <pre>
    is_quote: bool = False
    is_contents: bool = False
    is_running: bool = False

    def inside(self, element: Element, style: Style, *, is_block: bool) -> Looks:
        """The looks of what stands in `element`."""
        tag = str(element.tag)
        fill = ground_of(element, style) or (_MARKER_PEN if tag == "mark" else "")
        looks = replace(
            self, marks=self._marks(tag, style), size=size_of(element, style, self.size)
        )
        if fill:
            looks = replace(looks, ground=fill, fill="") if is_block else replace(looks, fill=fill)
        if tag == "a":
            looks = replace(looks, href=(element.get("href") or "").strip()[:2_000])
        return looks

    def _marks(self, tag: str, style: Style) -> frozenset[str]:
        marks = set(self.marks)
        if tag in _MARKS:
            marks.add(_MARKS[tag])
        weight = style.get("font-weight", "")
        heavy = weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)
        _set(marks, "strong", weight, heavy)
        slant = style.get("font-style", "")
        _set(marks, "em", slant, slant in ("italic", "oblique"))
        for raised, mark in (("super", "sup"), ("sub", "sub")):
            if style.get("vertical-align") == raised:
                marks.add(mark)
        return frozenset(marks)


def _set(marks: set[str], mark: str, said: str, holds: bool) -> None:
    if holds:
        marks.add(mark)
    elif said in ("normal", "lighter") or said.isdecimal():
        marks.discard(mark)
