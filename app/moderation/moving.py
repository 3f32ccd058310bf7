"""Moving a note to the passage or the field it is about: it keeps its number, its thread and its
receipt, the old place points to the new one, and what it was written on stays known.

The note is held first; the counters of both places move in the same transaction.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from app import jobs, journal
from app.comments import domain as comments
from app.comments import gathered, joined, tallies
from app.comments.counted import counters_moved
from app.comments.holding import hold
from app.comments.pointers import moves_of
from app.comments.targets import Target
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import (
    ActionField,
    Carrying,
    Comment,
    CommentState,
    DraftVersion,
    Person,
    Pointer,
    Process,
    Standing,
)
from app.moderation import moving_letters
from app.moderation.domain import city_of_note, page_of, tell
from app.moderation.spots import PLACE, Spot, count_at
from app.news import moved

_WORDS = ("first_word", "last_word")
_HELD = ("version_id", *_WORDS, "address", "fragment", "quote", "standing", "made_version_id")


def move(
    session: Session,
    note: Comment,
    target: Target,
    moderator: Person,
    reason: str,
    now: datetime,
    *,
    seen: str = "",
) -> Pointer:
    """Let a public note stand at `target` from now on; its author and its followers are told.
    `note` is as `by_number` gives it, `seen` is the `seal` of where its sender saw it.

    Refused with `Conflict` when it is not public any more, when somebody else has moved it since,
    or when another version came out; with `Invalid` for the place where it stands.
    """
    _hold(session, note, target, seen)
    before, there = Spot.of(note), Spot.at(target)
    if before == there:
        raise Invalid(_("Dort steht die Anmerkung schon."))
    _keep_where_it_was_made(note)
    pointer = Pointer(
        process_id=note.process_id,
        comment_id=note.id,
        field_id=before.field_id,
        block_id=before.block_id,
        address=before.address,
        fragment=before.fragment,
        quote=before.quote,
        reason=reason,
        by_id=moderator.id,
        at=now,
    )
    session.add(pointer)
    _put(session, note, before, there, now)
    _note_down(session, note, "comment.moved", before, moderator)
    letter = partial(moving_letters.moved, note, before.address, reason, *_sender(session, note))
    tell(session, note, moderator, letter)
    jobs.enqueue(session, moved.KIND, note.process_id, pointer=pointer.id, by=moderator.id)
    return pointer


def move_back(
    session: Session, note: Comment, moderator: Person, now: datetime, *, seen: str = ""
) -> None:
    """Take the last move back: the note stands where it stood, and the pointer goes. Refused as
    `move`, and with `Conflict` where nobody has moved it or its old place is gone since."""
    moves = moves_of(session, note)
    if not moves:
        raise Conflict(_("Diese Anmerkung hat niemand verschoben."))
    last = moves[-1]
    target = old_place(session, note.process, last)
    if target is None:
        raise Conflict(
            _("Den alten Platz gibt es so nicht mehr. Bitte verschieben Sie die Anmerkung neu.")
        )
    _hold(session, note, target, seen)
    before = Spot.of(note)
    session.delete(session.get_one(Pointer, last.id, with_for_update=True))
    session.flush()
    _put(session, note, before, _as_it_was(last, target), now)
    if last.quote and last.block_id is None:
        note.standing = Standing.GONE
    _note_down(session, note, "comment.moved_back", before, moderator)
    tell(
        session, note, moderator, partial(moving_letters.moved_back, note, *_sender(session, note))
    )


def _as_it_was(pointer: Pointer, target: Target) -> Spot:
    """The old place; of what a version had let go its field, with the words it was about."""
    spot = Spot.at(target)
    return spot._replace(quote=pointer.quote) if pointer.block_id is None else spot


def old_place(session: Session, process: Process, pointer: Pointer) -> Target | None:
    """Where the note stood before this move, if that place still has its words."""
    target = Target.find(session, process, pointer.fragment)
    if pointer.block_id is None:
        return target
    if target.block is None or target.block.id != pointer.block_id:
        return None
    if target.quote == pointer.quote:
        return target
    return target.on_words(None, pointer.quote)


def _sender(session: Session, note: Comment) -> tuple[Any, str]:
    return city_of_note(session, note), page_of(session, note)


def _hold(session: Session, note: Comment, target: Target, seen: str) -> None:
    """The note for this deed alone. While it is held no version can come out: publishing waits for
    every note of the process."""
    hold(session, note, *_HELD)
    if note.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Anmerkung ist nicht mehr öffentlich. Sie wurde nicht verschoben."))
    if note.version_id != target.version.id:
        raise Conflict(
            _("Der Entwurf hat eben eine neue Fassung bekommen. Bitte suchen Sie die Stelle darin.")
        )
    if seen and seen != Spot.of(note).seal:
        raise Conflict(
            _("Jemand hat diese Anmerkung eben verschoben. Sie steht jetzt bei %(address)s.")
            % {"address": note.address}
        )


def _keep_where_it_was_made(note: Comment) -> None:
    """The first move keeps what it was written on, as the first version that carries it does."""
    if note.made_version_id is not None:
        return
    note.made_version_id = note.version_id
    for name in PLACE:
        setattr(note, f"made_{name}", getattr(note, name))


def _put(session: Session, note: Comment, before: Spot, there: Spot, now: datetime) -> None:
    """Write the new place, and move what the pages of both count and show."""
    note.field_id = there.field_id
    for name in PLACE:
        setattr(note, name, getattr(there, name))
    if note.standing == Standing.GONE:
        note.standing = Standing.MOVED
    words = comments.words_of(note.quote, note.kind, note.text, note.proposed_wording)
    note.wording_html = words["wording_html"]
    session.flush()
    _forget_where_it_would_go(session, note)
    comments.touch(session, note.process_id, now)
    count_at(session, note, before, there)
    tallies.recount_decided(session, [note], before.field_id)
    gathered.changed(session, note)
    counters_moved(session, note)
    session.expire(note, ["block"])
    set_committed_value(note, "field", session.get_one(ActionField, note.field_id))


def _forget_where_it_would_go(session: Session, note: Comment) -> None:
    """What was proposed or decided for a version that is not public yet was about the old place:
    it is proposed anew, before that version comes out (publishing/carrying.py)."""
    coming = select(DraftVersion.id).where(
        DraftVersion.process_id == note.process_id, col(DraftVersion.published_at).is_(None)
    )
    session.execute(
        delete(Carrying).where(
            col(Carrying.comment_id) == note.id, col(Carrying.to_version_id).in_(coming)
        )
    )


def _note_down(session: Session, note: Comment, deed: str, before: Spot, moderator: Person) -> None:
    journal.record(
        session,
        moderator,
        deed,
        note,
        process=note.process,
        before=before.address,
        after=note.address,
    )


def beside_note(session: Session, _process: Process, note: Comment) -> joined.Family:
    """What belongs to this note, in one question."""
    return joined.family_of(session, note)
