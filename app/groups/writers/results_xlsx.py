"""`results.xlsx`: what became of every note, for the council and the public; figures; what it all
means. Written from the same plain data as the page and the PDF (`app/groups/ledger.py`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from app.groups.ledger import Entry, FieldResults, Head, Results
from app.groups.writers import book as books
from app.groups.writers import results_figures
from app.groups.writers.book import BODY, HEADING, RULED, WRAPPED, Formats, fitting
from app.groups.writers.columns import Cell, Column
from app.groups.writers.plain import one_line
from app.groups.writers.results_words import Words, columns, hints
from app.groups.writers.stream import STEP, Progress, quiet
from app.i18n import _, instant

MOST_ROWS = 1_048_575  # under the headings
PRINTED = "passed_on_to"  # the last column on paper; with all of them nobody could read it
_LOOK = {
    "address": "address",
    "quote": "quote",
    "proposed_wording": "quote",
    "new_wording": "quote",
    "old_words": "quote",
    "new_words": "quote",
    "decision": "decision",
    "number": "number",
    "support": "number",
    "decided_at": "moment",
}


def write(
    results: Results,
    file: BinaryIO,
    progress: Progress = quiet,
    *,
    workdir: Path | None = None,
) -> None:
    """Write the workbook row by row. Everything in it is public; words stay words whatever they
    begin with; what is longer than a cell holds is cut visibly. More notes than a sheet has rows
    are refused with ValueError."""
    head = results.head
    with TemporaryDirectory(dir=workdir) as folder:
        book = books.open_book(
            file,
            folder,
            title=_("Ergebnisse: {process}").format(process=one_line(head.process)),
            author=one_line(head.organisation),
            company=one_line(head.organisation),
            created=head.as_of,
        )
        try:
            formats = _formats(book)
            _entries_sheet(book, formats, results, progress)
            page = book.add_worksheet(books.sheet_name(_("Zahlen")))
            _set_up_print(page, head)
            results_figures.write(book, page, results, formats)
            _about_sheet(book, formats, head)
            book.close()
        finally:
            books.let_go(book)


def _formats(book: Any) -> Formats:
    shapes: dict[str, dict[str, Any]] = {
        "heading": HEADING,
        "centred": HEADING | {"align": "center", "indent": 0},
        "address": RULED | {"bold": True, "align": "left", "indent": 1},
        "quote": WRAPPED | {"font_name": "Cambria"},
        "decision": WRAPPED | {"bold": True},
        "text": WRAPPED,
        "number": RULED | {"num_format": "0", "align": "center"},
        "moment": RULED | {"num_format": "dd.mm.yyyy", "align": "left"},
        "figure": RULED | {"num_format": "#,##0", "align": "center"},
        "sum": RULED | {"num_format": "#,##0", "align": "center", "bold": True},
        "title": BODY | {"font_name": "Cambria", "font_size": 20},
        "part": BODY | {"bold": True, "font_size": 12},
        "key": BODY | {"text_wrap": True, "font_color": books.QUIET},
        "plain": BODY | {"text_wrap": True},
    }
    return {name: book.add_format(shape) for name, shape in shapes.items()}


def _entries_sheet(book: Any, formats: Formats, results: Results, progress: Progress) -> None:
    shape = columns()
    sheet = book.add_worksheet(books.sheet_name(_("Ergebnisse")))
    for at, column in enumerate(shape):
        sheet.set_column(at, at, column.width)
        is_number = column.key in ("number", "support")
        sheet.write_string(0, at, column.heading, formats["centred" if is_number else "heading"])
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    _set_up_print(sheet, results.head, wide=True)
    last = _rows(sheet, formats, shape, results, progress)
    sheet.autofilter(0, 0, last, len(shape) - 1)
    sheet.print_area(0, 0, last, [column.key for column in shape].index(PRINTED))


def _rows(
    sheet: Any, formats: Formats, shape: Sequence[Column], results: Results, progress: Progress
) -> int:
    looks = [formats[_LOOK.get(column.key, "text")] for column in shape]
    room = books.rooms([column.width for column in shape])
    ending = _(" … (gekürzt, ganz auf der Seite der Ergebnisse)")
    last = 0
    for last, row in enumerate(rows(results), 1):
        if last > MOST_ROWS:
            raise ValueError(f"a sheet holds {MOST_ROWS} notes at most")
        sheet.set_row(last, books.height(books.lines_of(row, room)))
        for at, (value, look) in enumerate(zip(row, looks, strict=True)):
            _put(sheet, last, at, value, look, ending)
        if last % STEP == 0:
            progress(last)
    progress(last)
    return last


def _put(sheet: Any, line: int, at: int, value: Cell | None, look: Any, ending: str) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(line, at, value, look)
    elif isinstance(value, int):
        sheet.write_number(line, at, value, look)
    elif value:
        sheet.write_string(line, at, fitting(value, ending), look)
    else:
        sheet.write_blank(line, at, None, look)


def rows(results: Results) -> Iterator[tuple[Cell | None, ...]]:
    """A row for each note in the order of `columns`; days are local."""
    words, zone = Words(), ZoneInfo(results.head.zone)
    for one in results.fields:
        field = one_line(f"{one.label} {one.title}")
        for entry in one.entries():
            yield _row(entry, one, field, words, zone)


def _row(
    entry: Entry, of: FieldResults, field: str, words: Words, zone: ZoneInfo
) -> tuple[Cell | None, ...]:
    decided_at = entry.decided_at
    return (
        one_line(entry.address),
        entry.number,
        words.clean(entry.quote),
        words.kind(entry.kind.value),
        words.text(entry),
        words.clean(entry.proposed_wording) if entry.is_public else "",
        entry.supports,
        words.decision(entry),
        words.clean(entry.reason) or words.clean(entry.left_open),
        words.clean(entry.wording),
        words.clean(entry.old_words),
        words.clean(entry.new_words),
        one_line(entry.measure),
        one_line(entry.passed_on_to),
        decided_at.astimezone(zone).replace(tzinfo=None, microsecond=0) if decided_at else None,
        one_line(entry.group or of.group),
        words.joined(entry),
        words.earlier(entry, zone),
        field,
        one_line(entry.author) if entry.is_public else "",
        one_line(entry.role) if entry.is_public else "",
    )


def _about_sheet(book: Any, formats: Formats, head: Head) -> None:
    sheet = book.add_worksheet(books.sheet_name(_("Über diese Tabelle")))
    _set_up_print(sheet, head)
    meanings = [(column.heading, column.meaning) for column in columns()]
    parts = ((_("Gut zu wissen"), hints(head)), (_("Die Spalten"), meanings))
    books.explain(sheet, formats, one_line(head.process), parts)


def _set_up_print(sheet: Any, head: Head, *, wide: bool = False) -> None:
    books.set_up_print(
        sheet,
        title=one_line(head.process),
        label=_("Ergebnisse"),
        foot=instant(head.as_of, head.zone),
        wide=wide,
    )
