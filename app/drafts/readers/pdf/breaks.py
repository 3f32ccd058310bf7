"""Paragraphs that go over the end of a page or column: joined where that can be told, and named
where nobody can."""

from __future__ import annotations

import re

from app.drafts.readers.pdf.blocks import LEADERS, Block, first_width, room_after
from app.drafts.readers.pdf.things import Placed
from app.i18n import _

_ENDS = tuple('.!?:“”"…')
_CAPTION = re.compile(
    r"(?:tab\.|tabelle|abb\.|abbildung|bild|grafik|foto|karte)\s*\d+\s*[:.–|-]", re.IGNORECASE
)
_SAME_EDGE = 0.2  # times the size: filled lines end so close to each other
_SAME_COLUMN = 60.0  # points; what begins further away stands in another column
_INDENT = 0.8  # times the size


class Breaks:
    """Goes through the pieces of a file in reading order."""

    def __init__(self) -> None:
        self._last: Block | None = None
        self._is_apart = False  # whether a picture or table stands after the last paragraph

    def take(self, piece: Block | Placed) -> bool:
        """Whether the piece is the rest of a paragraph before it; then it has been joined to it.

        What was guessed is said in `doubts`.
        """
        if isinstance(piece, Placed) or _CAPTION.match(piece.text):
            self._is_apart = True
            return False
        last, is_apart = self._last, self._is_apart
        if last is not None and last.lane != piece.lane and _looks_alike(last, piece):
            if _goes_on(last, piece, is_apart):
                _join(last, piece)
                return True
            if _may_go_on(last, piece) and not is_apart:
                piece.doubts.append(
                    _("Vielleicht geht hier der Absatz davor weiter (Seitenwechsel).")
                )
        self._last, self._is_apart = piece, False
        return False


def _looks_alike(last: Block, block: Block) -> bool:
    """Whether nothing that is seen speaks against one paragraph."""
    end, begin = last.lines[-1], block.lines[0]
    if last.size != block.size or last.is_strong != block.is_strong or end.level != begin.level:
        return False
    if end.fill != begin.fill or LEADERS.search(last.text) or LEADERS.search(block.text):
        return False
    return (block.marker is None or _is_dash_in_sentence(last, block)) and not _is_indented(block)


def _is_dash_in_sentence(last: Block, block: Block) -> bool:
    """A dash at the beginning of the page that goes on with a sentence, and begins no item."""
    if last.marker is not None or block.marker is None or block.marker.count:
        return False
    words = block.lines[0].words
    return block.marker.is_weak and words[1].text[:1].islower() and _is_full(last, block)


def _is_indented(block: Block) -> bool:
    """Whether its first line is set in: then a paragraph begins."""
    first = block.lines[0]
    if len(block.lines) < 2 or first.runs_left:
        return False
    return first.x0 > block.lines[1].x0 + _INDENT * block.size


def _goes_on(last: Block, block: Block, is_apart: bool) -> bool:
    """Whether it is one paragraph. A doubt is left where it takes more than looking."""
    end = last.lines[-1].text
    is_open = not end.endswith(_ENDS)
    is_full = _is_full(last, block)
    if block.text[:1].islower():
        # A full stop before a small letter is that of a short form.
        goes_on = is_open or end.endswith("“") or is_full
        is_sure = is_open and is_full and not is_apart
    else:
        goes_on = is_full and _may_be_text_of(last, block) and (is_open or _is_filled(last, block))
        is_sure = False
    goes_on = goes_on and (is_full or not is_apart)
    if goes_on and not is_sure:
        last.doubts.append(
            _("Über einen Seitenwechsel zusammengefügt. Prüfen Sie, ob es ein Absatz ist.")
        )
    return goes_on


def _is_full(last: Block, block: Block) -> bool:
    """Whether the first word of the block would have had no room on the last line."""
    room = room_after(last.lines[-1], last.left, last.right)
    return room < first_width(block.lines[0]) + 0.3 * block.size


def _is_filled(last: Block, block: Block) -> bool:
    """Whether its last line ends at the column's edge as all lines around it do. In justified
    text only a line that goes on is spread so; the last one of a paragraph would have to fit by
    chance."""
    end = last.lines[-1]
    same = [line for line in last.lines[-5:] if abs(line.x0 - end.x0) < _SAME_COLUMN]
    short = [last.right - line.x1 for line in same]
    short += [block.right - line.x1 for line in block.lines[:-1][:4]]
    return len(short) > 2 and max(short) - min(short) < _SAME_EDGE * last.size


def _may_be_text_of(last: Block, block: Block) -> bool:
    """A paragraph further left is not the rest of one that is set in, or of an item."""
    left = last.left if last.end_left is None else last.end_left
    inner = last.lines[-1].x0 - left - _INDENT * block.size
    return block.lines[0].runs_left or block.x0 > inner


def _may_go_on(last: Block, block: Block) -> bool:
    """Whether nobody can tell: the last line is full, and ends with a sentence."""
    return len(last.lines) > 1 and _is_full(last, block)


def _join(last: Block, block: Block) -> None:
    last.lines += block.lines
    last.lane = block.lane
    last.end_left, last.right = block.left, block.right
