"""What begins an item of a list: a bullet, a number, a letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.drafts.readers.pdf.shapes import Line

_BULLETS = frozenset("•●○◦▪■□▫∙·‣⁃➢➤►▶→✓✔*")
_DASHES = frozenset("–—-−")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]")
_LEVELS = re.compile(r"(?:\d{1,2}\.){1,3}(\d{1,2})\.?")
_LETTER = re.compile(r"\(?([a-z])\)|([a-z])\.|([A-Z])\)")
_ROMAN = re.compile(r"\(?([ivx]{2,5}|[IVX]{1,5})[.)]")
_MONTHS = re.compile(
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|jahrhundert|jh)\b",
    re.IGNORECASE,
)
BULLET = "–"


@dataclass(frozen=True, slots=True)
class Marker:
    """`text` as people see it; `kind` tells apart what belongs to one list, `count` its place
    there (0 for a bullet); `x0` where it stands, `inner` where the text after it begins.

    One that is `weak` may as well be a dash or number of a sentence.
    """

    text: str
    kind: str
    count: int
    x0: float
    inner: float
    is_weak: bool = True

    @property
    def has_levels(self) -> bool:
        """Whether its number has several levels, as those of headings have too."""
        return self.kind.endswith("1.") and self.text.strip(".").count(".") > 0

    def follows(self, other: Marker | None) -> bool:
        """Whether it is the next one of the same list, or another bullet of it."""
        return (
            other is not None
            and other.kind == self.kind
            and abs(other.x0 - self.x0) < 3
            and (self.count == 0 or self.count == other.count + 1)
        )


def marker_of(line: Line) -> Marker | None:
    """The marker with which a line begins, None if it begins with none."""
    if len(line.words) < 2 or not line.words[1].spaced or line.words[0].raised:
        return None
    first, second = line.words[0], line.words[1]
    found = _read(first.text, second.text)
    if found is None:
        return None
    kind, count, is_weak = found
    text = first.text if count else BULLET
    return Marker(text, kind, count, first.x0, second.x0, is_weak)


def _read(text: str, following: str) -> tuple[str, int, bool] | None:
    if text in _BULLETS:
        return text, 0, text == "*"
    if text in _DASHES or text == "o":
        return text, 0, True
    number = _NUMBER.fullmatch(text)
    if number and not _MONTHS.match(following):
        return "1" + text[-1], int(number[1]), True
    levels = _LEVELS.fullmatch(text)
    if levels:
        return "1." * text.strip(".").count("."), int(levels[1]), True
    letter = _LETTER.fullmatch(text)
    if letter:
        return "a" + text[-1], ord((letter[1] or letter[2] or letter[3]).casefold()) - 96, True
    roman = _ROMAN.fullmatch(text)
    if roman:
        return "i" + text[-1], _value(roman[1].casefold()), True
    return None


def _value(roman: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in roman]
    return sum(
        -value if value < max(values[index:]) else value for index, value in enumerate(values)
    )
