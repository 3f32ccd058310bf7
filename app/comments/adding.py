"""Remarks that an author adds to a note which can no longer be edited."""

from datetime import datetime

from sqlmodel import Session, select

from app import journal
from app.comments import domain
from app.comments.counted import counters_moved
from app.models import Addition, Comment, Doer
from app.text import to_html


def add(session: Session, note: Comment, author: Doer | None, text: str, now: datetime) -> Addition:
    """Add a remark to a public note; sent twice it is one. The note is held, with the number of its
    additions, and its author may add one."""
    same = select(Addition).where(Addition.comment_id == note.id, Addition.text == text)
    found = session.exec(same).first()
    if found is not None:
        return found
    note.additions_count += 1
    addition = Addition(
        process_id=note.process_id,
        comment_id=note.id,
        position=note.additions_count,
        text=text,
        html=to_html(text),
        language=note.language,
        created_at=now,
    )
    session.add(addition)
    session.flush()
    domain.touch(session, note.process_id, now)
    domain.bump(session, note.field_id)
    counters_moved(session, note)
    journal.record(session, author, "comment.added_to", note, process=note.process)
    return addition
