"""Tables that come back: the real workbook of a bundle, filled in as a group would."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import Workbook, load_workbook
from sqlmodel import Session, col, select

from app import db
from app.groups import domain, queries
from app.groups.returning import forms, keeping, taking
from app.groups.returning.tables import reading
from app.groups.returning.tables.child import sheet_of
from app.groups.writers import xlsx
from app.models import Bundle, HandBack, HandBackRow, Person, WorkingGroup
from app.processes.queries import group_by_id
from tests.cast import LATER, WHILE_OPEN, Cast

SHEET = "Anmerkungen"
Answers = Mapping[int, Mapping[str, Any]]


def drawn(session: Session, group: WorkingGroup, by: Person | None = None) -> Bundle:
    """The next bundle of a group, drawn an hour after the notes were written."""
    bundle = domain.draw_bundle(session, group_by_id(session, group.id), by, WHILE_OPEN + LATER)
    bundle.ready_at = bundle.drawn_at
    session.add(bundle)
    session.commit()
    return bundle


def workbook(app: Any, bundle: Bundle, writer: Any = xlsx) -> bytes:
    """Its comments.xlsx, or another of its tables, as it is packed."""
    file = io.BytesIO()
    with db.reading(app.state.engine) as session:
        found = queries.bundle_by_id(session, bundle.id)
        writer.write(queries.contents_of(session, found), file)
    return file.getvalue()


def heads(sheet: Any) -> dict[str, int]:
    """The columns of a sheet by their headings, counted from 1."""
    return {str(cell.value): cell.column for row in sheet.iter_rows(max_row=1) for cell in row}


def line_of(sheet: Any, number: int) -> int:
    """In which row a note stands."""
    column = heads(sheet)["Nr."]
    return next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, column).value == number)


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The workbook after somebody has worked in its sheet with the notes."""
    book = load_workbook(io.BytesIO(data))
    change(book[SHEET])
    return saved(book)


def saved(book: Workbook) -> bytes:
    """A workbook's bytes."""
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def filled(data: bytes, answers: Answers) -> bytes:
    """The workbook with these answers, by number and heading."""

    def change(sheet: Any) -> None:
        columns = heads(sheet)
        for number, said in answers.items():
            line = line_of(sheet, number)
            for heading, value in said.items():
                sheet.cell(line, columns[heading]).value = value

    return edited(data, change)


def handed(
    session: Session,
    cast: Cast,
    data: bytes,
    *,
    by: Person | None = None,
    settles: bool = True,
    name: str = "comments.xlsx",
    group: WorkingGroup | None = None,
) -> HandBack:
    """A file handed in and looked through."""
    found = group_by_id(session, (group or cast.group).id)
    form = forms.form_of(name, data).name
    brought = reading.brought(form, sheet_of(name, data))  # in this process: it is quicker
    moment = WHILE_OPEN + 3 * LATER
    doing = keeping.hand_in(
        session, found, by or cast.ines, name, data, brought, moment, settles=settles
    )
    session.commit()
    return doing


def take(session: Session, app: Any, doing: HandBack, by: Person, **more: bool) -> None:
    """Taken in to the end, by the worker where it is long."""
    group = group_by_id(session, doing.group_id)
    taking.start(session, doing, group, by, WHILE_OPEN + 4 * LATER, **more)
    session.commit()
    while taking.take_some(app.state.engine):
        pass
    session.expire_all()


def rows(session: Session, doing: HandBack) -> list[HandBackRow]:
    """All rows of a dry run in the order of the file."""
    query = select(HandBackRow).where(HandBackRow.hand_back_id == doing.id)
    return list(session.exec(query.order_by(col(HandBackRow.position))))


def fates(session: Session, doing: HandBack) -> dict[int | None, str]:
    """What becomes of each note."""
    return {row.number: row.fate.value for row in rows(session, doing)}
