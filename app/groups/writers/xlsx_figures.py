"""The sheet of figures: tables, and a chart of the decisions beside the table it is made of. The
decisions are counted anew by the program in which the group fills them in."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from app.groups.writers.book import Formats
from app.groups.writers.figures import WIDTHS, Table
from app.i18n import _

FIRST = 2  # the row of the first table's title
CHART_ROWS = 15


def write(
    book: Any, sheet: Any, title: str, said: Sequence[Table], source: str, formats: Formats
) -> None:
    """`said` begins with the decisions; `source` is the range in which they are filled in, as a
    formula names it, "" where nothing is."""
    for at, width in enumerate(WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, title, formats["title"])
    line = FIRST
    for number, table in enumerate(said):
        is_live = number == 0 and bool(source)
        _table(sheet, line, table, source if is_live else "", formats)
        line += len(table.rows) + 3
        if number == 0:
            _chart(book, sheet, sheet.get_name(), line, table, is_live=is_live)
            line += CHART_ROWS + 1


def _table(sheet: Any, line: int, table: Table, source: str, formats: Formats) -> None:
    sheet.write_string(line, 0, table.title, formats["part"])
    width = len(table.headings) if source else len(table.rows[0]) if table.rows else 2
    for at, heading in enumerate(table.headings[:width]):
        sheet.write_string(line + 1, at, heading, formats["centred" if at else "heading"])
    first = line + 2
    for number, row in enumerate(table.rows):
        for at, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(first + number, at, value, formats["figure"])
            else:
                sheet.write_string(first + number, at, value, formats["text"])
        if source:
            is_last = number == len(table.rows) - 1
            at = len(row)
            formula = _rest(table, first, at) if is_last else _count(source, first + number)
            sheet.write_formula(first + number, at, formula, formats["figure"], row[-1])


def _count(source: str, line: int) -> str:
    return f"=COUNTIF({source},$A${line + 1})"


def _rest(table: Table, first: int, at: int) -> str:
    """What is open now: all that are to be decided, less those that are."""
    letter = xl_col_to_name(at)
    total = sum(row[1] for row in table.rows if isinstance(row[1], int))
    return f"={total}-SUM({letter}{first + 1}:{letter}{first + len(table.rows) - 1})"


def _chart(book: Any, sheet: Any, name: str, line: int, table: Table, *, is_live: bool) -> None:
    """Bars of the last column of the table, in its order from above."""
    at = 2 if is_live else 1
    first, last = FIRST + 2, FIRST + 1 + len(table.rows)
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [name, first, 0, last, 0],
            "values": [name, first, at, last, at],
            "fill": {"color": "#405d6b"},
            "gap": 60,
            "data_labels": {"value": True, "font": {"name": "Calibri", "size": 10}},
        }
    )
    chart.set_title({"name": table.title, "name_font": {"name": "Calibri", "size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "line": {"none": True}, "num_font": {"size": 10}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 640, "height": CHART_ROWS * 20 - 10})
    alt = _("Balken zu der Tabelle darüber: wie viele Anmerkungen zu jeder Entscheidung.")
    sheet.insert_chart(line - 1, 0, chart, {"description": alt, "object_position": 2})
