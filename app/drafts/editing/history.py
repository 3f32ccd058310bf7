"""The steps by which a version was put right: the last ones, and the state that they make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app.models import DraftEdit, DraftVersion, Person

SHOWN = 12


@dataclass(frozen=True)
class Step:
    """A step as it is listed: what was done to what, by whom."""

    number: int
    deed: str
    subject: str
    by: str
    at: datetime


@dataclass(frozen=True)
class History:
    """The last steps, newest first; the one that can be done again; the state they make."""

    done: Sequence[Step]
    again: Step | None
    state: str


def history_of(session: Session, version: DraftVersion) -> History:
    """The steps of a version: three queries, however many there are."""
    listed = (
        select_columns(
            col(DraftEdit.number),
            col(DraftEdit.deed),
            col(DraftEdit.subject),
            func.coalesce(col(Person.name), ""),
            col(DraftEdit.at),
        )
        .outerjoin(Person, col(Person.id) == col(DraftEdit.by_id))
        .where(col(DraftEdit.version_id) == version.id)
    )
    done = session.execute(
        listed.where(col(DraftEdit.undone_at).is_(None))
        .order_by(col(DraftEdit.number).desc())
        .limit(SHOWN)
    ).all()
    last = done[0][0] if done else 0
    again = session.execute(
        listed.where(col(DraftEdit.undone_at).is_not(None), col(DraftEdit.number) > last)
        .order_by(col(DraftEdit.number))
        .limit(1)
    ).first()
    steps = [Step(*row) for row in done]
    # Undone steps stand above the last one; without any, that is the highest number.
    state = f"{_most(session, version) if again else last}-{last}"
    return History(steps, Step(*again) if again else None, state)


def _most(session: Session, version: DraftVersion) -> int:
    query = select(func.max(DraftEdit.number)).where(DraftEdit.version_id == version.id)
    return session.exec(query).one() or 0


def edit_numbered(session: Session, version: DraftVersion, number: int) -> DraftEdit:
    """The step with this number; there must be one."""
    query = select(DraftEdit).where(DraftEdit.version_id == version.id, DraftEdit.number == number)
    return session.exec(query).one()
