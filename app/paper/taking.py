"""Taking over the rows of an import, by the worker, some at a time: each time in a transaction that
keeps what became of its rows, so that after a restart it goes on where it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import clock, db, journal
from app.comments import domain as comments
from app.forgetting import UNNAMED
from app.loading import one
from app.models import (
    Comment,
    CommentState,
    ImportRow,
    ImportState,
    NoteImport,
    NoteSource,
    Person,
    Process,
)
from app.paper.batches import Batch, moment_in
from app.paper.fates import ANSWER, FAULTY, HIDDEN, NEW
from app.paper.faults import Fault
from app.text import said

AT_ONCE = 100  # rows in one transaction
_UNANSWERABLE = Fault(said("Die Anmerkung, auf die das antwortet, ist nicht öffentlich."))


def take_some(engine: Engine) -> int:
    """Take over some rows of an import that somebody has started; how many."""
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        query = select(NoteImport.id).where(NoteImport.state == ImportState.TAKING).limit(1)
        if session.exec(query).first() is None:
            return 0
    with db.writing(engine) as session:
        held = (
            select(NoteImport)
            .where(NoteImport.state == ImportState.TAKING)
            .order_by(col(NoteImport.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        doing = session.exec(held).one_or_none()
        return _take(session, doing) if doing is not None else 0


def _take(session: Session, doing: NoteImport) -> int:
    now = clock.now()
    actor = session.get(Person, doing.by_id) if doing.by_id else None
    rows = _next(session, doing, NEW, HIDDEN)
    if rows:
        Batch(session, doing, _held(session, doing), actor, now).take(rows)
    elif rows := _next(session, doing, ANSWER):
        _take_answers(session, doing, rows, now)
    else:
        _finish(session, doing, _held(session, doing), actor, now)
    doing.rows_done += len(rows)
    session.add(doing)
    return max(len(rows), 1)


def _held(session: Session, doing: NoteImport) -> Process:
    query = select(Process).where(Process.id == doing.process_id)
    return session.exec(query.with_for_update(key_share=True)).one()


def _next(session: Session, doing: NoteImport, *fates: str) -> Sequence[ImportRow]:
    query = (
        select(ImportRow)
        .where(
            ImportRow.import_id == doing.id,
            col(ImportRow.fate).in_(fates),
            col(ImportRow.comment_id).is_(None),
        )
        .order_by(col(ImportRow.position))
        .limit(AT_ONCE)
    )
    return session.exec(query).all()


def _finish(
    session: Session, doing: NoteImport, process: Process, actor: Person | None, now: datetime
) -> None:
    """All is taken over: the file itself is not needed any more."""
    doing.state, doing.taken_at, doing.content = ImportState.TAKEN, now, b""
    session.add(doing)
    journal.record(session, actor, "import.done", doing, process=process, comments=doing.rows_done)


def _take_answers(
    session: Session,
    doing: NoteImport,
    rows: Sequence[ImportRow],
    now: datetime,
) -> None:
    """Rows that answer a note become answers of residents under it."""
    keys = [str(row.says["parent_key"]) for row in rows]
    query = (
        select(Comment, NoteSource.source_key)
        .join(NoteSource, col(NoteSource.comment_id) == col(Comment.id))
        .where(NoteSource.process_id == doing.process_id, col(NoteSource.source_key).in_(keys))
        .order_by(col(Comment.id))
        .options(one(Comment.process))
        .with_for_update(key_share=True, of=Comment)
    )
    notes = {key: note for note, key in session.exec(query)}
    for row in rows:
        note = notes.get(str(row.says["parent_key"]))
        session.add(row)
        if note is None or note.state is not CommentState.PUBLIC:
            row.fate, row.problems = FAULTY, [_UNANSWERABLE.in_cell(str(row.position))]
            continue
        name = str(row.says["name"]) if row.says["shows"] and row.says["name"] else UNNAMED
        row.comment_id = note.id
        answer = comments.reply(
            session, note, None, text=str(row.says["text"]), now=now, author_name=name
        )
        answer.created_at = moment_in(row.says, now)
