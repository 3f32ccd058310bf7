"""Blacking out a passage with somebody's personal data, alone: wherever it stands in a note, in
what its author added or said before, and in the answers to it. Staff keep the original, until it is
undone, dropped or its author forgotten. The note is held, so that two at one instant are in turn.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.comments import domain as comments
from app.comments.blackened import blacken, in_force, spans
from app.comments.holding import hold
from app.errors import Invalid
from app.i18n import _
from app.models import (
    Blackout,
    Comment,
    OutboxMail,
    Person,
    Process,
)
from app.moderation import black_letters, black_together, blacked
from app.moderation.black_places import HELD, NOTE, Place, places_of
from app.moderation.black_telling import record, show_anew, tell_authors
from app.moderation.deciding import need_reason


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
            comment_id=self.place.reply.comment_id if self.place.reply else note.id,
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
    """Black a passage out, `where` it stands (`changes`), and in all that says the same: the parts
    of a note that was split, the same statement under other notes. Each author of the words is told
    which words and why. What is blacked out there already is not so again: sent twice it is one
    deed.

    Refused with `Invalid` without a reason or when the words stand nowhere there. `note` is as
    `by_number` gives it.
    """
    need_reason(reason)
    others = black_together.others_of(session, note, where)
    hold(session, note, *HELD)
    found = changes(session, note, passage, where, hold=True)
    at = _moment(session, note, now)
    comments.touch(session, note.process_id, now)
    for field_id in sorted({one.field_id for one in (note, *others)}):
        comments.bump(session, field_id)  # held in their order, before any changes
    made = _in_note(session, note, by, passage, reason, at, found)
    for other in others:
        if black_together.are_parts(note, other) and where in ("", NOTE):
            with suppress(Invalid):  # the words stand in another part
                of_part = changes(session, other, passage, NOTE, hold=True)
                made += _in_note(session, other, by, passage, reason, at, of_part)
    return made + _where_relayed(session, note, by, passage, reason, at, where)


def _in_note(
    session: Session,
    note: Comment,
    by: Person,
    passage: str,
    reason: str,
    at: datetime,
    found: Sequence[Change],
) -> list[Blackout]:
    made: list[Blackout] = []
    for change in found:
        if change.is_new:
            change.place.show(change.after)
            made.append(change.row(note, by, passage, reason, at))
    session.add_all(made)
    if made:
        places = [change.place for change in found]
        black_together.blacken_statements(places, passage)
        show_anew(session, note, places, at)
        _out_of_mails(session, note, [c.original for c in found], passage, places)
        record(session, by, "comment.blacked_out", note, len(made))
        tell_authors(session, note, by, places, partial(black_letters.blacked_out, passage, reason))
    return made


def _where_relayed(
    session: Session,
    note: Comment,
    by: Person,
    passage: str,
    reason: str,
    at: datetime,
    where: str,
) -> list[Blackout]:
    """The same statement under other notes; who relayed it has been told of it once."""
    places = black_together.relayed(session, note, where)
    known: dict[tuple[str, int | None], list[Blackout]] = {}
    under = {place.reply.comment_id for place in places if place.reply}
    for row in black_together.rows_of(session, under):
        known.setdefault((row.part, row.reply_id), []).append(row)
    made, found = [], []
    for place in places:
        change = Change(place, known.get(place.key, []), passage)
        if change and change.is_new:
            place.show(change.after)
            made.append(change.row(note, by, passage, reason, at))
            found.append(change)
    session.add_all(made)
    shown = [change.place for change in found]
    black_together.blacken_statements(shown, passage)
    black_together.show_answers_anew(session, shown)
    _out_of_mails(session, note, [c.original for c in found], passage, shown)
    return made


def _moment(session: Session, note: Comment, now: datetime) -> datetime:
    """A moment of its own for each deed in a process: its rows, in several notes, are known by
    it."""
    query = select(func.max(Blackout.at)).where(Blackout.process_id == note.process_id)
    last = session.exec(query).one()
    return max(now, last + timedelta(microseconds=1)) if last else now


def beside_note(session: Session, process: Process, comment: Comment) -> Sequence[blacked.Deed]:
    """What is or was blacked out in this note, for its page at the desk. One question."""
    del process  # the note's own
    return blacked.deeds_of(session, comment)


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
