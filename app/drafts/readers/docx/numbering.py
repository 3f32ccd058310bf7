"""The numbers and signs before items and headings, counted as Word counts them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.drafts.readers.docx.names import Element, W, attribute, switch, value, whole
from app.drafts.readers.docx.numerals import numeral
from app.drafts.readers.docx.styles import Look, Styles, indent_of

BULLET = "–"
LEVELS = 9
_HIGHEST = 100_000
_LONGEST = 100  # letters of a pattern
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written. `restarts` is the level after which it begins anew
    (counted from 1; 0 for never), None for after any above it."""

    pattern: str = ""
    format: str = "decimal"
    start: int = 1
    style: str = ""
    indent: int | None = None
    restarts: int | None = None
    is_legal: bool = False


@dataclass(slots=True)
class Counts:
    """How far the lists of one definition have come; lists of one definition count together."""

    at: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class List:
    """A `w:num`: its levels, the counts it shares, and where it begins anew at its first item."""

    levels: dict[int, Level]
    counts: Counts
    key: str
    anew: dict[int, int] = field(default_factory=dict)
    fresh: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a paragraph: the list's definition, the level from 0, and the text."""

    key: str
    level: int
    text: str
    indent: int | None


class Numbering:
    """The lists of one file, counted on with every paragraph."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        """`root` is the numbering part, None where the file has none."""
        self._styles = styles
        self._definitions: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, Counts] = {}
        for element in root.iterfind(f"{W}abstractNum") if root is not None else ():
            self._definitions[attribute(element, f"{W}abstractNumId")] = element
        for element in root.iterfind(f"{W}num") if root is not None else ():
            self._nums[attribute(element, f"{W}numId")] = element

    def label(self, look: Look, own_level: int | None = None) -> Label | None:
        """Count the paragraph, and say what stands before it; None where it is in no list.

        `own_level` is the level that the paragraph itself names, beside its style.
        """
        numbered = look.numbered
        if numbered.list_id in (None, "", "0"):
            return None
        found = self._list(str(numbered.list_id))
        if found is None:
            return None
        level = own_level if own_level is not None else _linked(found, look)
        if level is None:
            level = numbered.level or 0
        if not 0 <= level < LEVELS:
            return None
        _count(found, level)
        own = found.levels.get(level, Level())
        return Label(found.key, level, _text(found, level), own.indent)

    def _list(self, list_id: str) -> List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        return self._lists[list_id]

    def _read_list(self, list_id: str) -> List | None:
        num = self._nums.get(list_id)
        key = value(num, "abstractNumId")
        # A definition may stand for the one of a style of lists, which may do so in turn.
        for _step in range(LEVELS):
            link = value(self._definitions.get(key), "numStyleLink")
            other = self._nums.get(self._styles.of_numbering(link)) if link else None
            if other is None:
                break
            key = value(other, "abstractNumId")
        definition = self._definitions.get(key)
        if num is None or definition is None:
            return None
        found = List(_levels(definition), self._counts.setdefault(key, Counts()), key)
        for override in num.iterfind(f"{W}lvlOverride"):
            found.levels |= _levels(override)
            level = whole(attribute(override, f"{W}ilvl"))
            start = whole(value(override, "startOverride"))
            if level is not None and start is not None and 0 <= start <= _HIGHEST:
                found.anew[level] = start
        found.fresh = set(found.anew)
        return found


def _levels(parent: Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
    for element in parent.iterfind(f"{W}lvl"):
        level = whole(attribute(element, f"{W}ilvl"))
        if level is not None and 0 <= level < LEVELS:
            found[level] = _level(element)
    return found


def _level(element: Element) -> Level:
    start = whole(value(element, "start"), 0) or 0
    return Level(
        pattern=value(element, "lvlText")[:_LONGEST],
        format=value(element, "numFmt") or "decimal",
        start=start if 0 <= start <= _HIGHEST else 0,
        style=value(element, "pStyle"),
        indent=indent_of(element.find(f"{W}pPr")),
        restarts=whole(value(element, "lvlRestart")),
        is_legal=bool(switch(element, "isLgl")),
    )


def _linked(found: List, look: Look) -> int | None:
    """The level that is tied to the paragraph's style, or to one that it is based on."""
    for style in look.ids:
        for level, one in found.levels.items():
            if one.style == style:
                return level
    return None


def _count(found: List, level: int) -> None:
    own = found.levels.get(level, Level())
    counts = found.counts.at
    before = counts[level]
    if level in found.fresh:
        counts[level] = found.anew[level]
    elif before is None:
        counts[level] = found.anew.get(level, own.start)
    else:
        counts[level] = min(before + 1, _HIGHEST)
    found.fresh.discard(level)
    for deeper in range(level + 1, LEVELS):
        restarts = found.levels.get(deeper, Level()).restarts
        if restarts is None or (restarts and level < restarts):
            counts[deeper] = None


def _text(found: List, level: int) -> str:
    own = found.levels.get(level, Level())
    if own.format == "bullet":
        return BULLET

    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        one = found.levels.get(at, Level())
        # A level above that was never counted is shown as if its first item stood there.
        count = found.counts.at[at]
        number = one.start if count is None else count
        is_plain = own.is_legal and one.format not in {"none", "bullet"}
        return numeral(number, "decimal" if is_plain else one.format)

    return " ".join(_PLACE.sub(place, own.pattern).split())
