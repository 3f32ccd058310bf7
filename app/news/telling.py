"""Writing down that somebody is to hear of something: one row of `News` for each person.

Rows are written by one statement for many people; the unique key keeps anybody from being told
twice, whoever writes at the same time. Nothing is sent here (news/sending.py).
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, func, literal
from sqlalchemy import select as choose
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app import clock
from app.forgetting import MARK
from app.models import Comment, MailWish, News, Pace, Person, Process, Reply
from app.models.base import Data, Identifier, Moment
from app.news.paces import due_at

DIGEST_HOUR = "digest_hour"
# Sent whatever somebody wishes: what was done to their own words, and how to object to it.
HIDDEN = "hidden"
ALWAYS = frozenset({HIDDEN})
# Groups decide on many notes in an afternoon, or upload them all: these wait so long for more of
# their kind, and come in one mail.
DECIDED = frozenset({"decision", "taken_back"})
SOON = timedelta(minutes=2)
_news: Any = News.__table__  # type: ignore[attr-defined]
_COLUMNS = (
    *("person_id", "process_id", "comment_id", "reply_id"),
    *("kind", "key", "about", "made_at", "due_at"),
)


@dataclass(frozen=True)
class Tidings:
    """What happened: its kind, what keeps it from being told twice, and what the mail needs."""

    kind: str
    key: str
    about: Mapping[str, object] = field(default_factory=dict)
    comment_id: int | None = None
    reply_id: int | None = None


def tell(
    session: Session,
    person_id: int,
    process: Process,
    kind: str,
    key: str,
    about: Mapping[str, object] | None = None,
    comment: Comment | None = None,
    reply: Reply | None = None,
) -> bool:
    """Note that this person is to hear of it; whether they will. Nobody who is blocked, forgotten,
    unconfirmed or wants no mail about the process is told, nor anybody of the same `key` twice."""
    tidings = Tidings(
        kind, key, about or {}, comment.id if comment else None, reply.id if reply else None
    )
    return tell_all(session, process, tidings, [person_id]) == 1


def tell_of_own(
    session: Session,
    author: Person,
    note: Comment,
    letter: tuple[str, str],
    reply: Reply | None = None,
) -> None:
    """Note that an author is to hear what was done to words of theirs: `letter` is subject and
    text, and goes out whatever they wish. The deed that it tells of is done once, so it is too."""
    subject, text = letter
    tidings = Tidings(
        HIDDEN,
        f"{HIDDEN}:{secrets.token_hex(12)}",
        {"subject": subject, "text": text},
        note.id,
        reply.id if reply else None,
    )
    tell_all(session, note.process, tidings, [author.id])


def tell_all(session: Session, process: Process, tidings: Tidings, people: Sequence[int]) -> int:
    """The same for many people, in one statement; how many will hear of it."""
    if not people:
        return 0
    session.flush()
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    rows = _rows(process, tidings, people, digest_hour(session), clock.now())
    statement = (
        insert(_news)
        .from_select(_COLUMNS, rows)
        .on_conflict_do_nothing(index_elements=["person_id", "key"])
        .returning(_news.c.id)
    )
    told = session.execute(statement).all()  # PostgreSQL does not count what it passes over
    session.info["work"] = True
    return len(told)


def digest_hour(session: Session) -> int:
    """The hour at which digests go out; the engine knows it (db.py puts it there)."""
    return int(session.get_bind().get_execution_options().get(DIGEST_HOUR, 7))


def _rows(
    process: Process, tidings: Tidings, people: Sequence[int], hour: int, now: datetime
) -> Any:
    pace = func.coalesce(col(MailWish.pace), Pace.AT_ONCE)
    always = tidings.kind in ALWAYS
    due: Any = literal(now + SOON if tidings.kind in DECIDED else now, Moment())
    if not always:
        later = {
            one: literal(due_at(one, now, process.zone, hour), Moment())
            for one in (Pace.DAILY, Pace.WEEKLY)
        }
        due = case(*((pace == one, moment) for one, moment in later.items()), else_=due)
    values: list[Any] = [
        col(Person.id),
        literal(process.id, Identifier),
        literal(tidings.comment_id, Identifier),
        literal(tidings.reply_id, Identifier),
        literal(tidings.kind),
        literal(tidings.key),
        literal(dict(tidings.about), Data),
        literal(now, Moment()),
        due,
    ]
    wish = and_(col(MailWish.person_id) == col(Person.id), col(MailWish.process_id) == process.id)
    query = (
        choose(*values)
        .select_from(Person)
        .outerjoin(MailWish, wish)
        .where(col(Person.id).in_(people), *hears())
    )
    return query if always else query.where(pace != Pace.NEVER)


def hears() -> tuple[Any, ...]:
    """Of people: those whom a mail may be sent to."""
    return (
        col(Person.blocked_at).is_(None),
        col(Person.confirmed_at).is_not(None),
        col(Person.email).not_like(f"{MARK}%"),
    )
