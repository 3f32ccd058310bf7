"""What styles say of an element: its ground, its weight, its size. Simple rules only: an element,
a class, both, or what stands in its own `style`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeAlias

from PIL import ImageColor

from app.drafts.readers.html.parsing import Element, text_in

_LONGEST = 400_000  # characters of style sheets that are looked at
_MOST_RULES = 4_000
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.S)
_RULE = re.compile(r"([^{}]{1,1000})\{([^{}]{0,4000})\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?(?:[.#]([\w-]+))?", re.I)
_TOKEN = re.compile(r"[\w#-]+\([^)]*\)|[^\s,]+")
_LENGTH = re.compile(r"([\d.]{1,8})(pt|px|em|rem|%)?")
_NAMED = {
    "xx-small": 7.0,
    "x-small": 7.5,
    "small": 10.0,
    "medium": 12.0,
    "large": 13.5,
    "x-large": 18.0,
    "xx-large": 24.0,
}
_FONT_SIZES = (7.5, 10.0, 12.0, 13.5, 18.0, 24.0, 36.0)  # of <font size="1"> to "7"
_POINTS = {"pt": 1.0, "px": 0.75, "": 0.75}
_WANTED = frozenset(
    [
        "background",
        "background-color",
        "display",
        "font-size",
        "font-style",
        "font-weight",
        "list-style",
        "list-style-type",
        "margin-left",
        "vertical-align",
        "mso-list",
        "mso-hide",
        "font-family",
        "font",
    ]
)
Style: TypeAlias = Mapping[str, str]


class Styles:
    """The style rules of a page."""

    def __init__(self, root: Element) -> None:
        self._rules: dict[tuple[str, str], dict[str, str]] = {}
        sheets = "".join(text_in(style) for style in root.iter("style"))
        for selectors, body in _RULE.findall(_COMMENT.sub(" ", sheets[:_LONGEST]))[:_MOST_RULES]:
            style = declared(body)
            for selector in selectors.split(",") if style else ():
                found = _SELECTOR.fullmatch(selector.strip())
                if found and any(found.groups()):
                    key = ((found[1] or "").lower(), found[2] or "")
                    self._rules.setdefault(key, {}).update(style)

    def of(self, element: Element) -> Style:
        """The declarations that hold for the element, its own `style` last."""
        tag = str(element.tag)
        names = [*element.get("class", "").split()[:20], element.get("id", "")]
        style = dict(self._rules.get((tag, ""), {}))
        for key in [("", name) for name in names] + [(tag, name) for name in names]:
            if key[1] and key in self._rules:
                style |= self._rules[key]
        own = element.get("style")
        return {**style, **declared(own)} if own else style


@lru_cache(maxsize=2_000)
def declared(source: str) -> Style:
    """The declarations of a `style` attribute or a rule, those that matter here."""
    style = {}
    for part in source[:4_000].split(";"):
        name, _colon, value = part.partition(":")
        name = name.strip().lower()
        if name in _WANTED:
            style[name] = value.replace("!important", "").strip()
    return style


def ground_of(element: Element, style: Style) -> str:
    """The colour behind it as "#ffe699"; "" for none, white, or what stands behind it anyway."""
    for value in (style.get("background-color"), style.get("background"), element.get("bgcolor")):
        for token in _TOKEN.findall(value or "")[:10]:
            if fill := colour(token):
                return "" if fill == "#ffffff" else fill
    return ""


@lru_cache(maxsize=1_000)
def colour(token: str) -> str:
    """A colour of CSS in hexadecimal, "" for what is none."""
    try:
        red, green, blue, *alpha = ImageColor.getrgb(token)
    except (ValueError, OverflowError):
        return ""
    return "" if alpha and alpha[0] < 20 else f"#{red:02x}{green:02x}{blue:02x}"


def size_of(element: Element, style: Style, around: float) -> float:
    """The size of its letters in points; `around` is that of the element around it."""
    value = style.get("font-size", "").lower()
    if not value and element.tag == "font" and (number := element.get("size", "")).isdecimal():
        return _FONT_SIZES[min(max(int(number), 1), 7) - 1]
    if value in _NAMED:
        return _NAMED[value]
    found = _LENGTH.fullmatch(value)
    if found is None:
        return around
    try:
        number_of = float(found[1])
    except ValueError:
        return around
    unit = found[2] or ""
    if unit in _POINTS:
        points = number_of * _POINTS[unit]
    else:
        base = 12.0 if unit == "rem" else (around or 12.0)
        points = base * number_of / (100 if unit == "%" else 1)
    return round(min(points, 400.0), 1)


def is_hidden(element: Element, style: Style) -> bool:
    """Whether no reader of the page sees it."""
    return (
        element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
    )
