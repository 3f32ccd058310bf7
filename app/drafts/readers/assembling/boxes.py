"""Tables that are only a frame or a ground of colour around text: what is in them, without them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.drafts.readers.assembling.looks import cells_of, plain
from app.drafts.readers.flow import Grid, Item, Para

_SHORT = 120  # characters; one such paragraph alone on a ground of colour is often a heading


@dataclass(slots=True)
class Boxed(Para):
    """A paragraph out of a box with others: its bold lines head nothing outside of the box."""


def unboxed(items: Sequence[Item]) -> Iterator[Item]:
    """The items, with the paragraphs of a box in its place; empty paragraphs are dropped."""
    for item in items:
        if isinstance(item, Grid) and _is_box(item):
            yield from _inside(item)
        elif not isinstance(item, Para) or plain(item) or any(run.note for run in item.runs):
            yield item


def _is_box(grid: Grid) -> bool:
    """One cell with words, or one column without a head: no table that one reads in columns."""
    written = cells_of(grid)
    if grid.caption or any(cell.is_head for cell in written):
        return False
    if len(written) <= 1:
        return len(grid.rows) == 1 or all(len(row) == 1 for row in grid.rows)
    return all(len(row) <= 1 for row in grid.rows)


def _inside(grid: Grid) -> Iterator[Para]:
    paras = [
        (cell, para)
        for row in grid.rows
        for cell in row
        for para in cell.paras
        if plain(para) or any(run.note for run in para.runs)
    ]
    for cell, para in paras:
        filled = replace(para, fill=para.fill or cell.fill)
        alone = len(paras) == 1 and len(plain(para)) <= _SHORT
        yield filled if alone or para.level else _boxed(filled)


def _boxed(para: Para) -> Boxed:
    return Boxed(
        runs=para.runs,
        depth=para.depth,
        marker=para.marker,
        number=para.number,
        fill=para.fill,
        size=para.size,
        is_contents=para.is_contents,
        is_running=para.is_running,
        is_quote=para.is_quote,
        doubt=para.doubt,
    )
