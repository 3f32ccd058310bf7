"""Tables: each row a sentence, its cells the sentence's HTML, head rows and caption apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.drafts.cells import CELL_EDGE
from app.drafts.outline import BlockKind, ReadBlock, ReadSentence
from app.drafts.readers.assembling.looks import fill_of, is_strong, plain
from app.drafts.readers.cleaning import clean_row, clean_table_head
from app.drafts.readers.flow import Cell, Grid, Para, Run
from app.drafts.readers.line import Line
from app.i18n import _

_WIDEST = 1000  # what HTML allows a cell to reach over
_LONGEST_NAME = 40  # characters of a column's name; what is longer says something
_FIGURE = re.compile(r"[\d%‰€$£]")


@dataclass(slots=True)
class _Drawn:
    """A cell with its words; `column` is where it stands, others from above counted."""

    text: str
    html: str
    column: int
    across: int
    down: int

    def tag(self, name: str, scope: str = "") -> str:
        """The cell as an element; one without words heads nothing."""
        if name == "th" and not self.text:
            name = scope = ""
        spans = f' colspan="{self.across}"' if self.across > 1 else ""
        spans += f' rowspan="{self.down}"' if self.down > 1 else ""
        scope = f' scope="{scope}"' if scope else ""
        return f"<{name or 'td'}{scope}{spans}>{self.html}</{name or 'td'}>"


def table_block(
    grid: Grid, line: Callable[..., Line], depth: int, caption: Para | None
) -> ReadBlock | None:
    """The table; None if it has no words. `line` writes paragraphs."""
    rows, heads = _rows_with_words(grid)
    if not rows:
        return None
    doubt = grid.doubt
    if not heads and not grid.is_drawn and _reads_as_head(rows):
        heads = 1
        doubt = f"{doubt} {_('Erste Zeile als Tabellenkopf verstanden.')}".strip()
    drawn = _draw(rows, line)
    head_html = ""
    if caption is not None:
        head_html = f"<caption>{line(caption).html()}</caption>"
    if heads:
        head_html += f"<thead>{''.join(map(_head_row, drawn[:heads]))}</thead>"
    return ReadBlock(
        BlockKind.TABLE,
        tuple(_sentence(row) for row in drawn[heads:]),
        depth,
        head_html=clean_table_head(head_html) if head_html else "",
        doubt=doubt,
    )


def _rows_with_words(grid: Grid) -> tuple[list[list[Cell]], int]:
    """The rows that say something, and how many of them are the head. Cells that reach down
    over a dropped row reach less far."""
    kept = [any(_is_written(cell) for cell in row) for row in grid.rows]
    rows = []
    for at, row in enumerate(grid.rows):
        if kept[at]:
            rows.append(
                [replace(cell, down=sum(kept[at : at + max(1, cell.down)])) for cell in row]
            )
    return rows, _heads(rows)


def _is_written(cell: Cell) -> bool:
    return any(plain(para) or any(run.note for run in para.runs) for para in cell.paras)


def _heads(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows from the top are the table's head; a table is never all head."""
    heads = 0
    for row in rows:
        if not all(cell.is_head for cell in row if _is_written(cell)):
            break
        heads += 1
    if not heads and len(rows) > 1 and len(rows[0]) > 1 and _stands_out(rows[0], rows[1:]):
        heads = 1
    reaches = max((cell.down for row in rows[:heads] for cell in row), default=1)
    heads = max(heads, min(reaches, heads + 2)) if heads else 0
    return heads if heads < len(rows) else 0


def _stands_out(first: Sequence[Cell], others: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row alone is bold, or alone stands on a ground of colour."""
    for looks in (_is_bold, _ground):
        if all(map(looks, first)) and not any(all(map(looks, row)) for row in others):
            return True
    return False


def _reads_as_head(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row names the columns though nothing in the table is marked as head, as
    offices mostly leave it: names without figures over two rows or more, set off by their looks
    or by what stands below them."""
    first, *others = rows
    if len(first) < 2 or len(others) < 2 or any(cell.is_head for row in rows for cell in row):
        return False
    if not all(_is_name(cell) for cell in first):
        return False
    if all(map(_is_bold, first)) and not all(all(map(_is_bold, row)) for row in others):
        return True
    grounds = {_ground(cell) for cell in first}
    if all(grounds) and grounds.isdisjoint(_ground(cell) for row in others for cell in row):
        return True
    alike = [row for row in others if len(row) == len(first)]
    return any(
        _differ(_words(cell), [_words(row[at]) for row in alike]) for at, cell in enumerate(first)
    )


def _words(cell: Cell) -> str:
    return " ".join(" ".join(map(plain, cell.paras)).split())


def _is_name(cell: Cell) -> bool:
    words = _words(cell)
    is_short = 0 < len(words) <= _LONGEST_NAME
    return is_short and cell.across == cell.down == 1 and not _FIGURE.search(words)


def _differ(name: str, below: Sequence[str]) -> bool:
    """Whether all that is written below a name is figures, or far longer than it."""
    written = [words for words in below if words]
    if len(written) < 2:
        return False
    return all(map(_FIGURE.search, written)) or all(len(one) > 2 * len(name) for one in written)


def _is_bold(cell: Cell) -> bool:
    written = [para for para in cell.paras if plain(para)]
    return bool(written) and all(map(is_strong, written))


def _ground(cell: Cell) -> str:
    fills = [fill_of(para) for para in cell.paras if plain(para)]
    return cell.fill or (fills[0] if fills and len(set(fills)) == 1 else "")


def _draw(rows: Sequence[Sequence[Cell]], line: Callable[..., Line]) -> list[list[_Drawn]]:
    covered: dict[int, int] = {}  # column → how many more rows a cell from above reaches down
    drawn = []
    for row in rows:
        column, cells = 0, []
        below: dict[int, int] = {}
        for cell in row:
            while covered.get(column, 0):
                column += 1
            across = min(max(1, cell.across), _WIDEST)
            text = line(*_with_markers(cell.paras))
            cells.append(_Drawn(text.text, text.html(), column, across, cell.down))
            for at in range(column, column + across):
                below[at] = cell.down
            column += across
        covered = {at: count - 1 for at, count in (covered | below).items() if count > 1}
        drawn.append(cells)
    return drawn


def _with_markers(paras: Sequence[Para]) -> Iterator[Para]:
    """Items in a cell keep their signs as text: a cell has no blocks of its own."""
    for para in paras:
        sign = para.number or para.marker
        if not plain(para) and not any(run.note for run in para.runs):
            continue
        if sign and not para.text.startswith(sign):
            sign = sign if any(map(str.isalnum, sign)) else "–"
            yield replace(para, runs=[Run(f"{sign} "), *para.runs])
        else:
            yield para


def _head_row(row: Sequence[_Drawn]) -> str:
    return f"<tr>{''.join(cell.tag('th', 'col') for cell in row)}</tr>"


def _sentence(row: Sequence[_Drawn]) -> ReadSentence:
    """A row; its first cell heads it where it stands in the first column with others beside."""
    first, *others = row
    heads = bool(first.text and others and first.column == 0)
    cells = [first.tag("th", "row") if heads else first.tag("td")]
    cells += [cell.tag("td") for cell in others]
    text = " ".join(CELL_EDGE.join(cell.text for cell in row).split())
    return ReadSentence(text, clean_row("".join(cells)))
