"""An author takes a note back: a tombstone stays in its place, with its date and its replies, and
its words are on no page any more."""

from datetime import datetime

from sqlmodel import Session

from app import journal
from app.comments import gathered, sketching
from app.comments.counted import move_counters
from app.comments.stopping_again import settle
from app.models import Comment, CommentState, Doer

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
