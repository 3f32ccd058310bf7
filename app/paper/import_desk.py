"""Importing notes from a table: handing it in, the dry run row by row, taking it over."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, db
from app.comments.sources import BY_HAND, source_word
from app.db import Db
from app.drafts.readers.refusals import Unreadable
from app.errors import Conflict
from app.i18n import _
from app.identity import SignedIn, visitor_of
from app.models import ImportState, NoteImport, Person, Process
from app.paper import keeping, queries
from app.paper.columns import COLUMNS, chosen, column_hint, column_word, head_of
from app.paper.fates import FATES, FAULTY, Checked, Plan
from app.paper.faults import told
from app.paper.grid import Grid, letters
from app.paper.paths import AtDesk, ImportNumber, process_for, sent
from app.paper.readers.tables import LARGEST, read_grid
from app.paper.rules import may_enter_notes
from app.paper.template import template_file
from app.routing import Pages
from app.rules import require
from app.text import clean_line
from app.web import render

router = Pages(prefix="/imports")
MOST_BYTES = LARGEST + 1_000_000  # what is too large is said in a sentence
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("")
def show_imports(
    request: Request,
    process: AtDesk,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """What was imported, the form for another file, and how such a file looks."""
    return _list(request, session, process, person, done=done)


def _list(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    *,
    error: str = "",
    done: str = "",
) -> Response:
    return render(
        request,
        "paper/imports.html",
        status=422 if error else 200,
        process=process,
        imports=queries.imports_of(session, process),
        verdict=may_enter_notes(person, process),
        error=error,
        done=done,
        columns=[(column_word(name), column_hint(name)) for name in COLUMNS],
        most_megabytes=LARGEST // 1_000_000,
    )


@router.get("/template")
def fetch_template(process: AtDesk) -> Response:
    """An empty table with the columns we know, and lists to choose from."""
    headers = {"content-disposition": 'attachment; filename="anmerkungen-vorlage.xlsx"'}
    return Response(template_file(process.title), media_type=XLSX, headers=headers)


class Looked:
    """A table as it was read before any transaction; or the sentence that says why it was not."""

    def __init__(self) -> None:
        self.name, self.data, self.error = "", b"", ""
        self.grid = Grid()
        self.plan = Plan("")
        self.rows: list[Checked] = []


def looked_through(
    request: Request, slug: str, file: Annotated[UploadFile | None, File()] = None
) -> Looked:
    """Read the table and look its rows through, before the transaction that keeps them, so that
    others can write meanwhile; and ask first who hands it in."""
    looked = Looked()
    with db.looking(request.app.state.engine, request.state.city) as session:
        person = visitor_of(request, session)
        require(may_enter_notes(person, process_for(session, slug, person)))
        session.expunge_all()
    brought = sent(file)
    if brought is None:
        looked.error = _("Wählen Sie zuerst eine Datei aus.")
        return looked
    looked.name, looked.data = brought
    try:
        looked.grid = read_grid(*brought)
    except Unreadable as refusal:
        looked.error = refusal.reason
        return looked
    with db.looking(request.app.state.engine, request.state.city) as session:
        process = process_for(session, slug, visitor_of(request, session))
        looked.plan = keeping.plan_for(session, process, looked.name, looked.data, looked.grid)
        looked.rows = keeping.dry_run(session, process, looked.grid, looked.plan, clock.now())
    return looked


@router.post("", max_body_size=MOST_BYTES)
def hand_in(
    request: Request,
    looked: Annotated[Looked, Depends(looked_through, scope="function")],
    process: AtDesk,
    person: SignedIn,
    session: Db,
) -> Response:
    """Keep the table with its dry run. What cannot be read is refused beside the file field, and
    nothing is written."""
    require(may_enter_notes(person, process))
    if looked.error:
        return _list(request, session, process, person, error=looked.error)
    doing = keeping.keep(
        session,
        process,
        person,
        looked.name,
        looked.data,
        looked.plan,
        looked.rows,
        clock.now(),
    )
    return _see(process, doing.id)


def _see(process: Process, number: int, fragment: str = "") -> Response:
    where = f"/desk/p/{process.slug}/imports/{number}{fragment}"
    return RedirectResponse(where, status_code=303)


@router.get("/{number}")
def show_import(
    request: Request,
    process: AtDesk,
    number: ImportNumber,
    person: SignedIn,
    session: Db,
    fate: Annotated[str, Query(max_length=20)] = "",
    after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """The dry run, row by row: what will become of each, and what is wrong in which cell."""
    doing = queries.import_of(session, process, number)
    fate = fate if fate in FATES else ""
    if not fate and doing.faulty_count and doing.state is ImportState.READ:
        fate = FAULTY
    rows, more = queries.rows_of(session, doing, "" if fate == "all" else fate, after)
    plan = Plan.of(doing.settings)
    counts = queries.fates_of(session, doing)
    return render(
        request,
        "paper/import.html",
        fragment="paper/_progress.html",
        process=process,
        doing=doing,
        plan=plan,
        rows=rows,
        told=told,
        more=more,
        fate=fate,
        fates=FATES,
        counts=counts,
        after=after,
        heads=_heads(doing),
        columns=[(name, column_word(name)) for name in COLUMNS],
        sources=[(source, source_word(source)) for source in ("import", *BY_HAND)],
        verdict=may_enter_notes(person, process),
    )


def _heads(doing: NoteImport) -> list[tuple[int, str]]:
    """The columns of the file, each by its letter and its head."""
    said: Any = doing.settings.get("heads", [])
    return [(n, f"{letters(n)}: {head}"[:60].rstrip(": ")) for n, head in enumerate(said)]


async def typed_plan(
    request: Request, form_token: Annotated[str, Form()] = ""
) -> Mapping[str, str]:
    """The columns as they were set in the form, by name."""
    form = await request.form()
    return {name: said[:200] for name, said in form.items() if isinstance(said, str)}


def looked_again(
    request: Request,
    slug: str,
    number: ImportNumber,
    typed: Annotated[Mapping[str, str], Depends(typed_plan)],
) -> Looked:
    """The kept table once more, read as the form says; as with a new one."""
    looked = Looked()
    with db.looking(request.app.state.engine, request.state.city) as session:
        process = process_for(session, slug, visitor_of(request, session))
        require(may_enter_notes(visitor_of(request, session), process))
        doing = queries.import_of(session, process, number, whole=True)
        if doing.state is not ImportState.READ:
            raise Conflict(_("Diese Datei wird schon übernommen, oder sie ist verworfen."))
        looked.grid = read_grid(doing.file_name, doing.content)
        looked.plan = _plan_typed(Plan.of(doing.settings), looked.grid, typed)
        looked.rows = keeping.dry_run(session, process, looked.grid, looked.plan, clock.now())
    return looked


def _plan_typed(plan: Plan, grid: Grid, typed: Mapping[str, str]) -> Plan:
    """The plan with what the form says: head, columns, and what holds for all rows."""
    number = typed.get("head", "")
    rows = {str(row.number): row for row in grid.rows}
    head = rows.get(number) or head_of(grid)
    plan.head, plan.heads = head.number, keeping.heads_of(head)
    plan.columns = chosen(typed, max(len(row.cells) for row in grid.rows))
    plan.address = clean_line(typed.get("default_address", ""))
    source = typed.get("default_source", "")
    plan.source = source if source in BY_HAND else "import"
    plan.all_names, plan.any_day = "all_names" in typed, "any_day" in typed
    return plan


@router.post("/{number}")
def read_again(
    process: AtDesk,
    number: ImportNumber,
    person: SignedIn,
    session: Db,
    looked: Annotated[Looked, Depends(looked_again, scope="function")],
) -> Response:
    """The dry run once more, with other columns."""
    require(may_enter_notes(person, process))
    doing = queries.import_of(session, process, number, held=True)
    keeping.keep_again(session, doing, looked.plan, looked.rows)
    return _see(process, number, "#zeilen")


@router.post("/{number}/take")
def take(process: AtDesk, number: ImportNumber, person: SignedIn, session: Db) -> Response:
    """Take over what can be taken; the worker does it, and the page says how far it is."""
    require(may_enter_notes(person, process))
    doing = queries.import_of(session, process, number, held=True)
    keeping.start(session, doing, person, process)
    return _see(process, number)


@router.post("/{number}/drop")
def drop(process: AtDesk, number: ImportNumber, person: SignedIn, session: Db) -> Response:
    """Put the table away without taking anything over."""
    require(may_enter_notes(person, process))
    doing = queries.import_of(session, process, number, held=True)
    keeping.drop(session, doing, person, process)
    where = f"/desk/p/{process.slug}/imports?done=dropped#getan"
    return RedirectResponse(where, status_code=303)
