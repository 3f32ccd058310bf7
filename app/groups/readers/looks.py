"""Fonts, sizes, colours and distances of a template's styles, as names and numbers."""

import re
from collections.abc import Mapping
from typing import Any

from app.drafts.readers.archive import Archive
from app.groups.readers.names import DRAWING, Element, number, w
from app.text import clean_line

# Word's own names of the styles that we take, and what we call them.
_WANTED = {
    "normal": "Normal",
    "title": "Title",
    "subtitle": "Subtitle",
    "header": "Header",
    "footer": "Footer",
    **{f"heading {level}": f"Heading {level}" for level in range(1, 7)},
}
_DEEPEST = 12  # styles based on styles
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_LONGEST_FONT = 60
_POINTS = {"before": (0.0, 72.0), "after": (0.0, 72.0), "size": (6.0, 48.0), "line": (0.8, 3.0)}


def looks_of(archive: Archive) -> dict[str, dict[str, Any]]:
    """Each wanted style with what it says, or what it is based on says."""
    root = archive.tree("word/styles.xml")
    if root is None:
        return {}
    fonts = _theme_fonts(archive)
    styles = {style.get(w("styleId"), ""): style for style in root.findall(w("style"))}
    defaults = _said(root.find(w("docDefaults")), fonts)
    looks: dict[str, dict[str, Any]] = {}
    for style in styles.values():
        name = style.find(w("name"))
        wanted = _WANTED.get((name.get(w("val"), "") if name is not None else "").lower())
        if wanted and style.get(w("type"), "paragraph") == "paragraph":
            looks[wanted] = defaults | _inherited(style, styles, fonts)
    return looks or ({"Normal": defaults} if defaults else {})


def _inherited(
    style: Element, styles: Mapping[str, Element], fonts: Mapping[str, str], depth: int = 0
) -> dict[str, Any]:
    base = style.find(w("basedOn"))
    above = styles.get(base.get(w("val"), "")) if base is not None else None
    if above is None or depth == _DEEPEST:
        return _said(style, fonts)
    return _inherited(above, styles, fonts, depth + 1) | _said(style, fonts)


def _said(style: Element | None, fonts: Mapping[str, str]) -> dict[str, Any]:
    """What one style says by itself."""
    if style is None:
        return {}
    said: dict[str, Any] = {}
    for properties in style.iter(w("rPr")):
        said |= _run(properties, fonts)
    for properties in style.iter(w("pPr")):
        said |= _paragraph(properties)
    return said


def _run(properties: Element, fonts: Mapping[str, str]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    face, size = properties.find(w("rFonts")), properties.find(w("sz"))
    if face is not None:
        theme = fonts.get(face.get(w("asciiTheme"), ""), "")
        said["font"] = theme or _font(face.get(w("ascii"), ""))
    if size is not None:
        said["size"] = _fitted("size", number(size, "val"), 2)
    colour = properties.find(w("color"))
    if colour is not None and _COLOUR.fullmatch(colour.get(w("val"), "")):
        said["colour"] = colour.get(w("val"), "").upper()
    for name, element in (("bold", "b"), ("italic", "i")):
        found = properties.find(w(element))
        if found is not None:
            said[name] = found.get(w("val"), "1") not in ("0", "false", "off")
    return {key: value for key, value in said.items() if value not in (None, "")}


def _paragraph(properties: Element) -> dict[str, Any]:
    spacing = properties.find(w("spacing"))
    if spacing is None:
        return {}
    said = {name: _fitted(name, number(spacing, name), 20) for name in ("before", "after")}
    if spacing.get(w("lineRule"), "auto") == "auto":
        said["line"] = _fitted("line", number(spacing, "line"), 240)
    return {key: value for key, value in said.items() if value is not None}


def _fitted(name: str, value: int | None, parts: int) -> float | None:
    """In points (or lines), None where nobody can have meant it."""
    least, most = _POINTS[name]
    fitted = None if value is None else value / parts
    return fitted if fitted is not None and least <= fitted <= most else None


def _font(name: str) -> str:
    """A font's name, with nothing in it that a file could stumble over."""
    return re.sub(r"[^\w .()+-]", "", clean_line(name))[:_LONGEST_FONT].strip()


def _theme_fonts(archive: Archive) -> dict[str, str]:
    root = archive.tree("word/theme/theme1.xml")
    fonts: dict[str, str] = {}
    for which in ("major", "minor"):
        path = f".//{{{DRAWING}}}{which}Font/{{{DRAWING}}}latin"
        face = root.find(path) if root is not None else None
        name = _font(face.get("typeface", "")) if face is not None else ""
        fonts |= {f"{which}HAnsi": name, f"{which}Ascii": name}
    return fonts
