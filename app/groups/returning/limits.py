"""How many files a group hands in: what waits here until it is taken in or deleted, and how often
one person sends something that has to be read."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, func
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from app import db
from app.errors import Busy, Conflict
from app.groups.returning.forms import LARGEST
from app.i18n import _
from app.models import HandBack, Person, WorkingGroup
from app.security import slow_down

MOST_WAITING = 40  # files of one group that nobody has taken in
MOST_KEPT = 10 * LARGEST  # their bytes together
PER_HOUR, HOUR = 40, timedelta(hours=1)  # files that one person sends, whatever is in them


def count_file(engine: Engine, person: Person) -> None:
    """One more file that this person sends, before anybody reads it; counted in a transaction of
    its own, so that one that cannot be read counts as well. Refused with `TooMany` beyond
    `PER_HOUR`; `Busy` while nothing can be stored."""
    try:
        with db.writing(engine, db.BUSY_SECONDS) as session:
            slow_down(session, f"hand-back:{person.id}", PER_HOUR, HOUR)
    except OperationalError as error:
        raise Busy(db.NOT_STORED) from error


def need_room(session: Session, group: WorkingGroup, size: int) -> None:
    """Go on if there is room for one more file of so many bytes, or refuse with `Conflict`. Of two
    at one time the second waits for the first: together they are not more than one alone."""
    me = select(WorkingGroup.id).where(WorkingGroup.id == group.id)
    session.exec(me.with_for_update(key_share=True)).one()
    kept = select(func.count(), func.coalesce(func.sum(func.length(HandBack.content)), 0)).where(
        HandBack.group_id == group.id, col(HandBack.content).is_not(None)
    )
    files, together = session.exec(kept).one()
    if files >= MOST_WAITING or together + size > MOST_KEPT:
        because = _(
            "Höchstens %(n)d Dateien mit zusammen %(most)d MB liegen hier, bis sie eingelesen sind."
            " Lesen Sie eine ein, oder löschen Sie eine, die niemand mehr braucht."
        )
        raise Conflict(because % {"n": MOST_WAITING, "most": MOST_KEPT // 1_000_000})
