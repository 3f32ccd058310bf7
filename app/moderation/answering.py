"""One answer under many notes: each of them gets its own, and each author hears of theirs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.comments import domain as comments
from app.comments.counted import counters_moved
from app.comments.holding import hold_all
from app.comments.joined import takes_answer
from app.comments.letters import tell_of_answer
from app.models import Comment, Office, Person, Reply, Statement, Voice
from app.moderation.domain import relay

MOST = 500  # notes that are answered in one transaction


def answer_many(
    session: Session,
    notes: Sequence[Comment],
    moderator: Person,
    text: str | Callable[[Comment], str],
    now: datetime,
    *,
    office: Office | None = None,
    asked_at: datetime | None = None,
    statement: Statement | None = None,
) -> list[Reply]:
    """Answer each of these notes of one process (as `by_number` gives them, with their process) in
    the moderator's own voice, or with the statement of `office`, which was asked at `asked_at` if
    that is known; or with a `statement` that is written down already. `text` is cleaned, or says
    for each note what its answer is.

    All are held first, in the order of their ids. One that is not public, was split or repeats
    another is passed over (`passed_over` names it). The authors are told after the transaction. The
    answers come in the order of the notes' ids.
    """
    hold_all(session, notes)
    asked = [note for note in in_order(notes) if takes_answer(note)]
    if not asked:
        return []
    say = text if callable(text) else lambda _note: str(text)
    if office is not None and statement is None:
        statement = relay(session, asked[0], moderator, say(asked[0]), now, office, asked_at)
    told: dict[str, Any] = {"now": now, "statement": statement}
    told["voice"] = Voice.MODERATOR if statement is None else Voice.OFFICE
    replies = [comments.reply(session, note, moderator, text=say(note), **told) for note in asked]
    for note, reply in zip(asked, replies, strict=True):
        counters_moved(session, note)
        tell_of_answer(session, reply)
    return replies


def in_order(notes: Sequence[Comment]) -> list[Comment]:
    """These notes in the order in which they are held; each once."""
    return sorted({note.id: note for note in notes}.values(), key=lambda note: note.id)


def passed_over(notes: Sequence[Comment], replies: Sequence[Reply]) -> list[int]:
    """The numbers of those notes that got none of these replies."""
    answered = {reply.comment_id for reply in replies}
    return [note.number for note in in_order(notes) if note.id not in answered]
