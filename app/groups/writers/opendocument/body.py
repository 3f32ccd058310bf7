"""`content.xml` piece by piece: the sheet in which a group decides, figures, what it all means, and
the sheet nobody sees. No more than a row stands in memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from app.groups.contents import Contents
from app.groups.decided import LONGEST
from app.groups.writers import book, figures, words
from app.groups.writers.about import about
from app.groups.writers.answers import Spoken
from app.groups.writers.asking import decision_error, key_pairs, limit_error, missing
from app.groups.writers.columns import (
    ANSWERS,
    KEYS_SHEET,
    LOOKS,
    NUMBERS,
    Column,
    columns_of,
    printed,
    rows_to_decide,
)
from app.groups.writers.counts import Counts
from app.groups.writers.opendocument import looks, marks
from app.groups.writers.opendocument.marks import DECLARATION, NAMESPACES, escaped
from app.groups.writers.stream import Progress
from app.i18n import _

KEYS = 2  # columns that stay in sight

_LOOK = LOOKS | {key: f"ask_{key}" for key in looks.ASKING}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known before the first row is written."""

    contents: Contents
    counts: Counts
    shape: tuple[Column, ...]
    sheet: str

    @classmethod
    def of(cls, contents: Contents, counts: Counts) -> "Plan":
        """The plan of a bundle."""
        return cls(contents, counts, columns_of(contents), book.sheet_name(_("Anmerkungen")))

    @property
    def last(self) -> int:
        """The last row with a note, counted as people do."""
        return self.counts.notes + 1

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return str(xl_col_to_name([column.key for column in self.shape].index(key)))

    def span(self, first: str, last: str) -> str:
        """A range of this sheet as an address."""
        name = quoted(self.sheet)
        return f"{name}.{first}:{name}.{last}"


def quoted(sheet: str) -> str:
    """A sheet's name in an address."""
    return f"'{sheet}'"


def pieces(plan: Plan, progress: Progress) -> Iterator[str]:
    """The whole file, in pieces of about a row."""
    widths = {
        "cn": [column.width for column in plan.shape],
        "cf": figures.WIDTHS,
        "ca": book.ABOUT_WIDTHS,
    }
    yield f'{DECLARATION}<office:document-content {NAMESPACES} office:version="1.3">'
    yield f"<office:automatic-styles>{looks.automatic(widths, _asked(plan))}"
    yield "</office:automatic-styles><office:body><office:spreadsheet>"
    yield _validations(plan)
    yield from _notes(plan, progress)
    yield from _figures(plan)
    yield from _about(plan)
    yield from _keys(plan)
    area = escaped(plan.span("A1", f"{plan.letter('stand')}{plan.last}"))
    yield (
        '<table:database-ranges><table:database-range table:name="__Anonymous_Sheet_DB__0" '
        f'table:target-range-address="{area}" table:display-filter-buttons="true"/>'
        "</table:database-ranges></office:spreadsheet></office:body></office:document-content>"
    )


def _asked(plan: Plan) -> dict[str, tuple[str, str]]:
    """When something is missing, in OpenFormula, and the first cell it is asked of."""
    at = {key: f"[.${plan.letter(key)}2]" for key in ANSWERS}
    name = quoted(plan.sheet)
    return {key: (formula, f"{name}.{plan.letter(key)}2") for key, formula in missing(at, ";")}


def _validations(plan: Plan) -> str:
    listed = ";".join(f'"{word}"' for word in Spoken().decisions.values())
    title, said = decision_error()
    start = f"{quoted(plan.sheet)}.{plan.letter('decision')}2"
    rules = _validation("decision", f"of:cell-content-is-in-list({listed})", start, title, said)
    for key, most in LONGEST.items():
        heading = next(column.heading for column in plan.shape if column.key == key)
        title, said = limit_error(heading, most)
        start = f"{quoted(plan.sheet)}.{plan.letter(key)}2"
        rules += _validation(key, f"of:cell-content-text-length()<={most}", start, title, said)
    return f"<table:content-validations>{rules}</table:content-validations>"


def _validation(key: str, condition: str, start: str, title: str, said: str) -> str:
    return (
        f'<table:content-validation table:name="v_{key}" table:condition="{escaped(condition)}" '
        'table:allow-empty-cell="true" table:display-list="unsorted" '
        f'table:base-cell-address="{escaped(start)}">'
        '<table:error-message table:message-type="stop" table:display="true" '
        f'table:title="{escaped(title)}">{marks.paragraphs(said)}</table:error-message>'
        "</table:content-validation>"
    )


def _notes(plan: Plan, progress: Progress) -> Iterator[str]:
    area = plan.span("A1", f"{xl_col_to_name(printed(plan.shape) - 1)}{plan.last}")
    yield _table(plan.sheet, "tw", guarded=True, printed_area=area)
    yield (
        '<loext:table-protection loext:select-protected-cells="true" '
        'loext:select-unprotected-cells="true" loext:insert-columns="true" '
        'loext:use-autofilter="true"/>'
    )
    yield _columns("cn", len(plan.shape))
    headings = "".join(marks.word(column.heading, _head_look(column.key)) for column in plan.shape)
    yield f"<table:table-header-rows>{marks.row(headings, 'r0')}</table:table-header-rows>"
    yield from _rows(plan, progress)
    yield _conditions(plan)
    yield "</table:table>"


