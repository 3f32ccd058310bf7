"""`comments.xlsx`: one sheet in which a group decides, to filter and to print; one of figures; one
that explains it; and one nobody sees, by which it is known when it comes back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter.utility import xl_col_to_name

from app.groups.contents import Contents, Head
from app.groups.writers import asking, figures, words, xlsx_figures
from app.groups.writers import book as books
from app.groups.writers.about import About, about
from app.groups.writers.book import BODY, HEADING, RULED, WRAPPED, Formats, fitting
from app.groups.writers.columns import (
    ANSWERS,
    ELSEWHERE,
    LOOKS,
    NUMBERS,
    Column,
    columns_of,
    printed,
    rows_to_decide,
)
from app.groups.writers.counts import Counts, take
from app.groups.writers.plain import one_line
from app.groups.writers.stream import Progress, quiet
from app.i18n import _

MOST_ROWS = 1_048_575  # under the headings
KEYS = 2  # columns that stay in sight: address and number


def write(
    contents: Contents,
    file: BinaryIO,
    progress: Progress = quiet,
    *,
    counts: Counts | None = None,
    workdir: Path | None = None,
) -> None:
    """Write the workbook row by row: memory does not grow with the notes' texts.

    `counts` spares a pass over the notes; `workdir` is where rows wait until they are packed.
    Words stay words whatever they begin with; what is longer than a cell holds is cut visibly.
    More notes than a sheet has rows are refused with ValueError.
    """
    counts = counts or take(contents)
    head = contents.head
    with TemporaryDirectory(dir=workdir) as folder:
        book = books.open_book(
            file,
            folder,
            title=f"{one_line(head.process)}: {words.label(head)}",
            subject=_("Anmerkungen zum Entwurf"),
            author=one_line(head.organisation),
            company=one_line(head.organisation),
            created=head.drawn_at,
        )
        try:
            _sheets(book, contents, counts, progress)
            book.close()
        finally:
            books.let_go(book)


def _sheets(book: Any, contents: Contents, counts: Counts, progress: Progress) -> None:
    formats = _formats(book)
    shape = columns_of(contents)
    name = books.sheet_name(_("Anmerkungen"))
    sheet = book.add_worksheet(name)
    last = _notes_sheet(sheet, formats, shape, contents, progress)
    page = book.add_worksheet(books.sheet_name(_("Zahlen")))
    _set_up_print(page, contents.head)
    letter = xl_col_to_name([column.key for column in shape].index("decision"), col_abs=True)
    source = f"'{name}'!{letter}$2:{letter}${max(last, 1) + 1}"
    said = figures.tables(contents, counts)
    xlsx_figures.write(book, page, words.label(contents.head), said, source, formats)
    _about_sheet(book, formats, contents.head, about(contents, counts))
    key = contents.head.bundle_key
    asking.write_keys(book, shape, bundle_key=key, sheet=name)
    sheet.activate()


def _formats(book: Any) -> Formats:
    answer = WRAPPED | {"locked": False, "bg_color": books.WRITE_HERE}
    shapes: dict[str, dict[str, Any]] = {
        "heading": HEADING,
        "centred": HEADING | {"align": "center", "indent": 0},
        "asking": HEADING | {"bg_color": "#f3e3b3"},
        "address": RULED | {"bold": True, "align": "left", "indent": 1},
        "quote": WRAPPED | {"font_name": "Cambria"},
        "text": WRAPPED,
        "quiet": WRAPPED | {"font_color": books.QUIET},
        "moment": RULED | {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
        "number": RULED | {"num_format": "0", "align": "center"},
        "stand": RULED | {"num_format": "0", "align": "center", "font_color": "#9a9ba0"},
        "answer": answer,
        "chosen": answer | {"bold": True},
        "shut": WRAPPED | {"bg_color": books.SHUT},
        "asked": {"bg_color": books.ASKED},
        "title": BODY | {"font_name": "Cambria", "font_size": 20},
        "part": BODY | {"bold": True, "font_size": 12},
        "plain": BODY | {"text_wrap": True},
        "key": BODY | {"text_wrap": True, "font_color": books.QUIET},
        "count": BODY | {"num_format": "#,##0", "align": "left"},
        "figure": RULED | {"num_format": "#,##0", "align": "center"},
        "mark": BODY | {"bold": True, "text_wrap": True},
    }
    return {name: book.add_format(shape) for name, shape in shapes.items()}


_LOOK = LOOKS | {"decision": "chosen"}


def _notes_sheet(
    sheet: Any, formats: Formats, shape: Sequence[Column], contents: Contents, progress: Progress
) -> int:
    """Headings and a row for each note; the number of the last row."""
    for at, column in enumerate(shape):
        sheet.set_column(at, at, column.width)
        look = "centred" if column.key in NUMBERS else "heading"
        look = "asking" if column.key in ANSWERS else look
        sheet.write_string(0, at, column.heading, formats[look])
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, KEYS)
    _set_up_print(sheet, contents.head, wide=True)
    sheet.repeat_rows(0)
    last = _rows(sheet, formats, shape, contents, progress)
    sheet.autofilter(0, 0, last, len(shape) - 1)
    sheet.print_area(0, 0, last, printed(shape) - 1)
    at = [column.key for column in shape].index("decision")
    sheet.set_selection(1, at, 1, at)
    asking.ask(sheet, shape, last, formats)
    return last


def _rows(
    sheet: Any, formats: Formats, shape: Sequence[Column], contents: Contents, progress: Progress
) -> int:
    put = _putting(sheet, shape)
    looks = [formats[_LOOK.get(column.key, "text")] for column in shape]
    shut = [formats["shut"] if column.key in ANSWERS else look
            for column, look in zip(shape, looks, strict=True)]  # fmt: skip
    room = books.rooms([column.width for column in shape])
    places = range(len(shape))
    heights = [books.height(lines) for lines in range(40)]
    last = 0
    for last, (row, is_open) in enumerate(rows_to_decide(contents, progress), 1):
        if last > MOST_ROWS:
            raise ValueError(f"a sheet holds {MOST_ROWS} notes at most")
        sheet.set_row(last, heights[min(books.lines_of(row, room), 39)])
        for write, at, value, look in zip(
            put, places, row, looks if is_open else shut, strict=True
        ):
            write(last, at, value, look)
    return last


def _putting(sheet: Any, shape: Sequence[Column]) -> list[Callable[..., object]]:
    """What writes a cell of each column. Nothing is a blank cell, not an empty text: lists and
    marks look for blanks."""
    string, blank = sheet.write_string, sheet.write_blank

    def word(line: int, at: int, value: str, look: Any) -> None:
        if value:
            string(line, at, fitting(value), look)
        else:
            blank(line, at, None, look)

    def count(line: int, at: int, value: int | str, look: Any) -> None:
        if value == "":
            blank(line, at, None, look)
        else:
            sheet.write_number(line, at, value, look)

    special = {"created_at": sheet.write_datetime, **dict.fromkeys(NUMBERS, sheet.write_number)}
    special |= dict.fromkeys(ELSEWHERE, count)
    return [special.get(column.key, word) for column in shape]


def _about_sheet(book: Any, formats: Formats, head: Head, said: About) -> None:
    sheet = book.add_worksheet(books.sheet_name(_("Über dieses Paket")))
    _set_up_print(sheet, head)
    books.explain(sheet, formats, said.title, ((part.title, part.lines) for part in said.parts))


def _set_up_print(sheet: Any, head: Head, *, wide: bool = False) -> None:
    books.set_up_print(
        sheet,
        title=one_line(head.process),
        label=words.label(head),
        foot=words.stamp(head.drawn_at, head.zone),
        marks=[one_line(mark) for mark in head.marks],
        wide=wide,
    )
