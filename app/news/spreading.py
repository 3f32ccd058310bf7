"""From what happened to who hears of it: jobs that follow the deed, safe to do twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import db, jobs
from app.config import Settings
from app.loading import one
from app.models import (
    ActionField,
    Comment,
    CommentState,
    Disposition,
    EarlierDisposition,
    Process,
    Reply,
    Voice,
)
from app.news import subjects
from app.news.audience import author_of, spread
from app.news.repeated import tell_who_said_it_too
from app.news.telling import Tidings

DECIDED = "note-decided"
_KINDS = {Voice.RESIDENT: "reply", Voice.MODERATOR: "answer", Voice.OFFICE: "statement"}


def tell_of_answer(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Tell of the answer `arguments["reply"]`: the note's author, who follows the thread, and of
    what the city says also who follows the field. Not whoever said it."""
    with db.reading(engine) as session:
        query = (
            select(Reply)
            .where(Reply.id == int(arguments["reply"]))
            .options(one(Reply.comment, one(Comment.process)), one(Reply.statement))
        )
        answer = session.exec(query).one()
        note = answer.comment
        if {answer.state, note.state} != {CommentState.PUBLIC}:
            return
        authors = author_of(session, note)
    words = [subjects.of_thread(note)]
    if answer.voice is not Voice.RESIDENT:
        words.append(subjects.of_field(note.field_id))
    said_by = [answer.author_id, answer.statement.relayed_by_id if answer.statement else None]
    tidings = Tidings(
        _KINDS[answer.voice], f"reply:{answer.id}", comment_id=note.id, reply_id=answer.id
    )
    spread(engine, note.process, tidings, words, also=authors, but=said_by)
    if answer.voice is not Voice.RESIDENT:
        tell_who_said_it_too(engine, note, tidings, said_by)


def decided(session: Session, disposition: Disposition) -> None:
    """A working group has decided on a note: its author and its followers are told after this
    transaction. Deciding again tells again."""
    session.flush()
    jobs.enqueue(session, DECIDED, disposition.process_id, disposition=disposition.id)


def decided_on(session: Session, dispositions: Sequence[Disposition]) -> None:
    """The same for what was decided at one time, in one job."""
    session.flush()
    if dispositions:
        ids = [one.id for one in dispositions]
        jobs.enqueue(session, DECIDED, dispositions[0].process_id, dispositions=ids)


def taken_back(session: Session, earlier: EarlierDisposition) -> None:
    """A working group has taken this decision back: who heard of it is told after this
    transaction."""
    session.flush()
    jobs.enqueue(session, DECIDED, earlier.process_id, taken_back=earlier.id)


def tell_of_decision(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Tell of the decision `arguments["disposition"]` (or of several, `"dispositions"`; or that
    one was taken back, `"taken_back"`): the note's author, who follows the thread, who follows the
    field."""
    if earlier := arguments.get("taken_back"):
        _tell_of_one(engine, EarlierDisposition, int(earlier), "taken_back")
        return
    for number in arguments.get("dispositions") or [arguments["disposition"]]:
        _tell_of_one(engine, Disposition, int(number), "decision")


def _tell_of_one(engine: Engine, table: Any, number: int, kind: str) -> None:
    """Decisions wait a little, so that many of an afternoon come in one mail (`telling.SOON`)."""
    with db.reading(engine) as session:
        row = session.get(table, number)
        if row is None:  # taken back meanwhile, which is told by itself
            return
        query = select(Comment).where(Comment.id == row.comment_id).options(one(Comment.process))
        note = session.exec(query).one()
        if note.state is not CommentState.PUBLIC:
            return
        authors = author_of(session, note)
    key = f"{kind}:{row.id}:{int(row.decided_at.timestamp())}"
    tidings = Tidings(kind, key, comment_id=note.id)
    words = [subjects.of_thread(note), subjects.of_field(note.field_id)]
    spread(engine, note.process, tidings, words, also=authors)
    tell_who_said_it_too(engine, note, tidings, [])


def tell_followers_of_version(
    engine: Engine, process_id: int, version_id: int, number: int, by_id: int | None
) -> int:
    """Tell who follows the process or a field of it that a version is public; how many. Authors
    are told before, with what became of their notes, and not twice."""
    with db.reading(engine) as session:
        process = session.get_one(Process, process_id)
        fields = session.exec(
            select(ActionField.id)
            .where(ActionField.process_id == process_id)
            .order_by(col(ActionField.id))
        ).all()
    words = [subjects.PROCESS, *(subjects.of_field(field) for field in fields)]
    tidings = Tidings("version", version_key(version_id), {"version": number})
    return spread(engine, process, tidings, words, but=[by_id])


def version_key(version_id: int) -> str:
    """What keeps anybody from hearing of a version twice."""
    return f"version:{version_id}"
