"""What every workbook of ours shares: how it is opened, what fits into a cell and how high a row
is, and the paper it is printed on."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, BinaryIO

import xlsxwriter

from app.groups.writers.plain import cut
from app.i18n import _

LONGEST = 32_767  # UTF-16 units in a cell, Excel's own limit
ABOUT_WIDTHS = (28.0, 68.0)  # of the sheet that explains the others, in characters
LINE, TALLEST = 13.0, 409.0  # points; Excel makes no row taller
A3, A4 = 8, 9
BODY = {"font_name": "Calibri", "font_size": 10, "valign": "top", "font_color": "#1b1c1e"}
RULED = BODY | {"bottom": 1, "bottom_color": "#ddd8cc"}
# Indented, so that no text touches its neighbour's.
WRAPPED = RULED | {"text_wrap": True, "align": "left", "indent": 1}
HEADING = BODY | {
    "bold": True,
    "bg_color": "#f4f1ea",
    "text_wrap": True,
    "valign": "vcenter",
    "align": "left",
    "indent": 1,
    "bottom": 2,
    "bottom_color": "#5a5d63",
}
QUIET, WRITE_HERE, ASKED, SHUT = "#5a5d63", "#fdf7e2", "#f7d9b5", "#efeeec"
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))

Formats = dict[str, Any]


def open_book(file: BinaryIO, folder: str, **properties: Any) -> Any:
    """An empty workbook that writes row by row: memory does not grow with the rows' texts.

    Words stay words whatever they begin with: no formula, link or number is made of them.
    `folder` is where rows wait until they are packed.
    """
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "tmpdir": folder,
    }
    book = xlsxwriter.Workbook(file, options)
    if isinstance(properties.get("created"), datetime):
        properties["created"] = properties["created"].replace(tzinfo=None)
    book.set_properties(properties)
    return book


def let_go(book: Any) -> None:
    """Close the files of a workbook that broke off; the library would leave them open."""
    for sheet in book.worksheets():
        sheet.row_data_fh.close()


def sheet_name(title: str) -> str:
    """`title` as the name of a sheet: at most 31 characters, none that Excel refuses."""
    return " ".join(title.translate(_FORBIDDEN).split())[:31]


def fitting(value: str, ending: str = "") -> str:
    """`value` as a cell holds it: what is longer than Excel takes is cut visibly, and `ending` says
    where the whole is (in a bundle's `comments.json`)."""
    if value.startswith("<r>") and value.endswith("</r>"):
        value += " "  # the library would take it for rich text and write it unescaped
    if 2 * len(value) <= LONGEST:
        return value
    return cut(value, LONGEST, ending or _(" … (gekürzt, ganz in comments.json)"))


def rooms(widths: Sequence[float]) -> list[int]:
    """How many characters stand in a line of columns of these widths, less what is indented."""
    return [int(1.2 * (width - 1)) for width in widths]


def lines_of(row: Sequence[object], room: Sequence[int]) -> int:
    """In how many lines the longest text of a row stands: LibreOffice fits no row by itself."""
    most = 1
    for value, width in zip(row, room, strict=True):
        if not isinstance(value, str):
            continue
        if "\n" in value:
            lines = sum(max(1, -(-len(line) // width)) for line in value.split("\n"))
        else:
            lines = -(-len(value) // width)
        if lines > most:
            most = lines
    return most


def height(lines: int) -> float:
    """The height of a row of so many lines, in points."""
    return min(lines * LINE + 3, TALLEST)


def explain(
    sheet: Any,
    formats: Formats,
    title: str,
    parts: Iterable[tuple[str, Iterable[tuple[str, str | int]]]],
) -> None:
    """Fill the sheet that explains the others: a title, and parts with a heading and pairs of a
    name and what there is to say."""
    for at, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(at, at, width)
    sheet.set_row(0, 34)
    sheet.write_string(0, 0, title, formats["title"])
    room = rooms(ABOUT_WIDTHS)
    line = 2
    for heading, pairs in parts:
        sheet.write_string(line, 0, heading, formats["part"])
        for key, value in pairs:
            line += 1
            sheet.set_row(line, height(lines_of((key, value), room)))
            sheet.write_string(line, 0, fitting(key), formats["key"])
            if isinstance(value, int):
                sheet.write_number(line, 1, value, formats["count"])
            else:
                sheet.write_string(line, 1, fitting(value), formats["plain"])
        line += 2


def set_up_print(
    sheet: Any, *, title: str, label: str, foot: str, marks: Sequence[str] = (), wide: bool
) -> None:
    """A page's paper, head and foot: `wide` is A3 across, else A4 upright. `marks` are sentences
    that stand at the top of every page, and have it for themselves: Excel takes 255 characters."""
    if wide:
        sheet.set_landscape()
    sheet.set_paper(A3 if wide else A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.8, bottom=0.75)
    font = '&9&"Calibri"'  # the size first: a digit may follow a name, never a size
    pages = _("Seite {page} von {pages}").format(page="&P", pages="&N")
    named = f"{_in_print(title, 60)}\n{_in_print(label, 60)}"
    drawn = _in_print(foot, 60)
    if marks:
        room = (225 - len(marks)) // len(marks)
        said = "\n".join(_in_print(mark, room) for mark in marks)
        sheet.set_header(f'&R&8&"Calibri,Bold"{said}')
        sheet.set_footer(f"&L{font}{named}\n{drawn}&R{font}{pages}")
    else:
        sheet.set_header(f"&L{font}{named}")
        sheet.set_footer(f"&L{font}{drawn}&R{font}{pages}")
    sheet.hide_gridlines(2)


def _in_print(text: str, limit: int) -> str:
    """`text` for the head of a page, where an ampersand is a command unless it stands twice."""
    room = limit
    while len(said := cut(text, room, " …").replace("&", "&&")) > limit:
        room -= 1
    return said
