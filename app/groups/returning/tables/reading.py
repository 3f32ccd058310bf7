"""A table that came back, as rows: numbers, decisions and words out of cells as people leave
them."""

from __future__ import annotations

import re

from pydantic import TypeAdapter

from app.comments.decision_words import decision_named
from app.drafts.readers.apart import ask_apart
from app.groups.decided import Said, clean
from app.groups.returning.rows import AT_ROW, Brought, Fault, Row
from app.groups.returning.tables.child import sheet_of
from app.groups.returning.tables.finding import TEXT, key_of
from app.groups.returning.tables.sheet import ERROR, FORMULA, MERGED, Line, Table
from app.groups.writers.columns import ANSWERS, BUNDLE_KEY, NUMBER, STAND
from app.text import clean_line

READER = "app.groups.returning.tables.child"
SMALL = 20_000  # bytes of plain text that are read here and now
_TABLE = TypeAdapter(Table)
_NUMBER = re.compile(r"#? ?([0-9]{1,9})(?:[.,]0+)?")
_BY_THOUSANDS = re.compile(r"#? ?([0-9]{1,3}(?:[.’' ][0-9]{3})+)")
_MOST_NUMBER = 2**31 - 1
_SHOWN = 80  # characters of a cell that a sentence repeats


def read_table(form: str, name: str, data: bytes) -> Brought:
    """The rows of an XLSX, ODS or CSV file of strangers, read by a process of its own with little
    memory and time. Refused with Unreadable in one sentence; with Busy while too many others hand
    in files."""
    if len(data) <= SMALL and not data.startswith(b"PK"):
        table = sheet_of(name, data)  # too little to do harm, and quick
    else:
        table = _TABLE.validate_json(ask_apart([(name, data)], READER))
    return brought(form, table)


def brought(form: str, table: Table) -> Brought:
    """The sheet's lines as rows. Lines in which nobody has written anything are none."""
    missing = frozenset(key for key in ANSWERS if key not in table.columns)
    rows: list[Row] = []
    for line in table.lines:
        row = _row(len(rows) + 1, line, missing)
        if row is not None:
            rows.append(row)
    key = clean_line(table.keys.get(BUNDLE_KEY, ""))[:300]
    return Brought(form, rows, key, _notices(table, missing))


def _notices(table: Table, missing: frozenset[str]) -> list[Fault]:
    """What is said above the rows: columns that are missing, called otherwise, or new."""
    said: list[Fault] = [{"key": "no_column", "column": key} for key in ANSWERS if key in missing]
    for key in table.renamed:
        if key != TEXT:
            letters, heading = table.columns[key]
            said.append({"key": "renamed", "column": key, "cell": letters, "said": heading})
    if table.strange:
        said.append({"key": "strange", "said": ", ".join(table.strange[:8])})
    return said


def _row(position: int, line: Line, missing: frozenset[str]) -> Row | None:
    cells = {key: _trimmed(said) for key, said in line.cells.items()}
    faults = [_oddity(key, what) for key, what in line.odd.items() if key != TEXT]
    number = number_of(cells.get(NUMBER, ""))
    answered = any(cells.get(key) for key in ANSWERS)
    if number is None and not answered:
        return None  # an empty line, or one that only comments on others
    if number is None and _is_heading(cells):
        return None
    if number is None and not any(fault["column"] == NUMBER for fault in faults):
        said = cells.get(NUMBER, "")[:_SHOWN]
        key = "strange_number" if said else "no_number"
        faults.append({"key": key, "column": NUMBER, "said": said})
    word = clean_line(cells.get("decision", ""))
    decision = decision_named(word)
    if word and decision is None and not any(each["column"] == "decision" for each in faults):
        faults.append({"key": "strange_decision", "column": "decision", "said": word[:_SHOWN]})
    words = {key: cells.get(key, "") for key in ANSWERS if key != "decision"}
    return Row(
        position,
        f"{AT_ROW} {line.number}",
        number,
        clean(Said(decision, **words)),
        number_of(cells.get(STAND, "")),
        missing,
        tuple(faults),
        clean_line(cells.get(TEXT, ""))[:_SHOWN],
    )


def _is_heading(cells: dict[str, str]) -> bool:
    """Whether the headings stand here once more, as when lists were put under each other."""
    return key_of(cells.get(NUMBER, "")) == NUMBER


def _oddity(key: str, what: str) -> Fault:
    kind, _sign, above = what.partition(":")
    facts = {"row": int(above)} if kind == MERGED and above.isdecimal() else {}
    return {"key": {FORMULA: "formula", ERROR: "error"}.get(kind, "merged"), "column": key, **facts}


def _trimmed(said: str) -> str:
    return said.replace("\u00a0", " ").strip().strip("\u200b\ufeff\u2060").strip()


def number_of(said: str) -> int | None:
    """The number that a cell says: "87", "87.0", "#87", "1.234"; None for anything else."""
    line = clean_line(said).replace("\u00a0", " ")
    found = _NUMBER.fullmatch(line)
    if found is not None:
        number = int(found[1])
    elif (found := _BY_THOUSANDS.fullmatch(line)) is not None:
        number = int(re.sub(r"[^0-9]", "", found[1]))
    else:
        return None
    return number if number <= _MOST_NUMBER else None
