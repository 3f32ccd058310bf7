"""What an office does behind its link: saving, sending, passing on, agreeing or objecting. Nobody
is signed in; who holds the link speaks for the office."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from app import journal
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import Inquiry, InquiryFile, InquiryLetter, InquiryState, Process
from app.moderation.attachments import Attached
from app.moderation.inquiry_letters import Writer
from app.moderation.inquiry_links import is_open, write_letter
from app.security import slow_down

MOST_FILES = 5
MOST_LETTERS = 10  # links to one inquiry: an office is no place from which to write to the world
MOST_POSTS, AN_HOUR = 120, timedelta(hours=1)


def mark_of(text: str) -> str:
    """What a form remembers of the saved text that it was opened with."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def enter(session: Session, letter: InquiryLetter, process: Process, now: datetime) -> None:
    """Something is sent behind this link, whose inquiry is held. Refused with `Conflict` once it is
    over, with `TooMany` for more than a person sends."""
    slow_down(session, f"inquiry:{letter.id}", MOST_POSTS, AN_HOUR)
    if not is_open(letter.inquiry, process):
        raise Conflict(_("Diese Anfrage ist abgeschlossen. Sie müssen nichts mehr tun."))
    if letter.opened_at is None:
        letter.opened_at = now
        session.add(letter)


def save(session: Session, inquiry: Inquiry, text: str, by: str, seen: str, now: datetime) -> None:
    """Keep what is written so far. Refused with `Conflict` when it was sent already, or when
    somebody else has saved another text since `seen`: nothing is written over unread."""
    need_asked(inquiry)
    if inquiry.draft not in ("", text) and seen != mark_of(inquiry.draft):
        raise Conflict(_("Inzwischen hat jemand anderes hier gespeichert. Ihr Text steht unten."))
    if text != inquiry.draft or by != inquiry.answered_by:
        inquiry.draft, inquiry.draft_at, inquiry.answered_by = text, now, by
        session.add(inquiry)


def need_asked(inquiry: Inquiry) -> None:
    """Go on, or refuse with `Conflict` what comes after the statement was sent."""
    if inquiry.state is not InquiryState.ASKED:
        raise Conflict(_("Die Stellungnahme ist schon abgeschickt."))


def send(session: Session, letter: InquiryLetter, process: Process, now: datetime) -> None:
    """Hand in what is saved; the moderator who asked is told."""
    inquiry = letter.inquiry
    need_asked(inquiry)
    inquiry.answer, inquiry.answered_at = inquiry.draft, now
    inquiry.state = InquiryState.ANSWERED
    session.add(inquiry)
    _record(session, "inquiry.answered", inquiry, process)
    Writer(session, inquiry, process, "").came_in()


def _record(session: Session, deed: str, inquiry: Inquiry, process: Process) -> None:
    journal.record(session, None, deed, inquiry, process=process, office=inquiry.office.slug)


def attach(session: Session, inquiry: Inquiry, file: Attached, now: datetime) -> None:
    """Keep a file with the statement; the same one twice is one. Refused with `Invalid` when there
    are as many as will be taken."""
    need_asked(inquiry)
    known = session.exec(
        select(InquiryFile.digest).where(InquiryFile.inquiry_id == inquiry.id)
    ).all()
    if file.digest in known:
        return
    if len(known) >= MOST_FILES:
        because = _("Mehr als %(n)d Dateien gehen nicht. Nehmen Sie zuerst eine weg.")
        raise Invalid("", {"file": because % {"n": MOST_FILES}})
    session.add(
        InquiryFile(
            process_id=inquiry.process_id,
            inquiry_id=inquiry.id,
            name=file.name,
            media_type=file.media_type,
            size=len(file.content),
            digest=file.digest,
            content=file.content,
            at=now,
        )
    )


def remove_file(session: Session, inquiry: Inquiry, file_id: int) -> None:
    """Take a file away before the statement is sent; one that is gone is gone."""
    need_asked(inquiry)
    file = session.get(InquiryFile, file_id)
    if file is not None and file.inquiry_id == inquiry.id:
        session.delete(file)


def pass_on(
    session: Session,
    letter: InquiryLetter,
    process: Process,
    email: str,
    name: str,
    message: str,
    secret: str,
    now: datetime,
    *,
    domains: Sequence[str] | None = None,
) -> InquiryLetter:
    """Give the inquiry to a colleague, by mail with a link of its own. Whoever passed it on keeps
    theirs. An address that has a link gets no second one; one at none of the `domains` (where these
    are given) gets it once the moderation consents, who is told. Refused with `Invalid` beyond
    `MOST_LETTERS`."""
    inquiry = letter.inquiry
    need_asked(inquiry)
    for known in inquiry.letters:
        if known.email == email and known.awaits_consent:
            return known
        if known.email == email and known.ended_at is None:
            raise Invalid("", {"email": _("An diese Adresse ist die Anfrage schon gegangen.")})
    if len(inquiry.letters) >= MOST_LETTERS:
        raise Invalid("", {"email": _("Diese Anfrage ist schon zu oft weitergegeben worden.")})
    about: dict[str, Any] = {"name": name, "message": message, "passed_on_by": letter.id}
    waits = domains is not None and not is_within(email, domains)
    if waits:
        about |= {"awaits_consent": True, "ended_at": now}
    made = write_letter(session, inquiry, email, secret, now, **about)
    session.flush()
    writer = Writer(session, inquiry, process, secret)
    if waits:
        writer.asks_consent()
    else:
        writer.ask(made, passed=True)
    deed = "inquiry.consent_asked" if waits else "inquiry.passed_on"
    _record(session, deed, inquiry, process)
    return made


def is_within(email: str, domains: Sequence[str]) -> bool:
    """Whether an address is at one of these domains, or below one of them."""
    domain = email.rpartition("@")[2]
    return any(domain == own or domain.endswith(f".{own}") for own in domains)


def agree(session: Session, inquiry: Inquiry, process: Process, now: datetime) -> None:
    """The office agrees to the text that it was shown. Said twice it is said once."""
    _need_shown(inquiry)
    if inquiry.agreed_at is None:
        inquiry.agreed_at, inquiry.objected_at, inquiry.objection = now, None, ""
        session.add(inquiry)
        _record(session, "inquiry.agreed", inquiry, process)


def object_to(
    session: Session, inquiry: Inquiry, process: Process, words: str, now: datetime
) -> None:
    """The office does not agree to it, and says why; the moderator who asked is told."""
    _need_shown(inquiry)
    inquiry.agreed_at, inquiry.objected_at, inquiry.objection = None, now, words
    session.add(inquiry)
    _record(session, "inquiry.objected", inquiry, process)
    Writer(session, inquiry, process, "").objected()


def _need_shown(inquiry: Inquiry) -> None:
    if inquiry.state is not InquiryState.ANSWERED or inquiry.shown_at is None:
        raise Conflict(_("Hier ist gerade nichts, dem Sie zustimmen können."))
