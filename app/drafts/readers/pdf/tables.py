"""Tables by their ruling lines, found with pdfplumber's own geometry."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pdfplumber.table import (
    cells_to_tables,
    edges_to_intersections,
    intersections_to_cells,
    merge_edges,
)

from app.drafts.readers.flow import Cell, Grid, Para
from app.drafts.readers.pdf.shapes import Box, Page, Word
from app.drafts.readers.pdf.things import Placed, find_head
from app.i18n import _

MOST_RULES = 1_500  # of one page; more is a drawing
MOST_CROSSINGS = 2_000
_SLACK = 3.0
_SHORTEST = 4.0
_SAME = 2.0  # edges this close are one
Paragraphs = Callable[[Sequence[Word]], list[Para]]
Corners = tuple[float, float, float, float]  # x0, top, x1, bottom; top counts from the page's top


def take_tables(page: Page, paragraphs: Paragraphs) -> list[Placed]:
    """The tables of a page; their words are taken out of it. `paragraphs` reads a cell's words."""
    found: list[Placed] = []
    for cells in _tables(page):
        boxes = [Box(c[0], page.height - c[3], c[2], page.height - c[1]) for c in cells]
        whole = _around(boxes)
        inside = [word for word in page.words if whole.holds(*word.middle)]
        is_frame = len(boxes) == 1 and whole.height > 0.6 * page.height
        if not inside or is_frame:
            continue
        page.words = [word for word in page.words if not whole.holds(*word.middle)]
        found.append(Placed(whole, _grid(boxes, inside, page.fills, paragraphs), page.number))
    return found


def _tables(page: Page) -> list[list[Corners]]:
    rules = [rule for rule in page.rules if max(rule.width, rule.height) >= _SHORTEST]
    edges = [_edge(rule, page.height) for rule in rules]
    if not 4 <= len(edges) <= MOST_RULES:
        return []
    merged = merge_edges(edges, _SLACK, _SLACK, _SLACK, _SLACK)
    crossings = edges_to_intersections(merged, _SLACK, _SLACK)
    if not 4 <= len(crossings) <= MOST_CROSSINGS:
        return []
    tables: list[list[Corners]] = cells_to_tables(intersections_to_cells(crossings))
    return tables


def _edge(rule: Box, height: float) -> dict[str, float | str]:
    """A ruling line as pdfplumber has it."""
    is_level = rule.width >= rule.height
    middle_x, middle_y = (rule.x0 + rule.x1) / 2, (rule.y0 + rule.y1) / 2
    x0, x1 = (rule.x0, rule.x1) if is_level else (middle_x, middle_x)
    y0, y1 = (middle_y, middle_y) if is_level else (rule.y0, rule.y1)
    return {
        "object_type": "line",
        "orientation": "h" if is_level else "v",
        "x0": x0,
        "x1": x1,
        "top": height - y1,
        "bottom": height - y0,
        "doctop": height - y1,
        "width": x1 - x0,
        "height": y1 - y0,
    }


def _around(boxes: Sequence[Box]) -> Box:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.joined(box)
    return whole


def _grid(
    boxes: Sequence[Box], words: Sequence[Word], fills: Sequence[Box], paragraphs: Paragraphs
) -> Grid:
    lefts = _stops([box.x0 for box in boxes] + [max(box.x1 for box in boxes)])
    tops = _stops([-box.y1 for box in boxes] + [max(-box.y0 for box in boxes)])
    rows: dict[int, list[tuple[float, Cell]]] = {}
    for box in boxes:
        row = _stop(tops, -box.y1)
        cell = Cell(
            paras=paragraphs([word for word in words if box.holds(*word.middle)]),
            across=max(1, _stop(lefts, box.x1) - _stop(lefts, box.x0)),
            down=max(1, _stop(tops, -box.y0) - row),
            fill=_fill(box, fills),
        )
        if cell.fill:
            _without_fill(cell)
        rows.setdefault(row, []).append((box.x0, cell))
    grid = Grid(
        rows=[
            [cell for _x, cell in sorted(rows[row], key=lambda one: one[0])] for row in sorted(rows)
        ],
        doubt=_("Die Tabelle ist aus ihren Linien erraten. Prüfen Sie Zeilen und Spalten."),
        is_drawn=True,
    )
    find_head(grid)
    return grid


def _stops(places: Sequence[float]) -> list[float]:
    stops: list[float] = []
    for place in sorted(places):
        if not stops or place - stops[-1] > _SAME:
            stops.append(place)
    return stops


def _stop(stops: Sequence[float], place: float) -> int:
    return min(range(len(stops)), key=lambda index: abs(stops[index] - place))


def _fill(cell: Box, fills: Sequence[Box]) -> str:
    """The colour that covers most of a cell."""
    colour = ""
    for fill in fills:
        wide = min(fill.x1, cell.x1) - max(fill.x0, cell.x0)
        high = min(fill.y1, cell.y1) - max(fill.y0, cell.y0)
        if wide > 0.8 * cell.width and high > 0.8 * cell.height:
            colour = fill.colour
    return colour


def _without_fill(cell: Cell) -> None:
    """The cell's own colour is not that of its paragraphs too."""
    for para in cell.paras:
        if para.fill == cell.fill:
            para.fill = ""
