"""What pages read of topics: the topics of a process, the notes of one by number, and those that
its words propose. Lists page by key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    Advice,
    Comment,
    CommentState,
    GroupKind,
    Process,
    Topic,
    TopicNote,
    WorkingGroup,
)

PAGE = 20


def topics_of(session: Session, process: Process) -> Sequence[Topic]:
    """The topics of a process in their order, with their groups."""
    query = (
        select(Topic)
        .where(Topic.process_id == process.id)
        .order_by(col(Topic.position), col(Topic.id))
        .options(one(Topic.group))
    )
    return session.exec(query).all()


def topic_by_slug(session: Session, process: Process, slug: str) -> Topic:
    """One topic with its group. Raises `NotFound`."""
    query = select(Topic).where(Topic.process_id == process.id, Topic.slug == slug[:80])
    topic = session.exec(query.options(one(Topic.group))).one_or_none()
    if topic is None:
        raise NotFound(_("Dieses Querschnittsthema gibt es nicht."))
    return topic


def topics_of_group(session: Session, group: WorkingGroup) -> Sequence[Topic]:
    """The topics on which this group advises."""
    query = select(Topic).where(Topic.group_id == group.id, Topic.process_id == group.process_id)
    return session.exec(query.order_by(col(Topic.position), col(Topic.id))).all()


def advising_groups(session: Session, process: Process) -> Sequence[WorkingGroup]:
    """The groups that may have a topic: those that are there for one."""
    query = select(WorkingGroup).where(
        WorkingGroup.process_id == process.id, WorkingGroup.kind == GroupKind.TOPIC
    )
    return session.exec(query.order_by(col(WorkingGroup.position), col(WorkingGroup.id))).all()


def notes_of(
    session: Session, topic: Topic, after: int = 0, limit: int = PAGE
) -> tuple[Sequence[Comment], int]:
    """The public notes of a topic behind this number, with their field, group and decision; and
    the number that continues (0 at the end)."""
    belongs = select(TopicNote.comment_id).where(
        TopicNote.topic_id == topic.id, col(TopicNote.dropped_at).is_(None)
    )
    return _page(session, topic, col(Comment.id).in_(belongs), after, limit)


def proposed(
    session: Session, topic: Topic, after: int = 0, limit: int = PAGE
) -> tuple[Sequence[Comment], int]:
    """Public notes in which one of the topic's words stands, and of which nobody has said yet
    whether they belong to it."""
    said = exists().where(
        col(TopicNote.topic_id) == topic.id, col(TopicNote.comment_id) == col(Comment.id)
    )
    return _page(session, topic, _has_word(topic.words) & ~said, after, limit)


def _page(
    session: Session, topic: Topic, which: ColumnElement[bool], after: int, limit: int
) -> tuple[Sequence[Comment], int]:
    query: Any = (
        select(Comment)
        .where(
            Comment.process_id == topic.process_id,
            Comment.state == CommentState.PUBLIC,
            Comment.number > after,
            which,
        )
        .order_by(col(Comment.number))
        .limit(limit + 1)
        .options(one(Comment.field), one(Comment.disposition))
    )
    found = session.exec(query).all()
    return found[:limit], found[limit - 1].number if len(found) > limit else 0


def _has_word(words: Sequence[str]) -> ColumnElement[bool]:
    """Notes with one of these words in them, large or small; SQLite folds only a to z itself."""
    forms = {form for word in words for form in (word, word.lower(), word.capitalize())}
    hits = [col(Comment.text).icontains(form, autoescape=True) for form in sorted(forms)]
    return or_(*hits) if hits else false()


def note_in(session: Session, topic: Topic, number: int) -> Comment:
    """A public note of the topic, with field and decision. Raises `NotFound`."""
    found, _more = notes_of(session, topic, number - 1, 1)
    if not found or found[0].number != number:
        raise NotFound(_("Diese Anmerkung gehört nicht zu dem Thema."))
    return found[0]


def advice_of(session: Session, topic: Topic, notes: Sequence[Comment]) -> dict[int, Advice]:
    """What the topic's group advises on these notes, by the note's id; what was taken back is
    none."""
    ids = [note.id for note in notes]
    query = select(Advice).where(Advice.topic_id == topic.id, col(Advice.comment_id).in_(ids))
    return {row.comment_id: row for row in session.exec(query) if row.decision or row.text}


def advice_in(
    session: Session, topics: Sequence[Topic], notes: Sequence[Comment]
) -> dict[tuple[int, int], Advice]:
    """The same of several topics, by the ids of topic and note. One question."""
    query = select(Advice).where(
        col(Advice.topic_id).in_([topic.id for topic in topics]),
        col(Advice.comment_id).in_([note.id for note in notes]),
    )
    rows = session.exec(query).all() if notes else ()
    return {(row.topic_id, row.comment_id): row for row in rows if row.decision or row.text}


def advice_on(session: Session, note: Comment) -> Sequence[Advice]:
    """What topics' groups advise on a note, for the group that decides on it: with topic and its
    group."""
    query = (
        select(Advice)
        .where(Advice.comment_id == note.id)
        .order_by(col(Advice.id))
        .options(one(Advice.topic, one(Topic.group)))
    )
    return [row for row in session.exec(query) if row.decision or row.text]


def topics_on(session: Session, note: Comment) -> Sequence[Topic]:
    """The topics that a note belongs to, in their order."""
    query = (
        select(Topic)
        .join(TopicNote, col(TopicNote.topic_id) == col(Topic.id))
        .where(TopicNote.comment_id == note.id, col(TopicNote.dropped_at).is_(None))
        .order_by(col(Topic.position), col(Topic.id))
    )
    return session.exec(query).all()
