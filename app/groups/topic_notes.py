"""What lies in a topic's bundle: the notes gathered for the topics of its group when it was drawn,
and the fields on which they stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from app.models import ActionField, Comment, GroupKind, Topic, TopicNote, WorkingGroup


def of_topics(group: WorkingGroup, until: datetime) -> tuple[ColumnElement[bool], ...]:
    """That a note was gathered for one of the group's topics then; nothing of other groups."""
    if group.kind is not GroupKind.TOPIC:
        return ()
    gathered = (
        select(TopicNote.comment_id)
        .join(Topic, col(Topic.id) == col(TopicNote.topic_id))
        .where(
            Topic.group_id == group.id,
            TopicNote.process_id == group.process_id,
            col(TopicNote.at) <= until,
            or_(col(TopicNote.dropped_at).is_(None), col(TopicNote.dropped_at) > until),
        )
    )
    return (col(Comment.id).in_(gathered),)


def fields_of_topics(
    session: Session, group: WorkingGroup, until: datetime
) -> Sequence[ActionField]:
    """The fields on which the notes of the group's topics stand, by number; none for groups of
    other kinds."""
    which = of_topics(group, until)
    if not which:
        return ()
    stands = select(Comment.field_id).where(Comment.process_id == group.process_id, *which)
    here = (ActionField.process_id == group.process_id, col(ActionField.id).in_(stands))
    return session.exec(select(ActionField).where(*here).order_by(col(ActionField.number))).all()
