"""Files about a process that say more than the pages do by now: since they were asked for, words or
names were taken from the public. Nobody gets such a file any more from that moment on, for the
journal says so; the hourly tidying drops its bytes."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlmodel import Session, col, select

from app.models import BundleState, Comment, Export, ExportChunk, JournalEntry, Reply

# Deeds of a process by which words or names go from its pages.
TAKEN_AWAY = (
    "comment.blacked_out",
    "comment.disowned",
    "comment.edited",
    "comment.hidden",
    "comment.withdrawn",
    "process.pseudonymised",
    "reply.hidden",
)
FORGOTTEN = "account.deleted"  # of no process: it concerns those in which the person wrote
PIECES_AT_ONCE = 50
_NOT_READ = {"synchronize_session": False}


def outdated(session: Session, exports: Iterable[Export], *also: str) -> set[int]:
    """The ids of those of these files, all of one process, that say more than its pages do, or
    were asked for before one of the deeds `also`. Two questions, however many files."""
    asked = _asked(session, {one.id: one for one in exports})
    if not asked:
        return set()
    (process_id, *_more) = {process for _entry, process in asked.values()}
    since = min(entry for entry, _process in asked.values())
    last = _last_taken(session, process_id, since, also)
    return {number for number, (entry, _process) in asked.items() if entry < last}


def _asked(session: Session, exports: dict[int, Export]) -> dict[int, tuple[int, int]]:
    """With which entry of the journal each file was asked for, and its process."""
    query = (
        select(JournalEntry.subject_id, func.max(JournalEntry.id))
        .where(
            JournalEntry.subject_type == "Export",
            col(JournalEntry.subject_id).in_(exports),
            JournalEntry.deed == "export.asked",
        )
        .group_by(col(JournalEntry.subject_id))
    )
    rows = session.exec(query).all() if exports else []
    return {number: (entry, exports[number].process_id) for number, entry in rows}


def _last_taken(session: Session, process_id: int, since: int, also: Sequence[str]) -> int:
    """The latest entry behind `since` by which something was taken away there; 0 for none."""
    wrote = (
        select(table.id)
        .where(table.process_id == process_id, table.author_id == JournalEntry.subject_id)
        .exists()
        for table in _written()
    )
    here = (
        (col(JournalEntry.process_id) == process_id)
        & col(JournalEntry.deed).in_((*TAKEN_AWAY, *also)),
        col(JournalEntry.process_id).is_(None)
        & (col(JournalEntry.deed) == FORGOTTEN)
        & or_(*wrote),
    )
    latest = (
        select(func.max(JournalEntry.id)).where(one, col(JournalEntry.id) > since) for one in here
    )
    return max(session.exec(query).one() or 0 for query in latest)


def _written() -> tuple[Any, ...]:
    return Comment, Reply


def drop_some(session: Session) -> int:
    """Mark files that say too much, and drop some of the bytes that are kept of such; how much."""
    query = select(Export).where(Export.state == BundleState.READY)
    ready: dict[int, list[Export]] = {}
    for export in session.exec(query.order_by(col(Export.id))):
        ready.setdefault(export.process_id, []).append(export)
    for exports in ready.values():
        _mark(session, outdated(session, exports))
    kept = (
        select(ExportChunk.id)
        .join(Export, col(Export.id) == col(ExportChunk.export_id))
        .where(Export.state == BundleState.OUTDATED)
        .limit(PIECES_AT_ONCE)
    )
    gone = delete(ExportChunk).where(col(ExportChunk.id).in_(kept))
    done = session.execute(gone, execution_options=_NOT_READ)
    return int(done.rowcount)  # type: ignore[attr-defined]


def _mark(session: Session, ids: Collection[int]) -> None:
    marked = update(Export).where(col(Export.id).in_(ids)).values(state=BundleState.OUTDATED)
    if ids:
        session.execute(marked, execution_options=_NOT_READ)
