"""Forgetting a person: what is personal goes, what was said stays, under no name.

The row stays as a former account, because notes, answers, supports and the journal point at
it (docs/decisions/0017-forgetting-a-person.md). Rows are held in the order in which everybody
holds them: comments, then processes, then fields.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, or_, update
from sqlmodel import Session, col, select

from app import clock, greeted, journal, outbox
from app.models import (
    ActionField,
    AnswerDraft,
    Blackout,
    Challenge,
    CodeGenerator,
    Comment,
    Following,
    ForeignAccount,
    Grant,
    GuestNote,
    InquiryLetter,
    Invitation,
    Lease,
    Link,
    MailWish,
    News,
    Notice,
    OutboxMail,
    Passkey,
    Person,
    Process,
    Purpose,
    RecoveryCode,
    Removal,
    Reply,
    RequestKey,
    SignIn,
    Support,
    Token,
)

# No address at all, so that nobody can sign in with it, and no mail ever goes there.
MARK = "forgotten:"
_THEIRS: tuple[Any, ...] = (
    *(SignIn, Link, Token, CodeGenerator, RecoveryCode, Passkey, ForeignAccount, Challenge),
    *(RequestKey, Following, MailWish, News, Lease, AnswerDraft),
)
UNCONFIRMED = timedelta(days=14)  # accounts that nobody confirmed and that wrote nothing
ACCOUNTS_AT_ONCE = 50
NOTHING_OF_ONESELF: dict[str, object] = {
    "author_role": "",
    "author_organisation": "",
    "author_district": "",
    "perspective_id": None,
    "shows_self": False,
}
_NOT_READ = {"synchronize_session": False}


# Stored in place of a name, so the same in every language.
UNNAMED = "Ohne Namen"
NOBODY = "Ehemaliges Konto"


def nobody() -> str:
    """The name under which the words of a forgotten person stand."""
    return NOBODY


def addresses_of(session: Session, person: Person) -> set[str]:
    """The person's address, and former ones as far as they are still known and no other account
    has them."""
    former = select(Link.email).where(
        Link.person_id == person.id,
        Link.purpose != Purpose.ADDRESS,
        col(Link.email).not_in(select(Person.email).where(Person.id != person.id)),
    )
    return {person.email, *session.exec(former)}


def erase(session: Session, person_id: int, addresses: Iterable[str]) -> None:
    """Make a former account of the person's row, take all keys away, empty the mails, invitations
    and notices with these addresses, and sign what the person wrote with nobody's name."""
    for table in _THEIRS:
        mine = delete(table).where(table.person_id == person_id)
        session.execute(mine, execution_options=_NOT_READ)
    _erase_mail(session, person_id, sorted(addresses))
    former = update(Person).where(col(Person.id) == person_id)
    session.execute(
        former.values(
            name=nobody(),
            email=f"{MARK}{person_id}",
            password_hash="",
            locale="de",
            confirmed_at=None,
            blocked_at=clock.now(),
        ),
        execution_options=_NOT_READ,
    )
    sign_words(session, person_id, nobody(), **NOTHING_OF_ONESELF)
    greeted.unname(session, col(Comment.author_id) == person_id)
    _drop_originals(session, person_id)
    _end_objections(session, person_id)


def _end_objections(session: Session, person_id: int) -> None:
    """The links by which the person could object to a removal open nothing any more: there is
    nobody to whom the answer could go."""
    notes = select(Comment.id).where(Comment.author_id == person_id)
    replies = select(Reply.id).where(Reply.author_id == person_id)
    of_notes = col(Removal.reply_id).is_(None) & col(Removal.comment_id).in_(notes)
    theirs = update(Removal).where(or_(of_notes, col(Removal.reply_id).in_(replies)))
    session.execute(theirs.values(key_hash=None), execution_options=_NOT_READ)


def _drop_originals(session: Session, person_id: int) -> None:
    """What is blacked out in the person's words is kept for nobody any more: it stays so."""
    notes = select(Comment.id).where(Comment.author_id == person_id)
    replies = select(Reply.id).where(Reply.author_id == person_id)
    of_notes = col(Blackout.reply_id).is_(None) & col(Blackout.comment_id).in_(notes)
    session.execute(
        update(Blackout)
        .where(or_(of_notes, col(Blackout.reply_id).in_(replies)))
        .values(original="", passage=""),
        execution_options=_NOT_READ,
    )


