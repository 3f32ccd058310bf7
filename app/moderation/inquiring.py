"""Deeds about inquiries at the desk: asking an office, asking back, showing it the edited text,
relaying its statement, taking the question back.

The inquiry is held while something is done to it, before the notes that it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app import i18n, journal
from app.comments.holding import hold_all
from app.errors import Conflict
from app.i18n import _
from app.models import (
    Comment,
    CommentState,
    Inquiry,
    InquiryNote,
    InquiryState,
    Office,
    Person,
    Process,
    Reply,
)
from app.moderation.answering import answer_many
from app.moderation.domain import page_of, relay
from app.moderation.inquiry_letters import Writer
from app.moderation.inquiry_links import OPEN, live, write_letter

MOST_NOTES = 50  # in one inquiry: what somebody can read at a sitting


@dataclass(frozen=True)
class Asked:
    """What an office is asked: by whose mailbox, the question, until when (a midnight)."""

    office: Office
    email: str
    question: str
    due_at: datetime
    name: str = ""


def ask(
    session: Session,
    process: Process,
    notes: Sequence[Comment],
    moderator: Person,
    asked: Asked,
    secret: str,
    now: datetime,
) -> Inquiry:
    """Ask an office about these public notes of the process, by a mail with a link of its own."""
    inquiry = Inquiry(
        process_id=process.id,
        office=asked.office,
        asked_by=moderator,
        question=asked.question,
        asked_at=now,
        due_at=asked.due_at,
        letters=[],
        notes=[InquiryNote(process_id=process.id, comment=note) for note in notes],
    )
    session.add(inquiry)
    session.flush()
    letter = write_letter(session, inquiry, asked.email, secret, now, name=asked.name)
    Writer(session, inquiry, process, secret).ask(letter)
    _record(session, moderator, "inquiry.asked", inquiry, process)
    return inquiry


def _record(
    session: Session, person: Person | None, deed: str, inquiry: Inquiry, process: Process
) -> None:
    numbers = [row.comment.number for row in inquiry.notes]
    about: dict[str, Any] = {"office": inquiry.office.slug, "notes": numbers}
    journal.record(session, person, deed, inquiry, process=process, **about)


def give_back(
    session: Session,
    inquiry: Inquiry,
    process: Process,
    moderator: Person,
    words: str,
    due_at: datetime,
    secret: str,
    now: datetime,
) -> None:
    """Ask the office once more about what it has sent: its text is a draft again, the clock runs
    on from the first question. `inquiry` is held. Refused with `Conflict` unless it has come in."""
    _need(inquiry, InquiryState.ANSWERED)
    back = _("Rückfrage vom %(day)s:") % {"day": i18n.day(now, process.zone)}
    inquiry.question = f"{inquiry.question}\n\n{back}\n{words}"
    inquiry.state, inquiry.due_at, inquiry.reminded_at = InquiryState.ASKED, due_at, None
    inquiry.draft, inquiry.draft_at = inquiry.answer, now
    inquiry.answer, inquiry.answered_at = "", None
    _forget_edit(inquiry)
    session.add(inquiry)
    writer = Writer(session, inquiry, process, secret)
    for letter in live(inquiry):
        writer.give_back(letter)
    _record(session, moderator, "inquiry.given_back", inquiry, process)


def _forget_edit(inquiry: Inquiry) -> None:
    inquiry.edited, inquiry.edited_at = "", None
    inquiry.shown_at = inquiry.agreed_at = inquiry.objected_at = None
    inquiry.objection = ""


def edit(session: Session, inquiry: Inquiry, text: str, now: datetime) -> None:
    """Keep the moderation's wording of what came in; what the office said to an earlier one does
    not hold for another. Refused with `Conflict` unless it has come in."""
    _need(inquiry, InquiryState.ANSWERED)
    if text == (inquiry.edited or inquiry.answer):
        return
    _forget_edit(inquiry)
    inquiry.edited, inquiry.edited_at = text, now
    session.add(inquiry)


def show(
    session: Session,
    inquiry: Inquiry,
    process: Process,
    moderator: Person,
    secret: str,
    now: datetime,
) -> None:
    """Show the office by mail what is to be published. Refused with `Conflict` unless it has come
    in, or where it was shown already as it is."""
    _need(inquiry, InquiryState.ANSWERED)
    if inquiry.shown_at is not None:
        raise Conflict(_("Diesen Text haben Sie dem Amt schon gezeigt."))
    inquiry.edited = inquiry.edited or inquiry.answer
    inquiry.shown_at = now
    session.add(inquiry)
    writer = Writer(session, inquiry, process, secret)
    for letter in live(inquiry):
        writer.show(letter)
    _record(session, moderator, "inquiry.shown", inquiry, process)


def relay_answer(
    session: Session,
    inquiry: Inquiry,
    process: Process,
    moderator: Person,
    secret: str,
    now: datetime,
) -> list[Reply]:
    """Publish what the office says, as the moderation has edited it, under each of the notes that
    is public; the links end. Refused with `Conflict` unless it has come in, and where no note is
    public any more."""
    _need(inquiry, InquiryState.ANSWERED)
    notes = [row.comment for row in inquiry.notes]
    hold_all(session, notes)
    public = [note for note in notes if note.state is CommentState.PUBLIC]
    if not public:
        raise Conflict(_("Keine der Anmerkungen ist noch öffentlich. Es wurde nichts geantwortet."))
    text = inquiry.edited or inquiry.answer
    first = min(public, key=lambda note: note.number)
    statement = relay(session, first, moderator, text, now, inquiry.office, inquiry.asked_at)
    statement.answered_at = inquiry.answered_at or now
    replies = answer_many(
        session, public, moderator, text, now, office=inquiry.office, statement=statement
    )
    inquiry.statement, inquiry.edited = statement, text
    inquiry.state, inquiry.relayed_at = InquiryState.RELAYED, now
    session.add(inquiry)
    writer = Writer(session, inquiry, process, secret)
    for letter in live(inquiry):
        writer.relayed(letter, page_of(session, first))
    _record(session, moderator, "inquiry.relayed", inquiry, process)
    return replies


def recall(
    session: Session,
    inquiry: Inquiry,
    process: Process,
    moderator: Person,
    secret: str,
    now: datetime,
) -> None:
    """Take the question back: the links end, everybody who has one is told. Refused with
    `Conflict` when it is over already."""
    if inquiry.state not in OPEN:
        raise Conflict(_("Diese Anfrage ist schon abgeschlossen."))
    inquiry.state, inquiry.recalled_at = InquiryState.RECALLED, now
    session.add(inquiry)
    writer = Writer(session, inquiry, process, secret)
    for letter in live(inquiry):
        writer.recall(letter)
    _record(session, moderator, "inquiry.recalled", inquiry, process)


def _need(inquiry: Inquiry, state: InquiryState) -> None:
    if inquiry.state is not state:
        raise Conflict(_("Diese Anfrage steht inzwischen woanders. Bitte sehen Sie sie neu an."))
