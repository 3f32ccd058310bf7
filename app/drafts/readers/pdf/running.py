"""Running heads, feet and page numbers: what comes again at the same height of many pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from app.drafts.readers.pdf.shapes import Line, Page
from app.drafts.readers.pdf.things import Placed

FEWEST = 3  # pages
_ZONE = 0.13  # of the page's height, at the top and at the foot
_DIGITS = re.compile(r"\d+|\b[ivxlc]{1,6}\b")
_PAGE_NUMBER = re.compile(
    r"(?:seite|s\.|page)?\s*[-–|]?\s*\d{1,4}\s*[-–|]?(?:\s*(?:von|/)\s*\d+)?", re.I
)
Key = tuple[str, int]


def mark_running(pages: Sequence[tuple[Page, Sequence[Line]]]) -> None:
    """Mark the running lines of a file, given each page with its lines."""
    seen: Counter[Key] = Counter()
    for page, lines in pages:
        seen.update({key for line in lines for key in _keys(page, line)})
    for page, lines in pages:
        outermost = _outermost(lines)
        for line in lines:
            enough = 2 if any(line is one for one in outermost) else FEWEST
            repeated = any(seen[key] >= enough for key in _keys(page, line))
            line.is_running = repeated or _is_furniture(page, line)


def running_things(placed: Sequence[tuple[Page, Placed]]) -> set[int]:
    """Tables and pictures (by `id`) that come again at the same place at the edge of pages."""
    seen: Counter[tuple[str, int, int, int]] = Counter()
    keys: dict[int, tuple[str, int, int, int]] = {}
    for page, thing in placed:
        box = thing.box
        if box.y0 > (1 - 2 * _ZONE) * page.height or box.y1 < _ZONE * page.height:
            words = _DIGITS.sub("#", thing.text.casefold())
            keys[id(thing)] = (words, round(box.x0 / 4), round(box.y1 / 4), round(box.width / 4))
            seen[keys[id(thing)]] += 1
    return {one for one, key in keys.items() if seen[key] > 1}


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """The topmost and the lowest line: nothing of the text stands there on two pages alike."""
    return [min(lines, key=_base), max(lines, key=_base)] if lines else []


def _base(line: Line) -> float:
    return line.base


def _keys(page: Page, line: Line) -> list[Key]:
    """What a running line has in common with its like: words without figures, and its height,
    rounded in two ways so that neighbours meet in one of them."""
    if not _in_zone(page, line):
        return []
    words = _DIGITS.sub("#", line.text.casefold())
    return [(words, 2 * round(line.base / 4)), (words, 2 * int(line.base / 4) + 1)]


def _in_zone(page: Page, line: Line) -> bool:
    return not _ZONE * page.height < line.base < (1 - _ZONE) * page.height


def _is_furniture(page: Page, line: Line) -> bool:
    """What is tagged as no part of the text, or a page number alone at the very edge."""
    if all(word.look.is_artifact for word in line.words) and _in_zone(page, line):
        return True
    at_the_edge = not 0.08 * page.height < line.base < 0.94 * page.height
    return at_the_edge and _PAGE_NUMBER.fullmatch(line.text.strip()) is not None
