"""What a group of similar notes counts. Its numbers are counted again from its notes, in the
transaction that changes one of them; groups are held last, after notes, processes and fields.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, distinct, func, or_, select, update
from sqlmodel import Session

from app import db
from app.config import Settings
from app.jobs import enqueue
from app.models import ActionField, Comment, CommentState, NoteGroup

_groups: Any = NoteGroup.__table__  # type: ignore[attr-defined]
_notes: Any = Comment.__table__  # type: ignore[attr-defined]
_fields: Any = ActionField.__table__  # type: ignore[attr-defined]
RESIZED = "group-resized"
_PUBLIC = (_notes.c.note_group_id == _groups.c.id, _notes.c.state == CommentState.PUBLIC)


def _counted(what: Any, *more: Any) -> Any:
    query = select(what).where(*_PUBLIC, *more)
    return query.correlate(_groups).scalar_subquery()


# A note that nobody's account stands behind (a letter, somebody who was forgotten) is a person.
WHO = func.coalesce(_notes.c.author_id, -_notes.c.id)
NOTES = _counted(func.count())
PEOPLE = _counted(func.count(distinct(WHO)))
_OPEN = select(_notes.c.id).where(*_PUBLIC, _notes.c.is_answered.is_(False)).correlate(_groups)
IS_ANSWERED = (NOTES > 0) & ~_OPEN.exists()
_ONE_FIELD = func.count(distinct(_notes.c.field_id)) == 1
_FIELD = (
    select(func.min(_notes.c.field_id)).where(*_PUBLIC).having(_ONE_FIELD).correlate(_groups)
).scalar_subquery()
_TOLD = (_groups.c.size, _groups.c.field_id, _groups.c.process_id)
_COUNTS = {
    "size": NOTES,
    "people_count": PEOPLE,
    "first_number": func.coalesce(_counted(func.min(_notes.c.number)), _groups.c.first_number),
    "field_id": _FIELD,
    "is_answered": IS_ANSWERED,
}


def recount(session: Session, group_ids: Collection[int], now: datetime | None = None) -> None:
    """Count these groups again: public notes and who wrote them, which is the oldest, on which
    field they are (None for several), whether all are answered. With `now` they have changed, and
    a moderator looks again, and the pages of their fields are new already; without it the worker
    makes those pages new that tell another size. Whoever calls holds the notes that have changed,
    and has held fields before."""
    if not group_ids:
        return
    session.flush()
    for group_id in sorted(group_ids):
        values = _COUNTS if now is None else {**_COUNTS, "changed_at": now}
        told = select(_groups.c.size, _groups.c.field_id).where(_groups.c.id == group_id)
        before = session.execute(told).one_or_none()
        counted = update(_groups).where(_groups.c.id == group_id).values(values)
        after = session.execute(counted.returning(*_TOLD)).one_or_none()
        if now is None and before and after and before[0] != after.size and _spreads(before, after):
            enqueue(session, RESIZED, after.process_id, group=group_id)
    for group in session.identity_map.values():
        if isinstance(group, NoteGroup) and group.id in group_ids:
            session.expire(group, [*_COUNTS, "changed_at"])


def _spreads(before: Any, after: Any) -> bool:
    """Whether notes of it stand, or stood, on more fields than the one whose page is new anyway."""
    return before.field_id is None or before.field_id != after.field_id


def renew_pages(engine: Engine, _settings: Settings, arguments: Mapping[str, Any]) -> None:
    """The size of the group `arguments["group"]` is another one now: the pages of the fields on
    which notes of it stand say so, each field in its turn and in the order of their numbers."""
    with db.writing(engine) as session:
        on = select(_notes.c.field_id).where(
            _notes.c.note_group_id == int(arguments["group"]),
            _notes.c.state == CommentState.PUBLIC,
        )
        fields = sorted(set(session.execute(on.distinct()).scalars()))
        raised = update(_fields).where(_fields.c.id.in_(fields))
        held = select(_fields.c.id).where(_fields.c.id.in_(fields)).order_by(_fields.c.id)
        session.execute(held.with_for_update(key_share=True))
        session.execute(raised.values(revision=_fields.c.revision + 1))


def find_fields(session: Session, process_id: int) -> None:
    """The groups of a process know on which field their notes stand, after many notes have moved at
    once. Comes last."""
    of_process = _groups.c.process_id == process_id
    moved = _groups.c.field_id.is_distinct_from(_FIELD)
    session.execute(update(_groups).where(of_process, moved).values(field_id=_FIELD))


def changed(session: Session, *notes: Comment) -> None:
    """These notes became public, are public no more, or were answered (and what points to them, or
    what they are a part of, with them): their groups count again. Comes last in a deed."""
    ids = [note.id for note in notes]
    wholes = [note.part_of_id for note in notes if note.part_of_id is not None]
    query = select(_notes.c.note_group_id).where(
        or_(_notes.c.id.in_([*ids, *wholes]), _notes.c.duplicate_of_id.in_(ids)),
        _notes.c.note_group_id.is_not(None),
    )
    session.flush()
    recount(session, set(session.execute(query).scalars()))


def leave(session: Session, note: Comment) -> None:
    """A note says something else now, or nothing: it belongs to no group until the worker has
    looked at it again. The note is held; comes last in a deed."""
    session.refresh(note, ["note_group_id"])
    group_id = note.note_group_id
    if group_id is not None:
        note.note_group_id = None
        recount(session, {group_id})
