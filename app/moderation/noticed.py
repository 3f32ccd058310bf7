"""What the pages about notices, removals and objections read: by key, in few questions."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.errors import NotFound
from app.i18n import _
from app.loading import one, only
from app.models import (
    Comment,
    CommentState,
    Notice,
    Person,
    Process,
    Removal,
    Reply,
    Voice,
)

PAGE = 20
TABLE_PAGE = 50
MOST_ANSWERS = 200  # of a note that the form offers to choose from


def open_notices(session: Session, process: Process, after: int = 0) -> tuple[list[Notice], int]:
    """Twenty open notices, oldest first, behind the one with the number `after`, with what they are
    about; and the number to go on after (0 at the end)."""
    query = (
        select(Notice)
        .where(Notice.process_id == process.id, col(Notice.ruling).is_(None))
        .where(col(Notice.id) > after)
        .order_by(col(Notice.id))
        .limit(PAGE + 1)
        .options(
            one(Notice.comment, one(Comment.field), one(Comment.made_version)),
            one(Notice.reply),
            one(Notice.rule),
        )
    )
    found = list(session.exec(query))
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else 0


def open_objections(session: Session, process: Process, after: int = 0) -> tuple[list[Any], int]:
    """The same for objections, by the number of the removal: each with the name of who hid."""
    query = (
        select(Removal, Person.name)
        .outerjoin(Person, col(Person.id) == col(Removal.by_id))
        .where(
            Removal.process_id == process.id,
            col(Removal.objected_at).is_not(None),
            col(Removal.outcome).is_(None),
            col(Removal.id) > after,
        )
        .order_by(col(Removal.id))
        .limit(PAGE + 1)
        .options(
            one(Removal.comment, one(Comment.field), one(Comment.made_version)),
            one(Removal.reply),
            one(Removal.rule),
        )
    )
    found = list(session.exec(query))
    return found[:PAGE], found[PAGE - 1][0].id if len(found) > PAGE else 0


def removals(
    session: Session, process: Process, before: int = 0, limit: int = TABLE_PAGE
) -> tuple[list[Removal], int]:
    """What was taken from view, newest first, older than the one with the number `before`; and the
    number to go on before (0 at the end). Of notes and answers only their numbers are read."""
    query = (
        select(Removal)
        .where(Removal.process_id == process.id)
        .order_by(col(Removal.id).desc())
        .limit(limit + 1)
        .options(
            one(Removal.comment, only(Comment, "number")),
            one(Removal.reply, only(Reply, "position")),
            one(Removal.rule),
        )
    )
    if before:
        query = query.where(col(Removal.id) < before)
    found = list(session.exec(query))
    return found[:limit], found[limit - 1].id if len(found) > limit else 0


def removal_of(session: Session, process: Process, number: int) -> Removal:
    """One removal with what it is about. Raises `NotFound`."""
    query = (
        select(Removal)
        .where(Removal.id == number, Removal.process_id == process.id)
        .options(
            one(Removal.comment, one(Comment.field), one(Comment.process)),
            one(Removal.reply),
            one(Removal.rule),
        )
    )
    removal = session.exec(query).one_or_none()
    if removal is None:
        raise NotFound(_("Das gibt es nicht."))
    return removal


def removals_on(session: Session, comment: Comment) -> dict[int | None, Removal]:
    """Why a note (key None) and answers to it (by their ids) are hidden now."""
    query = (
        select(Removal)
        .where(Removal.comment_id == comment.id, col(Removal.restored_at).is_(None))
        .order_by(col(Removal.id))
        .limit(MOST_ANSWERS)
        .options(one(Removal.rule))
    )
    return {removal.reply_id: removal for removal in session.exec(query)}


def answers_to_report(session: Session, comment: Comment) -> Sequence[Reply]:
    """Residents' public answers to a note, in their order."""
    query = (
        select(Reply)
        .where(
            Reply.comment_id == comment.id,
            Reply.state == CommentState.PUBLIC,
            Reply.voice == Voice.RESIDENT,
            col(Reply.position) > 0,
        )
        .order_by(col(Reply.position))
        .limit(MOST_ANSWERS)
    )
    return session.exec(query).all()


def hidden_answers(session: Session, comment: Comment) -> Sequence[Reply]:
    """Answers to a note that were public and are hidden, in their order."""
    query = (
        select(Reply)
        .where(
            Reply.comment_id == comment.id,
            Reply.state == CommentState.HIDDEN,
            col(Reply.position) > 0,
        )
        .order_by(col(Reply.position))
        .limit(MOST_ANSWERS)
    )
    return session.exec(query).all()


def answer_at(session: Session, comment: Comment, position: int) -> Reply | None:
    """The answer at this place under a note, with the note; None without one. What never was public
    has no place."""
    query = (
        select(Reply)
        .where(
            Reply.comment_id == comment.id,
            Reply.position == min(position, 2**31 - 1),
            col(Reply.position) > 0,
        )
        .options(one(Reply.comment), one(Reply.statement))
    )
    return session.exec(query).one_or_none()


def waiting_in(session: Session, process_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Open notices and open objections, by process, in two questions; none where nothing is."""
    notices = (
        select(Notice.process_id, func.count())
        .where(col(Notice.process_id).in_(process_ids), col(Notice.ruling).is_(None))
        .group_by(col(Notice.process_id))
    )
    objections = (
        select(Removal.process_id, func.count())
        .where(
            col(Removal.process_id).in_(process_ids),
            col(Removal.objected_at).is_not(None),
            col(Removal.outcome).is_(None),
        )
        .group_by(col(Removal.process_id))
    )
    counted = dict(session.exec(notices).all())
    objected = dict(session.exec(objections).all())
    both = {*counted, *objected}
    return {number: (counted.get(number, 0), objected.get(number, 0)) for number in both}
