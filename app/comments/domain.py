"""Deeds of residents. Every counter that a page shows is kept in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app import journal
from app.comments import counting, gathered, joined
from app.comments.targets import Target
from app.comments.tongue import written_in
from app.drafts.wording import word_diff
from app.models import (
    ActionField,
    Block,
    Comment,
    CommentKind,
    CommentState,
    Doer,
    Person,
    Process,
    Reply,
    Statement,
    Voice,
)
from app.text import shorten, spoken, to_html


def post_comment(
    session: Session,
    target: Target,
    author: Doer | None,
    *,
    kind: CommentKind,
    text: str,
    wording: str = "",
    now: datetime,
    author_name: str = "",
    **about: Any,
) -> Comment:
    """Write a public comment at `target`; it gets the process's next number.

    `text` and `wording` are already cleaned; the wording counts only for a suggestion. `about`
    may say `author_role`, `language` and `source`.
    """
    about["number"] = counting.next_number(session, target.process, target.version.number, now)
    about["author_name"] = author_name or (author.name if author else "")
    about |= {"author_id": author.id if author else None, "created_at": now}
    comment = write_down(session, target, kind, text, wording, about)
    counting.one_more_on_field(session, target.field, now)
    if target.sentence is not None:
        counting.one_more_on_sentence(session, target.sentence)
    journal.record(session, author, "comment.posted", comment, process=target.process)
    if target.block is not None:
        counting.one_more_on_block(session, target.block)
    return comment


def write_down(
    session: Session,
    target: Target,
    kind: CommentKind,
    text: str,
    wording: str,
    about: dict[str, Any],
) -> Comment:
    """Insert a comment at `target`; what is shown is rendered here, once. `about` says the rest:
    its number, its author, when it was written."""
    words = words_of(target.quote, kind, text, wording)
    about.setdefault("language", written_in(text))
    comment = counting.insert_comment(session, **_place(target), **words, **about)
    _know(comment, process=target.process, field=target.field, replies=[], disposition=None)
    return comment


def _know(comment: Comment, **related: Any) -> None:
    """What belongs to the comment is known, and nothing of it is to be written."""
    nothing = {"hidden_rule": None, "perspective": None, "note_group": None}
    for name, value in {**nothing, **related}.items():
        set_committed_value(comment, name, value)


def _place(target: Target) -> dict[str, Any]:
    """Where it is written, and the words that stand there now."""
    return {
        "process_id": target.process.id,
        "field_id": target.field.id,
        "version_id": target.version.id,
        "block_id": target.block.id if target.block else None,
        "sentence": target.sentence.number if target.sentence else None,
        "address": target.address.label,
        "fragment": target.address.fragment,
        "quote": target.quote,
        **_first_and_last(target),
    }


def _first_and_last(target: Target) -> dict[str, int]:
    if target.words is None:
        return {}
    first, last = target.words
    return {"first_word": first, "last_word": last}


def words_of(quote: str, kind: CommentKind, text: str, wording: str) -> dict[str, Any]:
    """What is written about these quoted words, rendered once and for all: columns of a comment."""
    short = shorten(text)
    wording = wording if kind is CommentKind.SUGGESTION else ""
    return {
        "kind": kind,
        "text": text,
        "html": to_html(text),
        "short_html": to_html(short) if short != text else "",
        "proposed_wording": wording,
        "wording_html": spoken(word_diff(quote, wording)) if wording else "",
    }


def bump(session: Session, field_id: int, **values: object) -> None:
    """Raise the field's revision, and change its counters with it: its page shows something
    new."""
    statement = (
        update(ActionField)
        .where(col(ActionField.id) == field_id)
        .values(revision=ActionField.revision + 1, **values)
        .execution_options(synchronize_session=False)
    )
    session.execute(statement)


def add(session: Session, table: type[Any], row_id: int, column: str, n: int = 1) -> None:
    """Raise (or with a negative `n` lower) a counter of one row, whoever else does so now."""
    values = {column: getattr(table, column) + n}
    session.execute(
        update(table)
        .where(table.id == row_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def show_in_margin(session: Session, block_id: int, **values: object) -> None:
    """Choose the comment that stands beside its block: the best supported, then the newest; and
    change the block's counters with it."""
    session.flush()
    best = (
        select(Comment.id)
        .where(
            Comment.process_id
            == select(Block.process_id).where(Block.id == block_id).scalar_subquery(),
            Comment.block_id == block_id,
            col(Comment.is_listed).is_(True),
            Comment.state == CommentState.PUBLIC,
        )
        .order_by(col(Comment.supports).desc(), col(Comment.number).desc())
        .limit(1)
    )
    session.execute(
        update(Block)
        .where(col(Block.id) == block_id)
        .values(shown_comment_id=best.scalar_subquery(), **values)
        .execution_options(synchronize_session=False)
    )


def reply(
    session: Session,
    comment: Comment,
    author: Person | None,
    *,
    text: str,
    now: datetime,
    voice: Voice = Voice.RESIDENT,
    statement: Statement | None = None,
    author_name: str = "",
    language: str = "",
) -> Reply:
    """Answer a comment, one level deep. An official voice marks the comment as answered."""
    answer = Reply(
        process_id=comment.process_id,
        comment=comment,
        position=next_position(session, comment),
        author_id=author.id if author else None,
        author_name=author_name or (author.name if author else ""),
        voice=voice,
        statement=statement,
        text=text,
        html=to_html(text),
        language=language or written_in(text),
        created_at=now,
    )
    session.add(answer)
    closes = voice is not Voice.RESIDENT and not comment.is_answered
    closed = joined.close_by_answer(session, comment, now) if closes else joined.Closed(None)
    touch(session, comment.process_id, now)  # the process before the field, as when posting
    _count_answered(session, comment, closed)
    if closes:
        gathered.changed(session, comment)
    journal.record(
        session, author, "comment.answered", comment, process=comment.process, voice=voice.value
    )
    return answer


def _count_answered(session: Session, comment: Comment, closed: joined.Closed) -> None:
    """One more answered note where an answer has closed one; every page that shows it is new."""
    if closed.counted_in is not None:
        add(session, Process, comment.process_id, "answered_count")
    one_more = {"answered_count": col(ActionField.answered_count) + 1}
    counted = {closed.counted_in} if closed.counted_in is not None else set()
    for field_id in sorted({comment.field_id, *counted, *closed.shown_in}):
        bump(session, field_id, **(one_more if field_id in counted else {}))


def next_position(session: Session, comment: Comment) -> int:
    """The place of the next public reply under a comment, which counts one more."""
    session.flush()
    counted = (
        update(Comment)
        .where(col(Comment.id) == comment.id)
        .values(replies_count=Comment.replies_count + 1)
        .returning(col(Comment.replies_count))
        .execution_options(synchronize_session=False)
    )
    position = int(session.execute(counted).scalar_one())
    session.expire(comment, ["replies_count", "field_id"])
    return position


def touch(session: Session, process_id: int, now: datetime) -> None:
    """Something on the process's own pages has changed."""
    session.execute(
        update(Process)
        .where(col(Process.id) == process_id)
        .values(revision=Process.revision + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )
