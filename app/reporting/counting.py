"""Counting a process once through: what the worker does, and no page.

Only notes that are public count, as process and field count them (`comments.joined`): of a note
that was split the whole one, and a duplicate with the note it points to.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from statistics import median_low
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, exists, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.clock import days_between
from app.models import (
    Comment,
    CommentState,
    ForeignAccount,
    Inquiry,
    InquiryState,
    Passkey,
    Person,
    Process,
    Release,
    Statement,
    Stop,
)

HOUR, DAY = 60, 24 * 60
# Minutes of waiting, each from and below.
SPANS = ((0, HOUR), (HOUR, 4 * HOUR), (4 * HOUR, DAY), (DAY, 3 * DAY), (3 * DAY, 2**31))
AT_ONCE = 5_000  # rows that are in memory at one time
FORGOTTEN = "forgotten:"  # how the address of a former account begins (app/forgetting.py)
_BY = (Comment.field_id, Comment.kind, Comment.source, Comment.language)


def count(session: Session, process: Process) -> dict[str, object]:
    """All figures of the process, as numbers under keys (`Figures.content`): a handful of
    statements, of which one goes through the notes."""
    content: dict[str, object] = {"answer_days": process.answer_days}
    content |= _by_property(session, process)
    content |= _by_day(session, process)
    content |= {
        "people": _people(session, process),
        "offices": _offices(session, process),
        "approval": _approval(session, process),
    }
    return content


def _shown(process: Process) -> tuple[Any, ...]:
    return (
        Comment.process_id == process.id,
        Comment.state == CommentState.PUBLIC,
        col(Comment.part_of_id).is_(None),
        col(Comment.duplicate_of_id).is_(None),
    )


def _by_property(session: Session, process: Process) -> dict[str, object]:
    """How many notes, and how many of them are answered, by each property that they are grouped
    by."""
    query = (
        select_columns(*_BY, Comment.is_answered, func.count())  # type: ignore[call-overload]
        .where(*_shown(process))
        .group_by(*_BY, Comment.is_answered)
    )
    names = ("fields", "kinds", "sources", "languages")
    found: dict[str, defaultdict[str, list[int]]] = {
        name: defaultdict(lambda: [0, 0]) for name in names
    }
    all_of = [0, 0]
    for *values, answered, n in session.execute(query):
        for name, value in zip(names, values, strict=True):
            _add(found[name][str(value)], n, answered)
        _add(all_of, n, answered)
    return {"notes": all_of[0], "answered": all_of[1], **{n: dict(found[n]) for n in names}}


def _add(pair: list[int], n: int, answered: bool) -> None:
    pair[0] += n
    pair[1] += n if answered else 0


def _by_day(session: Session, process: Process) -> dict[str, object]:
    """Notes and first answers on each day in the process's zone; how many days an answer took."""
    zone = ZoneInfo(process.zone)
    written: Counter[date] = Counter()
    answered: Counter[date] = Counter()
    waits: Counter[int] = Counter()
    query = select_columns(col(Comment.created_at), col(Comment.answered_at)).where(
        *_shown(process)
    )
    for asked, told in session.execute(query.execution_options(yield_per=AT_ONCE)):
        day = asked.astimezone(zone).date()
        written[day] += 1
        if told is not None:
            of_answer = told.astimezone(zone).date()
            answered[of_answer] += 1
            waits[max(0, (of_answer - day).days)] += 1
    days = {day.isoformat(): [written[day], answered[day]] for day in sorted({*written, *answered})}
    return {"days": days, "waits": {str(n): waits[n] for n in sorted(waits)}}


def _people(session: Session, process: Process) -> dict[str, int]:
    """How many people wrote these notes, by how they come in, and how many notes name nobody:
    written without an address, or taken down by the city."""
    way = case(
        (col(Person.email).startswith(FORGOTTEN), "former"),
        (col(Person.password_hash) != "", "accounts"),
        (exists().where(Passkey.person_id == Person.id), "accounts"),  # type: ignore[arg-type]
        (exists().where(ForeignAccount.person_id == Person.id), "accounts"),  # type: ignore[arg-type]
        else_="guests",
    ).label("way")
    wrote = select_columns(col(Comment.author_id)).where(*_shown(process)).distinct()
    each = select_columns(way).where(col(Person.id).in_(wrote)).subquery()
    people = dict.fromkeys(("accounts", "guests", "former"), 0)
    found = session.execute(select_columns(each.c.way, func.count()).group_by(each.c.way))
    people |= {str(name): int(n) for name, n in found}
    by_hand = case((col(Comment.source).in_(("web", "api", "demo")), "unsigned"), else_="taken")
    nobodys = (
        select_columns(by_hand.label("way"))
        .where(*_shown(process), col(Comment.author_id).is_(None))
        .subquery()
    )
    counted = session.execute(select_columns(nobodys.c.way, func.count()).group_by(nobodys.c.way))
    return people | {"unsigned": 0, "taken": 0} | {str(name): int(n) for name, n in counted}


def _offices(session: Session, process: Process) -> dict[str, object]:
    """For each office: how many statements were relayed, the days in the middle from asking to
    answering where both are known, and how many questions are open now."""
    said: defaultdict[int, list[int | None]] = defaultdict(list)
    query = select_columns(
        col(Statement.office_id), col(Statement.asked_at), col(Statement.answered_at)
    ).where(col(Statement.process_id) == process.id)
    for office, asked, told in session.execute(query.execution_options(yield_per=AT_ONCE)):
        took = None if asked is None else max(0, days_between(asked, told, process.zone))
        said[office].append(took)
    waiting = (
        select_columns(col(Inquiry.office_id), func.count())
        .where(col(Inquiry.process_id) == process.id, col(Inquiry.state) == InquiryState.ASKED)
        .group_by(col(Inquiry.office_id))
    )
    open_now: dict[int, int] = {int(office): int(n) for office, n in session.execute(waiting)}
    return {
        str(office): {
            "said": len(said[office]),
            "median": middle(days for days in said[office] if days is not None),
            "open": open_now.get(office, 0),
        }
        for office in sorted({*said, *open_now})
    }


def middle(values: Iterable[int]) -> int | None:
    """The value in the middle, of two the smaller; None where there is none."""
    known = list(values)
    return median_low(known) if known else None


def _approval(session: Session, process: Process) -> dict[str, object]:
    """How long whatever waited for the moderation did so, in minutes; what waits now; and what
    the moderation made of it."""
    minutes: list[int] = []
    became: Counter[str] = Counter()
    query = select_columns(col(Stop.at), col(Stop.decided_at), col(Stop.release)).where(
        col(Stop.process_id) == process.id
    )
    for at, decided, release in session.execute(query.execution_options(yield_per=AT_ONCE)):
        became["waiting" if release is None else str(release)] += 1
        if decided is not None and release in (Release.PUBLISHED, Release.REFUSED):
            minutes.append(max(0, int((decided - at).total_seconds() // 60)))
    return {
        "waiting": became["waiting"],
        "published": became[Release.PUBLISHED.value],
        "refused": became[Release.REFUSED.value],
        "median": middle(minutes),
        "spans": [sum(1 for n in minutes if a <= n < b) for a, b in SPANS],
    }
