"""The links that open an inquiry to an office: signed, one for each mail, kept as a hash. Whoever
holds one speaks for the office; nobody else learns that there is anything."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from app import clock, outbox
from app.cities import in_city
from app.errors import NotFound
from app.i18n import _
from app.loading import many, one
from app.models import (
    Comment,
    Inquiry,
    InquiryLetter,
    InquiryNote,
    InquiryState,
    Process,
    Status,
)
from app.security import hash_token

OPEN = (InquiryState.ASKED, InquiryState.ANSWERED)
# An office may read again what it said, and what the moderation made of that, for as long as it may
# have to stand by it; a link that lies in an old mailbox shows nobody the notes of residents.
READABLE = timedelta(days=30)


def token_of(secret: str, letter: InquiryLetter) -> str:
    """The token of the link in this letter. Nothing of it is stored but its hash, and it can be
    made again for a reminder: 256 bits that nobody guesses."""
    sent = letter.sent_at.astimezone(UTC).isoformat(timespec="microseconds")
    told = f"inquiry\n{letter.inquiry_id}\n{sent}\n{letter.email}".encode()
    return hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def write_letter(
    session: Session, inquiry: Inquiry, email: str, secret: str, now: datetime, **about: Any
) -> InquiryLetter:
    """A link of its own for this address. `about` is what else the letter says."""
    letter = InquiryLetter(
        process_id=inquiry.process_id,
        inquiry_id=inquiry.id,
        inquiry=inquiry,
        email=email,
        sent_at=now,
        token_hash="",
        **about,
    )
    letter.token_hash = hash_token(token_of(secret, letter))
    session.add(letter)
    return letter


def address_of(session: Session, letter: InquiryLetter, process: Process, secret: str) -> str:
    """The full address of the office's page, for a mail. Should the key have changed since it was
    first written, the letter's link is the new one from now on."""
    token = token_of(secret, letter)
    letter.token_hash = hash_token(token)
    session.add(letter)
    return outbox.link(session, f"/inquiries/{token}", process)


def by_token(session: Session, token: str, *, to_use: bool = False) -> InquiryLetter:
    """The letter whose link this is, with its inquiry and all that its page shows; held when it is
    `to_use`. Raises the same `NotFound` for a token that nobody was sent, one whose letter is
    ended or erased, and one of another city."""
    query = (
        select(InquiryLetter)
        .join(Process, col(Process.id) == col(InquiryLetter.process_id))
        .where(
            InquiryLetter.token_hash == hash_token(token[:100]),
            InquiryLetter.email != "",
            col(InquiryLetter.ended_at).is_(None),
            in_city(session),
        )
        .options(one(InquiryLetter.inquiry, *_AS_SHOWN))
    )
    letter = session.exec(query).unique().one_or_none()
    if letter is None:
        raise _unknown()
    if to_use:
        hold(session, letter.inquiry)
    return letter


_AS_SHOWN = (
    one(Inquiry.office),
    one(Inquiry.asked_by),
    one(Inquiry.statement),
    many(Inquiry.letters),
    many(
        Inquiry.notes,
        one(
            InquiryNote.comment,
            one(Comment.field),
            one(Comment.made_version),
            one(Comment.process),
            one(Comment.hidden_rule),
        ),
    ),
)


def by_id(session: Session, process: Process, inquiry_id: int, *, to_use: bool = False) -> Inquiry:
    """An inquiry of this process with everything that its page shows; held when it is `to_use`.
    Raises `NotFound`."""
    query = (
        select(Inquiry)
        .where(Inquiry.id == inquiry_id, Inquiry.process_id == process.id)
        .options(*_AS_SHOWN)
    )
    inquiry = session.exec(query).unique().one_or_none()
    if inquiry is None:
        raise NotFound(_("Diese Anfrage gibt es nicht."))
    if to_use:
        hold(session, inquiry)
    return inquiry


def hold(session: Session, inquiry: Inquiry) -> None:
    """Let nobody else change it until this transaction is over, and see it as it is now."""
    session.refresh(inquiry, attribute_names=_COLUMNS, with_for_update=True)


_COLUMNS = [name for name in Inquiry.model_fields if name != "id"]


def live(inquiry: Inquiry) -> list[InquiryLetter]:
    """Its letters whose links are good, the oldest first."""
    return [letter for letter in inquiry.letters if letter.email and letter.ended_at is None]


def holders(inquiry: Inquiry) -> list[InquiryLetter]:
    """Of these the ones that were not passed on: who has it on the desk now."""
    passed = {letter.passed_on_by for letter in inquiry.letters if letter.ended_at is None}
    return [letter for letter in live(inquiry) if letter.id not in passed]


def passer_of(inquiry: Inquiry, letter: InquiryLetter) -> InquiryLetter | None:
    """Whoever passed this letter on; or, where that link is no longer good, who had passed it on
    to them, and so on. None where nobody has a link any more, or nobody passed it on."""
    by_id_of = {one.id: one for one in inquiry.letters}
    passer = by_id_of.get(letter.passed_on_by or 0)
    while passer is not None and passer not in live(inquiry):
        passer = by_id_of.get(passer.passed_on_by or 0)
    return passer


def is_open(inquiry: Inquiry, process: Process) -> bool:
    """Whether the office may still say something, or read what it has said: for `READABLE` after
    it answered, or was last shown what is to appear."""
    if process.status is Status.ARCHIVED:
        return False
    if inquiry.state is not InquiryState.ANSWERED or inquiry.answered_at is None:
        return inquiry.state is InquiryState.ASKED
    last = max(inquiry.answered_at, inquiry.shown_at or inquiry.answered_at)
    return clock.now() < last + READABLE


def _unknown() -> NotFound:
    return NotFound(
        _("Diesen Link gibt es nicht, oder er gilt nicht mehr. Bitte prüfen Sie, ob er ganz ist.")
    )
