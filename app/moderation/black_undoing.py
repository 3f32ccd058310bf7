"""Showing again what was blacked out, or forgetting it for good: wherever one deed did so, in the
parts of a note that was split and under each note that has the same statement."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.comments import domain as comments
from app.comments.blackened import blacken
from app.comments.holding import hold
from app.errors import Conflict, NotFound
from app.i18n import _
from app.models import Blackout, Comment, Person, Reply
from app.moderation import black_letters, black_together
from app.moderation.black_places import HELD, Place, places_of
from app.moderation.black_telling import record, show_anew, tell_authors


def undo(session: Session, note: Comment, number: int, by: Person, now: datetime) -> None:
    """Show again what the deed with the row of this number blacked out, wherever that was, in other
    notes too; what else is blacked out there stays so. Done twice it is done once.

    Raises `NotFound`, and `Conflict` once the original is dropped.
    """
    deed, live = _held_deed(session, note, number)
    places = _places_of_deed(session, deed)
    shown: list[tuple[int, Place]] = []
    for row in deed:
        if row.undone_at is not None or (not row.passage and row.comment_id != note.id):
            continue
        if not row.passage:
            raise Conflict(_("Das Original ist gelöscht. Die Stelle bleibt geschwärzt."))
        rest = [one.passage for one in live if _key(one) == _key(row) and one is not row]
        if place := places.get(_key(row)):
            place.show(blacken(row.original, rest))
            shown.append((row.comment_id, place))
        live.remove(row)
        # What everybody reads again needs no second place in which it is kept.
        row.undone_at, row.original, row.passage = now, "", ""
    if not shown:
        return
    record(session, by, "comment.blackout_undone", note, len(shown))
    comments.touch(session, note.process_id, now)
    here = [place for comment_id, place in shown if comment_id == note.id]
    for other in (note, *black_together.by_ids(session, {n for n, _p in shown} - {note.id})):
        show_anew(session, other, [p for n, p in shown if n == other.id], now)
    tell_authors(session, note, by, here, black_letters.shown_again)


def drop_original(session: Session, note: Comment, number: int, by: Person) -> None:
    """Forget what the deed with the row of this number blacked out, in other notes too: nobody can
    read or undo it any more. Raises `NotFound`."""
    deed, live = _held_deed(session, note, number)
    dropped = [row for row in deed if row in live]
    for row in dropped:
        for other in live:
            if _key(other) == _key(row):
                other.original = blacken(other.original, [row.passage])
        row.original = row.passage = ""
    if dropped:
        record(session, by, "comment.blackout_final", note, len(dropped))


def _key(row: Blackout) -> tuple[int, str, int | None]:
    return row.comment_id, row.part, row.reply_id


def _held_deed(
    session: Session, note: Comment, number: int
) -> tuple[Sequence[Blackout], list[Blackout]]:
    """The rows of a deed, and all that are in force in its notes, which are held."""
    ids = {row.comment_id for row in _deed(session, note, number)}
    notes = black_together.by_ids(session, ids)
    for one in notes:
        hold(session, one, *HELD)
    deed = _deed(session, note, number)
    for row in deed:
        session.refresh(row)
    return deed, black_together.rows_of(session, ids)


def _places_of_deed(
    session: Session, deed: Sequence[Blackout]
) -> dict[tuple[int, str, int | None], Place]:
    """Each place in which the deed has blacked something out, by note, part and answer."""
    whole = {row.comment_id for row in deed if row.reply_id is None}
    found: dict[tuple[int, str, int | None], Place] = {
        (one.id, place.part, None): place
        for one in black_together.by_ids(session, whole)
        for place in places_of(session, one)
        if place.reply is None
    }
    replies = {row.reply_id for row in deed} - {None}
    for place in black_together.answers(session, col(Reply.id).in_(replies)) if replies else ():
        if place.reply is not None:
            found[(place.reply.comment_id, place.part, place.reply_id)] = place
    return found


def _deed(session: Session, note: Comment, number: int) -> Sequence[Blackout]:
    first = session.get(Blackout, number)
    if first is None or first.comment_id != note.id:
        raise NotFound(_("Diese Schwärzung gibt es nicht."))
    query = select(Blackout).where(
        Blackout.process_id == first.process_id,
        Blackout.at == first.at,
        Blackout.by_id == first.by_id,
    )
    return session.exec(query.order_by(col(Blackout.id))).all()
