"""Tables of a DOCX: cells that reach over others, head rows, boxes, tables in tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from app.drafts.readers.docx.captions import attached
from app.drafts.readers.docx.names import (
    Element,
    W,
    attribute,
    switch,
    tag,
    value,
    whole,
    with_wrapped,
)
from app.drafts.readers.flow import Cell, Grid, Image, Item, Para
from app.i18n import _

if TYPE_CHECKING:
    from app.drafts.readers.docx.story import Story

WIDEST = 63  # columns, as many as Word allows
_FIRST_ROW = 0x0020  # of w:tblLook's old form


class _Table:
    """One table while it is read."""

    def __init__(self, story: Story, element: Element) -> None:
        self._story = story
        properties = element.find(f"{W}tblPr")
        self._fill = story.file.styles.table_fill(properties)
        self._open: dict[int, Cell] = {}  # by column: what reaches down from above
        self.inner: dict[int, list[Item]] = {}  # by the cell: what stands in it
        self.rows: list[list[Cell]] = []
        heads = 0
        for row in _named(element, "tr"):
            if _has(row.find(f"{W}trPr"), "del"):
                for cell in _named(row, "tc"):
                    story.within(cell, is_deleted=True)
                continue
            if heads == len(self.rows) and switch(row.find(f"{W}trPr"), "tblHeader"):
                heads += 1
            self.rows.append(self._row(row))
        self._mark_heads(heads or int(self._has_bold_head(properties)))

    def _row(self, row: Element) -> list[Cell]:
        """The cells that begin in a row; none where cells from above cover all of it."""
        skipped = whole(value(row.find(f"{W}trPr"), "gridBefore"), 0) or 0
        at = max(0, min(skipped, WIDEST))
        cells = [Cell(across=at)] if at else []
        for element in _named(row, "tc"):
            at = self._cell(element, cells, at)
        return cells

    def _cell(self, element: Element, cells: list[Cell], at: int) -> int:
        """Read a cell that begins in column `at`; returns where the next one begins."""
        properties = element.find(f"{W}tcPr")
        items = self._story.within(element, is_deleted=_has(properties, "cellDel"))
        across = max(1, min(whole(value(properties, "gridSpan"), 1) or 1, WIDEST))
        above = self._open.get(at)
        if _goes_on(properties, "vMerge") and above is not None:
            above.down += 1
            self._hide(items)
            return at + across
        if _goes_on(properties, "hMerge") and cells:
            cells[-1].across += 1
            self._hide(items)
            return at + across
        cell = Cell(across=across, fill=self._fill_of(properties))
        cells.append(cell)
        self.inner[id(cell)] = items
        for column in range(at, at + across):
            self._open.pop(column, None)
        if _has(properties, "vMerge"):
            self._open[at] = cell
        return at + across

    def _fill_of(self, properties: Element | None) -> str:
        shade = None if properties is None else properties.find(f"{W}shd")
        return self._fill if shade is None else self._story.file.colours.shading(shade)

    def _hide(self, items: list[Item]) -> None:
        """What stands in a cell that is covered by another; usually nothing."""
        for para in flat(items):
            self._story.file.drop(_("Text in verdeckten Zellen"), para.text)

    def _mark_heads(self, heads: int) -> None:
        for row in self.rows[:heads]:
            for cell in row:
                cell.is_head = True

    def _has_bold_head(self, properties: Element | None) -> bool:
        """The table sets its first row apart, and it is bold, by its style or by hand."""
        if len(self.rows) < 2 or len(self.rows[0]) < 2 or not _sets_first_row_apart(properties):
            return False
        if self._story.file.styles.has_bold_first_row(properties):
            return True
        paras = [para for cell in self.rows[0] for para in flat(self.inner.get(id(cell), []))]
        runs = [run for para in paras for run in para.runs if run.text.strip()]
        return bool(runs) and all("strong" in run.marks for run in runs)


def table(story: Story, element: Element) -> Iterator[Grid | Image]:
    """The table. Cells hold paragraphs only, so the pictures in them follow it, and a table in
    a box of one column stands in its place; in a wider one its paragraphs stay in their cell."""
    before = len(story.file.captions)
    read = _Table(story, element)
    is_box = all(len(row) <= 1 for row in read.rows)
    if is_box and any(
        not isinstance(item, Para) for inner in read.inner.values() for item in inner
    ):
        captions = story.file.captions[before:]
        for row in read.rows:
            for cell in row:
                inner = attached(read.inner.get(id(cell), []), captions)
                yield from _in_parts(cell, inner)
        return
    images: list[Image] = []
    for row in read.rows:
        for cell in row:
            items = read.inner.get(id(cell), [])
            cell.paras = list(flat(items))
            images += _images(items)
    if read.rows:
        yield Grid(read.rows)
    yield from images


def flat(items: list[Item]) -> Iterator[Para]:
    """The paragraphs of a cell, those of tables in it too."""
    for item in items:
        if isinstance(item, Para):
            yield item
        elif isinstance(item, Grid):
            for row in item.rows:
                for cell in row:
                    yield from cell.paras
            if item.caption is not None:
                yield item.caption


def _in_parts(cell: Cell, items: Sequence[Item]) -> Iterator[Grid | Image]:
    """A cell alone in its row, parted where a picture or table stands in it."""
    for is_text, part in groupby(items, lambda item: isinstance(item, Para)):
        if is_text:
            paras = [item for item in part if isinstance(item, Para)]
            yield Grid([[replace(cell, paras=paras, down=1)]])
        else:
            yield from (item for item in part if not isinstance(item, Para))


def _images(items: list[Item]) -> Iterator[Image]:
    return (item for item in items if isinstance(item, Image))


def _named(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also those within controls and changes."""
    for child in with_wrapped(parent):
        if child.tag == W + name:
            yield child
        elif not tag(child).endswith("Pr"):
            yield from _named(child, name)


def _goes_on(properties: Element | None, name: str) -> bool:
    merge = None if properties is None else properties.find(W + name)
    return merge is not None and attribute(merge, f"{W}val") != "restart"


def _sets_first_row_apart(properties: Element | None) -> bool:
    look = None if properties is None else properties.find(f"{W}tblLook")
    own = attribute(look, f"{W}firstRow")
    if own:
        return own in {"1", "true", "on"}
    try:
        return bool(int(attribute(look, f"{W}val") or "0", 16) & _FIRST_ROW)
    except ValueError:
        return False


def _has(properties: Element | None, name: str) -> bool:
    return properties is not None and properties.find(W + name) is not None
