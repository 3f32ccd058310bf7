"""Deeds on tables: whether the first row names the columns, and whether the first cell of each row
names the row. No word comes or goes: a row only changes its place between head and body."""

import re
from collections.abc import Iterable

from app.drafts.cells import CELL_EDGE, Rows
from app.drafts.editing.sheet import Part, Sheet
from app.drafts.readers.cleaning import clean_row, clean_table_head
from app.errors import Invalid
from app.i18n import _
from app.models import Block, BlockKind

# What we cleaned ourselves: no table stands in another, and no attribute holds a ">".
_CELL = re.compile(r"<(t[hd])\b([^>]*)>(.*?)</\1>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_HEAD = re.compile(r"<thead>(.*?)</thead>", re.DOTALL)
_SCOPE = re.compile(r'\s*scope="\w+"')
_REACHES_DOWN = re.compile(r'rowspan="(?!1")')


def head_rows(block: Block) -> int:
    """How many rows are the table's head."""
    return len(_rows_of_head(block))


def has_head_column(block: Block) -> bool:
    """Whether the first cells of a table's rows name them."""
    return _are_named([sentence.html for sentence in block.sentences])


def _are_named(rows: Iterable[str]) -> bool:
    first = [found for html in rows if (found := _CELL.search(html))]
    return any(cell[1] == "th" for cell in first)


def make_first_row_head(sheet: Sheet, block: Block) -> None:
    """Let the first row name the columns; where there is a head already, the row joins it.

    Refused with `Invalid` for what is no table, for a table of one row, and where a cell of the
    row reaches into the next one.
    """
    rows = _rows(sheet, block)
    if len(rows) < 2:
        raise Invalid(_("Eine Tabelle braucht unter dem Kopf noch eine Zeile."))
    _text, html = rows[0]
    _require_whole(html)
    sheet.touch(block)
    head = [*_rows_of_head(block), _as_head(html)]
    _write_head(block, head)
    sheet.write(block, rows[1:])


def make_head_first_row(sheet: Sheet, block: Block) -> None:
    """Let the lowest row of the head be the first row of the table.

    Refused with `Invalid` for what is no table, or has no head, and where a cell of the row reaches
    out of it.
    """
    rows = _rows(sheet, block)
    *rest, last = _rows_of_head(block) or [""]
    if not last:
        raise Invalid(_("Die Tabelle hat keinen Kopf."))
    _require_whole(*rest, last)
    sheet.touch(block)
    html = _as_row(last, is_named=_are_named(html for _text, html in rows))
    text = " ".join(CELL_EDGE.join(Rows.of(html).cells()).split())
    _write_head(block, rest)
    sheet.write(block, [(text, html), *rows])


def name_rows(sheet: Sheet, block: Block) -> None:
    """Let the first cell of each row name it. Refused with `Invalid` for what is no table."""
    _turn_first_cells(sheet, block, is_named=True)


def unname_rows(sheet: Sheet, block: Block) -> None:
    """Let the first cell of each row be like the others. Refused as `name_rows` is."""
    _turn_first_cells(sheet, block, is_named=False)


def _turn_first_cells(sheet: Sheet, block: Block, *, is_named: bool) -> None:
    rows = _rows(sheet, block)
    sheet.touch(block)
    sheet.write(block, [(text, _with_first_cell(html, is_named=is_named)) for text, html in rows])


def _rows(sheet: Sheet, block: Block) -> list[Part]:
    if block.kind is not BlockKind.TABLE:
        raise Invalid(_("%(label)s ist keine Tabelle.") % {"label": block.label})
    return sheet.parts(block)


def _rows_of_head(block: Block) -> list[str]:
    head = _HEAD.search(block.head_html)
    return _ROW.findall(head[1]) if head else []


def _write_head(block: Block, rows: list[str]) -> None:
    """The caption stays, whatever the rows."""
    caption = _HEAD.sub("", block.head_html)
    head = f"<thead>{''.join(f'<tr>{row}</tr>' for row in rows)}</thead>" if rows else ""
    block.head_html = clean_table_head(caption + head) if caption or head else ""


def _require_whole(*rows: str) -> None:
    if any(_REACHES_DOWN.search(row) for row in rows):
        raise Invalid(
            _("Eine Zelle reicht in die Zeile darunter; so lassen sie sich nicht trennen.")
        )


def _as_head(html: str) -> str:
    def turn(cell: re.Match[str]) -> str:
        tag, scope = ("th", ' scope="col"') if cell[3].strip() else ("td", "")
        return f"<{tag}{scope}{_SCOPE.sub('', cell[2])}>{cell[3]}</{tag}>"

    return _CELL.sub(turn, html)


def _as_row(html: str, *, is_named: bool) -> str:
    plain = _CELL.sub(lambda cell: f"<td{_SCOPE.sub('', cell[2])}>{cell[3]}</td>", html)
    return _with_first_cell(clean_row(plain), is_named=is_named)


def _with_first_cell(html: str, *, is_named: bool) -> str:
    """The row with its first cell as a name or not: one that says nothing, or stands alone, names
    nothing."""
    first = _CELL.search(html)
    if first is None:
        return html
    others = html[first.end() :]
    names = is_named and bool(first[3].strip()) and bool(others)
    tag, scope = ("th", ' scope="row"') if names else ("td", "")
    return f"<{tag}{scope}{_SCOPE.sub('', first[2])}>{first[3]}</{tag}>{others}"