def _head_look(key: str) -> str:
    if key in ANSWERS:
        return "asking"
    return "centred" if key in NUMBERS else "heading"


def _rows(plan: Plan, progress: Progress) -> Iterator[str]:
    keys = [column.key for column in plan.shape]
    room = book.rooms([column.width for column in plan.shape])
    open_looks = [_LOOK.get(key, "text") for key in keys]
    shut = ["shut" if key in ANSWERS else _LOOK.get(key, "text") for key in keys]
    rules = [f"v_{key}" if key in ANSWERS else "" for key in keys]
    for row, is_open in rows_to_decide(plan.contents, progress):
        cells = []
        for value, look, rule in zip(row, open_looks if is_open else shut, rules, strict=True):
            if isinstance(value, str):
                cells.append(marks.word(value, look, rule if is_open else ""))
            elif isinstance(value, int):
                cells.append(marks.number(value, look))
            else:
                cells.append(marks.moment(value, look))
        yield marks.row("".join(cells), looks.row_style(book.lines_of(row, room)))


def _conditions(plan: Plan) -> str:
    """What LibreOffice reads of the same conditions that stand in the styles for others."""
    said = ""
    for key, (formula, start) in _asked(plan).items():
        letter = plan.letter(key)
        area = escaped(plan.span(f"{letter}2", f"{letter}{max(plan.last, 2)}"))
        said += (
            f'<calcext:conditional-format calcext:target-range-address="{area}">'
            f'<calcext:condition calcext:apply-style-name="Fehlt" '
            f'calcext:value="formula-is({escaped(formula)})" '
            f'calcext:base-cell-address="{escaped(start)}"/></calcext:conditional-format>'
        )
    return f"<calcext:conditional-formats>{said}</calcext:conditional-formats>"


def _figures(plan: Plan) -> Iterator[str]:
    yield _table(book.sheet_name(_("Zahlen")), "tu")
    yield _columns("cf", len(figures.WIDTHS))
    yield marks.row(marks.word(words.label(plan.contents.head), "title"), "rt")
    letter = plan.letter("decision")
    source = f"[${quoted(plan.sheet)}.${letter}$2:.${letter}${max(plan.last, 2)}]"
    line = 2
    for table in figures.tables(plan.contents, plan.counts):
        is_live = line == 2
        yield _gap() + marks.row(marks.word(table.title, "part"), "r1")
        named = table.headings if is_live else table.headings[: _width(table)]
        heads = [marks.word(said, "centred" if at else "heading") for at, said in enumerate(named)]
        yield marks.row("".join(heads), "r1")
        yield from _figure_rows(table, line + 2, source if is_live else "")
        line += len(table.rows) + 3
    yield "</table:table>"


def _width(table: figures.Table) -> int:
    return len(table.rows[0]) if table.rows else len(table.headings)


def _figure_rows(table: figures.Table, first: int, source: str) -> Iterator[str]:
    """Rows under a table's headings; `first` is the row above the first of them."""
    last = first + len(table.rows)
    total = sum(row[1] for row in table.rows if isinstance(row[1], int))
    for at, row in enumerate(table.rows, first + 1):
        cells = "".join(
            marks.number(value, "number") if isinstance(value, int) else marks.word(value, "text")
            for value in row
        )
        if source and isinstance(row[-1], int):
            rest = f"of:={total}-SUM([.C{first + 1}:.C{last - 1}])"
            counted = f"of:=COUNTIF({source};[.$A{at}])"
            cells += marks.number(row[-1], "number", rest if at == last else counted)
        yield marks.row(cells, "r1")


def _about(plan: Plan) -> Iterator[str]:
    said = about(plan.contents, plan.counts)
    room = book.rooms(book.ABOUT_WIDTHS)
    yield _table(book.sheet_name(_("Über dieses Paket")), "tu")
    yield _columns("ca", len(book.ABOUT_WIDTHS))
    yield marks.row(marks.word(said.title, "title"), "rt")
    for part in said.parts:
        yield _gap() + marks.row(marks.word(part.title, "part"), "r1")
        for key, value in part.lines:
            told = (
                marks.number(value, "count")
                if isinstance(value, int)
                else marks.word(value, "plain")
            )
            lines = book.lines_of((key, value), room)
            yield marks.row(marks.word(key, "key") + told, looks.row_style(lines))
    yield "</table:table>"


def _keys(plan: Plan) -> Iterator[str]:
    yield _table(KEYS_SHEET, "th", guarded=True)
    yield _columns("ca", len(book.ABOUT_WIDTHS))
    key = plan.contents.head.bundle_key
    for name, said in key_pairs(plan.shape, bundle_key=key, sheet=plan.sheet):
        yield marks.row(marks.word(name, "plain") + marks.word(said, "plain"), "r1")
    yield "</table:table>"


def _table(name: str, style: str, *, guarded: bool = False, printed_area: str = "") -> str:
    more = ' table:protected="true"' if guarded else ""
    if printed_area:
        more += f' table:print-ranges="{escaped(printed_area)}"'
    return f'<table:table table:name="{escaped(name)}" table:style-name="{style}"{more}>'


def _columns(prefix: str, count: int) -> str:
    return "".join(f'<table:table-column table:style-name="{prefix}{at}"/>' for at in range(count))


def _gap() -> str:
    return marks.row("<table:table-cell/>", "r1")
