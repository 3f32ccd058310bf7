"""What of the text changed because of a note: tied by a person or a group's document, or proposed
by the program until somebody confirms it (`trace_finding.py`). Reading is `traced.py`'s."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from app import journal
from app.comments.domain import bump
from app.errors import Conflict
from app.groups.traced import DROPPED, PERSON
from app.i18n import _
from app.models import (
    Comment,
    CommentState,
    DraftVersion,
    Person,
    Process,
    Trace,
)


class Spot(NamedTuple):
    """A passage of a version: a sentence of a block, what stands over it
    (`traced.OVER`), or (without
    either) the whole block."""

    block_id: int
    sentence: int | None = None


def tie(
    session: Session,
    version: DraftVersion,
    note: Comment,
    *,
    old: Spot | None,
    new: Spot | None,
    by: Person | None,
    origin: str = PERSON,
    now: datetime,
) -> Trace:
    """Say that `note` caused this change of `version`: what stood at `old` stands at `new`.

    Without `old` it is new, without `new` it was dropped. Said again it is the same row, and what
    was proposed or dropped holds from now on. A duplicate's changes are those of the note it
    points to. ValueError without any place; `Conflict` for a note of another process or one that
    is not public.
    """
    if old is None and new is None:
        raise ValueError("a change stands somewhere")
    if note.process_id != version.process_id or note.state is not CommentState.PUBLIC:
        raise Conflict(
            _("Die Anmerkung #%(n)d ist in diesem Verfahren nicht öffentlich.") % {"n": note.number}
        )
    row = _there(session, version, note.duplicate_of_id or note.id, old, new)
    if row is None:
        row = Trace(
            process_id=version.process_id,
            version_id=version.id,
            comment_id=note.duplicate_of_id or note.id,
            at=now,
        )
        _put(row, old, new)
    elif row.confirmed_at is not None:
        return row
    row.origin, row.by_id, row.confirmed_at = origin, by.id if by else None, now
    session.add(row)
    _journal(session, version, by, "trace.tied", [note.number], origin=origin)
    show_anew(session, version, [note.id])
    return row


def _put(row: Trace, old: Spot | None, new: Spot | None) -> None:
    row.old_block_id, row.old_sentence = old or (None, None)
    row.new_block_id, row.new_sentence = new or (None, None)


def _there(
    session: Session, version: DraftVersion, note_id: int, old: Spot | None, new: Spot | None
) -> Trace | None:
    """The row that says this already. The version is held, so that two at once write one."""
    session.flush()
    mine = select(DraftVersion.id).where(DraftVersion.id == version.id)
    session.exec(mine.with_for_update(key_share=True))
    wanted = (*(old or (None, None)), *(new or (None, None)))
    query = select(Trace).where(Trace.version_id == version.id, Trace.comment_id == note_id)
    return next((row for row in session.exec(query) if place_of(row) == wanted), None)


def place_of(row: Trace) -> tuple[int | None, int | None, int | None, int | None]:
    """Old block and sentence, new block and sentence."""
    return row.old_block_id, row.old_sentence, row.new_block_id, row.new_sentence


def is_about(row: Trace, old: Spot | None, new: Spot | None) -> bool:
    """Whether a trace speaks of this change: one of its sides is the same sentence, or the block of
    which that is one."""
    return _meet(Spot(row.old_block_id or 0, row.old_sentence), old) or _meet(
        Spot(row.new_block_id or 0, row.new_sentence), new
    )


def _meet(one: Spot, other: Spot | None) -> bool:
    if other is None or one.block_id != other.block_id:
        return False
    return None in (one.sentence, other.sentence) or one.sentence == other.sentence


def confirm(
    session: Session, version: DraftVersion, traces: Iterable[Trace], by: Person, now: datetime
) -> int:
    """These proposals hold; how many of them did not before. Traces come with their note."""
    fresh = [row for row in traces if row.confirmed_at is None]
    for row in fresh:
        row.origin = PERSON if row.origin == DROPPED else row.origin
        row.confirmed_at, row.by_id = now, by.id
    session.add_all(fresh)
    if fresh:
        numbers = sorted({row.comment.number for row in fresh})
        _journal(session, version, by, "trace.confirmed", numbers)
        show_anew(session, version, [row.comment_id for row in fresh])
    return len(fresh)


def untie(session: Session, version: DraftVersion, trace: Trace, by: Person, now: datetime) -> None:
    """This note did not cause the change; it stays said, so that nobody proposes it again. The
    trace comes with its note."""
    _drop(session, version, trace, trace.comment.number, by, now)


def deny(
    session: Session,
    version: DraftVersion,
    note: Comment,
    *,
    old: Spot | None,
    new: Spot | None,
    by: Person | None,
    now: datetime,
) -> None:
    """The same of a change of which nobody has said yet what caused it: a document suggested the
    note, and whoever took the document in struck it out. ValueError without any place."""
    if old is None and new is None:
        raise ValueError("a change stands somewhere")
    note_id = note.duplicate_of_id or note.id
    row = _there(session, version, note_id, old, new)
    if row is None:
        row = Trace(
            process_id=version.process_id, version_id=version.id, comment_id=note_id, at=now
        )
        row.origin = PERSON
        _put(row, old, new)
    _drop(session, version, row, note.number, by, now)


def _drop(
    session: Session,
    version: DraftVersion,
    trace: Trace,
    number: int,
    by: Person | None,
    now: datetime,
) -> None:
    if trace.origin == DROPPED:
        return
    trace.origin, trace.confirmed_at, trace.at = DROPPED, None, now
    trace.by_id = by.id if by else None
    session.add(trace)
    _journal(session, version, by, "trace.dropped", [number])
    show_anew(session, version, [trace.comment_id])


def _journal(
    session: Session,
    version: DraftVersion,
    by: Person | None,
    deed: str,
    numbers: Sequence[int],
    origin: str = PERSON,
) -> None:
    journal.record(
        session,
        by,
        deed,
        version,
        process=session.get_one(Process, version.process_id),
        version=version.number,
        comments=list(numbers[:50]),
        n=len(numbers),
        origin=origin,
    )


def show_anew(session: Session, version: DraftVersion, note_ids: Collection[int]) -> None:
    """Pages that are public show another cause now."""
    if version.published_at is None or not note_ids:
        return
    query = select(Comment.field_id).where(col(Comment.id).in_(note_ids)).distinct()
    for field_id in sorted(session.exec(query)):
        bump(session, field_id)
