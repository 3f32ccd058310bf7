"""Words that were broken at the end of a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

# "Aus- und Weiterbildung": the hyphen stands for a word that comes later.
_GOES_ON = re.compile(
    r"(?:und|oder|bzw|beziehungsweise|sowie|als|wie|noch|bis|statt|aber|plus)\b|[/&+]"
)
_BROKEN = re.compile(r"(\w+)[-\u00ad]$")
_WORDS = re.compile(r"[\w-]*\w")
_FIRST = re.compile(r"\w+")
# An address, or what a slash joins, goes on without a blank.
_STAYS = re.compile(r"(?:https?://|www\.)\S*[-/.?=&_]$|\S/$")
_INITIALS = re.compile(r"[A-ZÄÖÜ0-9]{2,}$|^[A-Za-z]$")


def words_seen(lines: Iterable[str]) -> set[str]:
    """All whole words of the lines, to know a broken one by its whole. A small one at the
    beginning of a line, or one before a hyphen at its end, may be half a word."""
    seen: set[str] = set()
    for line in lines:
        words = _WORDS.findall(line)
        if words and words[0][0].islower():
            words = words[1:]
        if line.endswith(("-", "\u00ad")):
            words = words[:-1]
        seen.update(words)
    return seen


def joined(before: str, after: str, seen: Collection[str]) -> tuple[str, bool]:
    """How the text before a line's end goes on with the line after it: the text before it with
    what stands between the two, and whether that is unsure."""
    if before.endswith("\u00ad"):
        return before[:-1], False
    if _STAYS.search(before):
        return before, False
    broken = _BROKEN.search(before)
    first = _FIRST.match(after)
    if broken is None or first is None or _GOES_ON.match(after):
        is_range = before.endswith("–") and before[-2:-1].isdecimal() and after[:1].isdecimal()
        return before + ("" if is_range else " "), False
    return _whole(before, broken[1], first[0], seen)


def _whole(before: str, part: str, rest: str, seen: Collection[str]) -> tuple[str, bool]:
    """The same where a hyphen stands at the line's end, after `part`, and `rest` follows."""
    if not rest[0].islower() or part.casefold() == "nicht":
        return before, False  # Baden-Württemberg, 2016-2017, nicht-städtisch
    if part + rest in seen:
        return before[:-1], False
    if f"{part}-{rest}" in seen or _INITIALS.search(part):
        return before, f"{part}-{rest}" not in seen
    both_are_words = len(part) > 3 and part in seen and rest in seen
    return before[:-1], both_are_words
