"""A table against another: row by row, and cell by cell where a row stayed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rapidfuzz.distance import Indel

from app.drafts.synopsis.text import TextBlock
from app.drafts.wording import Piece, compare
from app.models.draft import BlockKind

Cells = tuple[str, ...]
ALIKE = 0.5  # of their words; rows less alike went and came
FAR = 20  # rows that are looked at for one that is alike


@dataclass(frozen=True)
class Line:
    """A row of a table: `mark` says that the whole row went (`del`) or came (`ins`); each cell
    has its own words. `is_head` is one that names the columns or the table."""

    mark: str
    cells: tuple[list[Piece], ...]
    is_head: bool = False


def lines_of(olds: Sequence[TextBlock], news: Sequence[TextBlock]) -> list[Line] | None:
    """The rows of one table against those of another, or of one alone.

    None where there is no table, or something else than a table on one of the sides.
    """
    blocks = (*olds, *news)
    if not blocks or len(olds) > 1 or len(news) > 1:
        return None
    if any(block.kind is not BlockKind.TABLE for block in blocks):
        return None
    old, new = (olds[0] if olds else None), (news[0] if news else None)
    was, now = _rows_of(old), _rows_of(new)
    was, now = _with_head_of(was, now), _with_head_of(now, was)
    return _paired(was[0], now[0], is_head=True) + _paired(was[1], now[1], is_head=False)


def _rows_of(table: TextBlock | None) -> tuple[Sequence[Cells], Sequence[Cells]]:
    """The rows of the head, and the others."""
    return (table.head, table.cells) if table else ((), ())


def _with_head_of(
    rows: tuple[Sequence[Cells], Sequence[Cells]], others: tuple[Sequence[Cells], Sequence[Cells]]
) -> tuple[Sequence[Cells], Sequence[Cells]]:
    """`rows` with the first row as head where the other table has that row as its head: one file
    marked it and the other did not, and not a word went or came."""
    (head, body), (other_head, _body) = rows, others
    if body and other_head and body[0] == other_head[-1] and body[0] not in head:
        return (*head, body[0]), body[1:]
    return rows


def _paired(old: Sequence[Cells], new: Sequence[Cells], *, is_head: bool) -> list[Line]:
    lines: list[Line] = []
    for step in Indel.opcodes(list(old), list(new)):
        gone, come = old[step.src_start : step.src_end], new[step.dest_start : step.dest_end]
        if step.tag == "equal":
            lines += [_line("", row, row, is_head) for row in come]
        else:
            lines += _replaced(gone, come, is_head)
    return _joined(lines, is_head)


def _joined(lines: list[Line], is_head: bool) -> list[Line]:
    """A run of rows that went and one of rows that came are looked at as one change."""
    result: list[Line] = []
    gone: list[Line] = []
    come: list[Line] = []
    for line in [*lines, None]:
        if line is not None and line.mark == "del":
            gone.append(line)
        elif line is not None and line.mark == "ins":
            come.append(line)
        else:
            result += _replaced([_side(g) for g in gone], [_side(c) for c in come], is_head)
            gone, come = [], []
            result += [line] if line else []
    return result


def _replaced(gone: Sequence[Cells], come: Sequence[Cells], is_head: bool) -> list[Line]:
    """Rows in the same order that are alike are one row, reworded."""
    lines: list[Line] = []
    at = 0
    for row in gone:
        match = next((n for n in range(at, min(at + FAR, len(come))) if _alike(row, come[n])), None)
        if match is None:
            lines.append(_line("del", row, (), is_head))
            continue
        lines += [_line("ins", (), new, is_head) for new in come[at:match]]
        lines.append(_line("", row, come[match], is_head))
        at = match + 1
    return lines + [_line("ins", (), new, is_head) for new in come[at:]]


def _alike(old: Cells, new: Cells) -> bool:
    return len(old) == len(new) and (
        Indel.normalized_similarity(" ".join(old).split(), " ".join(new).split()) >= ALIKE
    )


def _line(mark: str, old: Cells, new: Cells, is_head: bool) -> Line:
    pairs = zip_longest(old, new, fillvalue="")
    return Line(mark, tuple(compare([before], [after]) for before, after in pairs), is_head)


def _side(line: Line) -> Cells:
    return tuple("".join(piece.text for piece in cell).strip() for cell in line.cells)
