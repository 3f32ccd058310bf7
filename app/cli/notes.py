"""Notes from a table, from the command line."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine
from sqlmodel import col, select

from app import clock, db
from app.cli.house import City, engine_of, person_named, process_named, say
from app.config import Settings
from app.errors import Refused
from app.models import ImportRow, NoteImport
from app.paper import keeping
from app.paper.fates import ANSWER, COMES_IN, FAULTY, HIDDEN, NEW, SAME, Checked
from app.paper.faults import told
from app.paper.readers.tables import LARGEST, read_grid
from app.paper.taking import take_some
from app.text import clean_line

MOST_SAID = 20  # problems in the answer for people; --json has all


def register(program: typer.Typer) -> None:
    """Add these commands to the program."""
    program.command("import-notes")(import_notes)


def import_notes(
    file: Annotated[Path, typer.Argument(help="XLSX or CSV.")],
    process: Annotated[str, typer.Option("--process", help="Slug of the process.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would become of each row.")
    ] = False,
    address: Annotated[
        str, typer.Option(help="Where rows without an address belong, as in “HF2”.")
    ] = "",
    any_day: Annotated[
        bool, typer.Option(help="Take what was received outside of the window, too.")
    ] = False,
    by: Annotated[str, typer.Option(help="Account that takes them over.")] = "",
    city: City = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Take over notes from a table; the same file twice changes nothing."""
    name, data = clean_line(file.name)[-200:], _bytes(file)
    grid = read_grid(name, data)
    with engine_of(Settings()) as engine:
        with db.writing(engine) as session:
            where = process_named(session, process, city)
            person = person_named(session, by) if by else None
            plan = keeping.plan_for(session, where, name, data, grid)
            plan.address, plan.any_day = address or plan.address, any_day
            if "text" not in plan.columns:
                raise Refused("No column is called “Text”: name it so in the first row.")
            rows = keeping.dry_run(session, where, grid, plan, clock.now())
            fates = Counter(row.fate for row in rows)
            number = None
            if not dry_run and any(fates[fate] for fate in COMES_IN):
                now = clock.now()
                doing = keeping.keep(session, where, person, name, data, plan, rows, now)
                keeping.start(session, doing, person, where)
                number = doing.id
        taken = _take(engine, number) if number is not None else 0
    facts = {"taken": taken, **_counts(rows)}
    say(_told(rows, taken, dry_run), as_json=as_json, **facts, problems=_problems(rows))


def _counts(rows: list[Checked]) -> dict[str, int]:
    """How many rows have which fate; `new` are all that become notes, `hidden` those of them that
    were refused where they come from."""
    fates = Counter(row.fate for row in rows)
    counts = {fate: fates[fate] for fate in (NEW, HIDDEN, ANSWER, SAME, FAULTY)}
    return counts | {NEW: fates[NEW] + fates[HIDDEN]}


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)
    except OSError:
        raise Refused(f"{file} cannot be opened.") from None


def _take(engine: Engine, number: int) -> int:
    """Do what the worker would do, until this import is through."""
    while take_some(engine):
        pass
    with db.reading(engine) as session:
        doing = session.exec(select(NoteImport).where(NoteImport.id == number)).one()
        query = select(ImportRow.id).where(
            ImportRow.import_id == doing.id, col(ImportRow.comment_id).is_not(None)
        )
        return len(session.exec(query).all())


def _problems(rows: list[Checked]) -> list[dict[str, Any]]:
    return [
        {"row": row.number, "cell": cell, "problem": sentence}
        for row in rows
        for cell, sentence in told(row.problems)
    ]


def _told(rows: list[Checked], taken: int, dry_run: bool) -> str:
    fates = _counts(rows)
    new = fates[NEW] + fates[ANSWER]
    done = f"{new:,} would be taken over" if dry_run else f"{taken:,} taken over"
    hidden = f" ({fates[HIDDEN]:,} hidden)" if fates[HIDDEN] else ""
    rest = f"{fates[SAME]:,} are there, {fates[FAULTY]:,} faulty."
    lines = [f"{len(rows):,} rows: {done}{hidden}, {rest}"]
    said = _problems(rows)
    lines += [f"  {one['cell']}: {one['problem']}" for one in said[:MOST_SAID]]
    if len(said) > MOST_SAID:
        lines.append(f"  … and {len(said) - MOST_SAID:,} more; --json has them all.")
    return "\n".join(lines)
