"""What was decided on a note before, for everybody: the group's own remark is not among it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.models import Comment, EarlierDisposition

MOST = 50


def earlier_of(session: Session, note: Comment) -> Sequence[EarlierDisposition]:
    """The decisions on this note that hold no more, the latest first."""
    query = (
        select(EarlierDisposition)
        .where(EarlierDisposition.comment_id == note.id)
        .order_by(col(EarlierDisposition.position).desc())
        .limit(MOST)
    )
    return session.exec(query).all()
