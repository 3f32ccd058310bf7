"""Handing back a group's table or document, from the command line."""

from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Engine
from sqlmodel import Session

from app import clock, db
from app.cli.house import City, engine_of, person_named, process_named, say
from app.config import Settings
from app.errors import Refused
from app.groups.decided import Said
from app.groups.returning import forms, keeping, queries, saying, taking
from app.groups.returning.rows import Brought
from app.groups.rules import may_hand_back, may_settle
from app.models import HandBack, Person, RowFate, WorkingGroup
from app.processes.queries import group_by_id, group_by_slug
from app.rules import require
from app.text import clean_line

MOST_SAID = 20  # faults in the answer for people; --json has all


def register(program: typer.Typer) -> None:
    """Add this command to the program."""
    program.command("hand-back")(hand_back)


def hand_back(
    file: Annotated[Path, typer.Argument(help="XLSX, ODS, CSV or DOCX of a bundle, filled in.")],
    process: Annotated[str, typer.Option("--process", help="Slug of the process.")],
    group: Annotated[str, typer.Option("--group", help="Slug of the working group.")],
    take: Annotated[bool, typer.Option("--take", help="Take in what changes.")] = False,
    by: Annotated[
        str, typer.Option(help="Account in whose name; of a member it makes proposals.")
    ] = "",
    city: City = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say row by row what a group's table or document would change; with --take, do it."""
    name, data = clean_line(file.name)[-120:], _bytes(file)
    brought = forms.read(name, data)
    with engine_of(Settings()) as engine:
        with db.writing(engine) as session:
            where = process_named(session, process, city)
            found = group_by_id(session, group_by_slug(session, where, group).id)
            person = person_named(session, by) if by else None
            number = _hand_in(session, found, person, name, data, brought, take=take)
        while take and taking.take_some(engine):
            pass
        facts = _facts(engine, number, found.id)
    say(_told(facts, take=take), as_json=as_json, **facts)


def _hand_in(
    session: Session,
    group: WorkingGroup,
    person: Person | None,
    name: str,
    data: bytes,
    brought: Brought,
    *,
    take: bool,
) -> int:
    settles = True
    if person is not None:
        require(may_hand_back(person, group, group.process))
        settles = bool(may_settle(person, group, group.process))
    now = clock.now()
    doing = keeping.hand_in(session, group, person, name, data, brought, now, settles=settles)
    if take and taking.is_worth_it(session, doing):
        taking.start(session, doing, group, person, now, with_proposals=True)
    return doing.id


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(forms.LARGEST + 1)
    except OSError:
        raise Refused(f"{file} cannot be opened.") from None


def _facts(engine: Engine, number: int, group_id: int) -> dict[str, Any]:
    with db.reading(engine) as session:
        doing = queries.hand_back_of(session, group_by_id(session, group_id), number)
        counts = queries.counts_of(session, doing)
        return {
            "id": doing.id,
            "bundle": doing.bundle.number if doing.bundle else None,
            "state": doing.state.value,
            "settles": doing.settles,
            "rows": doing.rows_count,
            "fates": {fate.value: counts.get(fate.value, 0) for fate in RowFate},
            "absent": counts.get("absent", 0),
            "notices": [saying.sentence(fault) for fault in doing.faults],
            "faults": _faults(session, doing),
        }


def _faults(session: Session, doing: HandBack) -> list[dict[str, Any]]:
    return [
        {
            "where": saying.where(row, fault),
            "comment": row.number,
            "problem": saying.sentence(fault, Said.of(row)),
        }
        for row in queries.wrong_rows(session, doing)
        for fault in row.faults
    ]


def _told(facts: dict[str, Any], *, take: bool) -> str:
    fates = facts["fates"]
    what = "decisions" if facts["settles"] else "proposals"
    changes, taken = fates["changes"], fates["taken"]
    done = f"{taken:,} {what} taken in" if take else f"{changes:,} {what} would change"
    of = f"Bundle {facts['bundle']}, " if facts["bundle"] else ""
    lines = [
        f"{of}{facts['rows']:,} rows: {done}, {fates['conflict']:,} are decided otherwise here, "
        f"{fates['wrong']:,} are wrong, {fates['same']:,} stay, {fates['empty']:,} are empty."
    ]
    lines += [f"  {sentence}" for sentence in facts["notices"]]
    said = facts["faults"]
    lines += [f"  {one['where']}: {one['problem']}" for one in said[:MOST_SAID]]
    if len(said) > MOST_SAID:
        lines.append(f"  … and {len(said) - MOST_SAID:,} more; --json has them all.")
    return "\n".join(lines)
