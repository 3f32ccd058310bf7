"""A group of similar notes is answered once: each of its notes gets the answer, each author hears
of it. A few at once, many by the worker, in steps of their own.

Only notes without an official answer are answered, and an answer makes that of them: so doing a
step again, or twice at once, gives no note two.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func
from sqlmodel import Session, col, select

from app import clock, db, jobs, journal
from app.comments.holding import hold_all
from app.comments.joined import wants_answer
from app.comments.queries import AS_SHOWN
from app.config import Settings
from app.errors import Conflict
from app.i18n import _
from app.loading import one
from app.models import (
    ActionField,
    Comment,
    CommentState,
    Job,
    NoteGroup,
    Office,
    Person,
    Process,
    Statement,
    Status,
)
from app.moderation.answering import answer_many
from app.moderation.placeholders import facts, fill, mark_named

KIND = "answer_group"
STEP = 25  # notes that are answered in one transaction
AT_ONCE = 50  # so many are answered before the page comes back, more by the worker


def under_way(session: Session, group: NoteGroup) -> Job | None:
    """The answer to this group that the worker is giving just now, if there is one."""
    query = select(Job).where(
        Job.process_id == group.process_id, Job.kind == KIND, col(Job.finished_at).is_(None)
    )
    return next((job for job in session.exec(query) if job.arguments["group"] == group.id), None)


def open_in(session: Session, group: NoteGroup) -> tuple[int, int]:
    """How many of its notes wait for an answer, and the last of them."""
    query = select(func.count(), func.max(Comment.id)).where(*_open(group.id))
    count, last = session.exec(query).one()
    return int(count), int(last or 0)


def answer_group(
    session: Session,
    group: NoteGroup,
    moderator: Person,
    text: str,
    now: datetime,
    *,
    office: Office | None = None,
    asked_at: datetime | None = None,
) -> int:
    """Answer every note of this group that has no official answer yet, in the moderator's voice or
    with the statement of `office`; how many these are. What comes into the group later is not
    answered with it. `text` is cleaned, and may hold placeholders.

    Refused with `Conflict` where nothing waits, the group was split up, or the worker is answering
    it already.
    """
    count, last = _claim(session, group)
    asked = {
        "group": group.id,
        "moderator": moderator.id,
        "text": text,
        "last": last,
        "office": office.id if office else None,
        "all": count,
        "done": 0,
        "statement": None,
        "asked_at": asked_at.isoformat() if asked_at else None,
    }
    process = session.get_one(Process, group.process_id)
    if count > AT_ONCE:
        jobs.enqueue(session, KIND, process.id, **asked)
    else:
        _step(session, process, asked, now, AT_ONCE)
    journal.record(session, moderator, "similar.answered", group, process=process, comments=count)
    return count


def _claim(session: Session, group: NoteGroup) -> tuple[int, int]:
    _hold_group(session, group)
    if group.split_at is not None:
        raise Conflict(_("Diese Gruppe wurde aufgelöst."))
    if under_way(session, group) is not None:
        raise Conflict(_("Diese Gruppe wird gerade schon beantwortet."))
    count, last = open_in(session, group)
    if not count:
        raise Conflict(_("In dieser Gruppe wartet keine Anmerkung mehr auf eine Antwort."))
    return count, last


def _hold_group(session: Session, group: NoteGroup) -> None:
    """Of two who answer one group at an instant the second sees what the first has begun. On
    PostgreSQL a lock of its own: the row is held last in every deed."""
    if not db.is_sqlite(session.get_bind().engine):
        session.execute(select(func.pg_advisory_xact_lock(0x5270, group.id % 2**31)))
    session.refresh(group, ["split_at"])


def _open(group_id: int) -> tuple[Any, ...]:
    return (
        Comment.note_group_id == group_id,
        Comment.state == CommentState.PUBLIC,
        col(Comment.is_answered).is_(False),
        wants_answer(),
    )


def give(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> None:
    """The worker's part: answer the group step by step. How far it came stands in the job and is
    written with the answers, so that another worker goes on from there."""
    more = True
    while more:
        with db.writing(engine) as session:
            more = _one_step(session, int(arguments["group"]))


def _one_step(session: Session, group_id: int) -> bool:
    query = select(Job).where(Job.kind == KIND, col(Job.finished_at).is_(None))
    found = [job for job in session.exec(query) if job.arguments["group"] == group_id]
    if not found:
        return False
    job = found[0]
    session.refresh(job, with_for_update=True)
    process = session.get(Process, job.process_id) if job.process_id else None
    if process is None or job.finished_at is not None or process.status is Status.ARCHIVED:
        return False
    asked = dict(job.arguments)
    given = _step(session, process, asked, clock.now(), STEP)
    job.arguments = asked
    session.add(job)
    return given


def _step(
    session: Session, process: Process, asked: dict[str, Any], now: datetime, most: int
) -> bool:
    """Answer some of what is open; whether there was anything. `asked` says afterwards how many
    are done, and which statement they share."""
    query = (
        select(Comment)
        .where(*_open(int(asked["group"])), col(Comment.id) <= int(asked["last"]))
        .order_by(col(Comment.id))
        .limit(most)
        .options(*AS_SHOWN, one(Comment.field), one(Comment.process), one(Comment.author))
    )
    notes = list(session.exec(query).all())
    if not notes:
        return False
    hold_all(session, notes)
    _hold_places(session, process, notes)
    still = [note for note in notes if not note.is_answered and note.duplicate_of_id is None]
    moderator = session.get_one(Person, int(asked["moderator"]))
    words = _words(process, moderator, asked["text"])
    replies = answer_many(session, still, moderator, words, now, **_voice(session, asked))
    mark_named(((reply.comment, reply) for reply in replies), asked["text"])
    session.flush()
    if replies:
        asked["statement"] = asked["statement"] or replies[0].statement_id
        asked["done"] = int(asked["done"]) + len(replies)
    return True


def _words(process: Process, moderator: Person, text: str) -> str | Callable[[Comment], str]:
    if "{" not in text:
        return text
    return lambda note: fill(text, facts(process, note, moderator.name))


def _voice(session: Session, asked: Mapping[str, Any]) -> dict[str, Any]:
    """In whose voice: the office's statement, once it is written down, is one for all."""
    if asked["statement"] is not None:
        return {"statement": session.get_one(Statement, int(asked["statement"]))}
    if asked["office"] is None:
        return {}
    since = asked["asked_at"]
    return {
        "office": session.get_one(Office, int(asked["office"])),
        "asked_at": datetime.fromisoformat(since) if since else None,
    }


def _hold_places(session: Session, process: Process, notes: Sequence[Comment]) -> None:
    """Process and fields are held before the first group counts: notes of several fields are
    answered in one go, and groups come last in every deed."""
    held = select(Process.id).where(Process.id == process.id).with_for_update(key_share=True)
    session.exec(held).one()
    fields = select(ActionField.id).where(col(ActionField.id).in_({n.field_id for n in notes}))
    session.exec(fields.order_by(col(ActionField.id)).with_for_update(key_share=True)).all()
