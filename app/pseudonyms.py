"""Names go some time after a process has ended: what was said stays, under a number.

Whoever wrote in a process is called "Person 12" there from then on, the same in all their notes and
answers, so that the conversation can still be followed (pseudonymisation, Regulation (EU) 2016/679,
articles 4 and 5). Who was called nothing, or has been forgotten, stays so; the city's own answers
keep their names. An account still knows what is its own: receipts work as before.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, String, case, cast, func, literal, select, union_all, update
from sqlmodel import Session, col
from sqlmodel import select as choose

from app import clock, forgetting, greeted, journal
from app.models import ActionField, Comment, Process, Reply, Status, Voice

NAMES = timedelta(days=730)  # after the last day for notes, once the process is decided
ENDED = (Status.DECIDED, Status.ARCHIVED)
CALLED = "Person "  # stored, so the same in every language
_NAMELESS = (forgetting.UNNAMED, forgetting.NOBODY)
_BEYOND = 10**15  # numbers of answers without an account, apart from those of notes
_notes: Any = Comment.__table__  # type: ignore[attr-defined]
_answers: Any = Reply.__table__  # type: ignore[attr-defined]
_NOT_READ = {"synchronize_session": False}


def pseudonymise_ended(session: Session) -> int:
    """Take the names of the first process whose time has come; how many processes that was."""
    query = (
        choose(Process)
        .where(
            col(Process.pseudonymised_at).is_(None),
            col(Process.status).in_(ENDED),
            col(Process.closes_at) <= clock.now() - NAMES,
        )
        .order_by(col(Process.id))
        .limit(1)
    )
    process = session.exec(query).first()
    if process is not None:
        pseudonymise(session, process)
    return int(process is not None)


def pseudonymise(session: Session, process: Process) -> int:
    """Put numbers in place of the names under the notes and answers of residents in this process,
    and take away what they said of themselves; how many notes and answers those were."""
    ranked = _ranked(process.id)
    named = (literal(CALLED) + cast(ranked.c.place, String)).label("named")
    changed = 0
    for table, who, more in (
        (_notes, _who(_notes, 0), forgetting.NOTHING_OF_ONESELF),
        (_answers, _who(_answers, _BEYOND), {}),
    ):
        renamed = (
            update(table)
            .where(_residents(table, process.id))
            .values(author_name=select(named).where(ranked.c.who == who).scalar_subquery(), **more)
        )
        done: Any = session.execute(renamed, execution_options=_NOT_READ)
        changed += int(done.rowcount)
    greeted.unname(session, col(Comment.process_id) == process.id)
    held = choose(Process).where(Process.id == process.id).with_for_update(key_share=True)
    session.exec(held.execution_options(populate_existing=True)).one()
    process.pseudonymised_at, process.revision = clock.now(), process.revision + 1
    session.add(process)
    session.flush()
    fields = update(ActionField).where(col(ActionField.process_id) == process.id)
    fields = fields.values(revision=ActionField.revision + 1)
    session.execute(fields, execution_options=_NOT_READ)
    deed = "process.pseudonymised"
    journal.record(session, None, deed, process, process=process, comments=changed)
    return changed


def _who(table: Any, beyond: int) -> Any:
    """One number for everybody: the account's, or for who has none a negative one."""
    nobody = -(cast(table.c.id, BigInteger) + beyond)
    return case((table.c.author_id.is_not(None), table.c.author_id), else_=nobody)


def _residents(table: Any, process_id: int) -> Any:
    ours = (table.c.process_id == process_id) & table.c.author_name.not_in(_NAMELESS)
    return ours & (table.c.voice == Voice.RESIDENT) if table is _answers else ours


def _ranked(process_id: int) -> Any:
    """Everybody who wrote there, in the order of their first word."""
    said = union_all(
        *(
            select(_who(table, beyond).label("who"), table.c.created_at.label("at")).where(
                _residents(table, process_id)
            )
            for table, beyond in ((_notes, 0), (_answers, _BEYOND))
        )
    ).subquery()
    first = select(said.c.who, func.min(said.c.at).label("at")).group_by(said.c.who).subquery()
    place = func.row_number().over(order_by=(first.c.at, first.c.who)).label("place")
    return select(first.c.who, place).subquery()
