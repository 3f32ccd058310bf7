"""An empty table for notes, with lists to choose from and a sheet that explains its columns."""

from __future__ import annotations

import io
from typing import Any

from app import i18n
from app.i18n import _
from app.paper.columns import COLUMNS, column_hint, column_word

ROWS = 2_000  # down to which the lists to choose from reach
_WIDTHS = {"text": 70, "wording": 40, "reply": 40, "contact": 28, "place": 24, "name": 24}


def template_file(title: str) -> bytes:
    """The table as XLSX; in German, as what is written into it is understood in German."""
    with i18n.speaking(i18n.DEFAULT):
        return _made(title)


def _made(title: str) -> bytes:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        words = book.add_format({"text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "dd.mm.yyyy", "valign": "top"})
        sheet = book.add_worksheet(_("Anmerkungen"))
        for number, name in enumerate(COLUMNS):
            form = day if name == "date" else words
            sheet.set_column(number, number, _WIDTHS.get(name, 16), form)
            sheet.write_string(0, number, column_word(name), head)
            _choices(sheet, number, name)
        sheet.freeze_panes(1, 1)
        _explained(book.add_worksheet(_("Erklärung")), title, head, words)
    return file.getvalue()


def _choices(sheet: Any, number: int, name: str) -> None:
    lists = {
        "kind": [_("Anmerkung"), _("Vorschlag"), _("Frage")],
        "source": [_("Brief"), _("Versammlung"), _("Telefon"), _("E-Mail")],
        "shows_name": [_("Ja"), _("Nein")],
        "moderation": [_("angenommen"), _("abgelehnt")],
    }
    if name in lists:
        sheet.data_validation(1, number, ROWS, number, {"validate": "list", "source": lists[name]})


def _explained(sheet: Any, title: str, head: Any, words: Any) -> None:
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90, words)
    sheet.write_string(0, 0, _("Spalte"), head)
    sheet.write_string(0, 1, _("Was dort steht"), head)
    for row, name in enumerate(COLUMNS, 1):
        sheet.write_string(row, 0, column_word(name))
        sheet.write_string(row, 1, column_hint(name), words)
    sheet.write_string(len(COLUMNS) + 2, 0, _("Verfahren"))
    sheet.write_string(len(COLUMNS) + 2, 1, title, words)
