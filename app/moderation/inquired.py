"""What pages read of inquiries: the lists at the desk, the files, the public clock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median_high
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.clock import days_between
from app.errors import NotFound
from app.i18n import _
from app.loading import many, one, only
from app.models import (
    Comment,
    CommentState,
    Inquiry,
    InquiryFile,
    InquiryNote,
    InquiryState,
    Office,
    Process,
    Statement,
)
from app.moderation.inquiry_links import OPEN

PAGE = 30
MOST_OPEN = 200  # that one page lists
MOST_CLOCKED = 2_000  # newest answers of which the median is told
_WITHOUT_CONTENT = only(InquiryFile, "process_id inquiry_id name media_type size at")
_LISTED = (
    one(Inquiry.office),
    many(Inquiry.notes, one(InquiryNote.comment).load_only(Comment.number, Comment.state)),  # type: ignore[arg-type]
)


@dataclass(frozen=True)
class Lists:
    """The inquiries of a process: what has come in, what is asked (the most urgent first), and
    what is over, the newest first; `more` is the key that continues there."""

    come_in: Sequence[Inquiry]
    asked: Sequence[Inquiry]
    over: Sequence[Inquiry]
    more: int


def lists(session: Session, process: Process, before: int = 0) -> Lists:
    """All that is open, and a page of what is over, from `before` downwards."""
    mine = select(Inquiry).where(Inquiry.process_id == process.id).options(*_LISTED)
    found = session.exec(
        mine.where(col(Inquiry.state).in_(OPEN)).order_by(col(Inquiry.due_at)).limit(MOST_OPEN)
    ).all()
    over = mine.where(col(Inquiry.state).not_in(OPEN)).order_by(col(Inquiry.id).desc())
    if before:
        over = over.where(col(Inquiry.id) < before)
    past = session.exec(over.limit(PAGE + 1)).all()
    return Lists(
        [one for one in found if one.state is InquiryState.ANSWERED],
        [one for one in found if one.state is InquiryState.ASKED],
        past[:PAGE],
        past[PAGE - 1].id if len(past) > PAGE else 0,
    )


def files_of(session: Session, inquiry: Inquiry) -> Sequence[InquiryFile]:
    """What was handed in with it, without the contents."""
    query = (
        select(InquiryFile)
        .where(InquiryFile.inquiry_id == inquiry.id)
        .order_by(col(InquiryFile.id))
        .options(_WITHOUT_CONTENT)
    )
    return session.exec(query).all()


def file_of(session: Session, process: Process, inquiry_id: int, file_id: int) -> InquiryFile:
    """One of them with its content. Raises `NotFound`."""
    query = select(InquiryFile).where(
        InquiryFile.id == file_id,
        InquiryFile.inquiry_id == inquiry_id,
        InquiryFile.process_id == process.id,
    )
    file = session.exec(query).one_or_none()
    if file is None:
        raise NotFound(_("Diese Datei gibt es nicht."))
    return file


def notes_named(session: Session, process: Process, numbers: Sequence[int]) -> Sequence[Comment]:
    """The public notes of the process with these numbers, with what a page shows of them."""
    query = (
        select(Comment)
        .where(
            Comment.process_id == process.id,
            col(Comment.number).in_(numbers),
            Comment.state == CommentState.PUBLIC,
        )
        .order_by(col(Comment.number))
        .options(
            one(Comment.field),
            one(Comment.process),
            one(Comment.made_version),
            one(Comment.hidden_rule),
        )
    )
    return session.exec(query).all()


@dataclass
class Clock:
    """What the public sees of one office: how often it was asked and has answered, what is open
    and overdue, and after how many days it answered."""

    office: Office
    asked: int = 0
    answered: int = 0
    open: int = 0
    overdue: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def median(self) -> int | None:
        """Half of the answers came within so many days (of two in the middle the later)."""
        return median_high(self.days) if self.days else None


def clocks(session: Session, process: Process, now: datetime) -> list[Clock]:
    """The clock of each office that was asked, by name: what was asked here by mail, and what a
    moderator has relayed with the day on which they asked. Taken back is as if never asked. Five
    questions, however much was asked."""
    found: dict[int, Clock] = {}
    names = select(Office).where(Office.organisation_id == process.organisation_id)
    offices = {office.id: office for office in session.exec(names)}
    for row in session.execute(_counted(process, now)):
        found[row[0]] = _clock(offices[row[0]], *row[1:])
    for office_id, asked in session.execute(_by_hand(process, func.count()).group_by(_OFFICE)):
        clock = found.setdefault(office_id, Clock(offices[office_id]))
        clock.asked, clock.answered = clock.asked + asked, clock.answered + asked
    for office_id, asked_at, answered_at in _answers(session, process):
        found[office_id].days.append(max(days_between(asked_at, answered_at, process.zone), 0))
    return sorted(found.values(), key=lambda clock: clock.office.name.casefold())


def _clock(office: Office, asked: int, answered: int, waiting: int, overdue: int) -> Clock:
    return Clock(office, asked, int(answered or 0), int(waiting or 0), int(overdue or 0))


_OFFICE = col(Statement.office_id)


def _counted(process: Process, now: datetime) -> Any:
    waits = col(Inquiry.state) == InquiryState.ASKED
    late = waits & (col(Inquiry.due_at) <= now)
    return (
        choose(
            col(Inquiry.office_id),
            func.count(),
            func.sum(case((col(Inquiry.answered_at).is_not(None), 1), else_=0)),
            func.sum(case((waits, 1), else_=0)),
            func.sum(case((late, 1), else_=0)),
        )
        .where(col(Inquiry.process_id) == process.id, col(Inquiry.state) != InquiryState.RECALLED)
        .group_by(col(Inquiry.office_id))
    )


def _by_hand(process: Process, *columns: Any) -> Any:
    """Statements that no inquiry led to, where it is known when the office was asked."""
    led = select(Inquiry.id).where(col(Inquiry.statement_id) == col(Statement.id)).exists()
    return choose(_OFFICE, *columns).where(
        col(Statement.process_id) == process.id, col(Statement.asked_at).is_not(None), ~led
    )


def _answers(session: Session, process: Process) -> list[Any]:
    inquiries = (
        choose(col(Inquiry.office_id), col(Inquiry.asked_at), col(Inquiry.answered_at))
        .where(
            col(Inquiry.process_id) == process.id,
            col(Inquiry.state) != InquiryState.RECALLED,
            col(Inquiry.answered_at).is_not(None),
        )
        .order_by(col(Inquiry.id).desc())
        .limit(MOST_CLOCKED)
    )
    by_hand = _by_hand(process, col(Statement.asked_at), col(Statement.answered_at))
    newest = by_hand.order_by(col(Statement.id).desc()).limit(MOST_CLOCKED)
    return [*session.execute(inquiries), *session.execute(newest)]


def open_in_public(session: Session, process: Process) -> Sequence[Inquiry]:
    """What offices are asked now, the oldest first: when, and about which notes. Not the
    question."""
    query = (
        select(Inquiry)
        .where(Inquiry.process_id == process.id, Inquiry.state == InquiryState.ASKED)
        .order_by(col(Inquiry.asked_at), col(Inquiry.id))
        .limit(PAGE)
        .options(*_LISTED)
    )
    return session.exec(query).all()


def asked_about(session: Session, comment: Comment) -> Sequence[Inquiry]:
    """The offices that are asked about this note and whose statement is not public yet."""
    query = (
        select(Inquiry)
        .join(InquiryNote, col(InquiryNote.inquiry_id) == col(Inquiry.id))
        .where(InquiryNote.comment_id == comment.id, col(Inquiry.state).in_(OPEN))
        .order_by(col(Inquiry.asked_at), col(Inquiry.id))
        .limit(PAGE)
        .options(one(Inquiry.office))
    )
    return session.exec(query).all()


def beside_note(session: Session, process: Process, comment: Comment) -> Sequence[Inquiry]:
    """The inquiries about this note, the newest first, with their offices."""
    query = (
        select(Inquiry)
        .join(InquiryNote, col(InquiryNote.inquiry_id) == col(Inquiry.id))
        .where(InquiryNote.comment_id == comment.id)
        .order_by(col(Inquiry.id).desc())
        .limit(10)
        .options(one(Inquiry.office))
    )
    return session.exec(query).all()
