"""Who follows a note hears that it stands elsewhere now. Its author has a letter of their own."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from app import db
from app.config import Settings
from app.loading import one
from app.models import Comment, CommentState, Pointer
from app.news import subjects
from app.news.audience import spread
from app.news.telling import Tidings

KIND = "note-moved"


def tell_of_move(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Tell who follows the note of the move `arguments["pointer"]`, but not who did it. One that
    was taken back meanwhile is told to nobody."""
    with db.reading(engine) as session:
        query = (
            select(Pointer)
            .where(Pointer.id == int(arguments["pointer"]))
            .options(one(Pointer.comment, one(Comment.process)))
        )
        moved = session.exec(query).one_or_none()
    if moved is None or moved.comment.state is not CommentState.PUBLIC:
        return
    note = moved.comment
    about = {"before": moved.address, "after": note.address, "reason": moved.reason}
    tidings = Tidings("moved", f"moved:{moved.id}", about, comment_id=note.id)
    but = [note.author_id, arguments.get("by")]
    spread(engine, note.process, tidings, [subjects.of_thread(note)], but=but)
