"""The signs before list items, as a browser shows them, and those that Word writes as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.drafts.readers.html.parsing import Element, text_in
from app.drafts.readers.html.styles import Style, declared

_BULLET = "•"
_KINDS = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_ROMAN: dict[int, str] = dict(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_LARGEST = 3_999
_WORD_LEVEL = re.compile(r"level(\d)")
_POINTS = re.compile(r"([\d.]{1,8})(pt|cm|in|px)")
_IN_POINTS = {"pt": 1.0, "cm": 28.35, "in": 72.0, "px": 0.75}


@dataclass(slots=True)
class ListState:
    """A list that is open: how it counts, and the number that comes next."""

    kind: str
    next: int = 1
    step: int = 1
    last: int = 0

    def marker(self, item: Element) -> str:
        """The sign of the next item."""
        if self.kind not in _SIGNS:
            return _BULLET
        value = _whole(item.get("value"), self.next)
        self.last, self.next = value, value + self.step
        return f"{_SIGNS[self.kind](value)}."

    @property
    def counts(self) -> bool:
        """Whether its items have plain numbers."""
        return self.kind == "decimal"


def opened(element: Element, style: Style) -> ListState:
    """The list that begins with this element."""
    if element.tag != "ol":
        return ListState("bullet")
    kind = _KINDS.get(element.get("type", ""), "decimal")
    for token in (style.get("list-style-type") or style.get("list-style") or "").split()[:5]:
        kind = (
            token.replace("latin", "alpha") if token.replace("latin", "alpha") in _SIGNS else kind
        )
    is_reversed = element.get("reversed") is not None
    count = sum(1 for item in element if item.tag == "li") if is_reversed else 1
    return ListState(kind, _whole(element.get("start"), count), -1 if is_reversed else 1)


def _whole(value: str | None, otherwise: int) -> int:
    try:
        number = int(value) if value and len(value) < 8 else otherwise
    except ValueError:
        number = otherwise
    return number


def _letters(value: int) -> str:
    if value < 1:
        return str(value)
    letters = ""
    while value:
        value, rest = divmod(value - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(value: int) -> str:
    if not 0 < value <= _LARGEST:
        return str(value)
    signs = ""
    for worth, sign in _ROMAN.items():
        signs += sign * (value // worth)
        value %= worth
    return signs


_SIGNS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimal-leading-zero": lambda value: f"{value:02}",
    "lower-alpha": _letters,
    "upper-alpha": lambda value: _letters(value).upper(),
    "lower-roman": _roman,
    "upper-roman": lambda value: _roman(value).upper(),
}


def word_item(element: Element, style: Style) -> tuple[int, str, Element] | None:
    """Depth, marker and the element with the marker of a paragraph that Word wrote as an item.

    Word ("Webseite, gefiltert") writes the sign as text, and after it a piece of small blanks.
    """
    classes = element.get("class", "")
    if "MsoList" not in classes and "mso-list" not in style:
        return None
    for blanks in element.iter("span"):
        own = declared(blanks.get("style", "").replace('"', "'"))
        if not own.get("font", "").startswith("7.0pt") or text_in(blanks).strip():
            continue
        around = blanks.getparent()
        sign = "" if around is None else text_in(around).strip()
        if around is None or not 0 < len(sign) <= 12:
            continue
        family = declared(around.get("style", "")).get("font-family", "")
        is_symbol = any(name in family for name in ("Symbol", "Wingdings", "Courier"))
        return _depth(style), _BULLET if is_symbol else sign, around
    return None


def _depth(style: Style) -> int:
    if found := _WORD_LEVEL.search(style.get("mso-list", "")):
        return max(int(found[1]) - 1, 0)
    found = _POINTS.match(style.get("margin-left", ""))
    if found is None:
        return 0
    try:
        points = float(found[1]) * _IN_POINTS[found[2]]
    except ValueError:
        return 0
    return min(max(round(points / 36) - 1, 0), 8)
