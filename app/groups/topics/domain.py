"""Setting up topics, gathering notes for them, advising on these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import journal
from app.errors import Conflict
from app.i18n import _
from app.models import Advice, Comment, Decision, Person, Process, Topic, TopicNote, WorkingGroup
from app.text import normal

MOST = 30  # topics of a process
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def slug_for(title: str, taken: Sequence[str]) -> str:
    """A short name for a title ("ehrenamt"), with a number where it is taken already."""
    plain = normal(title.lower().translate(_SPELLED), "NFKD")
    short = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-") or "thema"
    found, n = short, 1
    while found in taken:
        n += 1
        found = f"{short}-{n}"
    return found


def create(
    session: Session,
    process: Process,
    by: Person,
    title: str,
    *,
    summary: str = "",
    words: Sequence[str] = (),
    group: WorkingGroup | None = None,
) -> Topic:
    """A new topic, its words checked. Sent twice, it is one. Refused with `Conflict` where there
    are too many."""
    held = select(Process.id).where(Process.id == process.id).with_for_update(key_share=True)
    session.exec(held).all()  # two managers at once take turns
    known = session.exec(select(Topic).where(Topic.process_id == process.id)).all()
    for one in known:
        if one.title == title:
            return one
    if len(known) >= MOST:
        raise Conflict(
            _("Mehr als %(n)d Querschnittsthemen behält niemand im Blick.") % {"n": MOST}
        )
    topic = Topic(
        process_id=process.id,
        group_id=group.id if group else None,
        slug=slug_for(title, [one.slug for one in known]),
        title=title,
        summary=summary,
        words=list(words),
        position=1 + max((one.position for one in known), default=0),
    )
    session.add(topic)
    session.flush()
    journal.record(session, by, "topic.created", topic, process=process, title=title)
    return topic


def change(
    session: Session,
    process: Process,
    topic: Topic,
    by: Person,
    title: str,
    *,
    summary: str = "",
    words: Sequence[str] = (),
    group: WorkingGroup | None = None,
) -> None:
    """Let a topic be called so, and belong to this group; its address stays."""
    now = (title, summary, list(words), group.id if group else None)
    if now == (topic.title, topic.summary, topic.words, topic.group_id):
        return
    topic.title, topic.summary, topic.words, topic.group_id = now
    session.add(topic)
    journal.record(session, by, "topic.changed", topic, process=process, title=title)


def gather(
    session: Session,
    process: Process,
    topic: Topic,
    notes: Sequence[Comment],
    by: Person,
    now: datetime,
) -> int:
    """These public notes belong to the topic from now on; how many of them are new to it."""
    _hold(session, topic)
    rows = _rows(session, topic, [note.id for note in notes])
    new = []
    for note in sorted(notes, key=lambda one: one.id):
        row = rows.get(note.id)
        if row is not None and row.dropped_at is None:
            continue
        row = row or TopicNote(process_id=process.id, topic_id=topic.id, comment_id=note.id, at=now)
        row.by_id, row.at, row.dropped_at = by.id, now, None
        session.add(row)
        new.append(note.number)
    _count(session, topic)
    if new:
        journal.record(session, by, "topic.gathered", topic, process=process, notes=new[:200])
    return len(new)


def drop(
    session: Session, process: Process, topic: Topic, note: Comment, by: Person, now: datetime
) -> bool:
    """The note does not belong to the topic after all, and is not proposed again; whether it
    did."""
    _hold(session, topic)
    row = _rows(session, topic, [note.id]).get(note.id)
    if row is not None and row.dropped_at is not None:
        return False
    was_in = row is not None
    row = row or TopicNote(process_id=process.id, topic_id=topic.id, comment_id=note.id, at=now)
    row.by_id, row.dropped_at = by.id, now
    session.add(row)
    _count(session, topic)
    journal.record(session, by, "topic.dropped", topic, process=process, note=note.number)
    return was_in


def advise(
    session: Session,
    process: Process,
    topic: Topic,
    note: Comment,
    by: Person,
    decision: Decision | None,
    text: str,
    now: datetime,
) -> Advice:
    """What the topic's group advises on a note; nothing (no decision, no text) takes it back."""
    _hold(session, topic)
    query = select(Advice).where(Advice.topic_id == topic.id, Advice.comment_id == note.id)
    row = session.exec(query).one_or_none()
    if row is not None and (row.decision, row.text) == (decision, text):
        return row
    row = row or Advice(process_id=process.id, topic_id=topic.id, comment_id=note.id, at=now)
    row.decision, row.text, row.by_id, row.at = decision, text, by.id, now
    session.add(row)
    session.flush()
    journal.record(session, by, "topic.advised", row, process=process, note=note.number)
    return row


def _hold(session: Session, topic: Topic) -> None:
    session.flush()
    session.exec(select(Topic.id).where(Topic.id == topic.id).with_for_update()).one()


def _rows(session: Session, topic: Topic, notes: Sequence[int]) -> dict[int, TopicNote]:
    query = select(TopicNote).where(
        TopicNote.topic_id == topic.id, col(TopicNote.comment_id).in_(notes)
    )
    return {row.comment_id: row for row in session.exec(query)}


def _count(session: Session, topic: Topic) -> None:
    session.flush()
    query = select(func.count()).where(
        TopicNote.topic_id == topic.id, col(TopicNote.dropped_at).is_(None)
    )
    topic.notes_count = session.exec(query).one()
    session.add(topic)
