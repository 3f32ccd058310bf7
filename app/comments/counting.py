"""The counters that a new comment moves, as statements written once.

Posting is what must be quick when a whole town writes at the same time; composing these anew for
every comment took as long as running them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from app.models import ActionField, Block, Comment, CommentState, Process, Sentence

_processes: Any = Process.__table__  # type: ignore[attr-defined]
_fields: Any = ActionField.__table__  # type: ignore[attr-defined]
_blocks: Any = Block.__table__  # type: ignore[attr-defined]
_sentences: Any = Sentence.__table__  # type: ignore[attr-defined]
_comments: Any = Comment.__table__  # type: ignore[attr-defined]

_NUMBER = (
    update(_processes)
    .where(_processes.c.id == bindparam("process"))
    .values(
        last_comment_number=_processes.c.last_comment_number + 1,
        comments_count=_processes.c.comments_count + 1,
        revision=_processes.c.revision + 1,
        updated_at=bindparam("now"),
    )
    .returning(_processes.c.last_comment_number)
)
_FIELD = (
    update(_fields)
    .where(_fields.c.id == bindparam("field"))
    .values(
        comments_count=_fields.c.comments_count + 1,
        revision=_fields.c.revision + 1,
        last_comment_at=bindparam("now"),
    )
)
_SENTENCE = (
    update(_sentences)
    .where(_sentences.c.id == bindparam("sentence"))
    .values(comments_count=_sentences.c.comments_count + 1)
)
# Beside a block stands the best supported of its comments, then the newest.
_BEST = (
    select(_comments.c.id)
    .where(
        _comments.c.process_id == bindparam("process"),
        _comments.c.block_id == bindparam("block"),
        _comments.c.is_listed.is_(True),
        _comments.c.state == CommentState.PUBLIC,
    )
    .order_by(_comments.c.supports.desc(), _comments.c.number.desc())
    .limit(1)
    .scalar_subquery()
)
_MARGIN = (
    update(_blocks)
    .where(_blocks.c.id == bindparam("block"))
    .values(
        shown_comment_id=_BEST,
        comments_count=_blocks.c.comments_count + bindparam("more"),
    )
)


def next_number(session: Session, process: Process, now: datetime) -> int:
    """The number of the process's next comment; the process counts one more."""
    row = {"process": process.id, "now": now}
    number = int(session.connection().execute(_NUMBER, row).scalar_one())
    session.expire(process, ["last_comment_number", "comments_count", "revision", "updated_at"])
    return number


def one_more_on_field(session: Session, field: ActionField, now: datetime) -> None:
    """The field counts one more comment, and its page shows something new."""
    session.connection().execute(_FIELD, {"field": field.id, "now": now})
    session.expire(field, ["comments_count", "last_comment_at", "revision"])


def one_more_on_sentence(session: Session, sentence: Sentence) -> None:
    """The sentence counts one more comment."""
    session.connection().execute(_SENTENCE, {"sentence": sentence.id})


def show_best(session: Session, process_id: int, block_id: int, more: int = 0) -> None:
    """Choose the comment that stands beside its block; the block counts `more` comments."""
    session.flush()
    row = {"process": process_id, "block": block_id, "more": more}
    session.connection().execute(_MARGIN, row)
