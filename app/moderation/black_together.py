"""What says the same words as a note and its answers: the parts of a note that was split, and the
statement of an office that was relayed under several notes. A passage goes from all of them at
once, and comes back to all of them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from app.comments import domain as comments
from app.comments.blackened import REPLY, blacken, spans
from app.loading import one
from app.models import Blackout, Comment, NoteTranslation, Reply, ReplyWording
from app.moderation.black_places import NOTE, Place


def others_of(session: Session, note: Comment, where: str = "") -> Sequence[Comment]:
    """The other notes that have words of this one, or of an answer to it (`where` as in
    `Place.is_in`), as `by_number` gives them. They and the note are held, in their order."""
    statements = _statements(session, note, where)
    repeats = select(Reply.comment_id).where(col(Reply.statement_id).in_(statements))
    ids = {note.id, *session.exec(repeats)} if statements else {note.id}
    which: Any = col(Comment.id).in_(ids)
    if where in ("", NOTE) and (note.parts_count or note.part_of_id is not None):
        whole = note.part_of_id or note.id
        which = or_(which, col(Comment.id) == whole, col(Comment.part_of_id) == whole)
    elif len(ids) == 1:
        return ()
    return [other for other in _held(session, which) if other.id != note.id]


def by_ids(session: Session, ids: Collection[int]) -> Sequence[Comment]:
    """These notes, held in their order."""
    return _held(session, col(Comment.id).in_(ids))


def _held(session: Session, which: Any) -> Sequence[Comment]:
    query = (
        select(Comment)
        .where(which)
        .options(one(Comment.process), one(Comment.field))
        .order_by(col(Comment.id))
        .with_for_update(key_share=True, of=Comment)
    )
    return session.exec(query).all()


def _statements(session: Session, note: Comment, where: str) -> set[int | None]:
    """The statements of offices among the answers that are meant."""
    if where == NOTE:
        return set()
    query = select(Reply.statement_id).where(
        Reply.comment_id == note.id, col(Reply.statement_id).is_not(None)
    )
    if where:
        query = query.where(Reply.position == int(where) if where.isdigit() else False)
    return set(session.exec(query))


def are_parts(note: Comment, other: Comment) -> bool:
    """Whether two notes are one that was split, or parts of it."""
    return (note.part_of_id or note.id) == (other.part_of_id or other.id)


def relayed(session: Session, note: Comment, where: str) -> list[Place]:
    """Each text that says a statement relayed under this note, under other notes. All are held."""
    statements = _statements(session, note, where)
    if not statements:
        return []
    return answers(
        session, col(Reply.statement_id).in_(statements), col(Reply.comment_id) != note.id
    )


def answers(session: Session, *which: Any) -> list[Place]:
    """The places of these answers, with what they said before they were corrected; held. Two
    questions, however many they are."""
    query = select(Reply).where(*which).options(one(Reply.statement)).order_by(col(Reply.id))
    held = query.with_for_update(of=Reply).execution_options(populate_existing=True)
    by_id = {reply.id: reply for reply in session.exec(held)}
    found = [Place(REPLY, each, reply=each, author_id=each.author_id) for each in by_id.values()]
    earlier = select(ReplyWording).where(col(ReplyWording.reply_id).in_(by_id))
    for was in session.exec(earlier.order_by(col(ReplyWording.id))) if by_id else ():
        reply = by_id[was.reply_id]
        part = f"corrected-{was.position}"
        found.append(Place(part, was, reply=reply, author_id=reply.author_id))
    return found


def rows_of(session: Session, comment_ids: Collection[int]) -> list[Blackout]:
    """What is blacked out in these notes and the answers to them now, and is still known."""
    query = select(Blackout).where(
        col(Blackout.comment_id).in_(comment_ids),
        col(Blackout.undone_at).is_(None),
        col(Blackout.passage) != "",
    )
    return list(session.exec(query.order_by(col(Blackout.id))))


def show_answers_anew(session: Session, places: Sequence[Place]) -> None:
    """Translations of these answers go, and the pages of their fields are made anew."""
    replies = {place.reply_id for place in places}
    if not replies:
        return
    ones = delete(NoteTranslation).where(col(NoteTranslation.reply_id).in_(replies))
    session.execute(ones.execution_options(synchronize_session=False))
    session.flush()
    under = {place.reply.comment_id for place in places if place.reply is not None}
    fields = select(Comment.field_id).where(col(Comment.id).in_(under)).distinct()
    for field_id in sorted(session.exec(fields)):
        comments.bump(session, field_id)


def blacken_statements(places: Sequence[Place], passage: str) -> None:
    """A statement says it neither where each of its answers was corrected: the office reads it
    behind its link."""
    for place in places:
        statement = place.reply.statement if place.reply is not None else None
        if statement is not None and spans(statement.text, [passage]):
            statement.text = blacken(statement.text, [passage])
