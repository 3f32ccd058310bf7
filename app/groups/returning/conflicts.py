"""Rows of a file that are decided otherwise here: which of the two holds. Chosen in the dry run;
and once the file is taken in, for those that were left, or decided otherwise only meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from app import journal
from app.groups.returning.keeping import taken_already
from app.models import (
    Comment,
    HandBack,
    HandBackRow,
    HandBackState,
    Person,
    RowFate,
    WorkingGroup,
)

OPEN = (HandBackState.CHECKED, HandBackState.TAKEN)  # while somebody may choose
NAMED = 50  # notes that one entry of the journal names
THEIRS = "theirs"  # in `HandBack.fates`: in how many rows the file's decision is to hold


def choose(
    session: Session,
    doing: HandBack,
    group: WorkingGroup,
    by: Person,
    position: int | None,
    *,
    theirs: bool,
) -> None:
    """Where the file and we differ: the file's decision holds (`theirs`), or what is decided here;
    in one row or (`position` None) in all. The journal says of which notes somebody chose so.
    `doing` is held. Refused with `Conflict` while it is read or taken in."""
    if doing.state not in OPEN:
        raise taken_already()
    which = [
        col(HandBackRow.hand_back_id) == doing.id,
        col(HandBackRow.fate) == RowFate.CONFLICT,
        col(HandBackRow.overrules).is_(not theirs),
        *([col(HandBackRow.position) == position] if position is not None else []),
    ]
    query = select(HandBackRow.comment_id, HandBackRow.number).where(*which)
    notes = session.exec(query.order_by(col(HandBackRow.position))).all()
    if not notes:
        return
    session.execute(
        update(HandBackRow).where(*which).values(overrules=theirs),
        execution_options={"synchronize_session": False},
    )
    _record(session, doing, group, by, notes, one=position is not None, theirs=theirs)
    n = chosen(session, doing)
    doing.fates = doing.fates | {THEIRS: n}
    if doing.state is HandBackState.CHECKED:
        known: Any = doing.fates.get(RowFate.CHANGES.value, 0)
        doing.changes_count = int(known) + n
    session.add(doing)


def _record(
    session: Session,
    doing: HandBack,
    group: WorkingGroup,
    by: Person,
    notes: Sequence[tuple[int | None, int | None]],
    *,
    one: bool,
    theirs: bool,
) -> None:
    """Of one note the entry is about that note; of all that differ it is about the file, and names
    the first of them."""
    deed = "hand_back.file_holds" if theirs else "hand_back.house_holds"
    about: dict[str, Any] = {"process": group.process, "group": group.slug}
    note = session.get(Comment, notes[0][0]) if one else None
    if note is not None:
        journal.record(session, by, deed, note, hand_back=doing.id, **about)
        return
    numbers = [number for _note, number in notes]
    journal.record(session, by, deed, doing, comments=numbers[:NAMED], n=len(numbers), **about)


def chosen(session: Session, doing: HandBack) -> int:
    """In how many rows the file's decision is to hold and does not yet."""
    query = select(func.count()).where(
        HandBackRow.hand_back_id == doing.id,
        HandBackRow.fate == RowFate.CONFLICT,
        col(HandBackRow.overrules).is_(True),
    )
    return session.exec(query).one()
