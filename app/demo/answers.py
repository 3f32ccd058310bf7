"""What moderators of the demo keep beside their answers: text modules, an answer that was put
right, and one that is begun."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app import clock
from app.comments.queries import by_number
from app.models import Comment, Person, Process, Reply, Voice
from app.moderation import correcting, drafts, modules


def add_answers(
    session: Session, process: Process, moderator: Person, told: dict[str, Any]
) -> None:
    """As `told` says; notes and answers are found by words that stand in them."""
    now = clock.now()
    for one in told["modules"]:
        title, text = one["title"], one["text"].strip()
        modules.add(session, process, moderator, title, text, now, of_city=one["of_city"])
    for one in told["corrections"]:
        query = select(Reply).where(
            Reply.process_id == process.id,
            Reply.voice == Voice.MODERATOR,
            col(Reply.text).contains(one["says"]),
        )
        reply = session.exec(query).one()
        note = _note(session, process, Comment.id == reply.comment_id)
        then = now - timedelta(days=one["days_ago"])
        correcting.correct(session, note, reply, moderator, one["text"].strip(), then)
    for one in told["drafts"]:
        note = _note(session, process, col(Comment.text).contains(one["note"]))
        drafts.keep(session, note, moderator, one["text"].strip(), now)


def _note(session: Session, process: Process, which: Any) -> Comment:
    number = session.exec(
        select(Comment.number).where(Comment.process_id == process.id, which)
    ).one()
    return by_number(session, process, number)
