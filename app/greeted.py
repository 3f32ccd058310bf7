"""Names that a placeholder has put into answers of the city: they go with the account of whoever is
greeted there, from the answer, its earlier texts and translations, and mails not yet sent.

What a moderator types by hand is part of the answer and stays
(docs/decisions/0017-forgetting-a-person.md).
"""

import re
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from app.models import (
    Blackout,
    Comment,
    NoteTranslation,
    OutboxMail,
    Reply,
    ReplyWording,
    Statement,
)
from app.text import to_html


def unname(session: Session, which: ColumnElement[bool]) -> int:
    """Where an answer to one of these notes (`which`) was filled with its author's name, put the
    one there by which the note is signed now; in how many answers. The notes are held already."""
    query = (
        select(Reply, Comment.number, Comment.author_name)
        .join(Comment, col(Comment.id) == col(Reply.comment_id))
        .where(which, Reply.named != "", Reply.named != Comment.author_name)
        .order_by(col(Reply.id))
        .with_for_update(of=Reply, key_share=True)
        .execution_options(populate_existing=True)
    )
    found = session.exec(query).all()
    for reply, number, name in found:
        _unname(session, reply, number, name)
    session.flush()
    return len(found)


def _unname(session: Session, reply: Reply, number: int, name: str) -> None:
    was = reply.named
    before = reply.text
    _show(reply, was, name)
    _show_all(session, select(ReplyWording).where(ReplyWording.reply_id == reply.id), was, name)
    of_it = select(NoteTranslation).where(NoteTranslation.reply_id == reply.id)
    _show_all(session, of_it, was, name)
    for row in session.exec(select(Blackout).where(Blackout.reply_id == reply.id)):
        row.original = without(row.original, was, name)
    said = select(Statement).where(Statement.id == reply.statement_id, Statement.text == before)
    for statement in session.exec(said):
        statement.text = reply.text
    _out_of_mails(session, reply, number, was, name)
    reply.named = ""
    session.add(reply)


def without(text: str, was: str, name: str) -> str:
    """The text with another name, wherever the whole of this one stands in it."""
    return re.sub(rf"(?<!\w){re.escape(was)}(?!\w)", lambda _found: name, text)


def _show(row: Any, was: str, name: str) -> None:
    text = without(row.text, was, name)
    if text != row.text:
        row.text = text
        if hasattr(row, "html"):
            row.html = to_html(text)


def _show_all(session: Session, query: Any, was: str, name: str) -> None:
    for row in session.exec(query):
        _show(row, was, name)


def _out_of_mails(session: Session, reply: Reply, number: int, was: str, name: str) -> None:
    """Out of mails about this note that have not left yet: others hear of the answer too."""
    waiting = select(OutboxMail).where(
        OutboxMail.process_id == reply.process_id,
        col(OutboxMail.sent_at).is_(None),
        col(OutboxMail.text).contains(f"/comments/{number}", autoescape=True),
        col(OutboxMail.text).contains(was, autoescape=True),
    )
    for mail in session.exec(waiting.with_for_update(skip_locked=True)):
        mail.text = without(mail.text, was, name)
