"""An import from its dry run to its start: what was read is kept, read anew with other columns,
begun or dropped."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert
from sqlmodel import Session, col, select

from app import journal
from app.accounts.queries import official_names
from app.errors import Conflict
from app.i18n import _
from app.models import (
    ImportRow,
    ImportState,
    NoteImport,
    NoteSource,
    Person,
    Process,
    Reply,
)
from app.paper.checking import Checker
from app.paper.columns import guess, head_of
from app.paper.fates import COMES_IN, FAULTY, SAME, Checked, Known, Plan
from app.paper.grid import Grid, Row
from app.paper.places import places_of
from app.text import clean_line

_rows: Any = ImportRow.__table__  # type: ignore[attr-defined]
_AT_ONCE = 1_000


def digest_of(data: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(data).hexdigest()


def plan_for(session: Session, process: Process, name: str, data: bytes, grid: Grid) -> Plan:
    """How a file that has just come is to be read: its columns guessed. The same file under a new
    name keeps the name under which it was taken over, so that nothing comes in twice."""
    earlier = (
        select(NoteImport.file_name)
        .where(
            NoteImport.process_id == process.id,
            NoteImport.digest == digest_of(data),
            col(NoteImport.state).in_((ImportState.TAKING, ImportState.TAKEN)),
        )
        .order_by(col(NoteImport.id))
        .limit(1)
    )
    head = head_of(grid)
    key = session.exec(earlier).first() or name
    return Plan(key, head.number, heads_of(head), guess(head.cells))


def heads_of(head: Row) -> list[str]:
    """What the columns are called in the file, shortened."""
    return [clean_line(said)[:40] for said in head.cells]


def dry_run(
    session: Session, process: Process, grid: Grid, plan: Plan, now: datetime
) -> list[Checked]:
    """What will become of each row; nothing is written. Without a column for the text there are no
    rows: somebody has to say which it is."""
    if "text" not in plan.columns:
        return []
    known = Known(_keys(session, process, plan), _replies(session, process, plan))
    known.official = official_names(session)
    return Checker(plan, grid, places_of(session, process), known, now).check_all()


def _keys(session: Session, process: Process, plan: Plan) -> set[str]:
    query = select(NoteSource.source_key).where(
        NoteSource.process_id == process.id,
        col(NoteSource.source_key).startswith(plan.key[:200], autoescape=True),
    )
    return {key for key in session.exec(query) if key}


def _replies(session: Session, process: Process, plan: Plan) -> set[tuple[str, str]]:
    """Answers under notes of this file that nobody here has written."""
    if "parent" not in plan.columns:
        return set()
    query = (
        select(NoteSource.source_key, Reply.text)
        .join(Reply, col(Reply.comment_id) == col(NoteSource.comment_id))
        .where(
            NoteSource.process_id == process.id,
            col(NoteSource.source_key).startswith(plan.key[:200], autoescape=True),
            col(Reply.author_id).is_(None),
        )
    )
    return {(str(key), text) for key, text in session.exec(query)}


def keep(
    session: Session,
    process: Process,
    by: Person | None,
    name: str,
    data: bytes,
    plan: Plan,
    checked: Sequence[Checked],
    now: datetime,
) -> NoteImport:
    """Keep a file with its dry run, to be looked at."""
    doing = NoteImport(
        process_id=process.id,
        by_id=by.id if by else None,
        file_name=name,
        digest=digest_of(data),
        content=data,
        state=ImportState.READ,
        at=now,
    )
    session.add(doing)
    session.flush()
    _keep_rows(session, doing, plan, checked)
    journal.record(session, by, "import.read", doing, process=process, comments=doing.rows_count)
    return doing


def keep_again(session: Session, doing: NoteImport, plan: Plan, checked: Sequence[Checked]) -> None:
    """The dry run once more, with other columns. Refused with `Conflict` once it has begun."""
    _need(doing, ImportState.READ)
    session.execute(delete(ImportRow).where(col(ImportRow.import_id) == doing.id))
    _keep_rows(session, doing, plan, checked)


def _keep_rows(session: Session, doing: NoteImport, plan: Plan, checked: Sequence[Checked]) -> None:
    fates = Counter(row.fate for row in checked)
    doing.settings = plan.as_settings()
    doing.rows_count = len(checked)
    doing.new_count = sum(fates[fate] for fate in COMES_IN)
    doing.same_count, doing.faulty_count = fates[SAME], fates[FAULTY]
    session.add(doing)
    session.flush()
    rows = [
        {
            "process_id": doing.process_id,
            "import_id": doing.id,
            "position": row.number,
            "fate": row.fate,
            "says": row.says,
            "problems": row.problems,
        }
        for row in checked
    ]
    for start in range(0, len(rows), _AT_ONCE):
        session.execute(insert(_rows), rows[start : start + _AT_ONCE])


def start(session: Session, doing: NoteImport, by: Person | None, process: Process) -> None:
    """Begin to take over what can be; the worker does it. `doing` is held. Done a second time
    nothing happens. Refused with `Conflict` when there is nothing to take or it was dropped."""
    if doing.state in (ImportState.TAKING, ImportState.TAKEN):
        return
    _need(doing, ImportState.READ)
    if not doing.new_count:
        raise Conflict(_("In dieser Datei ist nichts, was sich übernehmen lässt."))
    doing.state = ImportState.TAKING
    session.add(doing)
    session.info["work"] = True  # the worker need not wait to be asked
    journal.record(session, by, "import.started", doing, process=process, comments=doing.new_count)


def drop(session: Session, doing: NoteImport, by: Person | None, process: Process) -> None:
    """Put a file away that is not taken over: its content and its rows go. `doing` is held. Refused
    with `Conflict` once it has begun."""
    if doing.state is ImportState.DROPPED:
        return
    _need(doing, ImportState.READ)
    session.execute(delete(ImportRow).where(col(ImportRow.import_id) == doing.id))
    doing.state, doing.content = ImportState.DROPPED, b""
    session.add(doing)
    journal.record(session, by, "import.dropped", doing, process=process)


def _need(doing: NoteImport, state: ImportState) -> None:
    if doing.state is not state:
        raise Conflict(_("Diese Datei wird schon übernommen, oder sie ist verworfen."))
