"""The figures of the results: every field against every decision, and a chart of all together
beside the table it is made of."""

from typing import Any

from app.comments.decision_words import decision_word
from app.groups.ledger import Counts, Results
from app.groups.writers.book import Formats
from app.groups.writers.plain import one_line
from app.i18n import _
from app.models import Decision

FIRST = 3  # the row of the first field
NAME_WIDTH, WIDTH = 34.0, 12.0


def write(book: Any, sheet: Any, results: Results, formats: Formats) -> None:
    """One row for each field, the last for all of them; the chart stands below."""
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, _("Was aus den Anmerkungen wurde"), formats["title"])
    headings = [*(decision_word(one) for one in Decision), _("offen"), _("zusammen")]
    headings.append(_("ausgeblendet"))
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, len(headings), WIDTH)
    sheet.set_row(FIRST - 1, 30)
    sheet.write_string(FIRST - 1, 0, _("Handlungsfeld"), formats["heading"])
    for at, heading in enumerate(headings, 1):
        sheet.write_string(FIRST - 1, at, heading, formats["centred"])
    line = FIRST
    for one in results.fields:
        _line(sheet, line, one_line(f"{one.label} {one.title}"), one.counts, formats, "figure")
        line += 1
    _line(sheet, line, _("Alle Handlungsfelder"), results.counts, formats, "sum")
    _chart(book, sheet, line)


def _line(sheet: Any, line: int, name: str, counts: Counts, formats: Formats, look: str) -> None:
    sheet.write_string(line, 0, name, formats["text"])
    figures = [counts.of(one) for one in Decision]
    for at, figure in enumerate([*figures, counts.open, counts.notes, counts.hidden], 1):
        sheet.write_number(line, at, figure, formats[look])


def _chart(book: Any, sheet: Any, line: int) -> None:
    """Bars of the last row: each decision, and what is open."""
    last = len(Decision) + 1
    name = sheet.get_name()
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "categories": [name, FIRST - 1, 1, FIRST - 1, last],
            "values": [name, line, 1, line, last],
            "fill": {"color": "#405d6b"},
            "gap": 60,
            "data_labels": {"value": True, "font": {"name": "Calibri", "size": 10}},
        }
    )
    chart.set_title(
        {"name": _("Alle Handlungsfelder"), "name_font": {"name": "Calibri", "size": 12}}
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "line": {"none": True}, "num_font": {"size": 10}})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, "min": 0})
    chart.set_size({"width": 640, "height": 300})
    alt = _("Balken zu der letzten Zeile darüber: wie viele Anmerkungen zu jeder Entscheidung.")
    sheet.insert_chart(line + 2, 0, chart, {"description": alt, "object_position": 2})
