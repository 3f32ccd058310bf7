"""Decisions as a group has settled them, for what follows from them."""

from sqlmodel import Session

from app.models import Comment, Decision, Disposition
from tests.cast import WHILE_OPEN


def decide(
    session: Session,
    note: Comment,
    decision: Decision = Decision.ADOPTED,
    reason: str = "Das ist richtig.",
    **said: object,
) -> Disposition:
    """A decision on a note, as it lies in the database once it is settled."""
    row = Disposition(
        process_id=note.process_id,
        comment_id=note.id,
        decision=decision,
        reason=reason,
        decided_at=WHILE_OPEN,
        **said,
    )
    note.is_decided = True
    session.add_all([row, note])
    session.flush()
    return row
