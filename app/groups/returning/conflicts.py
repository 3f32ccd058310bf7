"""Rows of a file that are decided otherwise here: which of the two holds. Chosen in the dry run;
and once the file is taken in, for those that were left, or decided otherwise only meanwhile."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app.groups.returning.keeping import taken_already
from app.models import HandBack, HandBackRow, HandBackState, RowFate

OPEN = (HandBackState.CHECKED, HandBackState.TAKEN)  # while somebody may choose
THEIRS = "theirs"  # in `HandBack.fates`: in how many rows the file's decision is to hold


def choose(session: Session, doing: HandBack, position: int | None, *, theirs: bool) -> None:
    """Where the file and we differ: the file's decision holds (`theirs`), or what is decided here;
    in one row or (`position` None) in all. `doing` is held. Refused with `Conflict` while it is
    read or taken in."""
    if doing.state not in OPEN:
        raise taken_already()
    rows = [
        col(HandBackRow.hand_back_id) == doing.id,
        col(HandBackRow.fate) == RowFate.CONFLICT,
    ]
    one = [col(HandBackRow.position) == position] if position is not None else []
    session.execute(
        update(HandBackRow).where(*rows, *one).values(overrules=theirs),
        execution_options={"synchronize_session": False},
    )
    n = chosen(session, doing)
    doing.fates = doing.fates | {THEIRS: n}
    if doing.state is HandBackState.CHECKED:
        known: Any = doing.fates.get(RowFate.CHANGES.value, 0)
        doing.changes_count = int(known) + n
    session.add(doing)


def chosen(session: Session, doing: HandBack) -> int:
    """In how many rows the file's decision is to hold and does not yet."""
    query = select(func.count()).where(
        HandBackRow.hand_back_id == doing.id,
        HandBackRow.fate == RowFate.CONFLICT,
        col(HandBackRow.overrules).is_(True),
    )
    return session.exec(query).one()
