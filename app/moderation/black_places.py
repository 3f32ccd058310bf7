"""Where words of a note and its answers stand: each place that a passage can be blacked out in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.comments import domain as comments
from app.comments.blackened import REPLY, TEXT, WORDING
from app.i18n import _
from app.loading import one
from app.models import (
    Addition,
    Comment,
    CommentWording,
    Reply,
    ReplyWording,
)
from app.text import to_html

SHOWN = 50  # answers on a page
NOTE = "note"  # the note alone, without the answers to it
HELD = ("text", "proposed_wording", "wording_html", "kind", "quote", "edited_at")


@dataclass(frozen=True)
class Place:
    """One text: which `part` of a note, or of the `reply` to it, and in which column of which row
    it stands."""

    part: str
    row: Any
    column: str = "text"
    reply: Reply | None = None
    author_id: int | None = None

    @property
    def reply_id(self) -> int | None:
        """Of which answer it is; None for the note's own."""
        return self.reply.id if self.reply else None

    @property
    def key(self) -> tuple[str, int | None]:
        """What a row of `Blackout` calls it."""
        return self.part, self.reply_id

    @property
    def text(self) -> str:
        """What everybody reads there now."""
        return str(getattr(self.row, self.column))

    @property
    def name(self) -> str:
        """What people call it."""
        return name_of(self.part, self.reply.position if self.reply else 0)

    def is_in(self, where: str) -> bool:
        """Whether it is meant: everywhere (""), in the note alone, at an answer's position."""
        if not where:
            return True
        if where == NOTE:
            return self.reply is None
        return self.reply is not None and str(self.reply.position) == where

    def show(self, text: str) -> None:
        """Let it say this, rendered once and for all."""
        if isinstance(self.row, Comment):
            note = self.row
            said = {"text": note.text, "proposed_wording": note.proposed_wording}
            said[self.column] = text
            words = comments.words_of(note.quote, note.kind, said["text"], said["proposed_wording"])
            for name, value in words.items():
                setattr(note, name, value)
            return
        before = self.text
        setattr(self.row, self.column, text)
        if hasattr(self.row, "html"):
            self.row.html = to_html(text)
        statement = self.row.statement if isinstance(self.row, Reply) else None
        if statement is not None and statement.text == before:
            statement.text = text


def name_of(part: str, position: int = 0) -> str:
    """The place in words; `position` is the answer's."""
    kind, _dash, number = part.partition("-")
    if kind == "addition":
        return _("Nachtrag %(n)s") % {"n": number}
    if kind == "corrected":
        return _("Frühere Fassung der Antwort %(n)d") % {"n": position}
    words = {
        TEXT: _("Text"),
        WORDING: _("Vorgeschlagener Wortlaut"),
        "earlier": _("Früherer Text"),
        "proposed": _("Früherer Wortlaut"),
    }
    return words.get(kind) or _("Antwort %(n)d") % {"n": position}


def places_of(
    session: Session, note: Comment, *, hold: bool = False, after: int | None = None
) -> Iterator[Place]:
    """All places of a note and its answers, whatever their state; with `hold` no answer changes
    meanwhile, with `after` fifty public answers behind that position. Four questions."""
    author = note.author_id
    yield Place(TEXT, note, author_id=author)
    yield Place(WORDING, note, "proposed_wording", author_id=author)
    additions = select(Addition).where(Addition.comment_id == note.id)
    for addition in session.exec(additions.order_by(col(Addition.position))):
        yield Place(f"addition-{addition.position}", addition, author_id=author)
    earlier = select(CommentWording).where(CommentWording.comment_id == note.id)
    for was in session.exec(earlier.order_by(col(CommentWording.position))):
        yield Place(f"earlier-{was.position}", was, author_id=author)
        yield Place(f"proposed-{was.position}", was, "proposed_wording", author_id=author)
    yield from _of_answers(session, note, hold, after)


def _of_answers(session: Session, note: Comment, hold: bool, after: int | None) -> Iterator[Place]:
    answers = select(Reply).where(Reply.comment_id == note.id).options(one(Reply.statement))
    answers = answers.order_by(col(Reply.position))
    if hold:
        answers = answers.with_for_update(of=Reply).execution_options(populate_existing=True)
    if after is not None:
        answers = answers.where(col(Reply.position) > after).limit(SHOWN)
    by_id = {}
    for reply in session.exec(answers).all():
        by_id[reply.id] = reply
        yield Place(REPLY, reply, reply=reply, author_id=reply.author_id)
    corrected = select(ReplyWording).where(ReplyWording.comment_id == note.id)
    for was in session.exec(corrected.order_by(col(ReplyWording.id))):
        if answered := by_id.get(was.reply_id):
            part = f"corrected-{was.position}"
            yield Place(part, was, reply=answered, author_id=answered.author_id)
