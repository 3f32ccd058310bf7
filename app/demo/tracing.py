"""What changed in the demo's adopted text because of which note."""

from typing import Any

from sqlmodel import Session, col, select

from app import clock
from app.groups.changed_text import changed_text
from app.groups.tracing import confirm, tie, untie
from app.loading import one
from app.models import Comment, DraftVersion, Person, Process, Trace


def trace_changes(
    session: Session, process: Process, version: DraftVersion, by: Person, told: dict[str, Any]
) -> None:
    """Confirm what the program has found, but for what is `wrong` (beginnings of notes), and tie
    the notes that begin with these words to the changes that hold these."""
    query = select(Trace).where(Trace.version_id == version.id).options(one(Trace.comment))
    found = session.exec(query).all()
    wrong = [row for row in found if row.comment.text.startswith(tuple(told["wrong"]))]
    for row in wrong:
        untie(session, version, row, by, clock.now())
    confirm(session, version, [row for row in found if row not in wrong], by, clock.now())
    text = changed_text(session, version)
    for said in told["because"]:
        mine = (Comment.process_id == process.id, col(Comment.text).startswith(said["note"]))
        note = session.exec(select(Comment).where(*mine)).one()
        place = next(one for one in text.passages if said["words"] in one.new_text)
        tie(session, version, note, old=place.old, new=place.new, by=by, now=clock.now())
