"""A note that waits, or waits once more because its author has edited it."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.comments import barriers, stopping
from app.comments.doubts import barrier_of
from app.comments.holding import hold
from app.models import Comment, Release, Stop


def hold_own(session: Session, note: Comment, *more: str) -> None:
    """Hold a note for its author; whatever belongs to it, also the row that says why it waits, is
    held after it, as the moderation does: so neither waits for the other."""
    hold(session, note, *more)


def stop_again(session: Session, note: Comment, reasons: Sequence[str], now: datetime) -> None:
    """Write down why a note waits from now on, beside what spoke against it before. It has one such
    row, however often it waits."""
    stop = _stop_of(session, note)
    if stop is None:
        stopping.note_reasons(session, note, None, reasons, now)
        return
    more = [reason for reason in reasons if reason not in stop.reasons]
    stop.reasons, stop.at = [*stop.reasons, *more], now
    stop.release = stop.decided_at = stop.decided_by_id = None
    session.add(stop)
    for reason in more:
        if (barrier_id := barrier_of(reason)) is not None:
            barriers.count_stopped(session, barrier_id)
    session.flush()


def settle(session: Session, note: Comment, now: datetime) -> None:
    """Its author has withdrawn the note: nobody needs to decide on it any more."""
    stop = _stop_of(session, note)
    if stop is not None:
        stop.release, stop.decided_at = Release.WITHDRAWN, now
        session.add(stop)
        session.flush()


def _stop_of(session: Session, note: Comment) -> Stop | None:
    query = select(Stop).where(Stop.comment_id == note.id, col(Stop.reply_id).is_(None))
    return session.exec(query.with_for_update()).one_or_none()
