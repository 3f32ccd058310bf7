"""A note that staff type for somebody else: no account is its author, and it says how it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app import journal, outbox
from app.comments import counting, domain, receipt_letters, receipts
from app.comments.targets import Target
from app.forgetting import UNNAMED
from app.i18n import _
from app.models import Comment, CommentKind, NoteSource, Person, Process


@dataclass
class Head:
    """What stands on a letter once, however many notes it says: from whom it is, how and when it
    came. `contact` is never public, `name` only where `shows_name`."""

    source: str
    received: datetime
    name: str = ""
    contact: str = ""
    shows_name: bool = False
    place: str = ""


@dataclass
class Words:
    """One note of it."""

    kind: CommentKind
    text: str
    wording: str = ""


def enter(
    session: Session, target: Target, head: Head, words: Words, by: Person, now: datetime
) -> Comment:
    """Write a public note at `target` for whoever said it. It counts from the day on which it was
    received. Whoever types it stands in the journal and never becomes its author.

    Refused with `Conflict` when another version has become the public one meanwhile.
    """
    process = target.process
    about = {
        "number": counting.next_number(session, process, target.version.number, now),
        "author_id": None,
        "author_name": head.name if head.shows_name and head.name else UNNAMED,
        "created_at": min(head.received, now),
        "source": head.source,
    }
    comment = domain.write_down(session, target, words.kind, words.text, words.wording, about)
    counting.one_more_on_field(session, target.field, now)
    if target.sentence is not None:
        counting.one_more_on_sentence(session, target.sentence)
    source = head.source
    journal.record(session, by, "comment.entered", comment, process=process, source=source)
    if target.block is not None:
        counting.one_more_on_block(session, target.block)
    session.add(_source(process, comment, head, by, now))
    return comment


def _source(
    process: Process, comment: Comment, head: Head, by: Person, now: datetime
) -> NoteSource:
    return NoteSource(
        process_id=process.id,
        comment_id=comment.id,
        source=head.source,
        name=head.name,
        contact=head.contact,
        shows_name=head.shows_name,
        received_on=head.received.astimezone(ZoneInfo(process.zone)).date(),
        place=head.place,
        entered_by_id=by.id,
        entered_at=now,
    )


def receipt_link(session: Session, secret: str, process: Process, comment: Comment) -> str:
    """The whole address of the note's private page, for whom it concerns."""
    path = receipts.path_of(comment, process.slug, receipts.token_of(secret, comment))
    return outbox.link(session, path, process)


def send_receipt(
    session: Session, process: Process, comment: Comment, head: Head, link: str
) -> None:
    """Mail the receipt to the address on the letter, because whoever wrote it wishes so."""
    opening = _("Guten Tag %(name)s,") % {"name": head.name} if head.name else _("Guten Tag,")
    came = _("was Sie der Stadt gesagt oder geschrieben haben, steht jetzt im Verfahren.")
    outbox.post(
        session,
        to=head.contact,
        name=head.name,
        subject=_("Ihr Beleg für Anmerkung #%(n)d") % {"n": comment.number},
        text="\n\n".join([opening, came, receipt_letters.told(comment, process, link)]),
        process_id=process.id,
    )
