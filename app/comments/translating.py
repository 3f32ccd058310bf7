"""What the office adds to a note for those who cannot read it: in which language it is, and a
translation beside the original, which stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app import i18n, journal
from app.comments.domain import bump
from app.models import Comment, Doer, NoteTranslation, Person, Reply
from app.text import to_html

LONGEST = 10_000  # characters; some languages need more of them than German
OF_NOTES = tuple(locale for locale in i18n.LOCALES if locale != "de-simple")


def translations_of(session: Session, note: Comment) -> Sequence[NoteTranslation]:
    """All translations of a note and of its answers, in the order of their languages."""
    query = (
        select(NoteTranslation)
        .where(NoteTranslation.comment_id == note.id)
        .order_by(col(NoteTranslation.language), col(NoteTranslation.id))
    )
    return session.exec(query).all()


def translate(
    session: Session,
    note: Comment,
    reply: Reply | None,
    language: str,
    text: str,
    by: Person,
    now: datetime,
) -> None:
    """Put a translation beside a note, or beside an answer to it; the one in that language, if
    there is one, gives way. An empty `text` takes it away. The note's row is held meanwhile, so
    two at once are two in turn."""
    row = _held(session, note, reply, language)
    if row is None and not text:
        return
    if not text:
        session.delete(row)
    else:
        row = row or NoteTranslation(
            process_id=note.process_id,
            comment_id=note.id,
            reply_id=reply.id if reply else None,
            language=language,
            text=text,
            html="",
            made_at=now,
        )
        row.text, row.html, row.made_at, row.by_id = text, to_html(text), now, by.id
        session.add(row)
    journal.record(
        session,
        by,
        "comment.translated",
        note,
        process=note.process,
        number=note.number,
        language=language,
        answer=reply.position if reply else None,
    )


def _held(
    session: Session, note: Comment, reply: Reply | None, language: str
) -> NoteTranslation | None:
    session.exec(select(Comment.id).where(Comment.id == note.id).with_for_update()).one()
    place = col(NoteTranslation.reply_id)
    query = select(NoteTranslation).where(
        NoteTranslation.comment_id == note.id,
        place.is_(None) if reply is None else place == reply.id,
        NoteTranslation.language == language,
    )
    return session.exec(query).one_or_none()


def call_language(session: Session, note: Comment, language: str, by: Doer | None) -> None:
    """Say in which language a note is, where what it was taken for is wrong: by the office, or by
    its author (None for one without an account). A label; the words stay as they are."""
    if note.language == language:
        return
    note.language = language
    session.add(note)
    bump(session, note.field_id)
    journal.record(
        session,
        by,
        "comment.language_named",
        note,
        process=note.process,
        number=note.number,
        language=language,
    )
