"""Who is told of a new version: working groups whose notes came or went, and every author of what
became of their notes.

The groups are few, so they are told within the transaction that publishes. Authors may be
thousands: a job after it tells them, some at a time, and notes in the journal how far it came, so
that a second attempt goes on from there; and after them who follows the process.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Engine, func
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app import db, i18n, jobs, journal, outbox
from app.config import Settings
from app.groups.traced import changes, holds
from app.models import (
    ActionField,
    Carrying,
    Comment,
    CommentState,
    Disposition,
    DraftVersion,
    Following,
    Grant,
    JournalEntry,
    Person,
    Process,
    Role,
    Trace,
    WorkingGroup,
)
from app.news import spreading, telling
from app.publishing import letters
from app.text import shorten

KIND = "new-version"
TOLD = "version.authors_told"
AT_ONCE = 100  # authors in one transaction
MOST_CHANGES, MOST_WORDS = 3, 400  # of a note in one mail; characters of each side


class Moved(NamedTuple):
    """A note that belongs to another field now."""

    number: int
    from_field: int
    to_field: int


@dataclass
class Change:
    """The numbers of notes that came to a group's fields, and of those that left them."""

    came: list[int] = field(default_factory=list)
    left: list[int] = field(default_factory=list)


def tell_groups(
    session: Session,
    process: Process,
    version: DraftVersion,
    moved: Sequence[Moved],
    by: Person | None,
) -> None:
    """Write into the journal, and to the members of each working group, which notes came to its
    fields or left them with this version. Within a group nothing changes hands."""
    if not moved:
        return
    for group, change in _changes(session, process, moved):
        journal.record(
            session,
            by,
            "group.notes_moved",
            group,
            process=process,
            version=version.number,
            group=group.name,
            came=change.came,
            left=change.left,
        )
        for person in _members(session, group):
            page = outbox.address(session, f"/groups/{group.id}", process)
            with i18n.speaking(person.locale):
                subject, text = letters.to_member(person, group, process, version, change, page)
            outbox.post(
                session,
                to=person.email,
                name=person.name,
                subject=subject,
                text=text,
                process_id=process.id,
            )


def _changes(
    session: Session, process: Process, moved: Sequence[Moved]
) -> list[tuple[WorkingGroup, Change]]:
    columns: list[Any] = [ActionField.id, ActionField.group_id]
    query = choose(*columns).where(col(ActionField.process_id) == process.id)
    group_of = {row[0]: row[1] for row in session.execute(query)}
    changes: dict[int | None, Change] = defaultdict(Change)
    for note in moved:
        before, after = group_of.get(note.from_field), group_of.get(note.to_field)
        if before != after:
            changes[before].left.append(note.number)
            changes[after].came.append(note.number)
    wanted = select(WorkingGroup).where(
        WorkingGroup.process_id == process.id, col(WorkingGroup.id).in_(set(changes) - {None})
    )
    groups = session.exec(wanted.order_by(col(WorkingGroup.id))).all()
    return [(group, changes[group.id]) for group in groups]


def _members(session: Session, group: WorkingGroup) -> Sequence[Person]:
    """Who sits in the group and is not blocked."""
    query = (
        select(Person)
        .join(Grant, col(Grant.person_id) == col(Person.id))
        .where(
            Grant.group_id == group.id,
            col(Grant.role).in_([Role.MEMBER, Role.LEAD]),
            col(Grant.blocked_at).is_(None),
            col(Person.blocked_at).is_(None),
            col(Person.confirmed_at).is_not(None),
        )
        .distinct()
        .order_by(col(Person.id))
    )
    return session.exec(query).all()


def tell_later(
    session: Session, process: Process, version: DraftVersion, by: Person | None, *, notes: bool
) -> None:
    """Have people told after this transaction, if there are `notes` that were carried along, or
    anybody follows the process or anything in it."""
    follows = select(Following.id).where(Following.process_id == process.id).limit(1)
    if notes or session.exec(follows).first() is not None:
        jobs.enqueue(session, KIND, process.id, version=version.id, by=by.id if by else None)


