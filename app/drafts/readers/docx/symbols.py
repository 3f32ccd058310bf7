"""Signs of symbol fonts (Wingdings, Symbol) as the letters that everybody's font has."""

from __future__ import annotations

import re

_GREEK = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SYMBOL = {ord(letter): greek for letter, greek in _GREEK.items()} | {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
    0xBC: "…", 0xD7: "·", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xD6: "√", 0xC6: "∅",
    0xCE: "∈", 0xC7: "∩", 0xC8: "∪", 0xA0: "€", 0xA4: "⁄", 0xA9: "♥", 0xD0: "∠",
}  # fmt: skip
_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x43: "👍",
    0x44: "👎", 0x45: "☜", 0x46: "☞", 0x47: "☝", 0x48: "☟", 0x4A: "☺", 0x4B: "😐", 0x4C: "☹",
    0x51: "✈", 0x52: "☼", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "◻", 0x71: "❑",
    0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9E: "·", 0x9F: "•",
    0xA1: "○", 0xA7: "▪", 0xA8: "☐", 0xAB: "★", 0xB2: "⟡", 0xD8: "➢", 0xDC: "➲", 0xDF: "←",
    0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "⬅", 0xE8: "➔", 0xE9: "⬆", 0xEA: "⬇", 0xEF: "⇦",
    0xF0: "⇨", 0xF3: "⇔", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "☐",
}  # fmt: skip
_WINGDINGS_3 = {0x67: "◀", 0x7D: "▶", 0x75: "◀", 0x84: "►", 0x22: "↔"}
_FONTS = {
    "symbol": _SYMBOL,
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
}
_PRIVATE = 0xF000  # where Word keeps the signs of symbol fonts: U+F000 to U+F0FF
_PRIVATE_SIGN = re.compile("[\uf000-\uf0ff]")
UNKNOWN = "□"


def symbol(font: str, code: str) -> str:
    """A `w:sym`: the sign with this number (in hexadecimal) in this font."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= number <= 0xFFFD or 0xD800 <= number < 0xE000:
        return ""
    return in_font(font, chr(number))


def in_font(font: str, text: str) -> str:
    """Text as people see it in this font; what is unknown in a symbol font becomes "□".

    Plain letters that the table does not know stay as they are, so that no word is lost.
    """
    signs = _FONTS.get(font.casefold()) if font else None
    if signs is None and not _PRIVATE_SIGN.search(text):
        return text
    return "".join(_sign(signs, letter) for letter in text)


def _sign(signs: dict[int, str] | None, letter: str) -> str:
    if _is_private(letter):
        code = ord(letter) - _PRIVATE
        if signs is None:  # a text font that Word addresses like a symbol font
            return chr(code) if 0x20 <= code < 0x7F or code >= 0xA0 else UNKNOWN
        return signs.get(code, " " if code == 0x20 else UNKNOWN)
    return letter if signs is None else signs.get(ord(letter), letter)


def _is_private(letter: str) -> bool:
    return _PRIVATE <= ord(letter) <= _PRIVATE + 0xFF
