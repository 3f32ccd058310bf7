"""Reminders to offices: three days before the last day, the day after it, and once more a week
later. Then the desk knows that it is overdue, and nobody is written to any more."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app import clock, db, journal
from app.config import Settings
from app.loading import many, one
from app.models import Inquiry, InquiryNote, InquiryState, Process, Status
from app.moderation.inquiry_letters import Writer
from app.moderation.inquiry_links import hold, holders, live

BEFORE = timedelta(days=3)
AFTER = (timedelta(days=1), timedelta(days=8))
SHORTEST = timedelta(days=5)  # between asking and the last day, for a reminder before it
LOOKS_BACK = timedelta(days=40)
LOOK_EVERY = timedelta(minutes=10)
AT_ONCE = 20


def round_of(settings: Settings) -> Callable[[Engine], int]:
    """What the worker does again and again; it looks at the clock first, then at the database."""
    secret, looked = settings.secret(), datetime.min.replace(tzinfo=clock.now().tzinfo)

    def remind_some(engine: Engine) -> int:
        nonlocal looked
        if clock.now() - looked < LOOK_EVERY:
            return 0
        done = remind(engine, secret)
        if not done:
            looked = clock.now()
        return done

    return remind_some


def remind(engine: Engine, secret: str) -> int:
    """Remind of some inquiries for which it is time; of how many."""
    now = clock.now()
    with db.reading(engine) as session:  # mostly there is nothing: do not lock for that
        due = [one.id for one in session.exec(_near(now)) if reminder_due(one, now)]
    for inquiry_id in due[:AT_ONCE]:
        with db.writing(engine) as session:
            _remind_of(session, inquiry_id, secret, now)
    return len(due[:AT_ONCE])


def _near(now: datetime) -> SelectOfScalar[Inquiry]:
    return (
        select(Inquiry)
        .join(Process, col(Process.id) == col(Inquiry.process_id))
        .where(
            Inquiry.state == InquiryState.ASKED,
            col(Inquiry.due_at) <= now + BEFORE,
            col(Inquiry.due_at) > now - LOOKS_BACK,
            Process.status != Status.ARCHIVED,
        )
        .order_by(col(Inquiry.due_at))
    )


def reminder_due(inquiry: Inquiry, now: datetime) -> bool:
    """Whether a moment for a reminder has come since the last one."""
    moments = [inquiry.due_at + later for later in AFTER]
    if inquiry.due_at - inquiry.asked_at >= SHORTEST:
        moments.append(inquiry.due_at - BEFORE)
    since = inquiry.reminded_at or inquiry.asked_at
    return any(since < moment <= now for moment in moments)


def _remind_of(session: Session, inquiry_id: int, secret: str, now: datetime) -> None:
    query = (
        select(Inquiry)
        .where(Inquiry.id == inquiry_id)
        .options(
            one(Inquiry.office),
            many(Inquiry.letters),
            many(Inquiry.notes, one(InquiryNote.comment)),
        )
    )
    inquiry = session.exec(query).unique().one()
    hold(session, inquiry)
    if inquiry.state is not InquiryState.ASKED or not reminder_due(inquiry, now):
        return  # another worker, or the office itself, was quicker
    process = session.get_one(Process, inquiry.process_id)
    overdue, last = now >= inquiry.due_at, now >= inquiry.due_at + AFTER[-1]
    writer = Writer(session, inquiry, process, secret)
    for letter in live(inquiry) if last else holders(inquiry):
        writer.remind(letter, overdue=overdue, last=last)
    inquiry.reminded_at = now
    session.add(inquiry)
    office = inquiry.office.slug
    journal.record(session, None, "inquiry.reminded", inquiry, process=process, office=office)
