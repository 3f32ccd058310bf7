"""The cells of the workbook in which a group writes: the list to choose from, how long a text may
be, what is protected, and what is marked because something is missing."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from app.groups.decided import LONGEST
from app.groups.writers import book as books
from app.groups.writers.answers import Spoken
from app.groups.writers.columns import (
    BUNDLE_KEY,
    FORM,
    FORM_VERSION,
    KEYS_SHEET,
    SHEET,
    Column,
)
from app.i18n import _
from app.models import Decision

WORDS_AT = 3  # the column of the hidden sheet that holds the words to choose from
LIST = "RandnotizEntscheidungen"

# People filter, widen columns, add some of their own and mark cells. Excel sorts no rows that have
# a protected cell, whatever a sheet allows; who wants that lifts the protection, which has no
# password, and what comes back is found by its number, not by its place.
ALLOWED = {
    "autofilter": True,
    "sort": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_columns": True,
    "objects": True,
}


def key_pairs(shape: Sequence[Column], *, bundle_key: str, sheet: str) -> list[tuple[str, str]]:
    """What the hidden sheet says: which bundle this is, where the notes stand, and which column is
    which."""
    pairs = [(FORM, FORM_VERSION), (BUNDLE_KEY, bundle_key), (SHEET, sheet)]
    return pairs + [(column.key, column.heading) for column in shape]


def write_keys(book: Any, shape: Sequence[Column], *, bundle_key: str, sheet: str) -> None:
    """The sheet nobody sees, with the list to choose from beside the keys."""
    page = book.add_worksheet(KEYS_SHEET)
    pairs = key_pairs(shape, bundle_key=bundle_key, sheet=sheet)
    words = [(word, decision.value) for decision, word in Spoken().decisions.items()]
    for line, (key, said) in enumerate(pairs):
        page.write_string(line, 0, key)
        page.write_string(line, 1, said)
        if line < len(words):
            page.write_string(line, WORDS_AT, words[line][0])
            page.write_string(line, WORDS_AT + 1, words[line][1])
    column = xl_col_to_name(WORDS_AT, col_abs=True)
    book.define_name(LIST, f"={KEYS_SHEET}!{column}$1:{column}${len(words)}")
    page.protect("")
    page.very_hidden()


def ask(sheet: Any, shape: Sequence[Column], last: int, formats: books.Formats) -> None:
    """Lists, limits and protection for the rows 1 to `last`. Both programs refuse what is typed
    against them and say why; what is pasted is checked when the table comes back."""
    at = {column.key: number for number, column in enumerate(shape)}
    heading = {column.key: column.heading for column in shape}
    last = max(last, 1)
    sheet.data_validation(1, at["decision"], last, at["decision"], _choice())
    for key, most in LONGEST.items():
        sheet.data_validation(1, at[key], last, at[key], _limit(heading[key], most))
    first = {key: f"${xl_col_to_name(number)}2" for key, number in at.items()}
    for key, formula in missing(first):
        look = {"type": "formula", "criteria": f"={formula}", "format": formats["asked"]}
        sheet.conditional_format(1, at[key], last, at[key], look)
    sheet.protect("", ALLOWED)


def _choice() -> dict[str, Any]:
    title, said = decision_error()
    source = {"validate": "list", "source": f"={LIST}"}
    return source | _error(title, said)


def decision_error() -> tuple[str, str]:
    """Title and text of what is said to a word that is not in the list."""
    return (
        _("Bitte aus der Liste wählen"),
        _(
            "Diese Entscheidung steht nicht in der Liste. Öffnen Sie die Liste mit dem Pfeil "
            "neben der Zelle, oder mit Alt und Pfeil nach unten."
        ),
    )


def _limit(heading: str, most: int) -> dict[str, Any]:
    title, said = limit_error(heading, most)
    rule = {"validate": "length", "criteria": "<=", "value": most}
    return rule | _error(title, said)


def _error(title: str, said: str) -> dict[str, str]:
    """As long as Excel takes it; the library leaves out a rule whose words are longer."""
    return {"error_title": title[:32], "error_message": said[:255]}


def limit_error(heading: str, most: int) -> tuple[str, str]:
    """Title and text of what is said to a text that is too long."""
    return heading, _("In diese Zelle passen höchstens {most} Zeichen.").format(most=most)


def missing(at: dict[str, str], comma: str = ",") -> list[tuple[str, str]]:
    """Cells that a decision still needs, a reason, whom it is passed on to, or itself; each with
    the formula that says so. `at` is how a formula names the first cell of each column, `comma`
    what stands between its arguments."""
    words = Spoken().decisions
    decided, reason, passed = at["decision"], at["reason"], at["passed_on_to"]
    adopted, passed_on = quoted(words[Decision.ADOPTED]), quoted(words[Decision.OUT_OF_SCOPE])
    no_reason = f'TRIM({reason})=""'
    return [
        ("reason", _all(comma, f'{decided}<>""', f"{decided}<>{adopted}", no_reason)),
        ("passed_on_to", _all(comma, f"{decided}={passed_on}", f'TRIM({passed})=""')),
        ("decision", _all(comma, f'{decided}=""', f'TRIM({reason})<>""')),
    ]


def _all(comma: str, *conditions: str) -> str:
    return f"AND({comma.join(conditions)})"


def quoted(word: str) -> str:
    """A word as a formula writes it."""
    doubled = word.replace('"', '""')
    return f'"{doubled}"'
