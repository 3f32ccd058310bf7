"""`comments.xlsx`: one sheet to sort, filter and print, one that explains it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import xlsxwriter

from app.groups.contents import Contents, Head
from app.groups.writers import words
from app.groups.writers.about import About, about
from app.groups.writers.columns import Cell, columns, rows
from app.groups.writers.counts import Counts
from app.groups.writers.plain import cut, one_line
from app.groups.writers.stream import Progress, quiet
from app.i18n import _

LONGEST = 32_767  # UTF-16 units in a cell, Excel's own limit
MOST_ROWS = 1_048_575  # under the headings
LINE, TALLEST = 13.0, 409.0  # points; Excel makes no row taller

ABOUT_WIDTHS = (28.0, 68.0)

Formats = dict[str, Any]


def write(
    contents: Contents,
    file: BinaryIO,
    progress: Progress = quiet,
    *,
    counts: Counts | None = None,
    workdir: Path | None = None,
) -> None:
    """Write the workbook row by row: memory does not grow with the notes.

    `counts` spares a pass over the notes; `workdir` is where rows wait until they are packed.
    Words stay words whatever they begin with; what is longer than a cell holds is cut visibly.
    """
    with TemporaryDirectory(dir=workdir) as folder:
        book = _book(contents.head, file, folder)
        try:
            formats = _formats(book)
            _notes_sheet(book, formats, contents, progress)
            _about_sheet(book, formats, contents.head, about(contents, counts))
            book.close()
        finally:  # where the notes break off, the library would leave its files open
            for sheet in book.worksheets():
                sheet.row_data_fh.close()


def _book(head: Head, file: BinaryIO, folder: str) -> Any:
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": folder,
    }
    book = xlsxwriter.Workbook(file, options)
    book.set_properties(
        {
            "title": f"{one_line(head.process)}: {words.label(head)}",
            "subject": _("Anmerkungen zum Entwurf"),
            "author": one_line(head.organisation),
            "company": one_line(head.organisation),
            "created": head.drawn_at.replace(tzinfo=None),
        }
    )
    return book


def _formats(book: Any) -> Formats:
    body = {"font_name": "Calibri", "font_size": 10, "valign": "top", "font_color": "#1b1c1e"}
    ruled = body | {"bottom": 1, "bottom_color": "#ddd8cc"}
    heading = body | {"bold": True, "bg_color": "#f4f1ea", "text_wrap": True, "valign": "vcenter"}
    return {
        "heading": book.add_format(heading | {"bottom": 2, "bottom_color": "#5a5d63"}),
        "centred": book.add_format(
            heading | {"bottom": 2, "bottom_color": "#5a5d63", "align": "center"}
        ),
        "address": book.add_format(ruled | {"bold": True}),
        "quote": book.add_format(ruled | {"text_wrap": True, "font_name": "Cambria"}),
        "text": book.add_format(ruled | {"text_wrap": True}),
        "quiet": book.add_format(ruled | {"text_wrap": True, "font_color": "#5a5d63"}),
        "moment": book.add_format(ruled | {"num_format": "dd.mm.yyyy hh:mm", "align": "left"}),
        "number": book.add_format(ruled | {"num_format": "0", "align": "center"}),
        "title": book.add_format(body | {"font_name": "Cambria", "font_size": 20}),
        "part": book.add_format(body | {"bold": True, "font_size": 12}),
        "plain": book.add_format(body | {"text_wrap": True}),
        "key": book.add_format(body | {"text_wrap": True, "font_color": "#5a5d63"}),
        "count": book.add_format(body | {"num_format": "#,##0", "align": "left"}),
    }


_LOOK = {
    "address": "address",
    "quote": "quote",
    "proposed_wording": "quote",
    "field": "quiet",
    "section": "quiet",
    "created_at": "moment",
    "support": "number",
    "number": "number",
}
_CENTRED = ("support", "number")


def _notes_sheet(book: Any, formats: Formats, contents: Contents, progress: Progress) -> None:
    sheet = book.add_worksheet(_("Anmerkungen"))
    shape = columns()
    looks = [formats[_LOOK.get(column.key, "text")] for column in shape]
    for at, column in enumerate(shape):
        sheet.set_column(at, at, column.width)
        look = "centred" if column.key in _CENTRED else "heading"
        sheet.write_string(0, at, column.heading, formats[look])
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)
    _set_up_print(sheet, contents.head, landscape=True)
    sheet.repeat_rows(0)
    last = 0
    for last, row in enumerate(rows(contents, progress), 1):
        if last > MOST_ROWS:
            raise ValueError(f"a sheet holds {MOST_ROWS} notes at most")
        sheet.set_row(last, _height(row, [column.width for column in shape]))
        for at, value in enumerate(row):
            _writer(sheet, value)(last, at, _fitting(value), looks[at])
    sheet.autofilter(0, 0, last, len(shape) - 1)


def _height(row: Sequence[Cell | str], widths: Sequence[float]) -> float:
    """The row's height by the longest of its texts: LibreOffice does not fit rows by itself."""
    most = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and (len(value) > width or "\n" in value):
            room = int(1.2 * width)
            lines = sum(max(1, -(-len(line) // room)) for line in value.split("\n"))
            most = max(most, lines)
    return min(most * LINE + 3, TALLEST)


def _writer(sheet: Any, value: Cell) -> Callable[..., int]:
    if isinstance(value, datetime):
        return sheet.write_datetime  # type: ignore[no-any-return]
    return sheet.write_number if isinstance(value, int) else sheet.write_string  # type: ignore[no-any-return]


def _fitting(value: Cell) -> Cell:
    if not isinstance(value, str):
        return value
    if value.startswith("<r>") and value.endswith("</r>"):
        value += " "  # the library would take it for rich text and write it unescaped
    if 2 * len(value) <= LONGEST:
        return value
    return cut(value, LONGEST, _(" … (gekürzt, ganz in comments.json)"))


def _set_up_print(sheet: Any, head: Head, *, landscape: bool) -> None:
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(8 if landscape else 9)  # A3 and A4: eighteen columns are too small on A4
    sheet.fit_to_pages(1, 0 if landscape else 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    font = '&"Calibri"&9'
    title = cut(one_line(head.process), 90, " …").replace("&", "&&")
    label = cut(words.label(head), 70, " …").replace("&", "&&")
    pages = _("Seite {page} von {pages}").format(page="&P", pages="&N")
    drawn = words.stamp(head.drawn_at, head.zone)
    sheet.set_header(f"&L{font}{title}&R{font}{label}")
    sheet.set_footer(f"&L{font}{drawn}&R{font}{pages}")
    sheet.hide_gridlines(2)


def _about_sheet(book: Any, formats: Formats, head: Head, said: About) -> None:
    sheet = book.add_worksheet(_("Über dieses Paket"))
    _set_up_print(sheet, head, landscape=False)
    for at, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, said.title, formats["title"])
    line = 2
    for part in said.parts:
        sheet.write_string(line, 0, part.title, formats["part"])
        for key, value in part.lines:
            line += 1
            sheet.set_row(line, _height((key, value), ABOUT_WIDTHS))
            sheet.write_string(line, 0, _fitting(key), formats["key"])
            if isinstance(value, int):
                sheet.write_number(line, 1, value, formats["count"])
            else:
                sheet.write_string(line, 1, _fitting(value), formats["plain"])
        line += 2
