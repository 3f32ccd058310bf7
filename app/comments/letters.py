"""Who is to hear that somebody answered is found after the transaction (news/spreading.py)."""

from sqlmodel import Session

from app import jobs
from app.models import Reply

ANSWERED = "note-answered"


def tell_of_answer(session: Session, answer: Reply) -> None:
    """An answer is public: the note's author and its followers are told, once this is stored."""
    session.flush()  # the answer needs its number
    jobs.enqueue(session, ANSWERED, answer.process_id, reply=answer.id)
