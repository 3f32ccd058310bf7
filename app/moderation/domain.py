"""Deeds of moderators: answering for the city, hiding with a reason, showing again.

A note is held while it is answered or hidden, so that two deeds at one instant come one after the
other, and the counters that pages show move in the same transaction.
"""

from datetime import datetime
from functools import partial

from sqlmodel import Session

from app import i18n, journal, outbox
from app.comments import domain as comments
from app.comments.counted import counters_moved, move_counters
from app.comments.holding import hold
from app.comments.letters import tell_of_answer
from app.errors import Conflict
from app.i18n import _
from app.models import (
    Cause,
    Comment,
    CommentState,
    HouseRule,
    Office,
    Organisation,
    Person,
    Reply,
    Statement,
    Voice,
)
from app.moderation import letters, removals
from app.moderation.deciding import need_reason, need_rule_of
from app.moderation.letters import Write
from app.moderation.rules import is_part, joined_to_others
from app.news import telling


def answer(
    session: Session,
    comment: Comment,
    moderator: Person,
    text: str,
    now: datetime,
    office: Office | None = None,
    asked_at: datetime | None = None,
) -> Reply:
    """Answer a note in the moderator's own voice, or with the statement of `office`, which was
    asked at `asked_at` if that is known. `comment` is as `by_number` gives it, `text` is cleaned.

    The author gets a mail. Refused with `Conflict` when the note is not public any more.
    """
    hold(session, comment)
    if comment.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Anmerkung ist nicht mehr öffentlich. Es wurde nichts geantwortet."))
    joined = joined_to_others(comment)
    if joined is not None:
        raise Conflict(joined.because)
    statement = None
    if office is not None:
        statement = relay(session, comment, moderator, text, now, office, asked_at)
    reply = comments.reply(
        session,
        comment,
        moderator,
        text=text,
        now=now,
        voice=Voice.MODERATOR if statement is None else Voice.OFFICE,
        statement=statement,
    )
    counters_moved(session, comment)
    tell_of_answer(session, reply)
    return reply


def relay(
    session: Session,
    comment: Comment,
    moderator: Person,
    text: str,
    now: datetime,
    office: Office,
    asked_at: datetime | None,
) -> Statement:
    """What `office` says, written down under the name of the moderator who passes it on; `comment`
    is the note (or the first of several) that it answers."""
    statement = Statement(
        process_id=comment.process_id,
        office_id=office.id,
        office=office,
        relayed_by_id=moderator.id,
        text=text,
        asked_at=asked_at,
        answered_at=now,
    )
    session.add(statement)
    journal.record(
        session,
        moderator,
        "statement.relayed",
        statement,
        process=comment.process,
        office=office.slug,
        note=comment.number,
    )
    return statement


def hide(
    session: Session,
    comment: Comment,
    moderator: Person,
    rule: HouseRule,
    reason: str,
    now: datetime,
    cause: Cause = Cause.OWN,
    passage: str = "",
) -> None:
    """Hide a public note after a rule of the process, with a reason that everybody reads. A
    tombstone stays in its place, its replies stay, its author is told how to object. `cause` says
    whether a notice led to it, `passage` are the words that the reason is about.

    Refused with `Invalid` without a reason or by a rule of another process, with `Conflict` when
    the note is not public. `comment` as in `answer`.
    """
    need_reason(reason)
    need_rule_of(comment.process_id, rule)
    hold(session, comment)
    if comment.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Anmerkung ist nicht öffentlich."))
    part = is_part(comment)
    if part is not None:
        raise Conflict(part.because)
    comment.state = CommentState.HIDDEN
    comment.hidden_at, comment.hidden_rule, comment.hidden_reason = now, rule, reason
    move_counters(session, comment, now, public=-1, hidden=1)
    journal.record(
        session, moderator, "comment.hidden", comment, process=comment.process, rule=rule.number
    )
    removal, link = removals.write_down(
        session, comment, moderator, rule, reason, now, cause=cause, passage=passage
    )
    city, page = city_of_note(session, comment), page_of(session, comment)
    decided = letters.Decided(removal, comment, rule, city, page, link)
    tell(session, comment, moderator, partial(letters.hidden, decided))


def unhide(
    session: Session,
    comment: Comment,
    moderator: Person,
    now: datetime,
    letter: Write | None = None,
) -> None:
    """Show a hidden note again, as it was, and tell its author (with `letter`, else in general
    words). Refused with `Conflict` when it is not hidden. `comment` as in `answer`."""
    hold(session, comment)
    if comment.state is not CommentState.HIDDEN:
        raise Conflict(_("Diese Anmerkung ist nicht ausgeblendet."))
    comment.state = CommentState.PUBLIC
    comment.hidden_at, comment.hidden_rule, comment.hidden_reason = None, None, ""
    move_counters(session, comment, now, public=1, hidden=-1)
    again = letters.published if removals.was_before(session, comment) else letters.shown_again
    removals.mark_restored(session, comment, now)
    journal.record(session, moderator, "comment.shown_again", comment, process=comment.process)
    city, page = city_of_note(session, comment), page_of(session, comment)
    tell(session, comment, moderator, letter or partial(again, comment, city, page))


def city_of_note(session: Session, comment: Comment) -> Organisation:
    """The city in whose process the note stands."""
    return session.get_one(Organisation, comment.process.organisation_id)


def page_of(session: Session, comment: Comment) -> str:
    """The full address of the note's page, for a letter that says in which language."""
    path = f"/p/{comment.process.slug}/comments/{comment.number}"
    return outbox.address(session, path, comment.process)


def tell(
    session: Session,
    comment: Comment,
    moderator: Person | None,
    letter: Write,
    reply: Reply | None = None,
) -> None:
    """Write to the author of the note (or of this answer to it) in their language, whatever mails
    they want, if there is an account with a confirmed address behind it, and it is not the one who
    acts."""
    author_id = (reply or comment).author_id
    author = session.get(Person, author_id) if author_id is not None else None
    if author is None or author.confirmed_at is None:
        return
    if moderator is not None and author.id == moderator.id:
        return
    with i18n.speaking(author.locale):
        telling.tell_of_own(session, author, comment, letter(), reply)
