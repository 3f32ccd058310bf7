"""Taking in the rows of a file, by the worker, some at a time: each time in a transaction that
keeps what became of its rows, so that after a restart it goes on where it was."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, or_, update
from sqlmodel import Session, col, select

from app import clock, db, journal
from app.comments.holding import hold_all
from app.errors import Busy, Conflict, Refused
from app.groups.decided import Said, clean
from app.groups.deciding import Overtaken, propose, settle_each
from app.groups.returning import forms
from app.groups.returning.checking import AS_PROPOSED
from app.groups.returning.fates import alike, as_data, out_of
from app.groups.returning.keeping import taken_already, went_wrong
from app.groups.returning.knowing import Note, notes_of
from app.i18n import _
from app.loading import many, one
from app.models import (
    Comment,
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
    """Begin to take in what the file changes, in the name of `by`; few changes at once, many by the
    worker. `with_proposals`: also what members proposed word for word. `doing` is held. Done a
    second time nothing happens. Refused with `Conflict` when nothing is to be taken in."""
    if doing.state in (HandBackState.TAKING, HandBackState.TAKEN):
        return
    if doing.state is not HandBackState.CHECKED:
        raise taken_already()
    if doing.settles and not with_proposals:
        _leave_proposals(session, doing)
    if not is_worth_it(session, doing):
        raise Conflict(_("In dieser Datei ist nichts, was sich ändern würde."))
    doing.state, doing.done_count = HandBackState.TAKING, 0
    doing.by_id = by.id if by else None
    session.add(doing)
    journal.record(
        session,
        by,
        "hand_back.started",
        doing,
        process=group.process,
        group=group.slug,
        comments=doing.changes_count,
        settles=doing.settles,
    )
    if doing.changes_count <= FEW:
        while _step(session, doing, group, now):
            pass
    else:
        session.info["work"] = True  # the worker need not wait to be asked


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
    """It says so on its page; what was taken in until then stays."""
    failed = {"state": HandBackState.FAILED, "error": why}
    with db.writing(engine) as session:
        session.execute(update(HandBack).where(col(HandBack.id) == number).values(**failed))


def _step(session: Session, doing: HandBack, group: WorkingGroup, now: datetime) -> int:
    """The next rows; how many there were. After the last the file is done with."""
    actor = _actor(session, doing)
    rows = _next(session, doing)
    if not rows:
        _finish(session, doing, group, actor, now)
        return 0
    _Batch(session, doing, group, actor, now).take(rows)
    doing.done_count += len(rows)
    session.add(doing)
    session.flush()
    return len(rows)


def _actor(session: Session, doing: HandBack) -> Person | None:
    """In whose name it is taken in, with their roles."""
    if doing.by_id is None:
        return None
    query = select(Person).where(Person.id == doing.by_id).options(many(Person.grants))
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
    """All is taken in: the file itself is not needed any more."""
    forms.forms()[doing.form].finish(session, doing, actor, now)
    doing.state, doing.taken_at, doing.content = HandBackState.TAKEN, now, None
    session.add(doing)
    journal.record(
        session,
        actor,
        "hand_back.taken",
        doing,
        process=group.process,
        group=group.slug,
        comments=doing.done_count,
        settles=doing.settles,
    )


class _Batch:
    """Some rows that are taken in together."""

    def __init__(
        self,
        session: Session,
        doing: HandBack,
        group: WorkingGroup,
        actor: Person | None,
        now: datetime,
    ) -> None:
        self.session, self.doing, self.group = session, doing, group
        self.actor, self.now = actor, now

    def take(self, rows: Sequence[HandBackRow]) -> None:
        """Settle or propose what they say; a row whose note was decided otherwise since the dry run
        becomes a conflict, and stays out."""
        notes = self._notes(rows)
        hold_all(self.session, list(notes.values()))
        known = {note.id: note for note in self._known(rows)}
        wanted = [row for row in rows if self._is_as_seen(row, known.get(row.comment_id or 0))]
        if self.doing.settles:
            self._settle([row for row in wanted if row.comment_id in notes], notes)
        else:
            for row in wanted:
                self._propose(row, notes[row.comment_id or 0])
        for row in rows:
            self.session.add(row)

    def _known(self, rows: Sequence[HandBackRow]) -> list[Note]:
        numbers = [row.number for row in rows if row.number is not None]
        return list(notes_of(self.session, self.group, numbers, None).values())

    def _notes(self, rows: Sequence[HandBackRow]) -> dict[int, Comment]:
        query = (
            select(Comment)
            .where(col(Comment.id).in_([row.comment_id for row in rows]))
            .order_by(col(Comment.id))
            .options(one(Comment.process))
            .execution_options(populate_existing=True)
        )
        return {note.id: note for note in self.session.exec(query)}

    def _is_as_seen(self, row: HandBackRow, note: Note | None) -> bool:
        """Whether what is decided here is what the dry run showed; else the row says so."""
        before = out_of(row.before)
        if note is None or note.group_id != self.group.id:
            self._refuse(row, {"key": "other_group", "column": "number", "group": ""})
            return False
        current = note.now if self.doing.settles else note.proposed or note.now
        if before is not None and alike(before, current):
            return True
        row.before = as_data(current) | {"changes": note.changes}
        row.fate, row.overrules = RowFate.CONFLICT, False
        self._miss("conflict")
        return False

    def _settle(self, rows: Sequence[HandBackRow], notes: dict[int, Comment]) -> None:
        pairs = [(notes[row.comment_id or 0], clean(Said.of(row))) for row in rows]
        written = settle_each(
            self.session, pairs, self.group, self.actor, self.now, origin="bundle"
        )
        got = {disposition.comment_id for disposition in written}
        for row in rows:
            if row.comment_id in got:
                row.fate = RowFate.TAKEN
            else:  # hidden, split or linked since the dry run, or decided alike
                self._refuse(row, {"key": "not_public", "column": "number", "n": row.number})

    def _propose(self, row: HandBackRow, note: Comment) -> None:
        said = clean(Said.of(row))
        try:
            propose(self.session, note, self.group, self.actor, said, self.now, seen=None)
        except Overtaken:
            row.fate, row.overrules = RowFate.CONFLICT, False
        except Conflict:
            self._refuse(row, {"key": "not_public", "column": "number", "n": row.number})
        else:
            row.fate = RowFate.TAKEN

    def _refuse(self, row: HandBackRow, fault: dict[str, object]) -> None:
        row.fate, row.faults = RowFate.WRONG, [fault]
        self._miss("wrong")

    def _miss(self, what: str) -> None:
        """A row that stays out counts as what it is now."""
        known = self.doing.fates.get(what, 0)
        self.doing.fates = self.doing.fates | {what: int(str(known)) + 1, "missed": True}
