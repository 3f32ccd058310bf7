"""What follows when words of a note are blacked out or shown again: pages are made anew, authors
are told, the journal keeps it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import delete
from sqlmodel import Session, col

from app import journal
from app.comments import domain as comments
from app.comments import sketching
from app.comments.counted import counters_moved
from app.models import Comment, NoteTranslation, Person, Reply
from app.moderation import black_letters
from app.moderation.black_places import Place
from app.moderation.domain import city_of_note, page_of, tell


def show_anew(session: Session, note: Comment, places: Sequence[Place], now: datetime) -> None:
    """Pages are made anew, sketches too, and translations go: they may say it in other letters."""
    of_note = [place for place in places if place.reply_id is None]
    replies = {place.reply_id for place in places if place.reply_id is not None}
    if of_note:
        sketching.drop(session, note)
    ones = delete(NoteTranslation).where(col(NoteTranslation.comment_id) == note.id)
    of_replies = col(NoteTranslation.reply_id).in_(replies)
    of_note_itself = col(NoteTranslation.reply_id).is_(None)
    which = of_replies | of_note_itself if of_note else of_replies
    session.execute(ones.where(which).execution_options(synchronize_session=False))
    session.flush()
    comments.touch(session, note.process_id, now)
    comments.bump(session, note.field_id)
    counters_moved(session, note)


def tell_authors(
    session: Session,
    note: Comment,
    by: Person,
    places: Sequence[Place],
    letter: black_letters.Write,
) -> None:
    """One mail to each author of the words: of the note, and of each answer."""
    city, page = city_of_note(session, note), page_of(session, note)
    told: set[int | None] = set()
    for place in places:
        if place.reply_id not in told:
            told.add(place.reply_id)
            reply: Reply | None = place.reply
            tell(session, note, by, partial(letter, note, reply, city, page), reply)


def record(session: Session, by: Person, deed: str, note: Comment, places: int) -> None:
    """The journal keeps that it was done, never the words."""
    journal.record(session, by, deed, note, process=note.process, number=note.number, places=places)
