"""Rows in parts: one for a field or a section beside one, and none too long for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.drafts.synopsis.rows import Part, Row
from app.drafts.synopsis.text import Heading

MOST_WORDS = 8_000  # of both sides: about 100 kB of page


def in_parts(rows: Iterable[Row], most_words: int = MOST_WORDS) -> list[Part]:
    """The rows in parts and pieces of parts; rows know their part's number, and changes
    theirs."""
    parts = [piece for run in _runs(rows) for piece in _pieces(run, most_words)]
    change = 0
    for number, part in enumerate(parts, 1):
        part.number = number
        for row in part.rows:
            row.part = number
            change += row.is_change
            row.change = change if row.is_change else 0
    return parts


def _runs(rows: Iterable[Row]) -> list[list[Row]]:
    runs: list[list[Row]] = [[]]
    for row in rows:
        if _starts(row) and runs[-1]:
            runs.append([])
        runs[-1].append(row)
    return [run for run in runs if run]


def _starts(row: Row) -> bool:
    """A part begins with a heading that has one in its own version; of a heading that moved up
    or down the new version decides."""
    heading = row.new_heading or row.old_heading
    return heading is not None and heading.is_start


def _pieces(rows: Sequence[Row], most_words: int) -> list[Part]:
    """Cut before a heading where there is one in the last third, else before any row."""
    cuts: list[list[Row]] = [[]]
    words = 0
    for row in rows:
        is_full = words + row.words > most_words or (row.is_heading and words > most_words * 2 / 3)
        if cuts[-1] and is_full:
            cuts.append([])
            words = 0
        cuts[-1].append(row)
        words += row.words
    return [
        _part(rows[0], cut, piece=number if len(cuts) > 1 else 0)
        for number, cut in enumerate(cuts, 1)
    ]


def _part(first: Row, rows: list[Row], piece: int) -> Part:
    heading: Heading | None = (first.new_heading or first.old_heading) if first else None
    if heading is None or not heading.is_start:
        return Part(0, "", rows=rows, piece=piece)
    return Part(0, heading.title, heading.label, heading.colour, rows, piece)
