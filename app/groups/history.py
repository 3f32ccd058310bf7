"""What a working group decided before: kept when it decides anew or takes a decision back, and
read again, with everything but its own remark for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, update
from sqlmodel import Session, col, select

from app.groups.decided import Said
from app.models import Disposition, EarlierDisposition, Echo

_QUIETLY = {"synchronize_session": False}


def keep_as_earlier(
    session: Session, held: Sequence[Disposition], now: datetime, *, for_good: bool = False
) -> list[EarlierDisposition]:
    """Write down what these decisions say, which held until now; `for_good`: there is none in
    their place, and what authors said to them points to none any more. Their notes are held."""
    if not held:
        return []
    positions = _last_positions(session, [one.comment_id for one in held])
    earlier = [
        EarlierDisposition(
            process_id=one.process_id,
            comment_id=one.comment_id,
            position=positions.get(one.comment_id, 0) + 1,
            group_id=one.group_id,
            decided_at=one.decided_at,
            until=now,
            settled_by_id=one.settled_by_id,
            **Said.of(one).columns(),
        )
        for one in held
    ]
    session.add_all(earlier)
    if for_good:
        _drop(session, held)
    session.flush()
    return earlier


def _drop(session: Session, held: Sequence[Disposition]) -> None:
    ids = [one.id for one in held]
    said_to_it = update(Echo).where(col(Echo.disposition_id).in_(ids))
    session.execute(said_to_it.values(disposition_id=None), execution_options=_QUIETLY)
    session.execute(
        delete(Disposition).where(col(Disposition.id).in_(ids)), execution_options=_QUIETLY
    )
    for one in held:
        session.expunge(one)


def _last_positions(session: Session, comment_ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(EarlierDisposition.comment_id, func.max(EarlierDisposition.position))
        .where(col(EarlierDisposition.comment_id).in_(comment_ids))
        .group_by(col(EarlierDisposition.comment_id))
    )
    return dict(session.exec(query).all())
