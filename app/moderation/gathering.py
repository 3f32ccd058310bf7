"""Moderators look after groups of similar notes: take one out, put one in, make a group by hand,
split one up, look at it and leave it. Whoever changes groups has the turn of their process
(app/comments/gathering.py), then holds the notes in the order of their ids, then fields; groups
count last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app import journal
from app.comments import gathering
from app.comments.holding import hold_all
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.loading import one
from app.models import Apart, Comment, CommentState, NoteGroup, Person, Process
from app.moderation.group_answering import under_way

SMALLEST = 2  # notes that make a group
MOST = 100  # notes that are put in at once


def by_id(session: Session, process: Process, group_id: int) -> NoteGroup:
    """This group of the process, with its field. Raises `NotFound`."""
    query = select(NoteGroup).where(NoteGroup.id == group_id, NoteGroup.process_id == process.id)
    group = session.exec(query.options(one(NoteGroup.field))).one_or_none()
    if group is None:
        raise NotFound(_("Diese Gruppe gibt es nicht."))
    return group


def take_out(
    session: Session, group: NoteGroup, note: Comment, moderator: Person, now: datetime
) -> None:
    """A note does not belong to this group, and does not come back by itself. Refused with
    `Conflict` when it is not in it any more. `note` as `by_number` gives it."""
    gathering.take_turn(session, group.process_id)
    hold_all(session, [note])
    session.refresh(note, ["note_group_id"])
    if note.note_group_id != group.id:
        raise Conflict(_("Diese Anmerkung gehört nicht mehr zu der Gruppe."))
    note.note_group_id = None
    session.flush()
    gathering.keep_apart(session, group.process_id, {(note.id, group.id)})
    gathering.show_anew(session, {group.id}, note.field_id)
    _record(session, moderator, "similar.taken_out", group, note=note.number)


def put_in(
    session: Session, group: NoteGroup, notes: Sequence[Comment], moderator: Person, now: datetime
) -> None:
    """These notes belong to this group too, and leave the ones they are in. Refused with
    `Conflict` for a group that was split up, and where one is not public any more."""
    gathering.take_turn(session, group.process_id)
    _need_whole(session, group)
    _move(session, notes, group)
    _record(session, moderator, "similar.put_in", group, comments=len(notes))


def make(
    session: Session, process: Process, notes: Sequence[Comment], moderator: Person, now: datetime
) -> NoteGroup:
    """A group of these notes, put together by hand. Refused with `Invalid` for fewer than two, with
    `Conflict` where one is not public any more."""
    if len({note.id for note in notes}) < SMALLEST:
        raise Invalid(_("Nennen Sie mindestens zwei Nummern."))
    gathering.take_turn(session, process.id)
    group = gathering.new_group(session, process.id, min(note.number for note in notes))
    _move(session, notes, group)
    _record(session, moderator, "similar.made", group, comments=len(notes))
    return group


def _move(session: Session, notes: Sequence[Comment], group: NoteGroup) -> None:
    hold_all(session, notes)
    if any(note.state is not CommentState.PUBLIC for note in notes):
        raise Conflict(_("Eine dieser Anmerkungen ist nicht mehr öffentlich."))
    ids = sorted({note.id for note in notes})
    before = select_columns(col(Comment.note_group_id)).where(col(Comment.id).in_(ids))
    left = {number for number in session.execute(before).scalars() if number is not None}
    gone = delete(Apart).where(col(Apart.group_id) == group.id, col(Apart.comment_id).in_(ids))
    _run(session, gone)
    came = update(Comment).where(col(Comment.id).in_(ids))
    _run(session, came.values(note_group_id=group.id))
    gathering.show_anew(session, left | {group.id})


def split(session: Session, group: NoteGroup, moderator: Person, now: datetime) -> None:
    """These notes do not say the same: each stands for itself again, and the group is not made
    again by itself. Refused with `Conflict` when it was split up already, or is being answered."""
    gathering.take_turn(session, group.process_id)
    _need_whole(session, group)
    inside = (
        select(Comment.id, Comment.field_id)
        .where(Comment.note_group_id == group.id)
        .order_by(col(Comment.id))
        .with_for_update(key_share=True)
    )
    found = session.exec(inside).all()
    known = select(Apart.comment_id).where(Apart.group_id == group.id)
    apart = {(note, group.id) for note, _field in found}
    apart -= {(note, group.id) for note in session.exec(known)}
    gathering.keep_apart(session, group.process_id, apart)
    out = update(Comment).where(col(Comment.note_group_id) == group.id)
    _run(session, out.values(note_group_id=None))
    gathering.show_anew(session, {group.id}, *{field for _note, field in found})
    group.split_at = now
    _record(session, moderator, "similar.split", group, comments=len(found))


def look_at(session: Session, group: NoteGroup, moderator: Person, now: datetime) -> None:
    """Somebody has looked at it, and it needs no answer of its own: it leaves the inbox until more
    notes come."""
    group.looked_at = now
    _record(session, moderator, "similar.looked_at", group)


def _need_whole(session: Session, group: NoteGroup) -> None:
    session.refresh(group, ["split_at"])
    if group.split_at is not None:
        raise Conflict(_("Diese Gruppe wurde aufgelöst."))
    if under_way(session, group) is not None:
        raise Conflict(_("Diese Gruppe wird gerade beantwortet. Bitte warten Sie so lange."))


def _run(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


def _record(
    session: Session, moderator: Person, deed: str, group: NoteGroup, **details: Any
) -> None:
    process = session.get_one(Process, group.process_id)
    journal.record(session, moderator, deed, group, process=process, **details)


@dataclass(frozen=True)
class Together:
    """The group of a note, for the page that shows the note: itself, and some others in it."""

    group: NoteGroup
    others: Sequence[tuple[int, str, str]]  # number, name, how it begins


def beside_note(session: Session, process: Process, note: Comment) -> Together | None:
    """The group in which a note is, with three others; None where it is in none. One question."""
    if note.note_group_id is None:
        return None
    query = (
        select(NoteGroup, Comment.number, Comment.author_name, Comment.text)
        .join(Comment, col(Comment.note_group_id) == col(NoteGroup.id))
        .where(
            NoteGroup.id == note.note_group_id,
            NoteGroup.process_id == process.id,
            Comment.state == CommentState.PUBLIC,
            Comment.id != note.id,
        )
        .order_by(col(Comment.number))
        .limit(3)
    )
    found = session.exec(query).all()
    if not found:
        return None
    return Together(found[0][0], [(number, name, text[:160]) for _g, number, name, text in found])
