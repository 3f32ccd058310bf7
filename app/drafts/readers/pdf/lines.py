"""Words on one base line become lines; raised and lowered ones go to the line they belong to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from app.drafts.readers.pdf.directions import in_reading_order
from app.drafts.readers.pdf.shapes import Box, Line, Word

_LONGEST = 400  # words of one line; more is no text
_SMALLER = 1.18  # letters of a line are so many times as large as raised ones


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Lines from top to bottom, over the whole width given."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (-one.base, one.x0)):
        row = _row_of(word, rows)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    _raise(rows)
    return [_line(row) for row in rows if row]


def colour_words(words: Sequence[Word], fills: Sequence[Box]) -> None:
    """Give each word the colour of the topmost area behind it."""
    if not fills:
        return
    ordered = sorted(words, key=lambda word: word.middle[1])
    heights = [word.middle[1] for word in ordered]
    for fill in fills:  # in the order in which they were painted
        first, last = bisect_left(heights, fill.y0), bisect_right(heights, fill.y1)
        for word in ordered[first:last]:
            if fill.x0 <= word.middle[0] <= fill.x1:
                word.area = fill


def line_of(words: Sequence[Word]) -> Line:
    """A line of just these words."""
    return _line(list(words))


def _row_of(word: Word, rows: list[list[Word]]) -> list[Word] | None:
    for row in reversed(rows[-4:]):
        first = row[0]
        slack = max(0.6, 0.12 * min(first.look.size, word.look.size))
        if abs(first.base - word.base) <= slack:
            return row
    return None


def _raise(rows: list[list[Word]]) -> None:
    """Move raised and lowered words to their line."""
    for index, row in enumerate(rows):
        for word in sorted(row, key=lambda one: one.x0) if len(row) < _LONGEST else ():
            for other in rows[max(0, index - 4) : index + 5]:
                if other is not row and len(other) < _LONGEST and _is_beside(word, other):
                    row.remove(word)
                    other.append(word)
                    break


def _is_beside(word: Word, row: list[Word]) -> bool:
    """Whether the word is raised or lowered beside a larger one of the row; then it is marked."""
    for host in row:
        size = host.look.size
        if host.raised or size < _SMALLER * word.look.size:
            continue
        behind = word.x0 - host.x1
        follows = -1.0 <= behind <= 0.45 * size
        leads = -1.0 <= host.x0 - word.x1 <= 0.7 * size
        offset = (word.base - host.base) / size
        # In a filled line a blank before the figure may be wide.
        may_follow = -1.0 <= behind <= (2.0 if word.text.isdecimal() else 1.0) * size
        if (may_follow or leads) and 0.12 <= offset <= 0.75:
            word.raised = "sup"
            return True
        if follows and -0.4 <= offset <= -0.08:
            word.raised = "sub"
            return True
    return False


def _line(words: list[Word]) -> Line:
    words.sort(key=lambda word: word.x0)
    plain = [word for word in words if not word.raised] or words
    sizes: Counter[float] = Counter()
    for word in plain:
        sizes[word.look.size] += len(word.text)
    fills = {word.fill for word in words}
    return Line(
        words=in_reading_order(words),
        base=plain[0].base,
        size=sizes.most_common(1)[0][0],
        x0=min(word.x0 for word in words),
        x1=max(word.x1 for word in words),
        fill=fills.pop() if len(fills) == 1 else "",
    )
