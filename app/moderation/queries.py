"""What the inbox and the desk read beside its list: the last answer, how long answers took, whose
desk somebody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.accounts.rules import OF_CITY, OF_PROCESS, roles_of
from app.clock import days_between
from app.loading import one
from app.models import (
    Comment,
    CommentState,
    Person,
    Process,
    Reply,
    Statement,
    Voice,
)

LATEST = 200  # replies among which the pace of answers is looked for


@dataclass(frozen=True)
class Pace:
    """How long the latest first answers took: how many are looked at, how many of them came
    within the promised days, and the days of the one in the middle."""

    answers: int = 0
    in_time: int = 0
    days: int = 0


def late_from(process: Process, now: datetime) -> datetime:
    """What was written before this midnight has waited longer than the process promises."""
    zone = ZoneInfo(process.zone)
    today = now.astimezone(zone).date()
    return datetime.combine(today - timedelta(days=process.answer_days), time(), zone)


def last_answer(session: Session, process: Process, number: int) -> Reply | None:
    """The last official answer to note #number, with the note, if there is one."""
    query = (
        select(Reply)
        .join(Comment)
        .where(
            Comment.process_id == process.id,
            Comment.number == number,
            Comment.state == CommentState.PUBLIC,
            Reply.voice != Voice.RESIDENT,
        )
        .order_by(col(Reply.position).desc())
        .limit(1)
        .options(one(Reply.comment), one(Reply.statement, one(Statement.office)))
    )
    return session.exec(query).first()


def pace(session: Session, process: Process) -> Pace:
    """How long first answers took lately: those among the newest 200 replies, which the index
    `ix_reply_process_id_created_at` gives."""
    latest = (
        select(Reply.comment_id, Reply.created_at, Reply.voice)
        .where(Reply.process_id == process.id)
        .order_by(col(Reply.created_at).desc())
        .limit(LATEST)
        .subquery()
    )
    query: Any = (
        select(Comment.created_at, latest.c.created_at)
        .join(latest, latest.c.comment_id == Comment.id)
        .where(latest.c.voice != Voice.RESIDENT, latest.c.created_at == Comment.answered_at)
    )
    days = [days_between(asked, told, process.zone) for asked, told in session.exec(query)]
    if not days:
        return Pace()
    in_time = sum(1 for n in days if n <= process.answer_days)
    return Pace(len(days), in_time, median_low(days))


def processes_of(session: Session, person: Person, limit: int = 100) -> Sequence[Process]:
    """The processes whose desk somebody may see: those they moderate or manage, and those of the
    organisations whose office or auditor they are; those that close last first."""
    grants = roles_of(person)
    own = [g.process_id for g in grants if g.role in OF_PROCESS and g.process_id]
    cities = [g.organisation_id for g in grants if g.role in OF_CITY]
    if not own and not cities:
        return ()
    query = (
        select(Process)
        .where(or_(col(Process.id).in_(own), col(Process.organisation_id).in_(cities)))
        .order_by(col(Process.closes_at).desc(), col(Process.id))
        .limit(limit)
        .options(one(Process.organisation))
    )
    return session.exec(query).all()
