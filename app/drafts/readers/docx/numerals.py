"""Numbers as Word writes them in lists: 1, 01, a, A, i, I and some rarer ones."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHA = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_SIGNS = "*†‡§"


def numeral(number: int, written: str) -> str:
    """A number in one of Word's formats (ST_NumberFormat); unknown ones are written as 1."""
    if written == "none":
        return ""
    way = _WAYS.get(written)
    return way(number) if way is not None and number > 0 else str(number)


def roman(number: int) -> str:
    """i, ii, iii, iv …"""
    if number >= 4000:
        return str(number)
    found = ""
    for worth, letters in _ROMAN:
        found += letters * (number // worth)
        number %= worth
    return found


def _repeated(letters: str) -> Callable[[int], str]:
    """a … z, then aa, bb, as Word does it, not ab."""

    def written(number: int) -> str:
        times, at = divmod(number - 1, len(letters))
        return letters[at] * min(times + 1, 40)

    return written


def _upper(way: Callable[[int], str]) -> Callable[[int], str]:
    return lambda number: way(number).upper()


_LATIN = _repeated("abcdefghijklmnopqrstuvwxyz")
_WAYS: dict[str, Callable[[int], str]] = {
    "decimalZero": "{:02d}".format,
    "ordinal": "{}.".format,
    "lowerLetter": _LATIN,
    "upperLetter": _upper(_LATIN),
    "lowerRoman": roman,
    "upperRoman": _upper(roman),
    "chicago": _repeated(_SIGNS),
    "numberInDash": "- {} -".format,
    "hex": "{:X}".format,
    "arabicAlpha": _repeated(_ALPHA),
    "arabicAbjad": _repeated(_ABJAD),
}
