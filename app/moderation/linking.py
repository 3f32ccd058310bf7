"""Linking the same note sent twice: the second one points to the first, stays readable, and is
answered with it (docs/decisions/0029-moved-split-and-joined.md)."""

from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session, col, select

from app import journal
from app.comments import gathered, joined, tallies
from app.comments.counted import count_by_itself
from app.comments.holding import hold
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import Comment, CommentState, Person
from app.moderation import moving_letters
from app.moderation.domain import city_of_note, page_of, tell


def link(
    session: Session, note: Comment, first: Comment, moderator: Person, now: datetime
) -> Comment:
    """Let this note point to `first`, or to the one that this points to already; that one comes
    back. The author is told. Both are as `by_number` gives them.

    Refused with `Invalid` for the note itself and what is split or a part, with `Conflict` where
    one of the two is not public any more, or others point to this note.
    """
    first = _first_of(session, first)
    if first.id == note.id or first.process_id != note.process_id:
        raise Invalid(_("Nennen Sie die Nummer einer anderen Anmerkung dieses Verfahrens."))
    for one in sorted((note, first), key=lambda each: each.id):  # the same order for everybody
        hold(session, one)
    _need_both(session, note, first)
    count_by_itself(session, note, now, -1)
    note.duplicate_of_id = first.id
    if first.is_answered and not note.is_answered:
        note.is_answered, note.answered_at = True, first.answered_at
    tallies.recount_decided(session, [note])
    session.flush()
    gathered.changed(session, note)
    journal.record(
        session, moderator, "comment.linked", note, process=note.process, note=first.number
    )
    letter = partial(moving_letters.linked, note, first, *_sender(session, note))
    tell(session, note, moderator, letter)
    return first


def _first_of(session: Session, chosen: Comment) -> Comment:
    if chosen.duplicate_of_id is None:
        return chosen
    return session.get_one(Comment, chosen.duplicate_of_id)


def _need_both(session: Session, note: Comment, first: Comment) -> None:
    if {note.state, first.state} != {CommentState.PUBLIC}:
        raise Conflict(
            _("Eine der beiden Anmerkungen ist nicht mehr öffentlich. Sie wurden nicht verknüpft.")
        )
    if note.duplicate_of_id is not None or first.duplicate_of_id is not None:
        raise Conflict(_("Jemand hat diese Anmerkung eben schon verknüpft."))
    if any(one.parts_count or one.part_of_id is not None for one in (note, first)):
        raise Invalid(_("Was geteilt ist, wird nicht verknüpft."))
    pointing = select(Comment.id).where(col(Comment.duplicate_of_id) == note.id).limit(1)
    if session.exec(pointing).first() is not None:
        raise Conflict(
            _("Auf diese Anmerkung verweisen schon andere. Verknüpfen Sie von dort aus.")
        )


def unlink(session: Session, note: Comment, moderator: Person, now: datetime) -> None:
    """Undo: the note stands for itself again, and counts. Refused with `Conflict` when it points
    to none. `note` as in `link`."""
    hold(session, note)
    if note.duplicate_of_id is None:
        raise Conflict(_("Diese Anmerkung ist mit keiner anderen verknüpft."))
    first = session.get_one(Comment, note.duplicate_of_id)
    joined.release(session, note)
    count_by_itself(session, note, now, 1)
    tallies.recount_decided(session, [note])
    gathered.changed(session, note)
    journal.record(
        session, moderator, "comment.unlinked", note, process=note.process, note=first.number
    )
    tell(session, note, moderator, partial(moving_letters.unlinked, note, *_sender(session, note)))


def _sender(session: Session, note: Comment) -> tuple[Any, str]:
    return city_of_note(session, note), page_of(session, note)
