"""How cells, columns, rows and sheets look: the automatic styles of `content.xml`."""

from collections.abc import Sequence

from app.groups.writers import book
from app.groups.writers.opendocument.marks import escaped
from app.groups.writers.opendocument.parts import UPRIGHT, WIDE

MOST_LINES = 31  # what the tallest row holds
RULE = "0.75pt solid #ddd8cc"
EDGE = "1.5pt solid #5a5d63"
Look = tuple[dict[str, str], dict[str, str], dict[str, str]]  # of cell, paragraph and text


def _look(
    cell: dict[str, str] | None = None,
    paragraph: dict[str, str] | None = None,
    text: dict[str, str] | None = None,
) -> Look:
    return (cell or {}, paragraph or {}, text or {})


_RULED = {"fo:border-bottom": RULE, "style:vertical-align": "top"}
_WRAPPED = _RULED | {"fo:wrap-option": "wrap"}
_HEADED = {
    "fo:border-bottom": EDGE,
    "fo:background-color": "#f4f1ea",
    "fo:wrap-option": "wrap",
    "style:vertical-align": "middle",
}
_OPEN = _WRAPPED | {"fo:background-color": book.WRITE_HERE, "style:cell-protect": "none"}
_BOLD = {"fo:font-weight": "bold"}
_IN = {"fo:text-align": "start", "fo:margin-left": "0.18cm"}  # no text touches its neighbour's
_MIDDLE = {"fo:text-align": "center"}
_TOP = {"style:vertical-align": "top"}

LOOKS: dict[str, Look] = {
    "heading": _look(_HEADED, _IN, _BOLD),
    "centred": _look(_HEADED, _MIDDLE, _BOLD),
    "asking": _look(_HEADED | {"fo:background-color": "#f3e3b3"}, _IN, _BOLD),
    "address": _look(_RULED, _IN, _BOLD),
    "quote": _look(_WRAPPED, _IN, {"fo:font-family": "Cambria"}),
    "text": _look(_WRAPPED, _IN),
    "quiet": _look(_WRAPPED, _IN, {"fo:color": book.QUIET}),
    "number": _look(_RULED, _MIDDLE),
    "stand": _look(_RULED, _MIDDLE, {"fo:color": "#9a9ba0"}),
    "answer": _look(_OPEN, _IN),
    "chosen": _look(_OPEN, _IN, _BOLD),
    "shut": _look(_WRAPPED | {"fo:background-color": book.SHUT}, _IN),
    "title": _look(_TOP, text={"fo:font-family": "Cambria", "fo:font-size": "20pt"}),
    "part": _look(_TOP, text=_BOLD | {"fo:font-size": "12pt"}),
    "plain": _look(_TOP | {"fo:wrap-option": "wrap"}),
    "key": _look(_TOP | {"fo:wrap-option": "wrap"}, text={"fo:color": book.QUIET}),
    "count": _look(_TOP, {"fo:text-align": "start"}),
}
# Cells that say when something is missing: condition and look stand in a style of their own.
ASKING = ("decision", "reason", "passed_on_to")
_MOMENT = (
    '<number:date-style style:name="N1"><number:day number:style="long"/>'
    '<number:text>.</number:text><number:month number:style="long"/>'
    '<number:text>.</number:text><number:year number:style="long"/><number:text> </number:text>'
    '<number:hours number:style="long"/><number:text>:</number:text>'
    '<number:minutes number:style="long"/></number:date-style>'
    '<style:style style:name="moment" style:family="table-cell" '
    'style:parent-style-name="Default" style:data-style-name="N1"><style:table-cell-properties '
    f'fo:border-bottom="{RULE}" style:vertical-align="top"/>'
    '<style:paragraph-properties fo:text-align="start"/></style:style>'
)


def automatic(widths: dict[str, Sequence[float]], asked: dict[str, tuple[str, str]]) -> str:
    """All of them. `widths` of the columns by sheet; `asked`: a column's key to the formula that
    says something is missing and the cell it starts from."""
    cells = "".join(_cell(name, look) for name, look in LOOKS.items())
    for key, (formula, start) in asked.items():
        mapped = (
            f'<style:map style:condition="is-true-formula({escaped(formula)})" '
            f'style:apply-style-name="Fehlt" style:base-cell-address="{escaped(start)}"/>'
        )
        cells += _cell(f"ask_{key}", LOOKS["chosen" if key == "decision" else "answer"], mapped)
    columns = "".join(
        f'<style:style style:name="{sheet}{at}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{_centimetres(width)}"/>'
        "</style:style>"
        for sheet, row in widths.items()
        for at, width in enumerate(row)
    )
    rows = "".join(_row(f"r{lines}", book.height(lines)) for lines in range(1, MOST_LINES + 1))
    rows += _row("r0", 30) + _row("rt", 34)
    sheets = _sheet("tw", WIDE) + _sheet("tu", UPRIGHT) + _sheet("th", UPRIGHT, shown="false")
    return f"{_MOMENT}{cells}{columns}{rows}{sheets}"


def row_style(lines: int) -> str:
    """The style of a row with so many lines."""
    return f"r{min(max(lines, 1), MOST_LINES)}"


def _cell(name: str, look: Look, more: str = "") -> str:
    kinds = ("table-cell", "paragraph", "text")
    inside = "".join(
        f"<style:{kind}-properties {_said(values)}/>"
        for kind, values in zip(kinds, look, strict=True)
        if values
    )
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="Default">{inside}{more}</style:style>'
    )


def _said(values: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in values.items())


def _row(name: str, points: float) -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-row"><style:table-row-properties '
        f'style:row-height="{points:g}pt" style:use-optimal-row-height="false"/></style:style>'
    )


def _sheet(name: str, page: str, shown: str = "true") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table" style:master-page-name="{page}">'
        f'<style:table-properties table:display="{shown}"/></style:style>'
    )


def _centimetres(width: float) -> str:
    """A width in characters as Excel has it, of 7 points on a screen and 5 around them."""
    return f"{(7 * width + 5) / 96 * 2.54:.2f}cm"
