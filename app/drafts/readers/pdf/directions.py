"""Arabic, Hebrew and other letters that run from right to left."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.drafts.readers.pdf.shapes import Word

_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def runs_left(text: str) -> bool:
    """Whether the text has letters that run from right to left."""
    return _LEFTWARDS.search(text) is not None


def in_reading_order(words: Sequence[Word]) -> list[Word]:
    """The words of a line, given from left to right, as they are read. What runs the other way
    than most of the line keeps its own order in its place (as the Unicode bidirectional
    algorithm has it, without its finer rules)."""
    leftwards = [runs_left(word.text) for word in words]
    if not any(leftwards):
        return list(words)
    letters = sum(
        len(word.text) if left else -len(word.text)
        for word, left in zip(words, leftwards, strict=True)
    )
    line_runs_left = letters > 0
    ordered: list[Word] = []
    group: list[Word] = []
    for word, left in zip(words, leftwards, strict=True):
        if left == line_runs_left and group:
            ordered += reversed(group)
            group = []
        if left == line_runs_left:
            ordered.append(word)
        else:
            group.append(word)
    ordered += reversed(group)
    return ordered[::-1] if line_runs_left else ordered
