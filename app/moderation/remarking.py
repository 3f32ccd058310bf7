"""Internal remarks: what colleagues tell each other about a note. They stand on the desk of the
process and nowhere else."""

from datetime import datetime

from sqlmodel import Session

from app import journal
from app.models import Comment, Person, Remark
from app.text import to_html

LONGEST_REMARK = 2_000


def put_remark(session: Session, note: Comment, person: Person, text: str, now: datetime) -> Remark:
    """Put an internal remark to a note, whatever its state. `text` is cleaned and not empty; the
    journal says that there is one, not what it says."""
    made = Remark(
        process_id=note.process_id,
        comment_id=note.id,
        by_id=person.id,
        text=text,
        html=to_html(text),
        created_at=now,
    )
    session.add(made)
    journal.record(
        session, person, "comment.remarked", note, process=note.process, number=note.number
    )
    return made
