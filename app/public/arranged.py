"""What moderators have arranged around a note: its parts, the note it is a part of, the same note
sent before; and the life of its parts, for its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.comments.joined import Family, family_of
from app.comments.queries import with_additions
from app.loading import many, one
from app.models import Comment, CommentState, Process, Reply, Statement, Voice
from app.public.life import Step, steps_of
from app.public.lives import MOST, Kept

_OFFICIAL = (
    (col(Reply.position) > 0)
    & (col(Reply.state) == CommentState.PUBLIC)
    & (col(Reply.voice) != Voice.RESIDENT)
)


@dataclass(frozen=True)
class Part:
    """A part of a note, and the steps of its life."""

    note: Comment
    steps: Sequence[Step]


def about_family(session: Session, note: Comment, *, is_repeated: bool) -> dict[str, Any]:
    """What belongs to a note, and what the city says to the note that it repeats: one question
    where there is anything; `is_repeated` says that others point to it."""
    if note.duplicate_of_id is None:
        has_any = is_repeated or note.parts_count or note.part_of_id is not None
        family = family_of(session, note) if has_any else Family.of(note, [])
        return {"family": family, "said_to_first": ()}
    first, said = _first(session, note.duplicate_of_id)
    return {"family": Family.of(note, [first] if first else []), "said_to_first": said}


def _first(session: Session, first_id: int) -> tuple[Comment | None, list[Reply]]:
    """The note that another repeats, with its official answers. It has no duplicates that are not
    found from its own page, and is no part."""
    query: Any = (
        choose(Comment, Reply)
        .outerjoin(Reply, (col(Reply.comment_id) == col(Comment.id)) & _OFFICIAL)
        .where(col(Comment.id) == first_id)
        .order_by(col(Reply.position))
        .limit(MOST)
        .options(one(Comment.disposition), one(Reply.statement, one(Statement.office)))
    )
    rows = session.execute(query).all()
    return (rows[0][0] if rows else None), [reply for _first, reply in rows if reply is not None]


def lives_of_parts(session: Session, process: Process, family: Family, now: datetime) -> list[Part]:
    """The answers and decisions of each part, for the receipt of the whole: the same few questions
    however many parts there are."""
    if not family.parts:
        return []
    query = (
        select(Comment)
        .where(col(Comment.id).in_([part.id for part in family.parts]))
        .order_by(col(Comment.number))
        .options(
            *(one(Comment.field), one(Comment.disposition), one(Comment.made_version)),
            many(
                cast(Any, Comment.replies).and_(_OFFICIAL),
                one(Reply.statement, one(Statement.office)),
            ),
        )
        .execution_options(populate_existing=True)
    )
    parts = session.exec(query).all()
    with_additions(session, parts)
    return [
        Part(part, steps_of(Kept(part, answers=part.replies), process, now, own=False))
        for part in parts
    ]
