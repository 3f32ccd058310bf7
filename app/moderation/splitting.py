"""Splitting a note that says two things: each part is a note of its own, with the words of its
author, an address and an answer of its own; the note stays as it was, and leads to them.

Parts begin where a sentence or a line does, and together they are the note: no word is left out,
none is added (docs/decisions/0029-moved-split-and-joined.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from app import journal
from app.comments import counting
from app.comments import domain as comments
from app.comments.counted import counters_moved
from app.comments.holding import hold
from app.comments.targets import Target
from app.drafts.sentences import split_sentences
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import (
    ActionField,
    Block,
    Comment,
    CommentKind,
    CommentState,
    Disposition,
    EarlierDisposition,
    Person,
    Reply,
    Sentence,
)
from app.moderation import moving_letters
from app.moderation.domain import city_of_note, page_of, tell

MOST_PARTS = 6
_OF_AUTHOR = (
    *("author_id", "author_name", "author_role", "perspective_id", "author_organisation"),
    *("author_district", "shows_self", "language", "source", "created_at"),
)


@dataclass(frozen=True)
class Part:
    """What becomes a note of its own: words of the note, and the place they are about."""

    text: str
    target: Target
    takes_wording: bool = False


def pieces(text: str) -> list[str]:
    """The sentences and lines of a note: a part can begin with each of them."""
    found: list[str] = []
    for line in filter(str.strip, text.split("\n")):
        found += [line[start:end] for start, end in split_sentences(line)]
    return found


def texts_of(text: str, begins: Sequence[int]) -> list[str]:
    """The note's text, cut before the sentences with these numbers (from 1; before the first it
    begins anyway), with its line breaks. What is no number of a sentence is left out."""
    starts = _starts(text)
    cuts = sorted({0, *(starts[n] for n in begins if 0 < n < len(starts))})
    ends = [*cuts[1:], len(text)]
    return [text[start:end].strip() for start, end in zip(cuts, ends, strict=True)]


def _starts(text: str) -> list[int]:
    found, at = [], 0
    for piece in pieces(text):
        at = text.index(piece, at)
        found.append(at)
        at += len(piece)
    return found


def split(
    session: Session, note: Comment, parts: Sequence[Part], moderator: Person, now: datetime
) -> list[Comment]:
    """Make each part a note of its own, in their order; the author is told. `note` is as
    `by_number` gives it.

    Refused with `Invalid` for fewer than two parts or words that are not the note's, with
    `Conflict` when it is not public any more, was split or linked meanwhile, was decided on, or
    another version came out.
    """
    hold(session, note, "version_id", "text")  # words may have been blacked out just now
    _need_whole(note, parts)
    _need_open(session, note)
    if any(part.target.version.id != note.version_id for part in parts):
        raise counting.overtaken()
    made = [_make(session, note, part, moderator, now) for part in parts]
    note.parts_count = len(made)
    session.flush()
    _show(session, note, made, now, 1)
    numbers = [part.number for part in made]
    journal.record(session, moderator, "comment.split", note, process=note.process, parts=numbers)
    tell(
        session, note, moderator, partial(moving_letters.split, note, made, *_sender(session, note))
    )
    return made


def _sender(session: Session, note: Comment) -> tuple[Any, str]:
    return city_of_note(session, note), page_of(session, note)


def _need_whole(note: Comment, parts: Sequence[Part]) -> None:
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(_("Teilen Sie in zwei bis %(n)d Teile.") % {"n": MOST_PARTS})
    if " ".join(part.text for part in parts).split() != note.text.split():
        raise Invalid(_("Alle Worte der Anmerkung müssen in genau einem Teil stehen."))


def _need_open(session: Session, note: Comment) -> None:
    if note.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Anmerkung ist nicht mehr öffentlich. Sie wurde nicht geteilt."))
    if note.parts_count:
        raise Conflict(_("Jemand hat diese Anmerkung eben schon geteilt."))
    if note.duplicate_of_id is not None or _is_pointed_to(session, note):
        raise Conflict(
            _("Diese Anmerkung ist mit einer anderen verknüpft. Lösen Sie zuerst die Verknüpfung.")
        )
    if note.is_answered or _is_decided(session, note.id):
        raise Conflict(_("Auf diese Anmerkung ist schon geantwortet oder über sie entschieden."))


def _is_pointed_to(session: Session, note: Comment) -> bool:
    query = select(Comment.id).where(Comment.duplicate_of_id == note.id).limit(1)
    return session.exec(query).first() is not None


def _is_decided(session: Session, note_id: int) -> bool:
    query = select(Disposition.id).where(Disposition.comment_id == note_id)
    return session.exec(query).first() is not None


def _make(
    session: Session, whole: Comment, part: Part, moderator: Person, now: datetime
) -> Comment:
    """A note of its own, by the same author and of the same day. It gets no sketch: the whole one
    has it."""
    kind, wording = _kind_of(whole, part)
    about = {name: getattr(whole, name) for name in _OF_AUTHOR}
    process, version = part.target.process, part.target.version
    about["number"] = counting.next_quiet_number(session, process, version.number)
    about |= {"part_of_id": whole.id, "is_sketched": True}
    made = comments.write_down(session, part.target, kind, part.text, wording, about)
    journal.record(
        session, moderator, "comment.parted", made, process=whole.process, note=whole.number
    )
    return made


def _kind_of(whole: Comment, part: Part) -> tuple[CommentKind, str]:
    """The proposed wording stays with one part; the others propose none."""
    if whole.kind is not CommentKind.SUGGESTION:
        return whole.kind, ""
    if part.takes_wording:
        return CommentKind.SUGGESTION, whole.proposed_wording
    return CommentKind.NOTE, ""


def _show(
    session: Session, whole: Comment, parts: Sequence[Comment], now: datetime, n: int
) -> None:
    """Parts come (1) or go (-1): their fields' pages, sentences and blocks show it, and nobody
    counts one note more or less."""
    comments.touch(session, whole.process_id, now)
    for field_id in sorted({whole.field_id, *(part.field_id for part in parts)}):
        comments.bump(session, field_id)
    for part in parts:
        if part.block_id is not None and part.sentence is not None:
            _on_sentence(session, part.block_id, part.sentence, n)
    for part in sorted(parts, key=lambda one: one.block_id or 0):
        if part.block_id is not None:
            count = col(Block.comments_count) + n
            comments.show_in_margin(session, part.block_id, comments_count=count)
    for field_id in {part.field_id for part in parts}:
        session.expire(session.get_one(ActionField, field_id), ["revision"])
    counters_moved(session, whole)


def _on_sentence(session: Session, block_id: int, number: int, n: int) -> None:
    query = select(Sentence.id).where(Sentence.block_id == block_id, Sentence.number == number)
    comments.add(session, Sentence, session.exec(query).one(), "comments_count", n)


def parts_of(session: Session, note: Comment) -> Sequence[Comment]:
    """The parts of a note, by number."""
    query = select(Comment).where(Comment.part_of_id == note.id, col(Comment.is_listed).is_(True))
    return session.exec(query.order_by(col(Comment.number))).all()


def put_together(session: Session, note: Comment, moderator: Person, now: datetime) -> None:
    """Undo a split: the parts are no notes any more, and the note is answered as a whole. Their
    numbers lead to it. Refused with `Conflict` once somebody has answered or decided on a part,
    agreed with it, or when it is not split."""
    hold(session, note)
    query = select(Comment).where(Comment.part_of_id == note.id, col(Comment.is_listed).is_(True))
    held = query.order_by(col(Comment.id)).with_for_update(key_share=True)
    parts = session.exec(held.execution_options(populate_existing=True)).all()
    if not note.parts_count or note.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Anmerkung ist nicht geteilt."))
    if is_built_on(session, note):
        raise Conflict(
            _(
                "Zu einem Teil hat schon jemand geantwortet, zugestimmt oder entschieden. Die "
                "Teilung bleibt."
            )
        )
    for part in parts:
        part.state, part.is_listed, part.withdrawn_at = CommentState.WITHDRAWN, False, now
    note.parts_count = 0
    session.flush()
    _show(session, note, parts, now, -1)
    numbers = [part.number for part in parts]
    journal.record(
        session, moderator, "comment.put_together", note, process=note.process, parts=numbers
    )
    tell(
        session,
        note,
        moderator,
        partial(moving_letters.put_together, note, *_sender(session, note)),
    )


def is_built_on(session: Session, note: Comment) -> bool:
    """Whether anybody has answered or decided on a part of this note, or agreed with it."""
    answered = exists().where(col(Reply.comment_id) == Comment.id)
    decided = exists().where(col(Disposition.comment_id) == Comment.id)
    before = exists().where(col(EarlierDisposition.comment_id) == Comment.id)
    query = select(Comment.id).where(
        Comment.part_of_id == note.id,
        col(Comment.is_listed).is_(True),
        or_(answered, decided, before, col(Comment.supports) > 0),
    )
    return session.exec(query.limit(1)).first() is not None
