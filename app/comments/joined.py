"""Parts of a note, and notes that say the same thing once more: what counts, and what follows
from what (docs/decisions/0029-moved-split-and-joined.md).

A note that was split counts once, where it stands; its parts are answered and decided by
themselves and do not count again. A duplicate counts with the note it points to. On blocks and
sentences, whose numbers say what there is to read beside them, each of them counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, literal_column, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app import journal
from app.models import Comment, CommentState, Process, Reply, Voice

MOST = 60  # relatives of a note that a page names
_TAKEN_ALONG = ("state", "is_listed", "withdrawn_at", "hidden_at", "hidden_rule_id")


def counts(note: Comment) -> bool:
    """Whether a process and a field count this note: it is no part and no duplicate of another."""
    return note.part_of_id is None and note.duplicate_of_id is None


def takes_answer(note: Comment) -> bool:
    """Whether a note is public and answered by itself: not by its parts, nor with another."""
    stands_for_itself = note.parts_count == 0 and note.duplicate_of_id is None
    return note.state is CommentState.PUBLIC and stands_for_itself


def wants_answer() -> ColumnElement[bool]:
    """Of notes: those that are answered by themselves. A note that was split is answered by its
    parts, a duplicate with the note it points to."""
    return (col(Comment.parts_count) == 0) & col(Comment.duplicate_of_id).is_(None)


def decidable(note: Comment) -> bool:
    """Whether a working group decides on this note by itself: as with answers, not on one that was
    split, nor on one that counts with another, nor on one that is not public."""
    return takes_answer(note)


def decides() -> ColumnElement[bool]:
    """Of notes: those on which a group decides by themselves, decided or not."""
    # Written out, for a database uses the index of undecided notes only for its very words.
    whole = col(Comment.parts_count) == literal_column("0")
    by_itself = whole & col(Comment.duplicate_of_id).is_(None)
    return (col(Comment.state) == literal_column("'public'")) & by_itself


def still_open() -> ColumnElement[bool]:
    """Of notes: those that wait for a decision, in the words of `ix_comment_undecided`."""
    return ~col(Comment.is_decided) & decides()


@dataclass(frozen=True)
class Closed:
    """What an answer has closed: the field that counts one more answered note (None where none
    does), and the fields whose pages show something new beside it."""

    counted_in: int | None
    shown_in: tuple[int, ...] = ()


def close_by_answer(session: Session, note: Comment, now: datetime) -> Closed:
    """A note is answered officially for the first time: so are its duplicates, and the note of
    which it is the last part without an answer. The note is held, and that one before it."""
    note.is_answered, note.answered_at = True, now
    session.flush()
    shown = _answered(session, now, col(Comment.duplicate_of_id) == note.id)
    if note.part_of_id is None:
        return Closed(note.field_id if counts(note) else None, tuple(sorted(set(shown))))
    whole: list[int] = []
    if not _open_parts(session, note.part_of_id):
        whole = _answered(session, now, col(Comment.id) == note.part_of_id)
    return Closed(whole[0] if whole else None, tuple(sorted(set(shown))))


def _answered(session: Session, now: datetime, which: ColumnElement[bool]) -> list[int]:
    """Mark these as answered; the fields in which they stand."""
    statement = (
        update(Comment)
        .where(which, col(Comment.is_answered).is_(False))
        .values(is_answered=True, answered_at=now)
        .returning(col(Comment.field_id))
        .execution_options(synchronize_session=False)
    )
    return list(session.execute(statement).scalars())


def _open_parts(session: Session, whole_id: int) -> bool:
    query = select(Comment.id).where(
        Comment.part_of_id == whole_id,
        Comment.state == CommentState.PUBLIC,
        col(Comment.is_answered).is_(False),
    )
    return session.exec(query.limit(1)).first() is not None


def take_parts_along(session: Session, whole: Comment) -> list[Comment]:
    """The note's parts are what the note is now: hidden, withdrawn or public again. Which they
    are, by number; the note is held."""
    if not whole.parts_count:
        return []
    session.flush()
    parts = _held(session, Comment.part_of_id == whole.id, col(Comment.is_listed).is_(True))
    for part in parts:
        for name in (*_TAKEN_ALONG, "hidden_reason"):
            setattr(part, name, getattr(whole, name))
    session.flush()
    return parts


def release_duplicates(session: Session, first: Comment) -> list[Comment]:
    """The note is not public any more: what pointed to it stands for itself again. Which they
    are, by number; the note is held."""
    found = _held(session, Comment.duplicate_of_id == first.id)
    for note in found:
        release(session, note)
        process = session.get_one(Process, note.process_id)
        journal.record(session, None, "comment.unlinked", note, process=process, note=first.number)
    return found


def release(session: Session, note: Comment) -> None:
    """This note points to no other any more; it is answered if somebody answered it itself. It is
    held; the counters are left to whoever asks."""
    own = exists().where(
        col(Reply.comment_id) == note.id,
        col(Reply.voice) != Voice.RESIDENT,
        col(Reply.state) == CommentState.PUBLIC,
        col(Reply.position) > 0,
    )
    note.duplicate_of_id = None
    note.is_answered = bool(session.exec(select(own)).one())
    if not note.is_answered:
        note.answered_at = None
    session.flush()


def _held(session: Session, *which: Any) -> list[Comment]:
    query = select(Comment).where(*which).order_by(col(Comment.id))
    held = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(session.exec(held).all())


def repeats(note: Comment) -> ColumnElement[bool]:
    """A column that says whether any note repeats this one."""
    again = aliased(Comment)
    return exists().where(col(again.duplicate_of_id) == note.id)


def relatives(session: Session, note: Comment) -> list[Comment]:
    """What belongs to a note, in the order of their numbers, in one question: the note it is a
    part or a duplicate of, its parts, its public duplicates."""
    above = [one for one in (note.part_of_id, note.duplicate_of_id) if one is not None]
    below = or_(col(Comment.part_of_id) == note.id, col(Comment.duplicate_of_id) == note.id)
    query = select(Comment).where(
        Comment.process_id == note.process_id,
        or_(col(Comment.id).in_(above), below),
        col(Comment.is_listed).is_(True),
    )
    query = query.order_by(col(Comment.number)).limit(MOST)
    return list(session.exec(query).all())


@dataclass(frozen=True)
class Family:
    """What belongs to a note: the note it is a part of, its parts, the note it repeats, and the
    public ones that repeat it."""

    whole: Comment | None
    parts: Sequence[Comment]
    first: Comment | None
    duplicates: Sequence[Comment]

    @classmethod
    def of(cls, note: Comment, found: Sequence[Comment]) -> Family:
        """Sorted out of `relatives`."""
        by_id = {one.id: one for one in found}
        return cls(
            by_id.get(note.part_of_id or 0),
            [one for one in found if one.part_of_id == note.id],
            by_id.get(note.duplicate_of_id or 0),
            [one for one in found if one.duplicate_of_id == note.id and _is_public(one)],
        )

    def __bool__(self) -> bool:
        return bool(self.whole or self.parts or self.first or self.duplicates)


def family_of(session: Session, note: Comment) -> Family:
    """What belongs to a note, in one question."""
    return Family.of(note, relatives(session, note))


def _is_public(note: Comment) -> bool:
    return note.state is CommentState.PUBLIC


def whole_of(session: Session, process: Process, number: int) -> int | None:
    """The number of the listed note of which note #number is, or once was, a part."""
    whole = aliased(Comment)
    query = (
        select(whole.number)
        .join(Comment, col(Comment.part_of_id) == col(whole.id))
        .where(
            Comment.process_id == process.id,
            Comment.number == number,
            col(whole.is_listed).is_(True),
        )
    )
    return session.exec(query).first()
