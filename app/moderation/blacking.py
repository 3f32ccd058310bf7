"""Blacking out a passage with somebody's personal data, alone: wherever it stands in a note, in
what its author added or said before, and in the answers to it. Staff keep the original, until it is
undone, dropped or its author forgotten. The note is held, so that two at one instant are in turn.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import delete, func, or_
from sqlmodel import Session, col, select

from app import journal
from app.comments import domain as comments
from app.comments import sketching
from app.comments.blackened import blacken, in_force, spans
from app.comments.counted import counters_moved
from app.comments.holding import hold
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    Blackout,
    Comment,
    NoteTranslation,
    OutboxMail,
    Person,
    Process,
    Reply,
)
from app.moderation import black_letters, blacked
from app.moderation.black_places import NOTE, Place, places_of
from app.moderation.deciding import need_reason
from app.moderation.domain import city_of_note, page_of, tell

HELD = ("text", "proposed_wording", "wording_html", "kind", "quote", "edited_at")


class Change:
    """What blacking out a passage makes of one place: what stands there for staff (`original`),
    what is blacked out already (`rows`), and what everybody reads then (`after`)."""

    def __init__(self, place: Place, rows: Sequence[Blackout], passage: str) -> None:
        self.place = place
        self.original = rows[0].original if rows else place.text
        passages = [row.passage for row in rows]
        self.is_new = passage.casefold() not in map(str.casefold, passages)
        self.is_here = bool(spans(self.original, [passage]))
        self.after = blacken(self.original, [*passages, passage])

    def __bool__(self) -> bool:
        return self.is_here

    def row(self, note: Comment, by: Person, passage: str, reason: str, at: datetime) -> Blackout:
        """What is kept of it."""
        return Blackout(
            process_id=note.process_id,
            comment_id=note.id,
            reply_id=self.place.reply_id,
            part=self.place.part,
            original=self.original,
            passage=passage,
            reason=reason,
            by_id=by.id,
            at=at,
        )


def changes(
    session: Session, note: Comment, passage: str, where: str = "", *, hold: bool = False
) -> list[Change]:
    """What blacking out this passage would change: everywhere, or `where` "note" in the note alone,
    or at the answer of this position. Refused with `Invalid` when it stands nowhere there."""
    rows = in_force(session, note.id)
    found = []
    for place in places_of(session, note, hold=hold):
        if place.is_in(where):
            own = [row for row in rows if (row.part, row.reply_id) == place.key]
            if change := Change(place, own, passage):
                found.append(change)
    if not found:
        because = _("Diese Worte stehen hier nicht. Bitte schreiben Sie sie genau so wie im Text.")
        raise Invalid(because, {"passage": because})
    return found


def black_out(
    session: Session,
    note: Comment,
    by: Person,
    passage: str,
    reason: str,
    now: datetime,
    where: str = "",
) -> list[Blackout]:
    """Black a passage out, `where` it stands (`changes`); each author of the words is told which
    words and why. What is blacked out there already is not so again: sent twice it is one deed.

    Refused with `Invalid` without a reason or when the words stand nowhere there. `note` is as
    `by_number` gives it.
    """
    need_reason(reason)
    hold(session, note, *HELD)
    found = changes(session, note, passage, where, hold=True)
    at = _moment(session, note, now)
    made: list[Blackout] = []
    for change in found:
        if change.is_new:
            change.place.show(change.after)
            made.append(change.row(note, by, passage, reason, at))
    session.add_all(made)
    if made:
        places = [change.place for change in found]
        _show_anew(session, note, places, now)
        _out_of_mails(session, note, [c.original for c in found], passage, places)
        _record(session, by, "comment.blacked_out", note, len(made))
        _tell(session, note, by, places, partial(black_letters.blacked_out, passage, reason))
    return made


def black_out_with_parts(
    session: Session,
    note: Comment,
    by: Person,
    passage: str,
    reason: str,
    now: datetime,
    where: str = "",
) -> list[Blackout]:
    """The same, and where the note was split, or is a part of one, in all that say its words."""
    others = _family(session, note) if where in ("", NOTE) else ()
    made = black_out(session, note, by, passage, reason, now, where)
    for other in others:
        if other is not note:
            with suppress(Invalid):  # the words stand in another part
                made += black_out(session, other, by, passage, reason, now, NOTE)
    return made


def _family(session: Session, note: Comment) -> Sequence[Comment]:
    """A note that was split, with its parts, all held in their order."""
    if not note.parts_count and note.part_of_id is None:
        return ()
    whole = note.part_of_id or note.id
    query = (
        select(Comment)
        .where(or_(col(Comment.id) == whole, col(Comment.part_of_id) == whole))
        .options(one(Comment.process), one(Comment.field))
        .order_by(col(Comment.id))
        .with_for_update(key_share=True, of=Comment)
    )
    return session.exec(query).all()


def _moment(session: Session, note: Comment, now: datetime) -> datetime:
    """A moment of its own for each deed on a note: its rows are known by it."""
    query = select(func.max(Blackout.at)).where(Blackout.comment_id == note.id)
    last = session.exec(query).one()
    return max(now, last + timedelta(microseconds=1)) if last else now


def undo(session: Session, note: Comment, number: int, by: Person, now: datetime) -> None:
    """Show again what the deed with the row of this number blacked out, wherever that was; what
    else is blacked out there stays so. Done twice it is done once.

    Raises `NotFound`, and `Conflict` once the original is dropped.
    """
    hold(session, note, *HELD)
    places = {place.key: place for place in places_of(session, note, hold=True)}
    live = in_force(session, note.id)
    shown = []
    for row in _deed(session, note, number):
        if row.undone_at is not None:
            continue
        if not row.passage:
            raise Conflict(_("Das Original ist gelöscht. Die Stelle bleibt geschwärzt."))
        key = (row.part, row.reply_id)
        rest = [one.passage for one in live if (one.part, one.reply_id) == key and one is not row]
        if place := places.get(key):
            place.show(blacken(row.original, rest))
            shown.append(place)
        live.remove(row)
        # What everybody reads again needs no second place in which it is kept.
        row.undone_at, row.original, row.passage = now, "", ""
    if shown:
        _show_anew(session, note, shown, now)
        _record(session, by, "comment.blackout_undone", note, len(shown))
        _tell(session, note, by, shown, black_letters.shown_again)


def drop_original(session: Session, note: Comment, number: int, by: Person) -> None:
    """Forget what the deed with the row of this number blacked out: nobody can read or undo it any
    more. Raises `NotFound`."""
    hold(session, note)
    live = in_force(session, note.id)
    dropped = [row for row in _deed(session, note, number) if row in live]
    for row in dropped:
        for other in live:
            if (other.part, other.reply_id) == (row.part, row.reply_id):
                other.original = blacken(other.original, [row.passage])
        row.original = row.passage = ""
    if dropped:
        _record(session, by, "comment.blackout_final", note, len(dropped))


def beside_note(session: Session, process: Process, comment: Comment) -> Sequence[blacked.Deed]:
    """What is or was blacked out in this note, for its page at the desk. One question."""
    del process  # the note's own
    return blacked.deeds_of(session, comment)


def _deed(session: Session, note: Comment, number: int) -> Sequence[Blackout]:
    first = session.get(Blackout, number)
    if first is None or first.comment_id != note.id:
        raise NotFound(_("Diese Schwärzung gibt es nicht."))
    query = select(Blackout).where(Blackout.comment_id == note.id, Blackout.at == first.at)
    return session.exec(query.order_by(col(Blackout.id))).all()


def _show_anew(session: Session, note: Comment, places: Sequence[Place], now: datetime) -> None:
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


def _out_of_mails(
    session: Session,
    note: Comment,
    originals: Sequence[str],
    passage: str,
    places: Sequence[Place],
) -> None:
    """What waits to be sent to others than the author does not say it either."""
    authors = {place.author_id for place in places} - {None}
    own = select(Person.email).where(col(Person.id).in_(authors))
    for words in _as_written(originals, passage):
        told = select(OutboxMail).where(
            OutboxMail.process_id == note.process_id,
            col(OutboxMail.sent_at).is_(None),
            col(OutboxMail.text).contains(words, autoescape=True),
            col(OutboxMail.to_address).not_in(own),
        )
        for mail in session.exec(told.with_for_update(skip_locked=True)):
            mail.text = blacken(mail.text, [words])


def _as_written(originals: Sequence[str], passage: str) -> Iterator[str]:
    found = {text[start:end] for text in originals for start, end in spans(text, [passage])}
    yield from sorted(found)


def _tell(
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


def _record(session: Session, by: Person, deed: str, note: Comment, places: int) -> None:
    """The journal keeps that it was done, never the words."""
    journal.record(session, by, deed, note, process=note.process, number=note.number, places=places)
