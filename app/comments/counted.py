"""The counters that pages show, moved where a note becomes public later than it was written, or is
taken away: by the moderation, or by who wrote it."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app.comments import domain as comments
from app.comments import gathered, joined, tallies
from app.models import ActionField, Block, Comment, CommentState, Process, Sentence

_COUNTERS = ["comments_count", "answered_count", "hidden_count", "revision"]


def move_counters(
    session: Session,
    comment: Comment,
    now: datetime,
    *,
    public: int = 0,
    hidden: int = 0,
    waiting: int = 0,
) -> None:
    """Count one note more (+1) or less (-1) as public, hidden or waiting, everywhere it is counted:
    process, field, sentence, block, in the order in which posting takes them. The parts of a note
    that was split go along with it; what pointed to one that is public no more counts by itself."""
    parts = joined.take_parts_along(session, comment) if public else []
    released = joined.release_duplicates(session, comment) if public < 0 else []
    comments.touch(session, comment.process_id, now)
    _count(session, comment, public, hidden, waiting)
    for note in released:
        _count_as_it_is(session, note, 1)
    for part in parts:
        _count(session, part, 0)
    if public:
        tallies.recount_decided(session, (comment, *parts, *released))
    for note in (comment, *parts):
        if note.block_id is not None:
            _move_margin(session, note, note.block_id, public, hidden)
    if public:
        gathered.changed(session, comment, *released)
    counters_moved(session, comment)


def count_by_itself(session: Session, note: Comment, now: datetime, n: int) -> None:
    """Count a note in process and field (1), or no longer (-1), because it was linked to another;
    beside its block and sentence it stays. The note is held, and points to none now."""
    comments.touch(session, note.process_id, now)
    _count_as_it_is(session, note, n)
    counters_moved(session, note)


def _count_as_it_is(session: Session, note: Comment, n: int) -> None:
    is_public, is_hidden = (
        n if note.state is state else 0 for state in (CommentState.PUBLIC, CommentState.HIDDEN)
    )
    _count(session, note, is_public, is_hidden)


def _count(
    session: Session, comment: Comment, public: int, hidden: int = 0, waiting: int = 0
) -> None:
    """Process and field; of what counts with another note the field's page alone is new."""
    if not joined.counts(comment):
        public, hidden = 0, 0
    answered = public if comment.is_answered else 0
    session.execute(
        update(Process)
        .where(col(Process.id) == comment.process_id)
        .values(
            comments_count=Process.comments_count + public,
            hidden_count=Process.hidden_count + hidden,
            answered_count=Process.answered_count + answered,
            waiting_count=Process.waiting_count + waiting,
        )
        .execution_options(synchronize_session=False)
    )
    comments.bump(
        session,
        comment.field_id,
        comments_count=col(ActionField.comments_count) + public,
        hidden_count=col(ActionField.hidden_count) + hidden,
        answered_count=col(ActionField.answered_count) + answered,
    )


def make_public(session: Session, comment: Comment, now: datetime, *, waiting: int = 0) -> None:
    """Show a note that was not public until now, in its place, with its counters; `waiting` is -1
    for one that waited for the moderation. The note must be held."""
    comment.state, comment.is_listed = CommentState.PUBLIC, True
    session.flush()
    move_counters(session, comment, now, public=1, waiting=waiting)
    session.execute(
        update(ActionField)
        .where(col(ActionField.id) == comment.field_id)
        .values(last_comment_at=now)
        .execution_options(synchronize_session=False)
    )


def _move_margin(
    session: Session, comment: Comment, block_id: int, public: int, hidden: int
) -> None:
    if comment.sentence is not None:
        session.execute(
            update(Sentence)
            .where(col(Sentence.block_id) == block_id, col(Sentence.number) == comment.sentence)
            .values(comments_count=Sentence.comments_count + public)
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(Block)
        .where(col(Block.id) == block_id)
        .values(
            comments_count=Block.comments_count + public,
            hidden_count=Block.hidden_count + hidden,
        )
        .execution_options(synchronize_session=False)
    )
    comments.show_in_margin(session, block_id)


def counters_moved(session: Session, comment: Comment) -> None:
    """Whoever reads the counters from here on reads them anew."""
    session.expire(session.get_one(Process, comment.process_id), [*_COUNTERS, "waiting_count"])
    session.expire(session.get_one(ActionField, comment.field_id), _COUNTERS)
