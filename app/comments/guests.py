"""A note by somebody without an account: it has its number at once, and waits until the owner of
the address that was given presses the button behind the link of one mail. After seven days it has
expired (docs/decisions/0020-guests.md)."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import clock, db, i18n, jobs, journal, outbox
from app.accounts.guests import whose_mailbox
from app.comments import (
    approving,
    counted,
    counting,
    domain,
    guest_letters,
    receipts,
    stopping,
)
from app.comments.doubts import BLOCKED
from app.comments.forms import CommentForm
from app.comments.holding import hold
from app.comments.rules import may_confirm
from app.comments.targets import Target
from app.config import Settings
from app.errors import Conflict, Gone
from app.i18n import _
from app.loading import one
from app.models import Comment, CommentKind, CommentState, GuestNote, Person, Process
from app.rules import require
from app.security import hash_token

DAYS = 7
REMIND_AFTER = timedelta(days=4)
KIND = "guest_reminder"
_MOST_REMINDED = 20  # notes in one reminder


def token_of(secret: str, comment: Comment, email: str) -> str:
    """The token of the link that goes to this address for this note. It can be made again for the
    reminder; for another address it is another."""
    made = comment.created_at.astimezone(UTC).isoformat(timespec="microseconds")
    told = f"guest\n{comment.id}\n{made}\n{email}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def write(
    session: Session,
    place: Target,
    form: CommentForm,
    reasons: Sequence[str],
    secret: str,
    now: datetime,
) -> Comment:
    """Write a guest's note at `place`, and the mail that asks for it to be confirmed. `reasons` is
    what speaks against it: it waits for the moderation then, once it is confirmed. Whether the
    address has an account here is not even looked up."""
    process = place.process
    number = counting.next_quiet_number(session, process, place.version.number)
    about = {"number": number, "author_name": form.name, "author_id": None, "created_at": now}
    about |= {"state": CommentState.UNCONFIRMED, "is_listed": False, **form.about}
    kind = CommentKind(form.kind)
    comment = domain.write_down(session, place, kind, form.text, form.proposed_wording, about)
    guest = GuestNote(
        process_id=process.id,
        comment_id=comment.id,
        name=form.name,
        email=form.mailbox,
        locale=i18n.locale(),
        token_hash=hash_token(token_of(secret, comment, form.mailbox)),
        reasons=list(reasons),
        created_at=now,
        expires_at=now + timedelta(days=DAYS),
    )
    session.add(guest)
    journal.record(session, None, "comment.unconfirmed", comment, process=process)
    _ask(session, guest, comment, process, secret)
    jobs.enqueue(session, KIND, process.id, guest=guest.id).due_at = now + REMIND_AFTER
    return comment


def _ask(
    session: Session, guest: GuestNote, comment: Comment, process: Process, secret: str
) -> None:
    link = _link(session, guest, comment, process, secret)
    guest_letters.please_confirm(session, guest, comment, process, link)


def _link(
    session: Session, guest: GuestNote, comment: Comment, process: Process, secret: str
) -> str:
    token = token_of(secret, comment, guest.email)
    return outbox.address(session, f"/p/{process.slug}/confirm/{token}", process)


def by_token(session: Session, process: Process, token: str, *, to_use: bool = False) -> GuestNote:
    """What the link of a mail is about, with its note and field, whatever has become of it; held
    when it is `to_use`. Raises `Gone` for a token that nobody was sent."""
    query = (
        select(GuestNote)
        .where(GuestNote.token_hash == hash_token(token), GuestNote.process_id == process.id)
        .options(one(GuestNote.comment, one(Comment.field), one(Comment.process)))
    )
    if to_use:
        query = query.with_for_update(of=GuestNote)
    guest = session.exec(query).one_or_none()
    if guest is None:
        raise Gone(_("Dieser Link gilt nicht mehr."))
    return guest


def of_note(session: Session, comment: Comment, *, to_use: bool = False) -> GuestNote | None:
    """What is known of the guest who wrote this note; None where it was no guest."""
    query = select(GuestNote).where(GuestNote.comment_id == comment.id)
    return session.exec(query.with_for_update() if to_use else query).one_or_none()


def note(session: Session, process: Process, number: int) -> Comment:
    """The note with this number that a guest has just sent, in whatever state it is by now."""
    query = select(Comment).where(Comment.process_id == process.id, Comment.number == number)
    return session.exec(query).one()


def is_open(guest: GuestNote, comment: Comment, now: datetime) -> bool:
    """Whether the note still waits to be confirmed. Not once its address is forgotten: then nobody
    could say whose it is."""
    unconfirmed = comment.state is CommentState.UNCONFIRMED and guest.confirmed_at is None
    return unconfirmed and bool(guest.email) and now < guest.expires_at


def has_pending_account(session: Session, guest: GuestNote) -> bool:
    """Whether somebody has registered this address and never confirmed it: its mailbox's owner is
    told what confirming the note does to that."""
    query = select(Person.id).where(Person.email == guest.email, col(Person.confirmed_at).is_(None))
    return session.exec(query).first() is not None


def confirm(session: Session, guest: GuestNote, secret: str, now: datetime) -> bool:
    """The owner of the address says that the note is theirs: it becomes public; or waits for the
    moderation, where something speaks against it, or the process reads such notes first. `guest` is
    held, with its note and process. What was written in time counts, also when the window has
    closed since. Whether it was done now: asked a second time, nothing happens.

    Raises `Conflict` for what has expired or was taken back, and `NotAllowed` for an auditor.
    """
    if guest.confirmed_at is not None:
        return False
    comment, process = guest.comment, guest.comment.process
    hold(session, comment)
    if not is_open(guest, comment, now):
        raise Conflict(_("Diese Anmerkung ist verfallen."))
    person = whose_mailbox(session, guest.email, guest.name, guest.locale, now)
    require(may_confirm(person, process))
    guest.confirmed_at, guest.person_id, comment.author_id = now, person.id, person.id
    reasons = [*approving.of_note(process, comment, guest=True), *guest.reasons]
    reasons += [BLOCKED] if person.blocked_at else []
    if reasons:
        comment.state = CommentState.WAITING
        session.flush()
        counted.move_counters(session, comment, now, waiting=1)
        stopping.note_reasons(session, comment, None, reasons, now)
    else:
        counted.make_public(session, comment, now)
    journal.record(session, person, "comment.confirmed", comment, process=process)
    path = receipts.path_of(comment, process.slug, receipts.token_of(secret, comment))
    receipt = outbox.address(session, path, process)
    guest_letters.confirmed(
        session, guest, comment, process, receipt, _link(session, guest, comment, process, secret)
    )
    return True


def disown(session: Session, guest: GuestNote, now: datetime) -> None:
    """The owner of the address says that the note is not theirs: it expires at once, and the
    address is forgotten. Nothing happens to one that was confirmed or has expired."""
    comment = guest.comment
    hold(session, comment)
    if not is_open(guest, comment, now):
        return
    comment.state = CommentState.EXPIRED
    guest.expires_at, guest.email = now, ""
    journal.record(session, None, "comment.disowned", comment, process=comment.process)


def ask_again(
    session: Session,
    guest: GuestNote,
    comment: Comment,
    process: Process,
    email: str,
    secret: str,
) -> None:
    """Another mail for a note that still waits: to the same address, or to another one where that
    was mistyped; then the first link opens nothing any more. `guest` is held."""
    guest.email = email
    guest.token_hash = hash_token(token_of(secret, comment, email))
    session.add(guest)
    _ask(session, guest, comment, process, secret)


def remind(engine: Engine, settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Write once to a guest who has not confirmed yet: one mail for all notes of this address in
    the process. Done twice it writes once, for what was reminded of says so."""
    now, secret = clock.now(), settings.secret()
    with db.writing(engine) as session:
        first = session.get(GuestNote, int(arguments["guest"]))
        if first is None or not first.email:
            return
        due = _to_remind(session, first, now)
        if first.id not in {guest.id for guest in due}:
            return
        process = due[0].comment.process
        notes = [
            (guest.comment, _link(session, guest, guest.comment, process, secret)) for guest in due
        ]
        for guest in due:
            guest.reminded_at = now
        guest_letters.reminder(session, first, notes, process)


def _to_remind(session: Session, like: GuestNote, now: datetime) -> Sequence[GuestNote]:
    query = (
        select(GuestNote)
        .join(Comment, col(Comment.id) == col(GuestNote.comment_id))
        .where(
            GuestNote.email == like.email,
            GuestNote.process_id == like.process_id,
            col(GuestNote.confirmed_at).is_(None),
            col(GuestNote.reminded_at).is_(None),
            GuestNote.expires_at > now,
            Comment.state == CommentState.UNCONFIRMED,
        )
        .order_by(col(GuestNote.id))
        .limit(_MOST_REMINDED)
        .options(one(GuestNote.comment, one(Comment.process)))
        .with_for_update(of=GuestNote)
    )
    return session.exec(query).all()
