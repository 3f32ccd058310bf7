"""The numbers and signs that lists and headings carry, counted as a word processor counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.drafts.readers.odt.names import LIBREOFFICE, STYLE, TEXT, Element, attribute, tag, whole

BULLET = "–"
MOST_LEVELS = 10  # as many as OpenDocument's list styles have
HIGHEST = 100_000
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list or outline is labelled.

    `pattern` is LibreOffice's own "%1%.%2%." with everything in it, "" where it is not written.
    """

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    start: int = 1
    shown: int = 1
    is_bullet: bool = False
    is_in_step: bool = False


Levels = Mapping[int, Level]


def levels_of(style: Element) -> dict[int, Level]:
    """The levels of a text:list-style or text:outline-style."""
    found: dict[int, Level] = {}
    for own in style:
        number = whole(own, f"{TEXT}level", 0, 99)
        if 1 <= number <= MOST_LEVELS:
            found[number] = _level(own)
    return found


def list_styles(*parts: Element | None) -> dict[str, Levels]:
    """The list styles in office:styles and office:automatic-styles, by name."""
    return {
        attribute(style, f"{STYLE}name"): levels_of(style)
        for part in parts
        if part is not None
        for style in part.iterfind(f"{TEXT}list-style")
    }


@dataclass(slots=True)
class Counter:
    """How far the numbering of one list, or of the headings, has come; level 1 stands first,
    and a level that was not counted yet is -1."""

    counts: list[int] = field(default_factory=lambda: [-1] * MOST_LEVELS)

    def step(self, levels: Levels, level: int, start: int | None = None) -> str:
        """Count one on at `level` (or begin at `start`) and return the label people see."""
        own = levels.get(level, Level())
        for above in range(level - 1):
            if self.counts[above] < 0:  # skipped: Writer counts as if one had been there
                self.counts[above] = levels.get(above + 1, Level()).start
        before = self.counts[level - 1]
        following = own.start if before < 0 else before + 1
        self.counts[level - 1] = following if start is None else start
        self.counts[level:] = [-1] * (MOST_LEVELS - level)
        return label(levels, level, self.counts)


def label(levels: Levels, level: int, counts: list[int]) -> str:
    """The label at `level`, with the numbers above it that it shows; "" where it shows none."""
    own = levels.get(level, Level())
    if own.is_bullet:
        return BULLET
    if not own.format:
        return (own.prefix + own.suffix).strip()
    if own.pattern:
        return re.sub(
            r"%(\d{1,2})%",
            lambda found: _numeral_at(levels, int(found[1]), counts),
            own.pattern,
        ).strip()
    first = max(1, level - own.shown + 1)
    numerals = (_numeral_at(levels, number, counts) for number in range(first, level + 1))
    return (own.prefix + ".".join(filter(None, numerals)) + own.suffix).strip()


def _numeral_at(levels: Levels, level: int, counts: list[int]) -> str:
    own = levels.get(level)
    if own is None or not 1 <= level <= MOST_LEVELS:
        return ""
    count = counts[level - 1]  # a pattern may name a level below the one it labels
    return numeral(own.start if count < 0 else count, own.format, own.is_in_step)


def numeral(number: int, written: str, is_in_step: bool = False) -> str:
    """A number in one of OpenDocument's formats: 1, a, A, i, I; others are written as 1."""
    if not written:
        return ""
    if written in "aA" and number > 0:
        small = _doubled(number) if is_in_step else "".join(_letters(number))
    elif written in "iI" and 0 < number < 4000:
        small = _roman(number)
    else:
        return str(number)
    return small.upper() if written.isupper() else small


def _level(own: Element) -> Level:
    pattern = attribute(own, f"{STYLE}num-list-format") or attribute(
        own, f"{LIBREOFFICE}num-list-format"
    )
    return Level(
        format=attribute(own, f"{STYLE}num-format")[:1],
        prefix=attribute(own, f"{STYLE}num-prefix")[:40],
        suffix=attribute(own, f"{STYLE}num-suffix")[:40],
        pattern=pattern[:200],
        start=whole(own, f"{TEXT}start-value", 1, HIGHEST),
        shown=whole(own, f"{TEXT}display-levels", 1, MOST_LEVELS),
        is_bullet=tag(own).endswith(("-bullet", "-image")),
        is_in_step=attribute(own, f"{STYLE}num-letter-sync") == "true",
    )


def _letters(number: int) -> Iterator[str]:
    if number > 26:
        yield from _letters((number - 1) // 26)
    yield chr(ord("a") + (number - 1) % 26)


def _doubled(number: int) -> str:
    """a … z, aa, bb … zz, aaa: style:num-letter-sync."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 40)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
