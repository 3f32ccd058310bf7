"""What nobody does: that a window opens or closes; and new notes, for who follows a field.

One job comes back every minute, as long as anybody follows anything. It reads on in the journal's
chain from where it was, so that posting a note writes nothing for the sake of who follows; and it
remembers for some days which hours it has told of.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, func, or_
from sqlmodel import Session, col, select

from app import clock, db, jobs
from app.config import Settings
from app.loading import one
from app.models import (
    Comment,
    CommentState,
    Following,
    Job,
    JournalEntry,
    JournalLink,
    News,
    Process,
)
from app.news import subjects
from app.news.audience import spread
from app.news.from_tables import DONE, tell_of_tables
from app.news.telling import Tidings
from app.processes.queries import PUBLIC

KIND = "watch"
AGAIN = timedelta(minutes=1)
BEFORE = timedelta(days=3)  # a reminder that the window closes
LATE = timedelta(days=3)  # for so long a worker that slept still tells of it
AT_ONCE = 200  # entries of the journal
# By which deeds a note becomes public.
MADE_PUBLIC = ("comment.posted", "comment.released", "comment.confirmed", "comment.entered")


def keep_watch(session: Session) -> None:
    """See to it that somebody watches, from now on."""
    query = select(Job.id).where(Job.kind == KIND, col(Job.finished_at).is_(None)).limit(1)
    if session.exec(query).first() is None:
        jobs.enqueue(session, KIND, after=_newest(session), told=[])


def _newest(session: Session) -> int:
    return int(session.exec(select(func.max(JournalLink.number))).one() or 0)


def watch(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> datetime:
    """Tell of windows that opened, close soon or closed, and of new notes on fields that somebody
    follows. When to look again."""
    told = [str(key) for key in arguments["told"]]
    for process, tidings, since in _hours(engine):
        if tidings.key not in told:
            spread(engine, process, tidings, [subjects.PROCESS], since=since)
            told.append(tidings.key)
    after, is_all = _tell_of_notes(engine, int(arguments["after"]))
    with db.writing(engine) as session:
        query = select(Job).where(Job.kind == KIND, col(Job.finished_at).is_(None))
        for job in session.exec(query.with_for_update()):
            job.arguments = {"after": after, "told": told[-200:]}
            session.add(job)
    return clock.now() + (AGAIN if is_all else timedelta(0))


def _hours(engine: Engine) -> Iterator[tuple[Process, Tidings, datetime]]:
    """What the clock says now, with since when it is so: who follows later is not told of it."""
    now = clock.now()
    with db.reading(engine) as session:
        near = or_(
            col(Process.opens_at).between(now - LATE, now),
            col(Process.closes_at).between(now - LATE, now + BEFORE),
        )
        is_public = col(Process.status).in_(PUBLIC) & (col(Process.current_version) > 0)
        found = session.exec(select(Process).where(is_public, near)).all()
    for process in found:
        opens, closes = process.opens_at, process.closes_at
        if process.is_open_at(now) and now - opens <= LATE:
            yield process, _at("opening", process, opens), opens
        if process.is_open_at(now) and opens < closes - BEFORE <= now:
            yield process, _at("soon", process, closes), closes - BEFORE
        if closes <= now:
            yield process, _at("closing", process, closes), closes


def _at(what: str, process: Process, moment: datetime) -> Tidings:
    kind = "closing" if what == "soon" else what
    key = f"{what}:{process.id}:{int(moment.timestamp())}"
    return Tidings(kind, key, {"soon": True} if what == "soon" else {})


def is_of_another_window(row: News, process: Process) -> bool:
    """Whether this tells of an opening or a closing that was moved since: nobody is told of that
    any more."""
    edge = {"opening": process.opens_at, "closing": process.closes_at}.get(row.kind)
    return edge is not None and not row.key.endswith(f":{int(edge.timestamp())}")


def _tell_of_notes(engine: Engine, after: int) -> tuple[int, bool]:
    """The newest link that was read, and whether there is no other."""
    with db.reading(engine) as session:
        links = _links(session, after)
        at = {entry: moment for _number, deed, entry, moment in links if deed in MADE_PUBLIC}
        notes = _followed(session, list(at))
    for note in notes:
        tidings = Tidings("note", f"note:{note.id}", comment_id=note.id)
        words = [subjects.of_field(note.field_id)]
        spread(engine, note.process, tidings, words, but=[note.author_id], since=at[note.id])
    tell_of_tables(engine, [(entry, at) for _number, deed, entry, at in links if deed == DONE])
    return (links[-1][0] if links else after), len(links) < AT_ONCE


def _links(session: Session, after: int) -> Sequence[tuple[int, str, int, datetime]]:
    """Links of the journal's chain, each with its deed and what that was done to."""
    query = (
        select(JournalLink.number, JournalEntry.deed, JournalEntry.subject_id, JournalEntry.at)
        .join(JournalEntry, col(JournalEntry.id) == col(JournalLink.entry_id))
        .where(JournalLink.number > after)
        .order_by(col(JournalLink.number))
        .limit(AT_ONCE)
    )
    return [(number, deed, subject, at) for number, deed, subject, at in session.exec(query)]


def _followed(session: Session, ids: Sequence[int]) -> Sequence[Comment]:
    """Of these notes those that are public and whose field somebody follows."""
    follows = (
        select(Following.id)
        .where(Following.process_id == Comment.process_id, Following.field_id == Comment.field_id)
        .exists()
    )
    query = (
        select(Comment)
        .where(col(Comment.id).in_(ids), Comment.state == CommentState.PUBLIC, follows)
        .order_by(col(Comment.id))
        .options(one(Comment.process))
    )
    return session.exec(query).all()
