"""Counts again what working groups have decided."""

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Comment, CommentState, Disposition, Tally
from app.selfcheck.finding import Finding


def decisions(session: Session) -> list[Finding]:
    """Whether a note says that it is decided where it is and nowhere else, and whether each field
    counts its decisions: of public notes that are decided by themselves."""
    return [_is_decided(session), _tallies(session)]


def _is_decided(session: Session) -> Finding:
    decided = select(Disposition.id).where(Disposition.comment_id == Comment.id)
    differs = col(Comment.is_decided) != decided.correlate(Comment).exists()
    wrong = session.exec(select(func.count()).select_from(Comment).where(differs)).one()
    problem = f"{wrong} notes do not say rightly whether they are decided." if wrong else ""
    return Finding("decisions: comment.is_decided", problem)


def _tallies(session: Session) -> Finding:
    by_itself = (col(Comment.parts_count) == 0, col(Comment.duplicate_of_id).is_(None))
    counted: Any = (
        select(Comment.field_id, Disposition.decision, func.count())
        .join(Disposition, col(Disposition.comment_id) == col(Comment.id))
        .where(Comment.state == CommentState.PUBLIC, *by_itself)
        .group_by(col(Comment.field_id), col(Disposition.decision))
    )
    kept: Any = select(Tally.field_id, Tally.decision, Tally.notes).where(Tally.notes != 0)
    wrong = set(map(tuple, session.exec(counted))) ^ set(map(tuple, session.exec(kept)))
    fields = len({field_id for field_id, _decision, _notes in wrong})
    problem = f"{fields} fields count their decisions wrongly." if wrong else ""
    return Finding("counters: tally", problem)
