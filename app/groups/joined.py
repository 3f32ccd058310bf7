"""What moderators did to the notes of a batch, and the office's translations of them: two questions
a batch; and which notes have left a group."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.groups.contents import Joined
from app.models import ActionField, Comment, CommentState, NoteGroup, NoteTranslation, Pointer
from app.tongues import CITYS

MOST = 500  # notes moved away that a bundle names
WHOLE, FIRST = aliased(Comment), aliased(Comment)


def columns() -> tuple[Any, ...]:
    """What a question about notes asks beside, with `beside`."""
    return (
        col(WHOLE.number).label("part_of"),
        col(FIRST.number).label("repeats"),
        col(NoteGroup.size).label("similar"),
    )


def beside(query: Any) -> Any:
    """The question, with the tables of `columns`. A group that was split up is none."""
    in_group = (col(NoteGroup.id) == col(Comment.note_group_id)) & col(NoteGroup.split_at).is_(None)
    return (
        query.outerjoin(WHOLE, col(WHOLE.id) == col(Comment.part_of_id))
        .outerjoin(FIRST, col(FIRST.id) == col(Comment.duplicate_of_id))
        .outerjoin(NoteGroup, in_group)
    )


def moved_from(session: Session, note_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Where moderators have moved these notes away from, in the order of time."""
    ids = list(note_ids)
    if not ids:
        return {}
    query = select(Pointer.comment_id, Pointer.address).where(col(Pointer.comment_id).in_(ids))
    found: dict[int, tuple[str, ...]] = {}
    for note_id, address in session.exec(query.order_by(col(Pointer.id))):
        found[note_id] = (*found.get(note_id, ()), address)
    return found


def moved_away(
    session: Session, fields: Sequence[ActionField], until: datetime
) -> tuple[tuple[int, str, str], ...]:
    """The latest public notes that moderators have moved from these fields to those of others, by
    number: where each stood here, and where it stands now. One question."""
    ids = [field.id for field in fields]
    query = (
        select(Comment.number, Pointer.address, Comment.address)
        .select_from(Pointer)
        .join(Comment, col(Comment.id) == col(Pointer.comment_id))
        .where(
            col(Pointer.field_id).in_(ids),
            col(Pointer.at) <= until,
            col(Comment.field_id).not_in(ids),
            Comment.state == CommentState.PUBLIC,
        )
        .order_by(col(Pointer.id).desc())
        .limit(MOST)
    )
    found = {number: (before, now) for number, before, now in reversed(session.exec(query).all())}
    return tuple((number, *found[number]) for number in sorted(found))


def translations(session: Session, note_ids: Iterable[int]) -> dict[int, str]:
    """What these notes say in German, where the office has written it down."""
    ids = list(note_ids)
    if not ids:
        return {}
    query = select(NoteTranslation.comment_id, NoteTranslation.text).where(
        col(NoteTranslation.comment_id).in_(ids),
        col(NoteTranslation.reply_id).is_(None),
        NoteTranslation.language == CITYS,
    )
    return dict(session.exec(query).all())


def joined(row: Any, moved: tuple[str, ...]) -> Joined:
    """Out of a row with `columns`."""
    return Joined(
        moved_from=moved,
        part_of=row.part_of or 0,
        repeats=row.repeats or 0,
        parts=row.parts_count,
        similar=row.similar if (row.similar or 0) > 1 else 0,
    )