def _erase_mail(session: Session, person_id: int, addresses: Sequence[str]) -> None:
    now = clock.now()
    session.execute(
        update(OutboxMail)
        .where(col(OutboxMail.to_address).in_(addresses))
        .values(sent_at=func.coalesce(OutboxMail.sent_at, now), **outbox.EMPTIED),
        execution_options=_NOT_READ,
    )
    invited = col(Invitation.email).in_(addresses)
    is_open = col(Invitation.accepted_at).is_(None) & col(Invitation.revoked_at).is_(None)
    session.execute(
        update(Invitation).where(invited, is_open).values(revoked_at=now),
        execution_options=_NOT_READ,
    )
    session.execute(update(Invitation).where(invited).values(email=""), execution_options=_NOT_READ)
    session.execute(
        update(Notice).where(col(Notice.email).in_(addresses)).values(name="", email=""),
        execution_options=_NOT_READ,
    )
    session.execute(
        update(InquiryLetter)
        .where(col(InquiryLetter.email).in_(addresses))
        .values(email="", name="", message="", ended_at=func.coalesce(InquiryLetter.ended_at, now)),
        execution_options=_NOT_READ,
    )
    session.execute(
        update(GuestNote)
        .where(or_(col(GuestNote.email).in_(addresses), col(GuestNote.person_id) == person_id))
        .values(name="", email=""),
        execution_options=_NOT_READ,
    )


def sign_words(session: Session, person_id: int, name: str, **more: object) -> None:
    """Put another name under everything that a person wrote; pages that are kept show it, for
    the revisions of their fields and processes rise."""
    hold_words(session, person_id)
    for table, values in ((Comment, {"author_name": name, **more}), (Reply, {"author_name": name})):
        session.execute(
            update(table).where(col(table.author_id) == person_id).values(**values),
            execution_options=_NOT_READ,
        )
    answered = select(Reply.comment_id).where(Reply.author_id == person_id)
    where = or_(col(Comment.author_id) == person_id, col(Comment.id).in_(answered))
    _raise_revisions(session, Process, select(Comment.process_id).where(where))
    _raise_revisions(session, ActionField, select(Comment.field_id).where(where))


def hold_words(session: Session, person_id: int) -> None:
    """Wait until nobody else changes what this person wrote. Comes before their row is held:
    whoever decides on their words holds these first, and writes to the person afterwards."""
    for table in (Comment, Reply):
        mine: Any = select(table.id).where(table.author_id == person_id).order_by(col(table.id))
        session.exec(mine.with_for_update(key_share=True)).all()


def _raise_revisions(session: Session, table: type[Any], which: Any) -> None:
    held = select(table.id).where(table.id.in_(which)).order_by(table.id)
    ids = session.exec(held.with_for_update(key_share=True)).all()
    session.execute(
        update(table).where(table.id.in_(ids)).values(revision=table.revision + 1),
        execution_options=_NOT_READ,
    )


def sign_what_slipped_in(session: Session) -> int:
    """Words sent at the very instant at which their author was forgotten may still bear the name:
    sign those too. How many authors that were."""
    gone = select(Person.id).where(col(Person.email).startswith(MARK))
    authors: set[int] = set()
    for table in (Comment, Reply):
        named: Any = select(table.author_id).where(
            col(table.author_id).in_(gone), table.author_name != nobody()
        )
        authors.update(session.exec(named))
    greeting = select(Comment.author_id).join(Reply, col(Reply.comment_id) == col(Comment.id))
    named = session.exec(greeting.where(col(Comment.author_id).in_(gone), Reply.named != ""))
    authors.update(author for author in named if author is not None)
    for author in sorted(authors):
        sign_words(session, author, nobody(), **NOTHING_OF_ONESELF)
        greeted.unname(session, col(Comment.author_id) == author)
    return len(authors)


def forget_unconfirmed(session: Session) -> int:
    """Forget accounts that nobody confirmed in time, that wrote nothing and have no role."""
    busy = (
        select(Comment.id).where(Comment.author_id == Person.id).exists(),
        select(Reply.id).where(Reply.author_id == Person.id).exists(),
        select(Support.id).where(Support.person_id == Person.id).exists(),
        select(Grant.id).where(Grant.person_id == Person.id).exists(),
    )
    query = (
        select(Person)
        .where(
            col(Person.confirmed_at).is_(None),
            Person.created_at < clock.now() - UNCONFIRMED,
            ~col(Person.email).startswith(MARK),
            *(~one for one in busy),
        )
        .order_by(col(Person.id))
        .limit(ACCOUNTS_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    found = session.exec(query).all()
    for person in found:
        erase(session, person.id, addresses_of(session, person))
        journal.record(session, None, "account.never_confirmed", person)
    return len(found)