def tell_authors(engine: Engine, settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Tell each author of notes that the version `arguments["version"]` has carried along what
    became of each; then who follows the process or a field that there is a new version. Nobody
    hears of a version that they published themselves (`arguments["by"]`)."""
    version_id, by_id = int(arguments["version"]), arguments.get("by")
    while _tell_some(engine, version_id, by_id):
        pass
    with db.reading(engine) as session:
        version = session.get_one(DraftVersion, version_id)
    spreading.tell_followers_of_version(
        engine, version.process_id, version_id, version.number, by_id
    )


def _tell_some(engine: Engine, version_id: int, by_id: int | None) -> bool:
    """The next authors, in a transaction of their own; False once nobody is left."""
    with db.writing(engine) as session:
        version = session.get_one(DraftVersion, version_id, with_for_update=True)
        process = session.get_one(Process, version.process_id)
        authors = _next_authors(session, version, _told_until(session, version))
        if not authors:
            return False
        notes = _notes_of(session, version, authors)
        key, told = spreading.version_key(version_id), 0
        for person_id in authors:
            if person_id != by_id:
                about = {"version": version.number, "notes": notes[person_id]}
                told += telling.tell(session, person_id, process, "version", key, about)
        journal.record(
            session,
            None,
            TOLD,
            version,
            process=process,
            version=version.number,
            letters=told,
            until=authors[-1],
        )
        return True


def _told_until(session: Session, version: DraftVersion) -> int:
    query = (
        select(JournalEntry)
        .where(
            JournalEntry.subject_type == DraftVersion.__name__,
            JournalEntry.subject_id == version.id,
            JournalEntry.deed == TOLD,
        )
        .order_by(col(JournalEntry.id).desc())
        .limit(1)
    )
    last = session.exec(query).first()
    return int(str(last.details["until"])) if last is not None else 0


def _carried(version: DraftVersion) -> list[Any]:
    return [
        col(Carrying.process_id) == version.process_id,
        col(Carrying.to_version_id) == version.id,
        col(Comment.id) == col(Carrying.comment_id),
        col(Comment.state) == CommentState.PUBLIC,
    ]


def _next_authors(session: Session, version: DraftVersion, after: int) -> Sequence[int]:
    theirs = (
        select(Comment.id)
        .join(Carrying, col(Carrying.comment_id) == col(Comment.id))
        .where(col(Comment.author_id) == col(Person.id), *_carried(version))
    )
    query = (
        select(Person.id)
        .where(col(Person.id) > after, theirs.exists())
        .order_by(col(Person.id))
        .limit(AT_ONCE)
    )
    return session.exec(query).all()


def _notes_of(
    session: Session, version: DraftVersion, people: Sequence[int]
) -> dict[int, list[list[object]]]:
    """What became of each of their notes: number, state, new and old address, what is decided ("":
    nothing) and the words that changed because of it. Two questions."""
    settled = func.coalesce(col(Comment.duplicate_of_id), col(Comment.id))
    columns: list[Any] = [
        Comment.author_id,
        Comment.number,
        Carrying.state,
        Carrying.new_address,
        Carrying.old_address,
        Disposition.decision,
    ]
    query = (
        choose(*columns, settled)
        .select_from(Carrying)
        .join(Comment, col(Comment.id) == col(Carrying.comment_id))
        .outerjoin(Disposition, col(Disposition.comment_id) == settled)
        .where(*_carried(version), col(Comment.author_id).in_(people))
        .order_by(col(Comment.number))
    )
    rows = session.execute(query).all()
    changed = _changed(session, version, {row[6] for row in rows})
    found: dict[int, list[list[object]]] = defaultdict(list)
    for author, number, state, new, old, decision, first in rows:
        decided = decision.value if decision else ""
        found[author].append([number, state.value, new, old, decided, changed.get(first, [])])
    return found


def _changed(
    session: Session, version: DraftVersion, ids: Collection[int]
) -> dict[int, list[list[str]]]:
    """The words before and after, and where they stand, of what these notes changed."""
    found: dict[int, list[list[str]]] = defaultdict(list)
    mine = (col(Trace.version_id) == version.id, col(Trace.comment_id).in_(ids), holds())
    for one in changes(session, *mine) if ids else ():
        if one.is_reworded and len(found[one.comment_id]) < MOST_CHANGES:
            words = [shorten(text, MOST_WORDS) for text in (one.old_text, one.new_text)]
            found[one.comment_id].append([one.new_label or one.old_label, *words])
    return found
