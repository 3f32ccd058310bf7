"""A file that was handed in, from its upload to its dry run: kept, looked through, looked through
again, and which of the two holds where they differ."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col, select

from app import clock, db, jobs, journal
from app.config import Settings
from app.drafts.readers.refusals import Unreadable
from app.errors import Busy, Conflict
from app.groups.decided import Said
from app.groups.returning import forms
from app.groups.returning.checking import Checked, check, count
from app.groups.returning.limits import need_room
from app.groups.returning.recognising import bundle_of
from app.groups.returning.rows import Brought
from app.i18n import _
from app.models import (
    HandBack,
    HandBackChange,
    HandBackRow,
    HandBackState,
    Person,
    RowFate,
    WorkingGroup,
)
from app.processes.queries import group_by_id

KIND = "hand-back"
AT_ONCE = 1_000  # rows written in one transaction
UNTAKEN = (HandBackState.CHECKED, HandBackState.FAILED)
_rows: Any = HandBackRow.__table__  # type: ignore[attr-defined]
log = logging.getLogger("randnotiz.returning")


def digest_of(data: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(data).hexdigest()


def hand_in(
    session: Session,
    group: WorkingGroup,
    by: Person | None,
    name: str,
    data: bytes,
    brought: Brought | None,
    now: datetime,
    *,
    settles: bool,
) -> HandBack:
    """Keep a file. What was read already is looked through at once; else (`brought` is None) the
    worker reads it. The same file, handed in again before it is taken in, stays one, of whoever
    uploaded it first, looked through anew. Refused with Unreadable when it is not this group's, and
    with `Conflict` where as many wait as will be kept."""
    form = forms.form_of(name, data).name
    if brought is not None:
        bundle_of(session, group, brought)  # nothing is kept of what is refused
    doing = _same(session, group, data, settles=settles)
    doing = doing or _new(session, group, by, name, form, data, now)
    doing.settles = settles
    doing.state, doing.error = HandBackState.CHECKING, ""
    session.add(doing)
    session.flush()
    if brought is None:
        _reset(session, doing)
        jobs.enqueue(session, KIND, group.process_id, hand_back=doing.id)
    else:
        look_through(session, doing, group, brought, now)
    journal.record(
        session, by, "hand_back.handed_in", doing, process=group.process, group=group.slug
    )
    return doing


def _new(
    session: Session,
    group: WorkingGroup,
    by: Person | None,
    name: str,
    form: str,
    data: bytes,
    now: datetime,
) -> HandBack:
    need_room(session, group, len(data))
    return HandBack(
        process_id=group.process_id,
        group_id=group.id,
        file_name=name[-200:],
        form=form,
        digest=digest_of(data),
        content=data,
        by_id=by.id if by else None,
        at=now,
    )


def _same(session: Session, group: WorkingGroup, data: bytes, *, settles: bool) -> HandBack | None:
    query = (
        select(HandBack)
        .where(
            HandBack.group_id == group.id,
            HandBack.digest == digest_of(data),
            col(HandBack.settles).is_(settles),
            col(HandBack.state).in_((*UNTAKEN, HandBackState.CHECKING)),
            col(HandBack.content).is_not(None),
        )
        .order_by(col(HandBack.id))
        .limit(1)
        .with_for_update()
    )
    return session.exec(query).first()


def _reset(session: Session, doing: HandBack) -> None:
    session.execute(delete(HandBackRow).where(col(HandBackRow.hand_back_id) == doing.id))
    doing.rows_count = doing.changes_count = doing.done_count = 0
    doing.fates, doing.faults = {}, []


def look_through(
    session: Session, doing: HandBack, group: WorkingGroup, brought: Brought, now: datetime
) -> None:
    """The dry run, at once and in this transaction. Refused with Unreadable."""
    bundle = bundle_of(session, group, brought)
    doing.bundle_id = bundle.id if bundle else None
    checked = check(session, group, bundle, brought, settles=doing.settles)
    _reset(session, doing)
    for values in _in_pieces(doing, checked):
        session.execute(insert(_rows), values)
    _finish(session, doing, brought, count(checked, bundle), now)


def _in_pieces(doing: HandBack, checked: Sequence[Checked]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(checked), AT_ONCE):
        yield [_values(doing, one) for one in checked[start : start + AT_ONCE]]


def _values(doing: HandBack, one: Checked) -> dict[str, Any]:
    said = one.said if one.fate is not RowFate.WRONG else _fitting(one.said)
    return {
        "process_id": doing.process_id,
        "hand_back_id": doing.id,
        "position": one.row.position,
        "place": one.row.place,
        "number": one.row.number,
        "comment_id": one.comment_id,
        "fate": one.fate,
        "before": one.before,
        "base": one.base,
        "faults": one.faults,
        "overrules": False,
        **said.columns(),
    }


def _fitting(said: Said) -> Said:
    """What is wrong may be longer than its column."""
    cut = {"measure": said.measure[:300], "passed_on_to": said.passed_on_to[:200]}
    return Said(**said.columns() | cut)


def _finish(
    session: Session, doing: HandBack, brought: Brought, fates: dict[str, int], now: datetime
) -> None:
    doing.rows_count = len(brought.rows)
    doing.changes_count = fates.get(RowFate.CHANGES.value, 0)
    doing.fates, doing.faults = dict(fates), list(brought.notices)
    doing.state, doing.checked_at, doing.done_count = HandBackState.CHECKED, now, 0
    session.add(doing)
    session.flush()
    forms.forms()[doing.form].keep(session, doing, brought)


def check_hand_back(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> None:
    """The worker's part (job "hand-back"): read a large file and look it through. Rows are written
    some at a time, so that others can write meanwhile; done a second time, it begins anew. What
    cannot be read says so on its page."""
    number = int(arguments["hand_back"])
    with db.reading(engine) as session:
        doing = session.get(HandBack, number)
        if doing is None or doing.state is not HandBackState.CHECKING or doing.content is None:
            return
        name, data, group_id, settles = (
            *(doing.file_name, doing.content),
            *(doing.group_id, doing.settles),
        )
    try:
        brought = forms.read(name, data)
        with db.reading(engine) as session:
            group = group_by_id(session, group_id)
            bundle = bundle_of(session, group, brought)
            checked = check(session, group, bundle, brought, settles=settles)
    except Unreadable as refusal:
        _fail(engine, number, refusal.reason)
        return
    except (Busy, *db.UNAVAILABLE):
        raise
    except Exception:
        _fail(engine, number, went_wrong())
        raise
    fates = count(checked, bundle)
    _write(engine, number, checked, bundle.id if bundle else None)
    with db.writing(engine) as session:
        doing = _held(session, number)
        if doing.state is HandBackState.CHECKING:
            _finish(session, doing, brought, fates, clock.now())


def _write(engine: Engine, number: int, checked: Sequence[Checked], bundle_id: int | None) -> None:
    with db.writing(engine) as session:
        doing = _held(session, number)
        _reset(session, doing)
        doing.bundle_id, doing.rows_count = bundle_id, len(checked)
        session.add(doing)
    for values in _in_pieces(doing, checked):
        with db.writing(engine) as session:
            session.execute(insert(_rows), values)
            raised = {"done_count": col(HandBack.done_count) + len(values)}
            session.execute(update(HandBack).where(col(HandBack.id) == number).values(**raised))


def _held(session: Session, number: int) -> HandBack:
    return session.exec(select(HandBack).where(HandBack.id == number).with_for_update()).one()


def _fail(engine: Engine, number: int, why: str) -> None:
    with db.writing(engine) as session:
        doing = _held(session, number)
        _reset(session, doing)
        doing.state, doing.error, doing.content = HandBackState.FAILED, why, None
        session.add(doing)


def look_again(session: Session, doing: HandBack, group: WorkingGroup, *, settles: bool) -> None:
    """The dry run once more, against what is decided now; as decisions if it `settles`. `doing` is
    held, with its content. Refused with `Conflict` once it is being taken in."""
    if doing.state not in UNTAKEN or doing.content is None:
        raise taken_already()
    doing.settles = settles
    doing.state, doing.error = HandBackState.CHECKING, ""
    _reset(session, doing)
    session.add(doing)
    jobs.enqueue(session, KIND, group.process_id, hand_back=doing.id)


def drop(session: Session, doing: HandBack, group: WorkingGroup, by: Person) -> None:
    """Delete a file that nobody took in, and what was read in it; that it was here stays in the
    list. `doing` is held. Done twice nothing happens. Refused with `Conflict` while it is read, and
    once it is being taken in."""
    if doing.state is HandBackState.FAILED and doing.content is None:
        return
    if doing.state is not HandBackState.CHECKED:
        raise taken_already()
    _reset(session, doing)
    session.execute(delete(HandBackChange).where(col(HandBackChange.hand_back_id) == doing.id))
    doing.state, doing.error, doing.content = HandBackState.FAILED, "", None
    session.add(doing)
    journal.record(session, by, "hand_back.dropped", doing, process=group.process, group=group.slug)


def went_wrong() -> str:
    """What is said where the program is at fault."""
    return _("Dabei ist bei uns etwas schiefgegangen. Laden Sie die Datei noch einmal hoch.")


def taken_already() -> Conflict:
    """The refusal of whoever wants to change what is taken in."""
    return Conflict(_("Diese Datei wird schon eingelesen, oder sie ist es schon."))
