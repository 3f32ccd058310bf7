"""What offices of the demo are asked: one question waits, one is overdue, one has come in."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app import clock
from app.models import Comment, Office, Person, Process
from app.moderation.inquired import notes_named
from app.moderation.inquiring import Asked, ask
from app.moderation.inquiry_answering import save, send
from app.moderation.inquiry_words import midnight_after


def ask_offices(
    session: Session,
    process: Process,
    offices: dict[str, Office],
    moderator: Person,
    told: list[dict[str, Any]],
    secret: str,
) -> None:
    """Ask about the notes in which the words of `told` stand; the mails with the links go into the
    outbox, as they would."""
    start = clock.now()
    for one in told:
        query = select(Comment.number).where(
            Comment.process_id == process.id, col(Comment.text).contains(one["note"])
        )
        number = session.exec(query).one()
        office = offices[one["office"]]
        due_at = midnight_after(start + timedelta(days=one["due_in_days"]), process)
        asked = Asked(office, office.email, one["question"].strip(), due_at, office.contact)
        notes = notes_named(session, process, [number])
        then = max(start - timedelta(days=one["asked_days_ago"]), notes[0].created_at)
        inquiry = ask(session, process, notes, moderator, asked, secret, then)
        if "answer" in one:
            now = start - timedelta(days=one["answered_days_ago"])
            save(session, inquiry, one["answer"].strip(), one["by"], "", max(now, then))
            send(session, inquiry.letters[0], process, max(now, then))
