"""What a note's author is offered beside it: to edit it, to add a remark, to say in which language
it is, to withdraw it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.comments.editing import built_on
from app.comments.own_rules import (
    EDITABLE,
    may_add,
    may_change_own,
    may_edit,
    may_name_language,
    may_withdraw,
)
from app.models import Comment, CommentState, Person, Process
from app.rules import Verdict


@dataclass(frozen=True)
class OwnDeeds:
    """Below which address the pages stand, and what may be done there; `until` when it may be
    edited at most."""

    below: str
    edit: Verdict
    add: Verdict
    name: Verdict
    withdraw: Verdict
    until: datetime

    def __bool__(self) -> bool:
        return bool(self.edit or self.add or self.name or self.withdraw)


def own_deeds(
    session: Session,
    note: Comment,
    process: Process,
    person: Person | None,
    below: str,
    now: datetime,
) -> OwnDeeds:
    """What the author of the note may do now: signed in, or (None) by the receipt at `below`. One
    question, in the first fifteen minutes."""
    until = note.created_at + EDITABLE
    whole = may_change_own(person, process)
    if not whole:
        return OwnDeeds(below, whole, whole, whole, whole, until)
    is_new = now < until and note.state in (CommentState.PUBLIC, CommentState.WAITING)
    facts = built_on(session, note) if is_new else {"has_replies": False, "is_drawn": False}
    return OwnDeeds(
        below,
        may_edit(note, process, now, **facts),
        may_add(note, process, now),
        may_name_language(note, process),
        may_withdraw(note),
        until,
    )
