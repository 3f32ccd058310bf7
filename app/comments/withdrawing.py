"""An author takes a note back: a tombstone stays in its place, with its date and its replies, and
its words are on no page any more."""

from datetime import datetime

from sqlmodel import Session, col, select

from app import journal
from app.comments import gathered, sketching
from app.comments.counted import move_counters
from app.comments.holding import hold_all
from app.comments.own_rules import may_withdraw
from app.comments.stopping_again import settle
from app.loading import one
from app.models import ActionField, Comment, CommentState, Doer, Process

AT_ONCE = 300  # notes held with one question
_COUNTED = {
    CommentState.PUBLIC: {"public": -1},
    CommentState.WAITING: {"waiting": -1},
}


def withdraw(session: Session, note: Comment, author: Doer | None, now: datetime) -> None:
    """Take a note back, whatever has been said to it. The note is held, and its author may. One
    that nobody has seen yet leaves no tombstone."""
    was = note.state
    note.state, note.withdrawn_at = CommentState.WITHDRAWN, now
    sketching.drop(session, note)
    session.flush()
    if was is CommentState.WAITING:
        settle(session, note, now)
    if was in _COUNTED:
        move_counters(session, note, now, **_COUNTED[was])
    gathered.leave(session, note)
    journal.record(session, author, "comment.withdrawn", note, process=note.process)


def withdraw_all(session: Session, author: Doer, by: Doer | None, now: datetime) -> int:
    """Take back every note of somebody who leaves, as far as they could do so one by one: what the
    moderation has hidden stays hidden. All of them are held before the first changes, then their
    processes, then their fields, each in the order of their numbers. `by` is the author, or None
    for a command of the office. How many were taken back."""
    query = (
        select(Comment)
        .where(Comment.author_id == author.id)
        .order_by(col(Comment.id))
        .options(one(Comment.process))
    )
    notes = session.exec(query).all()
    for start in range(0, len(notes), AT_ONCE):
        hold_all(session, notes[start : start + AT_ONCE])
    going = [note for note in notes if may_withdraw(note)]
    for table, ids in (
        (Process, {note.process_id for note in going}),
        (ActionField, {note.field_id for note in going}),
    ):
        held = select(table.id).where(col(table.id).in_(ids)).order_by(col(table.id))
        session.exec(held.with_for_update(key_share=True)).all()
    for note in going:
        withdraw(session, note, by, now)
    return len(going)
