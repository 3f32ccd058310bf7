"""Decisions as a group settles them, for what follows from them."""

from sqlmodel import Session

from app.groups.decided import Said
from app.groups.deciding import settle
from app.models import ActionField, Comment, Decision, Disposition, WorkingGroup
from tests.cast import WHILE_OPEN


def decide(
    session: Session,
    note: Comment,
    decision: Decision = Decision.ADOPTED,
    reason: str = "Das ist richtig.",
    **said: str,
) -> Disposition:
    """The group of the note's field decides on it."""
    field = session.get_one(ActionField, note.field_id)
    group = session.get_one(WorkingGroup, field.group_id)
    told = Said(decision=decision, reason=reason, **said)
    (settled,) = settle(session, [note], group, None, told, WHILE_OPEN)
    return settled
