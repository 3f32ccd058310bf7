"""Deeds of residents. Every counter that a page shows is kept in the same transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import journal, outbox
from app.comments.targets import Target
from app.drafts.wording import word_diff
from app.i18n import _
from app.models import (
    ActionField,
    Block,
    Comment,
    CommentKind,
    CommentState,
    Person,
    Process,
    Reply,
    Sentence,
    Statement,
    Support,
    Voice,
)
from app.text import shorten, to_html


def post_comment(
    session: Session,
    target: Target,
    author: Person | None,
    *,
    kind: CommentKind,
    text: str,
    wording: str = "",
    now: datetime,
    author_name: str = "",
    author_role: str = "",
    language: str = "de",
    source: str = "web",
) -> Comment:
    """Write a public comment at `target`; it gets the process's next number.

    `text` and `wording` are already cleaned; the wording counts only for a suggestion.
    """
    wording = wording if kind is CommentKind.SUGGESTION else ""
    short = shorten(text)
    comment = Comment(
        process=target.process,
        process_id=target.process.id,
        number=_next_number(session, target.process, now),
        field=target.field,
        field_id=target.field.id,
        version_id=target.version.id,
        block_id=target.block.id if target.block else None,
        sentence=target.sentence.number if target.sentence else None,
        address=target.address.label,
        fragment=target.address.fragment,
        quote=target.quote,
        kind=kind,
        text=text,
        html=to_html(text),
        short_html=to_html(short) if short != text else "",
        proposed_wording=wording,
        wording_html=word_diff(target.quote, wording) if wording else "",
        author=author,
        author_id=author.id if author else None,
        author_name=author_name or (author.name if author else ""),
        author_role=author_role,
        language=language,
        source=source,
        created_at=now,
        replies=[],
        disposition=None,
        hidden_rule=None,
    )
    session.add(comment)
    _count(session, target, now)
    journal.record(session, author, "comment.posted", comment, process=target.process)
    if target.block is not None:
        show_in_margin(session, target.block.id, comments_count=col(Block.comments_count) + 1)
        session.expire(target.block, ["comments_count", "shown_comment_id"])
    return comment


def _next_number(session: Session, process: Process, now: datetime) -> int:
    counted = (
        update(Process)
        .where(col(Process.id) == process.id)
        .values(
            last_comment_number=Process.last_comment_number + 1,
            comments_count=Process.comments_count + 1,
            revision=Process.revision + 1,
            updated_at=now,
        )
        .returning(col(Process.last_comment_number))
        .execution_options(synchronize_session=False)
    )
    number = int(session.execute(counted).scalar_one())
    session.expire(process, ["last_comment_number", "comments_count", "revision", "updated_at"])
    return number


def _count(session: Session, target: Target, now: datetime) -> None:
    bump(
        session,
        target.field.id,
        comments_count=col(ActionField.comments_count) + 1,
        last_comment_at=now,
    )
    session.expire(target.field, ["comments_count", "last_comment_at", "revision"])
    if target.sentence is not None:
        _add(session, Sentence, target.sentence.id, "comments_count")


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


def _add(session: Session, table: type[Any], row_id: int, column: str, n: int = 1) -> None:
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
    language: str = "de",
) -> Reply:
    """Answer a comment, one level deep. An official voice marks the comment as answered."""
    answer = Reply(
        process_id=comment.process_id,
        comment=comment,
        position=_next_position(session, comment),
        author_id=author.id if author else None,
        author_name=author_name or (author.name if author else ""),
        voice=voice,
        statement=statement,
        text=text,
        html=to_html(text),
        language=language,
        created_at=now,
    )
    session.add(answer)
    touch(session, comment.process_id, now)  # the process before the field, as when posting
    counters: dict[str, object] = {}
    if voice is not Voice.RESIDENT and not comment.is_answered:
        comment.is_answered, comment.answered_at = True, now
        counters["answered_count"] = col(ActionField.answered_count) + 1
        _add(session, Process, comment.process_id, "answered_count")
    bump(session, comment.field_id, **counters)
    journal.record(
        session, author, "comment.answered", comment, process=comment.process, voice=voice.value
    )
    return answer


def tell_author(session: Session, process: Process, comment: Comment, answer: Reply) -> None:
    """Mail the author of a comment that somebody answered, with the words; nobody is told of
    their own answer. `comment.author` must be loaded."""
    author = comment.author
    if author is None or author.id == answer.author_id or not author.email:
        return
    by = answer.author_name
    if answer.voice is Voice.MODERATOR:
        by = _("Moderation (%(name)s)") % {"name": answer.author_name}
    if answer.statement is not None:
        by = _("%(office)s (Stellungnahme)") % {"office": answer.statement.office.name}
    outbox.post(
        session,
        to=author.email,
        name=author.name,
        subject=_("Antwort auf Ihre Anmerkung #%(n)d") % {"n": comment.number},
        text=_(
            "Guten Tag %(name)s,\n\nauf Ihre Anmerkung #%(n)d zu %(address)s im Verfahren "
            "„%(process)s“ gibt es eine Antwort.\n\n%(by)s:\n\n%(text)s\n\n"
            "Ihre Anmerkung war:\n\n%(own)s\n\nIm Zusammenhang lesen:\n%(link)s"
        )
        % {
            "name": author.name,
            "n": comment.number,
            "address": comment.address,
            "process": process.title,
            "by": by,
            "text": answer.text,
            "own": comment.text,
            "link": outbox.link(session, f"/p/{process.slug}/comments/{comment.number}"),
        },
        process_id=process.id,
    )


def _next_position(session: Session, comment: Comment) -> int:
    session.flush()
    counted = (
        update(Comment)
        .where(col(Comment.id) == comment.id)
        .values(replies_count=Comment.replies_count + 1)
        .returning(col(Comment.replies_count))
        .execution_options(synchronize_session=False)
    )
    position = int(session.execute(counted).scalar_one())
    session.expire(comment, ["replies_count"])
    return position


def touch(session: Session, process_id: int, now: datetime) -> None:
    """Something on the process's own pages has changed."""
    session.execute(
        update(Process)
        .where(col(Process.id) == process_id)
        .values(revision=Process.revision + 1, updated_at=now)
        .execution_options(synchronize_session=False)
    )


def support(session: Session, comment: Comment, person: Person, now: datetime) -> bool:
    """Agree with a comment; once, however often it is asked. Whether it is new."""
    table: Any = Support
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    fresh = session.execute(
        insert(table)
        .values(
            process_id=comment.process_id,
            comment_id=comment.id,
            person_id=person.id,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["comment_id", "person_id"])
        .returning(table.id)
    ).scalar_one_or_none()
    if fresh is not None:
        _supports_changed(session, comment, person, +1)
    return fresh is not None


def take_back_support(session: Session, comment: Comment, person: Person) -> bool:
    """No longer agree. Whether there was something to take back."""
    gone = session.execute(
        delete(Support)
        .where(col(Support.comment_id) == comment.id, col(Support.person_id) == person.id)
        .returning(col(Support.id))
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if gone is not None:
        _supports_changed(session, comment, person, -1)
    return gone is not None


def _supports_changed(session: Session, comment: Comment, person: Person, change: int) -> None:
    _add(session, Comment, comment.id, "supports", change)
    session.expire(comment, ["supports"])
    bump(session, comment.field_id)
    deed = "comment.supported" if change > 0 else "comment.support_taken_back"
    journal.record(session, person, deed, comment, process=comment.process)
    if comment.block_id is not None:
        show_in_margin(session, comment.block_id)
