"""Deeds of following: begin, end, how often mail comes."""

from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import clock
from app.models import Comment, Following, MailWish, News, Pace, Process
from app.news import subjects, watching
from app.news.paces import due_at
from app.news.queries import Place
from app.news.telling import ALWAYS, digest_hour
from app.news.tokens import Ending

_NOT_READ = {"synchronize_session": False}


def follow(session: Session, person_id: int, place: Place) -> None:
    """This person follows it from now on; doing it twice is doing it once. Whoever wanted no mail
    about the process wants it again."""
    _forget(session, person_id, place.process.id, subjects.NOT + place.subject)
    if place.note is None or place.note.author_id != person_id:
        _insert(session, person_id, place, place.subject)
    wish = _wish(session, person_id, place.process.id)
    if wish is not None and wish.pace is Pace.NEVER:
        set_pace(session, person_id, place.process, Pace.AT_ONCE)
    watching.keep_watch(session)


def unfollow(session: Session, person_id: int, place: Place) -> None:
    """This person hears of it no longer; of a note of their own that is written down."""
    _forget(session, person_id, place.process.id, place.subject)
    if place.note is not None and place.note.author_id == person_id:
        _insert(session, person_id, place, subjects.NOT + place.subject)


def _insert(session: Session, person_id: int, place: Place, word: str) -> None:
    table: Any = Following.__table__  # type: ignore[attr-defined]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    row = {
        "person_id": person_id,
        "process_id": place.process.id,
        "field_id": place.field.id if place.field else None,
        "comment_id": place.note.id if place.note else None,
        "subject": word,
        "created_at": clock.now(),
    }
    session.execute(insert(table).values(row).on_conflict_do_nothing())


def _forget(session: Session, person_id: int, process_id: int, word: str) -> None:
    mine = delete(Following).where(
        col(Following.person_id) == person_id,
        col(Following.process_id) == process_id,
        col(Following.subject) == word,
    )
    session.execute(mine, execution_options=_NOT_READ)


def _wish(session: Session, person_id: int, process_id: int) -> MailWish | None:
    query = select(MailWish).where(
        MailWish.person_id == person_id, MailWish.process_id == process_id
    )
    return session.exec(query).one_or_none()


def set_pace(session: Session, person_id: int, process: Process, pace: Pace) -> None:
    """How often mail about the process comes from now on. What waits goes out at the new pace, or
    never."""
    table: Any = MailWish.__table__  # type: ignore[attr-defined]
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    now = clock.now()
    values = {"pace": pace, "changed_at": now}
    row = {"person_id": person_id, "process_id": process.id, **values}
    session.execute(
        insert(table)
        .values(row)
        .on_conflict_do_update(index_elements=["person_id", "process_id"], set_=values)
    )
    waiting = (
        col(News.person_id) == person_id,
        col(News.process_id) == process.id,
        col(News.sent_at).is_(None),
        col(News.kind).not_in(ALWAYS),
    )
    due = due_at(pace, now, process.zone, digest_hour(session))
    statement: Any = update(News).where(*waiting).values(due_at=due)
    if pace is Pace.NEVER:
        statement = delete(News).where(*waiting)
    session.execute(statement, execution_options=_NOT_READ)
    session.info["work"] = True


def end_thread(session: Session, ending: Ending) -> None:
    """No mail any more about the note of this ending, to this person; of a process the same as
    `end_process`."""
    process = session.get(Process, ending.process_id)
    note = session.get(Comment, subjects.number_of(ending.subject))
    if process is None or note is None or note.process_id != process.id:
        end_process(session, ending)
        return
    place = Place(process, ending.subject, note=note)
    unfollow(session, ending.person_id, place)
    # Also who hears of it by its field: they have ended this thread, and nothing else.
    _insert(session, ending.person_id, place, subjects.NOT + place.subject)


def end_process(session: Session, ending: Ending) -> None:
    """No mail any more about this process, to this person."""
    process = session.get(Process, ending.process_id)
    if process is not None:
        set_pace(session, ending.person_id, process, Pace.NEVER)


def slow_down(session: Session, ending: Ending, *, pace: Pace) -> None:
    """Mail about this process comes gathered, to this person."""
    process = session.get(Process, ending.process_id)
    if process is not None:
        set_pace(session, ending.person_id, process, pace)


def end_everything(session: Session, ending: Ending) -> None:
    """No mail any more about any process that this person follows or has written in, in whatever
    city."""
    mine = (
        select(Following.process_id).where(Following.person_id == ending.person_id),
        select(Comment.process_id).where(Comment.author_id == ending.person_id),
        select(MailWish.process_id).where(MailWish.person_id == ending.person_id),
        select(News.process_id).where(News.person_id == ending.person_id),
    )
    ids = {ending.process_id, *(one for query in mine for one in session.exec(query.distinct()))}
    for process in session.exec(select(Process).where(col(Process.id).in_(ids))):
        set_pace(session, ending.person_id, process, Pace.NEVER)
    session.execute(
        delete(Following).where(col(Following.person_id) == ending.person_id),
        execution_options=_NOT_READ,
    )
