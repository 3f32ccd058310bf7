"""Tables of a page: as grids, or, where they only lay it out, as what stands in them."""

from __future__ import annotations

from collections.abc import Iterator

from app.drafts.readers.flow import Cell, Grid, Item, Para
from app.drafts.readers.html.body import Body
from app.drafts.readers.html.looks import Looks
from app.drafts.readers.html.parsing import Element
from app.drafts.readers.html.styles import ground_of

_WIDEST = 1_000
_IN_LAYOUT = ("table", "h1", "h2", "h3", "h4", "h5", "h6")


def read_table(body: Body, table: Element, looks: Looks) -> None:
    """Put the table into the body's items; pictures in its cells stand after it."""
    if _lays_out(table):
        for element in (cell for row in _rows(table) for cell in _cells(row)):
            body.items += body.inner().read(element, _looks_in(body, element, looks))
        return
    grid = Grid(depth=body.depth)
    others: list[Item] = []
    for caption in table.iterchildren("caption"):
        paras, beside = _read(body, caption, looks)
        grid.caption = _joined(paras)
        others += beside
    for row in _rows(table):
        grid.rows.append([])
        for element in _cells(row):
            paras, beside = _read(body, element, looks)
            others += beside
            grid.rows[-1].append(_cell(body, element, row, paras))
    body.items += [grid, *others]


def _lays_out(table: Element) -> bool:
    """Whether it is no table to be read, but columns of a page."""
    if table.get("role") in ("presentation", "none"):
        return True
    return any(inner is not table for inner in table.iter(*_IN_LAYOUT))


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from child.iterchildren("tr")


def _cells(row: Element) -> Iterator[Element]:
    return row.iterchildren("td", "th")


def _looks_in(body: Body, element: Element, looks: Looks) -> Looks:
    return looks.inside(element, body.styles.of(element), is_block=True)


def _read(body: Body, element: Element, looks: Looks) -> tuple[list[Para], list[Item]]:
    items = body.inner().read(element, _looks_in(body, element, looks))
    paras = [item for item in items if isinstance(item, Para)]
    return paras, [item for item in items if not isinstance(item, Para)]


def _cell(body: Body, element: Element, row: Element, paras: list[Para]) -> Cell:
    section = row.getparent()
    return Cell(
        paras,
        is_head=element.tag == "th" or (section is not None and section.tag == "thead"),
        across=_span(element.get("colspan")),
        down=_span(element.get("rowspan")),
        fill=ground_of(element, body.styles.of(element)),
    )


def _span(value: str | None) -> int:
    number = int(value) if value and value.isdecimal() and len(value) < 6 else 1
    return min(max(number, 1), _WIDEST)


def _joined(paras: list[Para]) -> Para | None:
    """A caption of several paragraphs as one of several lines."""
    if not paras:
        return None
    first, *others = paras
    for para in others:
        first.runs += [type(first.runs[0])("\n"), *para.runs] if first.runs else para.runs
    return first
