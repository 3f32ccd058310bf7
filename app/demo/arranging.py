"""What the demo's moderation has arranged: a note that says two things is two."""

from typing import Any

from sqlmodel import Session, col, select

from app import clock
from app.comments.queries import by_number
from app.comments.targets import Target
from app.models import Comment, Person, Process
from app.moderation.splitting import Part, split, texts_of


def arrange(session: Session, process: Process, moderator: Person, told: dict[str, Any]) -> None:
    """Split the notes that begin with these words: each part begins with a sentence (its number)
    and has an address."""
    for one in told["split"]:
        number = session.exec(
            select(Comment.number).where(
                Comment.process_id == process.id, col(Comment.text).startswith(one["note"])
            )
        ).one()
        note = by_number(session, process, number)
        texts = texts_of(note.text, one["begins"])
        places = [Target.find(session, process, address) for address in one["addresses"]]
        parts = [Part(text, place) for text, place in zip(texts, places, strict=True)]
        split(session, note, parts, moderator, clock.now())
