"""What stands beside a note on the desk: what colleagues remarked, what its author wrote besides,
what others say alike, what was done to it; one question for all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    type_coerce,
    union_all,
)
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import (
    Blackout,
    Comment,
    CommentKind,
    CommentState,
    InquiryNote,
    JournalEntry,
    Lease,
    NoteBand,
    NoteFile,
    NoteTranslation,
    Notice,
    Person,
    Pointer,
    Remark,
    Removal,
    Stop,
)
from app.models.base import Moment
from app.moderation.sources import EPOCH

MOST_REMARKS, MOST_ENTRIES, MOST_NOTES = 50, 30, 4
_EXCERPT = 200


@dataclass(frozen=True)
class Line:
    """One thing beside the note: a remark (`words` is its HTML), a deed (`words` is its name), or
    another note (`number`, `kind`, `state`, and `words` is how it begins)."""

    number: int
    at: datetime
    name: str
    words: str
    language: str = "de"
    state: str = ""
    kind: CommentKind | None = None


@dataclass(frozen=True)
class Beside:
    """Everything beside one note. `writer` is the colleague who writes an answer just now, until
    `until`. `open` says what else is to be decided about it (by the names of the tables, each with
    the first of its rows), `has` what was done to it."""

    remarks: Sequence[Line] = ()
    entries: Sequence[Line] = ()
    others: Sequence[Line] = ()
    alike: Sequence[Line] = ()
    writer: str = ""
    until: datetime | None = None
    open: Mapping[str, int] = field(default_factory=dict)
    has: frozenset[str] = frozenset()


def beside(session: Session, note: Comment, person: Person, now: datetime) -> Beside:
    """What stands beside `note` for `person`: one question, bounded in every part."""
    parts = [_remarks(note), _entries(note), _lease(note, person, now), *_flags(note)]
    if note.author_id is not None:
        parts.append(_others(note))
    if note.note_group_id is None:
        parts.append(_near(note))
    rows = session.execute(union_all(*(select_columns(part.subquery()) for part in parts))).all()
    found: dict[str, list[Line]] = {}
    for row in rows:
        kind = CommentKind(row.kind) if row.kind else None
        line = Line(
            row.number, row.at, row.name or "", row.words or "", row.language, row.state, kind
        )
        found.setdefault(row.part, []).append(line)
    lease = found.get("lease", [None])[0]
    return Beside(
        remarks=sorted(found.get("remark", []), key=lambda line: (line.at, line.number)),
        entries=sorted(found.get("entry", []), key=lambda line: -line.number),
        others=sorted(found.get("other", []), key=lambda line: -line.number),
        alike=sorted(found.get("alike", []), key=lambda line: line.number),
        writer=lease.name if lease else "",
        until=lease.at if lease else None,
        open={line.words: line.number for line in found.get("open", [])},
        has=frozenset(line.words for line in found.get("has", [])),
    )


def _row(
    part: str, number: Any, at: Any, name: Any, words: Any, note: Any = None
) -> tuple[Any, ...]:
    no_word = cast(null(), String)
    about: tuple[Any, ...] = (literal("de", String), literal("", String), no_word)
    if note is not None:
        about = (note.language, cast(note.state, String), type_coerce(note.kind, String))
    return (
        literal(part, String).label("part"),
        number.label("number"),
        type_coerce(at, Moment).label("at"),
        (no_word if name is None else name).label("name"),
        words.label("words"),
        *(
            value.label(label)
            for value, label in zip(about, ("language", "state", "kind"), strict=True)
        ),
    )


def _remarks(note: Comment) -> Select[Any]:
    about = _row(
        "remark", col(Remark.id), col(Remark.created_at), col(Person.name), col(Remark.html)
    )
    return (
        select_columns(*about)
        .select_from(Remark)
        .outerjoin(Person, col(Person.id) == col(Remark.by_id))
        .where(col(Remark.comment_id) == note.id)
        .order_by(col(Remark.id).desc())
        .limit(MOST_REMARKS)
    )


def _entries(note: Comment) -> Select[Any]:
    """What the journal says of the note; of who did it only where it was staff or is the author
    under their public name."""
    is_author = col(JournalEntry.actor_id) == (note.author_id or 0)
    name = case((is_author, note.author_name), else_=col(Person.name))
    about = _row("entry", col(JournalEntry.id), col(JournalEntry.at), name, col(JournalEntry.deed))
    return (
        select_columns(*about)
        .select_from(JournalEntry)
        .outerjoin(Person, col(Person.id) == col(JournalEntry.actor_id))
        .where(
            col(JournalEntry.subject_type) == "Comment",
            col(JournalEntry.subject_id) == note.id,
            col(JournalEntry.deed).not_in(("comment.supported", "comment.support_taken_back")),
        )
        .order_by(col(JournalEntry.id).desc())
        .limit(MOST_ENTRIES)
    )


def _lease(note: Comment, person: Person, now: datetime) -> Select[Any]:
    about = _row("lease", col(Lease.id), col(Lease.until), col(Person.name), literal("", String))
    return (
        select_columns(*about)
        .select_from(Lease)
        .join(Person, col(Person.id) == col(Lease.person_id))
        .where(
            col(Lease.comment_id) == note.id,
            col(Lease.until) > now,
            col(Lease.person_id) != person.id,
        )
        .limit(1)
    )


def _flags(note: Comment) -> list[Select[Any]]:
    """Whether there is anything of a kind, so that the page asks for it only then."""
    objected: Any = col(Removal.objected_at).is_not(None) & col(Removal.outcome).is_(None)
    is_german: Any = col(NoteTranslation.reply_id).is_(None) & (
        col(NoteTranslation.language) == "de"
    )
    asked: tuple[tuple[str, Any, Any], ...] = (
        ("open", Stop, col(Stop.release).is_(None)),
        ("open", Notice, col(Notice.ruling).is_(None)),
        ("open", Removal, objected),
        ("has", InquiryNote, True),
        ("has", Blackout, True),
        ("has", Pointer, True),
        ("has", NoteTranslation, is_german),
        ("has", NoteFile, True),
    )
    flags = [_flag(part, table, note, condition) for part, table, condition in asked]
    about = _row("has", col(Comment.id), literal(EPOCH, Moment), None, literal("repeated", String))
    repeated = select_columns(*about).where(col(Comment.duplicate_of_id) == note.id)
    return [*flags, repeated.limit(1)]


def _flag(part: str, table: Any, note: Comment, condition: Any) -> Select[Any]:
    name = literal(table.__tablename__, String)
    about = _row(part, table.id, literal(EPOCH, Moment), None, name)
    query = select_columns(*about).select_from(table).where(table.comment_id == note.id)
    return (query if condition is True else query.where(condition)).order_by(table.id).limit(1)


_SEEN = (CommentState.PUBLIC, CommentState.WAITING, CommentState.HIDDEN, CommentState.WITHDRAWN)


def _shown(part: str, note: Any) -> tuple[Any, ...]:
    """Another note in a line; the words of what was withdrawn are nobody's."""
    gone = note.state == CommentState.WITHDRAWN
    words = case((gone, literal("", String)), else_=func.substr(note.text, 1, _EXCERPT))
    return _row(part, note.number, note.created_at, note.author_name, words, note)


