"""Who is to hear of something: those who follow it, told a bounded number at a time."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import db
from app.models import Comment, Following, Process
from app.news import subjects
from app.news.telling import Tidings, tell_all

AT_ONCE = 500  # people in one transaction: a few milliseconds for whoever waits to write


def author_of(session: Session, comment: Comment) -> list[int]:
    """The author of a note, who follows it without a row, unless they said no."""
    if comment.author_id is None:
        return []
    silent = select(Following.id).where(
        Following.person_id == comment.author_id,
        Following.process_id == comment.process_id,
        Following.subject == subjects.NOT + subjects.of_thread(comment),
    )
    return [] if session.exec(silent).first() else [comment.author_id]


def followers(
    session: Session,
    process_id: int,
    words: Sequence[str],
    *,
    since: datetime | None = None,
    after: int = 0,
    limit: int = AT_ONCE,
) -> list[int]:
    """Who follows any of these, by number, after this one; with `since` only who did so before.
    Whoever has ended the mails of a thread among them hears of it by no other word either."""
    ended = [subjects.NOT + word for word in words if subjects.number_of(word)]
    silent = select(Following.person_id).where(
        Following.process_id == process_id, col(Following.subject).in_(ended)
    )
    query = (
        select(Following.person_id)
        .where(
            Following.process_id == process_id,
            col(Following.subject).in_(words),
            Following.person_id > after,
            col(Following.person_id).not_in(silent),
        )
        .distinct()
        .order_by(col(Following.person_id))
        .limit(limit)
    )
    if since is not None:
        query = query.where(Following.created_at <= since)
    return list(session.exec(query))


def spread(
    engine: Engine,
    process: Process,
    tidings: Tidings,
    words: Sequence[str],
    *,
    also: Sequence[int] = (),
    but: Sequence[int | None] = (),
    since: datetime | None = None,
) -> int:
    """Tell everybody who follows any of these, and `also` these people, but not those; how many.

    People are read while nobody waits, and written `AT_ONCE` at a time, each time in a transaction
    of its own. Doing it again tells those alone who have not been told."""
    with db.writing(engine) as session:
        told = tell_all(session, process, tidings, [one for one in also if one not in but])
    after = 0
    while True:
        with db.reading(engine) as session:
            found = followers(session, process.id, words, since=since, after=after)
        if not found:
            return told
        after = found[-1]
        with db.writing(engine) as session:
            told += tell_all(session, process, tidings, [one for one in found if one not in but])
