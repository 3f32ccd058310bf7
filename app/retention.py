"""How long is kept what is kept for a time only. The page /privacy prints these very numbers.

The worker does this every hour, `randnotiz tidy` by hand: a bounded number of rows in each
transaction, so that nobody waits long for the pen.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, case, delete, func, or_, update
from sqlmodel import Session, col, select

from app import clock, db, forgetting, idempotency, journal, outbox, pseudonyms, security
from app.config import Settings
from app.loading import one
from app.models import (
    Comment,
    CommentState,
    Export,
    ExportChunk,
    GuestNote,
    HandBack,
    HandBackChange,
    HandBackRow,
    HandBackState,
    ImportRow,
    ImportState,
    Inquiry,
    InquiryLetter,
    Invitation,
    Link,
    News,
    NoteFile,
    NoteImport,
    NoteSource,
    Notice,
    OutboxMail,
    SignIn,
)
from app.outdated import drop_some

MAILS = timedelta(days=30)  # after they were sent: address, subject and text
NEWS = timedelta(days=30)  # after it was sent: that somebody was told of something
SIGN_INS = timedelta(days=90)  # after they ended
LINKS = timedelta(days=30)  # after they were used or expired
INVITATIONS = timedelta(days=90)  # after they were taken, taken back or expired: the address
NOTICES = timedelta(days=180)  # after they were decided: who reported it
PAPERS = timedelta(days=365)  # after it came: a scanned letter, a name that is not shown, contact
TABLES = timedelta(days=30)  # after a table of notes was taken over, or only looked at
HAND_BACKS = timedelta(days=90)  # after a group handed in a file: the file, and what it read
GUESTS = timedelta(days=30)  # after they confirmed a note, or the time for it ran out
INQUIRIES = timedelta(days=90)  # after they were relayed or taken back: whom they went to
FORGOTTEN = timedelta(days=365)  # the same where no answer came, after the last day for one
EXPORTS = timedelta(days=30)  # after they were asked for: large files about a process
UNCONFIRMED = forgetting.UNCONFIRMED
NAMES = pseudonyms.NAMES
ATTEMPTS = timedelta(days=2)
CHALLENGES = timedelta(hours=1)  # after they expired
KEYS = idempotency.KEPT
AT_ONCE = 2_000
FEW = 50  # where each takes a while
_NOT_READ = {"synchronize_session": False}


def tidy(engine: Engine, settings: Settings) -> dict[str, int]:
    """Drop all whose time is over; how much of what."""
    done = {name: _all_of(engine, deed) for name, deed in _DEEDS.items()}
    with db.writing(engine) as session:
        idempotency.forget_old(session)
        security.forget_attempts(session, clock.now() - ATTEMPTS)
        security.forget_challenges(session, clock.now() - CHALLENGES)
        done["signatures"] = forgetting.sign_what_slipped_in(session)
    done["mail files"] = outbox.drop_files(engine, settings.data_dir / "mail")
    return done


def _all_of(engine: Engine, deed: Callable[[Session], int]) -> int:
    total = 0
    while True:
        with db.writing(engine) as session:
            done = deed(session)
        total += done
        if not done:
            return total


def _count(session: Session, statement: Any) -> int:
    done = session.execute(statement, execution_options=_NOT_READ)
    return int(done.rowcount)  # type: ignore[attr-defined]


def empty_mails(session: Session) -> int:
    """Empty mails that were sent (or given up) long ago; that there was one stays."""
    full = or_(*(col(getattr(OutboxMail, name)) != "" for name in ("to_address", "text", "error")))
    old = (
        select(OutboxMail.id)
        .where(col(OutboxMail.sent_at) < clock.now() - MAILS, full)
        .limit(AT_ONCE)
    )
    emptied = update(OutboxMail).where(col(OutboxMail.id).in_(old)).values(**outbox.EMPTIED)
    return _count(session, emptied)


def drop_news(session: Session) -> int:
    """Drop what people were told of long ago."""
    old = select(News.id).where(col(News.sent_at) < clock.now() - NEWS).limit(AT_ONCE)
    return _count(session, delete(News).where(col(News.id).in_(old)))


def drop_sign_ins(session: Session) -> int:
    """Drop sessions that ended, or expired, long ago."""
    before = clock.now() - SIGN_INS
    over = func.coalesce(SignIn.ended_at, SignIn.expires_at) < before
    old = select(SignIn.id).where(over).limit(AT_ONCE)
    return _count(session, delete(SignIn).where(col(SignIn.id).in_(old)))


def drop_links(session: Session) -> int:
    """Drop links from mails that were used, or expired, long ago."""
    over = func.coalesce(Link.used_at, Link.expires_at) < clock.now() - LINKS
    old = select(Link.id).where(over).limit(AT_ONCE)
    return _count(session, delete(Link).where(col(Link.id).in_(old)))


def empty_invitations(session: Session) -> int:
    """Take the address out of invitations that ended long ago. The rows stay: who offered which
    role, and who took it."""
    ended = func.coalesce(Invitation.accepted_at, Invitation.revoked_at, Invitation.expires_at)
    old = (
        select(Invitation.id)
        .where(ended < clock.now() - INVITATIONS, col(Invitation.email) != "")
        .limit(AT_ONCE)
    )
    emptied = update(Invitation).where(col(Invitation.id).in_(old))
    # One that merely expired could be sent again, to nobody.
    now = clock.now()
    revoked = func.coalesce(Invitation.revoked_at, Invitation.accepted_at, now)
    return _count(session, emptied.values(email="", revoked_at=revoked))


def empty_notices(session: Session) -> int:
    """Take name and address out of notices that were decided long ago."""
    named = or_(col(Notice.name) != "", col(Notice.email) != "")
    old = (
        select(Notice.id)
        .where(col(Notice.decided_at) < clock.now() - NOTICES, named)
        .limit(AT_ONCE)
    )
    return _count(session, update(Notice).where(col(Notice.id).in_(old)).values(name="", email=""))


def empty_inquiries(session: Session) -> int:
    """Take names and addresses out of questions to offices that are long over: to whom they were
    sent and passed on, with what words, and who wrote the answer. Their links open nothing then."""
    now = clock.now()
    ended = func.coalesce(Inquiry.relayed_at, Inquiry.recalled_at) < now - INQUIRIES
    over = or_(ended, col(Inquiry.due_at) < now - FORGOTTEN)
    old = (
        select(InquiryLetter.id)
        .join(Inquiry, col(Inquiry.id) == col(InquiryLetter.inquiry_id))
        .where(over, col(InquiryLetter.email) != "")
        .limit(AT_ONCE)
    )
    named = select(Inquiry.id).where(over, col(Inquiry.answered_by) != "").limit(AT_ONCE)
    answered = update(Inquiry).where(col(Inquiry.id).in_(named)).values(answered_by="")
    letters = update(InquiryLetter).where(col(InquiryLetter.id).in_(old))
    emptied = {"email": "", "name": "", "message": "", "ended_at": now}
    return _count(session, answered) + _count(session, letters.values(**emptied))


def drop_papers(session: Session) -> int:
    """Drop scanned letters that came long ago, and from notes that came then who is not named in
    public."""
    before = clock.now() - PAPERS
    scans = select(NoteFile.id).where(col(NoteFile.at) < before).limit(FEW)
    hidden_name = (col(NoteSource.name) != "") & col(NoteSource.shows_name).is_(False)
    named = select(NoteSource.id).where(
        col(NoteSource.entered_at) < before, or_(col(NoteSource.contact) != "", hidden_name)
    )
    unnamed = case((col(NoteSource.shows_name).is_(True), col(NoteSource.name)), else_="")
    emptied = update(NoteSource).where(col(NoteSource.id).in_(named.limit(AT_ONCE)))
    return _count(session, delete(NoteFile).where(col(NoteFile.id).in_(scans))) + _count(
        session, emptied.values(contact="", name=unnamed)
    )


def empty_tables(session: Session) -> int:
    """Drop rows and content of tables of notes, a while after; those that were only looked at are
    taken for dropped. What tells a note from others stays with the note."""
    ended = func.coalesce(NoteImport.taken_at, NoteImport.at) < clock.now() - TABLES
    over = ended & (col(NoteImport.state) != ImportState.TAKING)
    rows = select(ImportRow.id).join(NoteImport, col(NoteImport.id) == col(ImportRow.import_id))
    tables = update(NoteImport).where(over, col(NoteImport.state) == ImportState.READ)
    dropped = _count(session, tables.values(state=ImportState.DROPPED, content=b""))
    old = rows.where(over).limit(AT_ONCE)
    return dropped + _count(session, delete(ImportRow).where(col(ImportRow.id).in_(old)))


def drop_exports(session: Session) -> int:
    """Drop large files that were asked for long ago: some of their pieces, and those without."""
    over = col(Export.asked_at) < clock.now() - EXPORTS
    pieces = (
        select(ExportChunk.id)
        .join(Export, col(Export.id) == col(ExportChunk.export_id))
        .where(over)
        .limit(FEW)
    )
    dropped = _count(session, delete(ExportChunk).where(col(ExportChunk.id).in_(pieces)))
    empty = ~select(ExportChunk.id).where(col(ExportChunk.export_id) == Export.id).exists()
    return dropped + _count(session, delete(Export).where(over, empty))


def empty_hand_backs(session: Session) -> int:
    """Drop what working groups handed in long ago, row by row; of files that nobody took in the
    content as well. What was taken in stands on its notes."""
    taking = col(HandBack.state) == HandBackState.TAKING
    over = (func.coalesce(HandBack.taken_at, HandBack.at) < clock.now() - HAND_BACKS) & ~taking
    left = update(HandBack).where(over, col(HandBack.content).is_not(None))
    done = _count(session, left.values(state=HandBackState.FAILED, content=None, error=""))
    for table in (HandBackRow, HandBackChange):
        rows = select(table.id).join(HandBack, col(HandBack.id) == col(table.hand_back_id))
        old = rows.where(over).limit(AT_ONCE)
        done += _count(session, delete(table).where(col(table.id).in_(old)))
    return done


def expire_guests(session: Session) -> int:
    """Notes of guests that nobody confirmed in time have expired: they never appear."""
    query = (
        select(GuestNote)
        .join(Comment, col(Comment.id) == col(GuestNote.comment_id))
        .where(
            col(GuestNote.confirmed_at).is_(None),
            col(GuestNote.expires_at) <= clock.now(),
            Comment.state == CommentState.UNCONFIRMED,
        )
        .order_by(col(GuestNote.id))
        .limit(FEW)
        .options(one(GuestNote.comment, one(Comment.process)))
        .with_for_update(skip_locked=True, of=GuestNote)
    )
    found = session.exec(query).all()
    for guest in found:
        comment = guest.comment
        comment.state = CommentState.EXPIRED
        session.add(comment)
        journal.record(session, None, "comment.expired", comment, process=comment.process)
    return len(found)


def empty_guests(session: Session) -> int:
    """Take name and address out of what is kept about guests, a while after they confirmed (then
    the address is their account's) or the time for it ran out. What was never confirmed was never
    public either, and whose it was is not known: its words go as well."""
    over = func.coalesce(GuestNote.confirmed_at, GuestNote.expires_at) < clock.now() - GUESTS
    named = or_(col(GuestNote.name) != "", col(GuestNote.email) != "")
    found = session.execute(
        select(GuestNote.id, GuestNote.comment_id)
        .where(over, named)
        .order_by(col(GuestNote.id))
        .limit(AT_ONCE)
    ).all()
    expired = col(Comment.state) == CommentState.EXPIRED
    words = ("text", "html", "short_html", "proposed_wording", "wording_html")
    session.execute(
        update(Comment)
        .where(col(Comment.id).in_([row.comment_id for row in found]), expired)
        .values(
            author_name=forgetting.UNNAMED,
            **dict.fromkeys(words, ""),
            **forgetting.NOTHING_OF_ONESELF,
        ),
        execution_options=_NOT_READ,
    )
    emptied = update(GuestNote).where(col(GuestNote.id).in_([row.id for row in found]))
    return _count(session, emptied.values(name="", email="")) if found else 0


_DEEDS: dict[str, Callable[[Session], int]] = {
    "mails": empty_mails,
    "news": drop_news,
    "sign-ins": drop_sign_ins,
    "links": drop_links,
    "invitations": empty_invitations,
    "notices": empty_notices,
    "inquiries": empty_inquiries,
    "letters": drop_papers,
    "tables of notes": empty_tables,
    "hand-backs": empty_hand_backs,
    "exports": drop_exports,
    "outdated exports": drop_some,
    "notes nobody confirmed": expire_guests,
    "guests": empty_guests,
    "accounts": forgetting.forget_unconfirmed,
    "names in ended processes": pseudonyms.pseudonymise_ended,
}
