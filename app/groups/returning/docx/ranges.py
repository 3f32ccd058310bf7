"""Where in the text the comments hang: from which letter of which paragraph to which."""

from __future__ import annotations

from collections.abc import Iterator

from app.groups.returning.docx.letters import END, POINT, START, Piece, Sign
from app.groups.returning.docx.story import Story

Spot = tuple[int, int]  # a paragraph, and a letter of it with all that came and went
Range = tuple[Spot, Spot]


def ranges_of(story: Story) -> dict[str, Range]:
    """For each comment (by id) that the text mentions its range; one without beginning or end
    hangs at a point."""
    starts: dict[str, Spot] = {}
    ends: dict[str, Spot] = {}
    points: dict[str, Spot] = {}
    known = {START: starts, END: ends, POINT: points}
    for sign, spot in _signs(story):
        if sign.what in known:
            known[sign.what].setdefault(sign.name, spot)
    found: dict[str, Range] = {}
    for name in starts.keys() | ends.keys() | points.keys():
        any_of_it = starts.get(name) or ends.get(name) or points[name]
        start = starts.get(name, any_of_it)
        end = ends.get(name) or points.get(name) or start
        found[name] = (start, max(start, end))
    return found


def _signs(story: Story) -> Iterator[tuple[Sign, Spot]]:
    for number, paragraph in enumerate(story.paragraphs):
        at = 0
        for item in paragraph.line.items:
            if isinstance(item, Piece):
                at += len(item.text)
            else:
                yield item, (number, at)
