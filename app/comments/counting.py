"""The counters that a new comment moves, as statements written once.

Posting is what must be quick when a whole town writes at the same time; composing these anew for
every comment took as long as running them.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import attributes, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session

from app.errors import Conflict
from app.i18n import _
from app.models import ActionField, Block, Comment, CommentState, Process, Sentence

_processes: Any = Process.__table__  # type: ignore[attr-defined]
_fields: Any = ActionField.__table__  # type: ignore[attr-defined]
_blocks: Any = Block.__table__  # type: ignore[attr-defined]
_sentences: Any = Sentence.__table__  # type: ignore[attr-defined]
_comments: Any = Comment.__table__  # type: ignore[attr-defined]

# Making the object in the usual way and reading it out again took as long as two statements.
_new_comment: Any = attributes.manager_of_class(Comment).new_instance
_DEFAULTS = {
    name: field.get_default()
    for name, field in Comment.model_fields.items()
    if name != "id" and not field.is_required()
}
_INSERT = insert(_comments).returning(_comments.c.id)
_NUMBER = (
    update(_processes)
    .where(
        _processes.c.id == bindparam("process"),
        # Between finding the place and this moment another version may have come out.
        _processes.c.current_version == bindparam("version"),
    )
    .values(
        last_comment_number=_processes.c.last_comment_number + 1,
        comments_count=_processes.c.comments_count + 1,
        revision=_processes.c.revision + 1,
        updated_at=bindparam("now"),
    )
    .returning(_processes.c.last_comment_number)
)
# A note that waits takes a number too, and no public page shows anything new.
_NUMBER_WAITING = (
    update(_processes)
    .where(
        _processes.c.id == bindparam("process"),
        _processes.c.current_version == bindparam("version"),
    )
    .values(
        last_comment_number=_processes.c.last_comment_number + 1,
        waiting_count=_processes.c.waiting_count + 1,
    )
    .returning(_processes.c.last_comment_number)
)
# A note that waits for its author to confirm it takes a number, and nobody counts it yet.
_NUMBER_QUIET = (
    update(_processes)
    .where(
        _processes.c.id == bindparam("process"),
        _processes.c.current_version == bindparam("version"),
    )
    .values(last_comment_number=_processes.c.last_comment_number + 1)
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
    .returning(_blocks.c.comments_count, _blocks.c.shown_comment_id)
)


def overtaken() -> Conflict:
    """The refusal of a comment on a version that is not the public one any more."""
    return Conflict(
        _(
            "Der Entwurf hat eben eine neue Fassung bekommen. Bitte suchen Sie die Stelle "
            "darin und senden Sie Ihre Anmerkung dort."
        )
    )


def next_number(session: Session, process: Process, version: int, now: datetime) -> int:
    """The number of the process's next comment on this version; the process counts one more.

    Refused with `Conflict` when another version has become the public one meanwhile.
    """
    row = {"process": process.id, "version": version, "now": now}
    number = session.connection().execute(_NUMBER, row).scalar_one_or_none()
    if number is None:
        raise overtaken()
    session.expire(process, ["last_comment_number", "comments_count", "revision", "updated_at"])
    return int(number)


def next_waiting_number(session: Session, process: Process, version: int) -> int:
    """The same for a comment that waits for the moderation: the process counts it as waiting."""
    row = {"process": process.id, "version": version}
    number = session.connection().execute(_NUMBER_WAITING, row).scalar_one_or_none()
    if number is None:
        raise overtaken()
    session.expire(process, ["last_comment_number", "waiting_count"])
    return int(number)


def next_quiet_number(session: Session, process: Process, version: int) -> int:
    """The same for a guest's comment that is not confirmed yet: nothing counts it."""
    row = {"process": process.id, "version": version}
    number = session.connection().execute(_NUMBER_QUIET, row).scalar_one_or_none()
    if number is None:
        raise overtaken()
    session.expire(process, ["last_comment_number"])
    return int(number)


def insert_comment(session: Session, **values: Any) -> Comment:
    """Write a new comment's row with one prepared statement; the comment as reading it again
    would give it. What `values` leaves out gets the column's default."""
    row = {**_DEFAULTS, **values}
    row["id"] = session.connection().execute(_INSERT, row).scalar_one()
    comment: Comment = _new_comment()
    attributes.instance_dict(comment).update(row)
    make_transient_to_detached(comment)
    session.add(comment)
    return comment


def one_more_on_field(session: Session, field: ActionField, now: datetime) -> None:
    """The field counts one more comment, and its page shows something new."""
    session.connection().execute(_FIELD, {"field": field.id, "now": now})
    session.expire(field, ["comments_count", "last_comment_at", "revision"])


def one_more_on_sentence(session: Session, sentence: Sentence) -> None:
    """The sentence counts one more comment."""
    session.connection().execute(_SENTENCE, {"sentence": sentence.id})


def one_more_on_block(session: Session, block: Block) -> None:
    """The block counts one more comment, and chooses anew which one stands beside it."""
    row = {"process": block.process_id, "block": block.id, "more": 1}
    count, shown = session.connection().execute(_MARGIN, row).one()
    set_committed_value(block, "comments_count", count)
    set_committed_value(block, "shown_comment_id", shown)
