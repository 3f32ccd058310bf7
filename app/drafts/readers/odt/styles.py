"""What the styles of an ODT say of letters, paragraphs, cells: own, inherited, by default."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.drafts.readers.odt.names import DRAW, FO, STYLE, TEXT, Element, attribute, tag

MOST_PARENTS = 30
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_WEIGHTS = frozenset({"bold", "600", "700", "800", "900"})
_LETTERS = {
    f"{FO}font-weight": "weight",
    f"{FO}font-style": "slant",
    f"{FO}font-size": "size",
    f"{FO}background-color": "fill",
    f"{TEXT}display": "display",
    f"{STYLE}text-position": "position",
}
Letters = dict[str, str]


class Styles:
    """The styles that hold for one part of a file: its automatic ones, then the named ones."""

    def __init__(self, named: Element | None, automatic: Element | None) -> None:
        """`named` and `automatic` are office:styles and office:automatic-styles."""
        self._styles: dict[tuple[str, str], Element] = {}
        self._defaults: dict[str, Element] = {}
        self._chains: dict[tuple[str, str], tuple[Element, ...]] = {}
        self._letters: dict[tuple[str, str], Letters] = {}
        self._names: dict[str, frozenset[str]] = {}
        for part in (named, automatic):
            for element in part if part is not None else ():
                family = attribute(element, f"{STYLE}family")
                if tag(element) == f"{STYLE}style":
                    self._styles[family, attribute(element, f"{STYLE}name")] = element
                elif tag(element) == f"{STYLE}default-style":
                    self._defaults[family] = element

    def letters(self, family: str, name: str) -> Letters:
        """The looks of letters that the style sets, with those it inherits; sizes in points."""
        key = (family, name)
        if key not in self._letters:
            found: Letters = {}
            for style in reversed(self._chain(family, name)):
                for properties in style.iterfind(f"{STYLE}text-properties"):
                    found = over(found, _own_letters(properties))
            self._letters[key] = found
        return self._letters[key]

    def fill(self, family: str, name: str, properties: str) -> str:
        """The shading that a style gives a paragraph, cell, row, table, section or frame."""
        for style in self._chain(family, name):
            for own in style:
                if tag(own) == f"{STYLE}{properties}" and own.get(f"{FO}background-color"):
                    return colour(attribute(own, f"{FO}background-color"))
                if own.get(f"{DRAW}fill") == "solid":
                    return colour(attribute(own, f"{DRAW}fill-color"))
                if own.get(f"{DRAW}fill"):
                    return ""
        return ""

    def value(self, family: str, name: str, of: str) -> str | None:
        """An attribute of the style or of the nearest of its parents that has it."""
        for style in self._chain(family, name):
            written = style.get(of)
            if written is not None:
                return str(written)
        return None

    def names(self, paragraph_style: str) -> frozenset[str]:
        """What the style and its parents are called, in small letters."""
        if paragraph_style not in self._names:
            chain = self._chain("paragraph", paragraph_style)
            called = [
                attribute(style, f"{STYLE}{which}").replace("_20_", " ").casefold()
                for style in chain
                for which in ("name", "display-name")
            ]
            called.append(paragraph_style.replace("_20_", " ").casefold())
            self._names[paragraph_style] = frozenset(called)
        return self._names[paragraph_style]

    def _chain(self, family: str, name: str) -> tuple[Element, ...]:
        key = (family, name)
        if key not in self._chains:
            self._chains[key] = tuple(self._up(family, name))
        return self._chains[key]

    def _up(self, family: str, name: str) -> Iterator[Element]:
        for _step in range(MOST_PARENTS):  # a style may claim to be its own grandparent
            style = self._styles.get((family, name))
            if style is None:
                break
            yield style
            name = attribute(style, f"{STYLE}parent-style-name")
        if family in self._defaults:
            yield self._defaults[family]


def over(below: Letters, own: Letters) -> Letters:
    """Letters with the looks `own` on top of `below`; a size in per cent is of the one below."""
    size = own.get("size", "")
    if size.endswith("%"):
        own = {**own, "size": _scaled(below.get("size", ""), size)}
    return {**below, **own}


def marks(letters: Letters) -> frozenset[str]:
    """The marks of `Run` that stand for these looks."""
    found = set()
    if letters.get("weight") in _WEIGHTS:
        found.add("strong")
    if letters.get("slant") in {"italic", "oblique"}:
        found.add("em")
    raised = letters.get("position", "").split(" ")[0]
    if raised.startswith(("sub", "-")):
        found.add("sub")
    elif raised.startswith("super") or re.fullmatch(r"[1-9]\d?%", raised):
        found.add("sup")
    return frozenset(found)


def points(written: str) -> float:
    """A length in points, 0 where it is none."""
    found = re.fullmatch(r"(\d{1,4}(?:\.\d{1,6})?)(pt|cm|mm|in)", written)
    if not found:
        return 0.0
    per = {"pt": 1.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0}
    return round(float(found[1]) * per[found[2]], 1)


def colour(written: str) -> str:
    """A colour as `Run.fill` has it: "" for none, white, or what is no colour."""
    found = written.strip().casefold()
    return found if _COLOUR.fullmatch(found) and found != "#ffffff" else ""


def _own_letters(properties: Element) -> Letters:
    return {
        short: attribute(properties, long)
        for long, short in _LETTERS.items()
        if properties.get(long) is not None
    }


def _scaled(size: str, percent: str) -> str:
    base = points(size)
    try:
        return f"{base * float(percent[:-1]) / 100:.1f}pt" if base else ""
    except ValueError:
        return size
