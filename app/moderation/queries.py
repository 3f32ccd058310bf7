"""What the inbox reads: the notes that wait, oldest first, and how long answers took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from app.accounts.rules import OF_CITY, OF_PROCESS, roles_of
from app.comments.queries import by_number
from app.errors import NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    ActionField,
    Comment,
    CommentKind,
    CommentState,
    Office,
    Person,
    Process,
    Reply,
    Statement,
    Voice,
)
from app.processes.queries import fields_of, offices_of

PAGE = 20
EXCERPT = 160  # characters of a note that the list shows
LATEST = 200  # replies among which the pace of answers is looked for
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SHOWN: Any = (
    Comment.number,
    Comment.kind,
    func.substr(Comment.text, 1, EXCERPT),
    Comment.address,
    Comment.language,
    Comment.created_at,
    Comment.field_id,
)


@dataclass(frozen=True)
class Waiting:
    """A note that nobody official has answered yet; `days` counts midnights in the process's
    zone."""

    number: int
    kind: CommentKind
    excerpt: str
    address: str
    language: str
    created_at: datetime
    field: ActionField
    days: int
    is_late: bool

    @property
    def key(self) -> tuple[datetime, int]:
        """Its place in the order of the inbox."""
        return self.created_at, self.number


@dataclass(frozen=True)
class Queue:
    """Some notes that wait, oldest first, and the key that continues after them ("" at the end)."""

    items: Sequence[Waiting] = ()
    next_key: str = ""

    def following(self, comment: Comment) -> int | None:
        """The number of the first note behind `comment`, else of the first one, else None."""
        at = comment.created_at, comment.number
        later = (item.number for item in self.items if item.key > at)
        return next(later, self.items[0].number if self.items else None)


@dataclass(frozen=True)
class Pace:
    """How long the latest first answers took: how many are looked at, how many of them came
    within the promised days, and the days of the one in the middle."""

    answers: int = 0
    in_time: int = 0
    days: int = 0


@dataclass(frozen=True)
class Inbox:
    """Everything the inbox shows. `field` is the filter, `chosen` the note in the middle, `done`
    the answer that was just given."""

    fields: Sequence[ActionField]
    field: ActionField | None
    queue: Queue
    after: str
    chosen: Comment | None
    done: Reply | None
    offices: Sequence[Office]
    pace: Pace

    def open_in(self, whole: Process | ActionField) -> int:
        """How many notes wait, from the counters."""
        return max(0, whole.comments_count - whole.answered_count)


def inbox(
    session: Session,
    process: Process,
    now: datetime,
    *,
    field: str = "",
    after: str = "",
    note: int | None = None,
    done: int | None = None,
) -> Inbox:
    """The process's inbox: those that wait in `field` behind the key `after`, with note number
    `note`, else the one that follows after answering number `done`, else the first.

    Raises `NotFound` for a field or a note that does not exist. At most nine queries.
    """
    fields = fields_of(session, process)
    chosen_field = _field(fields, field)
    queue = unanswered(session, process, after, chosen_field, fields=fields, now=now)
    if after and not queue.items:  # what stood there has been answered: begin again
        after = ""
        queue = unanswered(session, process, after, chosen_field, fields=fields, now=now)
    given = last_answer(session, process, done) if done is not None else None
    first = queue.items[0].number if queue.items else None
    number = note or (queue.following(given.comment) if given else first)
    return Inbox(
        fields=fields,
        field=chosen_field,
        queue=queue,
        after=after,
        chosen=by_number(session, process, number) if number else None,
        done=given,
        offices=offices_of(session, process),
        pace=pace(session, process),
    )


def unanswered(
    session: Session,
    process: Process,
    after: str = "",
    field: ActionField | None = None,
    *,
    fields: Sequence[ActionField] = (),
    now: datetime,
) -> Queue:
    """Twenty public notes without an official answer, oldest first, behind the key `after` (one
    that is no key is ignored), by the index `ix_comment_unanswered`."""
    query: Any = (
        select(*_SHOWN)
        .where(
            Comment.process_id == process.id,
            col(Comment.is_answered).is_(False),
            Comment.state == CommentState.PUBLIC,
        )
        .order_by(col(Comment.created_at), col(Comment.number))
        .limit(PAGE + 1)
    )
    if field is not None:
        query = query.where(Comment.field_id == field.id)
    if key := _key(after):
        at, number = key
        later = or_(col(Comment.created_at) > at, col(Comment.number) > number)
        query = query.where(and_(col(Comment.created_at) >= at, later))
    by_id = {known.id: known for known in fields or fields_of(session, process)}
    found = [_waiting(row, by_id, process, now) for row in session.exec(query)]
    return Queue(found[:PAGE], _as_key(found[PAGE - 1]) if len(found) > PAGE else "")


def _waiting(
    row: Any, fields: Mapping[int, ActionField], process: Process, now: datetime
) -> Waiting:
    number, kind, excerpt, address, language, created_at, field_id = row
    days = days_between(created_at, now, process.zone)
    return Waiting(
        number=number,
        kind=kind,
        excerpt=excerpt,
        address=address,
        language=language,
        created_at=created_at,
        field=fields[field_id],
        days=days,
        is_late=days > process.answer_days,
    )


def days_between(earlier: datetime, later: datetime, zone: str) -> int:
    """How many midnights of this zone lie between the two."""
    local = ZoneInfo(zone)
    return (later.astimezone(local).date() - earlier.astimezone(local).date()).days


def _as_key(item: Waiting) -> str:
    return f"{(item.created_at - EPOCH) // timedelta(microseconds=1)}.{item.number}"


def _key(after: str) -> tuple[datetime, int] | None:
    left, _dot, right = after.partition(".")
    if not (left.isdecimal() and right.isdecimal() and len(left) < 18 and len(right) < 10):
        return None
    return EPOCH + timedelta(microseconds=int(left)), int(right)


def _field(fields: Sequence[ActionField], slug: str) -> ActionField | None:
    if not slug:
        return None
    for field in fields:
        if field.slug == slug:
            return field
    raise NotFound(_("Dieses Handlungsfeld gibt es nicht."))


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