def _others(note: Comment) -> Select[Any]:
    return (
        select_columns(*_shown("other", Comment))
        .where(
            col(Comment.author_id) == note.author_id,
            col(Comment.process_id) == note.process_id,
            col(Comment.id) != note.id,
            col(Comment.state).in_(_SEEN),
        )
        .order_by(col(Comment.number).desc())
        .limit(MOST_NOTES)
    )


def _near(note: Comment) -> Select[Any]:
    """Notes that share parts of their sketch with it: as long as they are in no group there are
    few of them."""
    own, theirs = aliased(NoteBand), aliased(NoteBand)
    shared = (
        select_columns(col(theirs.comment_id).label("note"), func.count().label("bands"))
        .select_from(own)
        .join(
            theirs,
            (col(theirs.process_id) == col(own.process_id))
            & (col(theirs.band) == col(own.band))
            & (col(theirs.value) == col(own.value)),
        )
        .where(col(own.comment_id) == note.id, col(theirs.comment_id) != note.id)
        .group_by(col(theirs.comment_id))
        .order_by(func.count().desc(), col(theirs.comment_id))
        .limit(MOST_NOTES)
        .subquery()
    )
    return (
        select_columns(*_shown("alike", Comment))
        .join(shared, shared.c.note == col(Comment.id))
        .where(col(Comment.state) == CommentState.PUBLIC, shared.c.bands >= _BANDS_ALIKE)
    )


_BANDS_ALIKE = 2
