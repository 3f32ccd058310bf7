"""Answers that somebody has begun: kept by the server, one for each note and person, until they are
published or dropped; and what else the form for an answer offers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import delete, func
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from app.models import AnswerDraft, Comment, Person, Process, TextModule, Voice
from app.moderation.modules import MOST, of_process

_drafts: Any = AnswerDraft.__table__  # type: ignore[attr-defined]
_CHANGES = ("voice", "office_id", "asked_on", "text", "changed_at")


class Offered(NamedTuple):
    """A text module to choose: its id, its title, and whether it is the whole city's."""

    id: int
    title: str
    is_of_city: bool


@dataclass(frozen=True)
class Aids:
    """What the form for an answer offers: text modules, and what this person has begun."""

    modules: Sequence[Offered] = ()
    draft: AnswerDraft | None = None


def aids(session: Session, process: Process, note: Comment, person: Person) -> Aids:
    """What the form for an answer to this note offers this person; one question."""
    begun = (col(AnswerDraft.comment_id) == col(Comment.id)) & (
        col(AnswerDraft.person_id) == person.id
    )
    query: Any = (
        select_columns(
            AnswerDraft, col(TextModule.id), col(TextModule.title), col(TextModule.process_id)
        )
        .select_from(Comment)
        .outerjoin(AnswerDraft, begun)
        .outerjoin(TextModule, of_process(process))
        .where(col(Comment.id) == note.id)
        .order_by(func.lower(TextModule.title), col(TextModule.id))
        .limit(2 * MOST)
    )
    rows = session.execute(query).all()
    modules = [Offered(row[1], row[2], row[3] is None) for row in rows if row[1] is not None]
    return Aids(modules, rows[0][0] if rows else None)


@cache
def _keep(dialect: str) -> Any:
    """A new draft, or other words in the one that is there."""
    insert = sqlite.insert if dialect == "sqlite" else postgresql.insert
    keep = insert(_drafts)
    return keep.on_conflict_do_update(
        index_elements=["comment_id", "person_id"],
        set_={name: keep.excluded[name] for name in _CHANGES},
    )


def keep(
    session: Session,
    note: Comment,
    person: Person,
    text: str,
    now: datetime,
    *,
    office_id: int | None = None,
    asked_on: date | None = None,
    voice: Voice = Voice.MODERATOR,
) -> None:
    """Keep what this person has begun to answer; an empty text drops it."""
    if not text:
        drop(session, [note], person)
        return
    row = {
        "process_id": note.process_id,
        "comment_id": note.id,
        "person_id": person.id,
        "voice": voice,
        "office_id": office_id,
        "asked_on": asked_on,
        "text": text,
        "changed_at": now,
    }
    session.connection().execute(_keep(session.get_bind().dialect.name), row)


def drop(session: Session, notes: Sequence[Comment], person: Person) -> None:
    """What this person had begun about these notes is said, or given up."""
    ids = [note.id for note in notes]
    session.connection().execute(
        delete(_drafts).where(_drafts.c.comment_id.in_(ids), _drafts.c.person_id == person.id)
    )
