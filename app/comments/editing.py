"""An author puts a note right while nobody has built on it. What it said before is kept for the
office; what looks like spam waits for the moderation, as if it had just been written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, func, select

from app import journal
from app.comments import domain, gathered, sketching
from app.comments.blackened import still_black
from app.comments.counted import counters_moved, move_counters
from app.comments.stopping_again import stop_again
from app.models import (
    ActionField,
    Bundle,
    BundleState,
    Comment,
    CommentKind,
    CommentState,
    CommentWording,
    Doer,
    NoteTranslation,
    Reply,
)

HELD = ("kind", "text", "proposed_wording", "quote", "edited_at")  # beside what every deed asks


@dataclass(frozen=True)
class Said:
    """What a note says: its kind, text and proposed wording."""

    kind: CommentKind
    text: str
    wording: str = ""

    @classmethod
    def of(cls, note: Comment) -> "Said":
        """What this note says now."""
        return cls(note.kind, note.text, note.proposed_wording)


def built_on(session: Session, note: Comment) -> dict[str, bool]:
    """Whether somebody has answered it (also if that waits), and whether a group has taken it home:
    what `may_edit` asks. One question."""
    answered = exists().where(col(Reply.comment_id) == note.id)
    drawn = (
        exists()
        .where(
            col(Bundle.process_id) == note.process_id,
            col(Bundle.drawn_at) >= note.created_at,
            col(Bundle.state) != BundleState.FAILED,
        )
        .where(col(Bundle.group_id) == col(ActionField.group_id))
        .where(col(ActionField.id) == note.field_id)
    )
    has_replies, is_drawn = session.execute(select_columns(answered, drawn)).one()
    return {"has_replies": bool(has_replies), "is_drawn": bool(is_drawn)}


def wordings_of(session: Session, note: Comment) -> Sequence[CommentWording]:
    """What a note said before each of its edits, the latest first."""
    query = select(CommentWording).where(CommentWording.comment_id == note.id)
    return session.exec(query.order_by(col(CommentWording.position).desc()).limit(50)).all()


def edits_of(session: Session, note: Comment) -> int:
    """How often its words have been edited."""
    query = select(func.count()).where(CommentWording.comment_id == note.id)
    return int(session.exec(query).one())


def edit(
    session: Session,
    note: Comment,
    author: Doer | None,
    said: Said,
    about: Mapping[str, Any],
    reasons: Sequence[str],
    now: datetime,
) -> None:
    """Let a note say this instead, and change what its author says of themselves (`about`, as
    columns). With `reasons` it waits for the moderation from now on. The note is held, and its
    author may edit it."""
    before = Said.of(note)
    if said != before:
        _keep(session, note, before, now)
        _drop_what_was_made_of(session, note)
    text, wording = still_black(session, note, said.text, said.wording)
    words = domain.words_of(note.quote, said.kind, text, wording)
    for name, value in {**words, **about}.items():
        setattr(note, name, value)
    note.edited_at = now
    session.flush()
    waits = bool(reasons) or note.state is CommentState.WAITING
    if reasons:
        _stop(session, note, reasons, now)
    elif not waits:
        domain.touch(session, note.process_id, now)
        domain.bump(session, note.field_id)
        counters_moved(session, note)
    if said != before:
        gathered.leave(session, note)
    journal.record(session, author, "comment.edited", note, process=note.process, waits=waits)


def _keep(session: Session, note: Comment, before: Said, now: datetime) -> None:
    """What it said until now, for the office."""
    session.add(
        CommentWording(
            process_id=note.process_id,
            comment_id=note.id,
            position=edits_of(session, note) + 1,
            kind=before.kind.value,
            text=before.text,
            proposed_wording=before.wording,
            until=now,
        )
    )


def _drop_what_was_made_of(session: Session, note: Comment) -> None:
    """Its sketch, and the office's translations: they are of other words."""
    sketching.drop(session, note)
    ones = delete(NoteTranslation).where(
        col(NoteTranslation.comment_id) == note.id, col(NoteTranslation.reply_id).is_(None)
    )
    session.execute(ones)


def _stop(session: Session, note: Comment, reasons: Sequence[str], now: datetime) -> None:
    stop_again(session, note, reasons, now)
    if note.state is CommentState.PUBLIC:
        note.state, note.is_listed = CommentState.WAITING, False
        session.flush()
        move_counters(session, note, now, public=-1, waiting=1)
