"""Notes of the demo that came on paper, in a meeting and by telephone."""

from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app import clock
from app.comments.targets import Target
from app.models import CommentKind, Person, Process
from app.paper.entering import Head, Words, enter


def add_letters(
    session: Session, process: Process, moderator: Person, told: list[dict[str, Any]]
) -> None:
    """Type them as the moderation would."""
    now = clock.now()
    for one in told:
        head = Head(
            one["source"],
            now - timedelta(days=one["days_ago"]),
            name=one.get("name", ""),
            contact=one.get("contact", ""),
            shows_name=one.get("shows_name", False),
            place=one.get("place", ""),
        )
        words = Words(CommentKind(one.get("kind", "note")), one["text"])
        enter(session, Target.find(session, process, one["to"]), head, words, moderator, now)
