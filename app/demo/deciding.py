"""What a working group of the demo has decided already, and what its members propose."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app import clock
from app.comments.queries import AS_SHOWN
from app.groups import deciding
from app.groups.decided import LONGEST, Said
from app.loading import one
from app.models import Comment, Decision, Person, Process
from app.processes.queries import group_by_id, group_by_slug


def decide(
    session: Session, process: Process, lead: Person, member: Person, told: Mapping[str, Any]
) -> None:
    """Settle as the lead, then propose as a member, as `told` says."""
    group = group_by_id(session, group_by_slug(session, process, told["group"]).id)
    for line in told["settled"]:
        at = clock.now() - timedelta(days=line["days_ago"])
        deciding.settle(session, [_note(session, process, line)], group, lead, _said(line), at)
    for line in told["proposed"]:
        at = clock.now() - timedelta(days=line["days_ago"])
        note = _note(session, process, line)
        deciding.propose(session, note, group, member, _said(line), at, seen=None)


def _note(session: Session, process: Process, line: Mapping[str, Any]) -> Comment:
    mine = (Comment.process_id == process.id, col(Comment.text).startswith(line["note"]))
    return session.exec(select(Comment).where(*mine).options(*AS_SHOWN, one(Comment.field))).one()


def _said(line: Mapping[str, Any]) -> Said:
    words = {name: line.get(name, "") for name in LONGEST}
    return Said(Decision(line["decision"]), **words)
