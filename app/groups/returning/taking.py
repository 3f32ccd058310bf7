"""Taking in the rows of a file, by the worker, some at a time: each time in a transaction that
keeps what became of its rows, so that after a restart it goes on where it was."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, case, or_, update
from sqlmodel import Session, col, select

from app import clock, db, journal
from app.errors import Busy, Conflict, Refused
from app.groups.returning import forms
from app.groups.returning.batch import Batch
from app.groups.returning.checking import AS_PROPOSED
from app.groups.returning.conflicts import THEIRS, chosen
from app.groups.returning.keeping import taken_already, went_wrong
from app.groups.returning.queries import fates_of
from app.i18n import _
from app.loading import many
from app.models import (
    HandBack,
    HandBackRow,
    HandBackState,
    Person,
    RowFate,
    WorkingGroup,
)
from app.processes.queries import group_by_id

AT_ONCE = 500  # decisions in one transaction
FEW = 50  # so many are taken in before the page comes back, more by the worker
WITH_PROPOSALS = "with_proposals"
log = logging.getLogger("randnotiz.returning")


def start(
    session: Session,
    doing: HandBack,
    group: WorkingGroup,
    by: Person | None,
    now: datetime,
    *,
    with_proposals: bool = False,
) -> None:
    """Begin to take in what the file changes, in the name of `by`; many changes by the worker.
    `with_proposals`: also what members proposed. Of a file that is taken in: rows chosen since.
    `doing` is held. Done twice nothing happens. Refused with `Conflict` where nothing changes."""
    if doing.state is HandBackState.TAKING:
        return
    if doing.state is HandBackState.TAKEN:
        left = chosen(session, doing)
        if not left:
            return
        doing.changes_count = doing.done_count + left
    else:
        _prepare(session, doing, with_proposals=with_proposals)
    before = doing.done_count
    doing.state, doing.error = HandBackState.TAKING, ""
    doing.taken_by_id = by.id if by else None
    session.add(doing)
    journal.record(
        session,
        by,
        "hand_back.started",
        doing,
        process=group.process,
        group=group.slug,
        comments=doing.changes_count - before,
        settles=doing.settles,
    )
    if doing.changes_count - before <= FEW:
        while _step(session, doing, group, now):
            pass
    else:
        session.info["work"] = True  # the worker need not wait to be asked


def _prepare(session: Session, doing: HandBack, *, with_proposals: bool) -> None:
    if doing.state is not HandBackState.CHECKED:
        raise taken_already()
    if doing.settles and not with_proposals:
        _leave_proposals(session, doing)
    if not is_worth_it(session, doing):
        raise Conflict(_("In dieser Datei ist nichts, was sich ändern würde."))
    doing.done_count = 0


def is_worth_it(session: Session, doing: HandBack) -> bool:
    """Whether there is anything to take in: decisions, or changes of the text."""
    return bool(doing.changes_count or forms.forms()[doing.form].more(session, doing))


def _leave_proposals(session: Session, doing: HandBack) -> None:
    """What members proposed and nobody changed in the table stays a proposal."""
    left = []
    query = select(HandBackRow.id, HandBackRow.before).where(*_of(doing, _TO_TAKE))
    if doing.fates.get(AS_PROPOSED):
        left = [key for key, before in session.execute(query) if before.get(AS_PROPOSED)]
    for start in range(0, len(left), AT_ONCE):
        some = col(HandBackRow.id).in_(left[start : start + AT_ONCE])
        session.execute(
            update(HandBackRow).where(some).values(fate=RowFate.SAME, overrules=False),
            execution_options={"synchronize_session": False},
        )
    doing.changes_count -= len(left)


_TO_TAKE = or_(
    col(HandBackRow.fate) == RowFate.CHANGES,
    and_(col(HandBackRow.fate) == RowFate.CONFLICT, col(HandBackRow.overrules).is_(True)),
)


def _of(doing: HandBack, which: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    return (col(HandBackRow.hand_back_id) == doing.id, which)


def take_some(engine: Engine) -> int:
    """Take in some rows of a file that somebody has started; how many."""
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        query = select(HandBack.id).where(HandBack.state == HandBackState.TAKING).limit(1)
        if session.exec(query).first() is None:
            return 0
    with db.writing(engine) as session:
        held = (
            select(HandBack)
            .where(HandBack.state == HandBackState.TAKING)
            .order_by(col(HandBack.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        doing = session.exec(held).one_or_none()
        if doing is None:
            return 0
        number, why = doing.id, ""
        try:
            group = group_by_id(session, doing.group_id)
            return max(_step(session, doing, group, clock.now()), 1)
        except (Busy, *db.UNAVAILABLE):
            raise
        except Exception as problem:  # tried again it would go wrong for ever
            log.exception("hand-back %s cannot be taken in", number)
            session.rollback()
            why = problem.reason if isinstance(problem, Refused) else went_wrong()
    _give_up(engine, number, why)
    return 1


def _give_up(engine: Engine, number: int, why: str) -> None:
    """It says so on its page; what was taken in until then stays, and a file that was taken in once
    stays so."""
    state = case(
        (col(HandBack.taken_at).is_(None), HandBackState.FAILED), else_=HandBackState.TAKEN
    )
    with db.writing(engine) as session:
        mine = update(HandBack).where(col(HandBack.id) == number)
        session.execute(mine.values(state=state, error=why, content=None))


def _step(session: Session, doing: HandBack, group: WorkingGroup, now: datetime) -> int:
    """The next rows; how many there were. After the last the file is done with."""
    actor = _actor(session, doing)
    rows = _next(session, doing)
    if not rows:
        _finish(session, doing, group, actor, now)
        return 0
    Batch(session, doing, group, actor, now).take(rows)
    doing.done_count += len(rows)
    session.add(doing)
    session.flush()
    return len(rows)


def _actor(session: Session, doing: HandBack) -> Person | None:
    """In whose name it is taken in, with their roles."""
    if doing.taken_by_id is None:
        return None
    query = select(Person).where(Person.id == doing.taken_by_id).options(many(Person.grants))
    return session.exec(query).one()


def _next(session: Session, doing: HandBack) -> Sequence[HandBackRow]:
    query = (
        select(HandBackRow)
        .where(*_of(doing, _TO_TAKE))
        .order_by(col(HandBackRow.position))
        .limit(AT_ONCE)
    )
    return session.exec(query).all()


def _finish(
    session: Session, doing: HandBack, group: WorkingGroup, actor: Person | None, now: datetime
) -> None:
    """All is taken in: the file itself is not needed any more. What it has beside rows is taken in
    the first time alone."""
    if doing.taken_at is None:
        forms.forms()[doing.form].finish(session, doing, actor, now)
    taken, name = fates_of(session, doing).get(RowFate.TAKEN.value, 0), RowFate.TAKEN.value
    before: Any = doing.fates.get(name, 0)
    doing.state, doing.taken_at, doing.content = HandBackState.TAKEN, now, None
    doing.done_count, doing.fates = taken, doing.fates | {name: taken, THEIRS: 0}
    session.add(doing)
    journal.record(
        session,
        actor,
        "hand_back.taken",
        doing,
        process=group.process,
        group=group.slug,
        comments=taken - before,
        settles=doing.settles,
    )
