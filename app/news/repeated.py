"""Who wrote what another note says already hears what is said to that one."""

from dataclasses import replace

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import db
from app.models import Comment, CommentState
from app.news.audience import author_of
from app.news.telling import Tidings, tell_all

MOST = 100  # notes that repeat one; more of them are a group


def tell_who_said_it_too(
    engine: Engine, note: Comment, tidings: Tidings, but: list[int | None]
) -> None:
    """Tell the authors of the public notes that point to this one, each about their own note. Who
    knows of these `tidings` already is not told twice."""
    with db.reading(engine) as session:
        found = [(one.id, author_of(session, one)) for one in _same_as(session, note)]
    for note_id, authors in found:
        with db.writing(engine) as session:
            told = [author for author in authors if author not in but]
            tell_all(session, note.process, replace(tidings, comment_id=note_id), told)


def _same_as(session: Session, note: Comment) -> list[Comment]:
    query = (
        select(Comment)
        .where(Comment.duplicate_of_id == note.id, Comment.state == CommentState.PUBLIC)
        .order_by(col(Comment.id))
        .limit(MOST)
    )
    return list(session.exec(query))
