"""Deeds of moderators: answering for the city, hiding with a reason, showing again.

A note is held while it is answered or hidden, so that two deeds at one instant come one after the
other, and the counters that pages show move in the same transaction.
"""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col

from app import journal, outbox
from app.comments import domain as comments
from app.comments.letters import tell_author
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import (
    ActionField,
    Block,
    Comment,
    CommentState,
    HouseRule,
    Office,
    Organisation,
    Person,
    Process,
    Reply,
    Sentence,
    Statement,
    Voice,
)
from app.moderation import letters
from app.moderation.letters import Letter

_HELD = [
    *("state", "is_answered", "answered_at", "replies_count"),
    *("field_id", "block_id", "sentence"),  # a new version may have moved it just now
]
_COUNTERS = ["comments_count", "answered_count", "hidden_count", "revision"]


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
    _hold(session, comment)
    if comment.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Anmerkung ist nicht mehr öffentlich. Es wurde nichts geantwortet."))
    statement = None
    if office is not None:
        statement = _relay(session, comment, moderator, text, now, office, asked_at)
    reply = comments.reply(
        session,
        comment,
        moderator,
        text=text,
        now=now,
        voice=Voice.MODERATOR if statement is None else Voice.OFFICE,
        statement=statement,
    )
    _counters_moved(session, comment)
    tell_author(session, comment.process, comment, reply)
    return reply


def _relay(
    session: Session,
    comment: Comment,
    moderator: Person,
    text: str,
    now: datetime,
    office: Office,
    asked_at: datetime | None,
) -> Statement:
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
) -> None:
    """Hide a public note after a rule of the process, with a reason that everybody reads. A
    tombstone stays in its place, its replies stay, its author is told how to object.

    Refused with `Invalid` without a reason or by a rule of another process, with `Conflict` when
    the note is not public. `comment` as in `answer`.
    """
    if not reason:
        raise Invalid(_("Nennen Sie den Grund."), {"reason": _("Nennen Sie den Grund.")})
    if rule.process_id != comment.process_id:
        raise Invalid(_("Diese Spielregel gehört zu einem anderen Verfahren."))
    _hold(session, comment)
    if comment.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Anmerkung ist nicht öffentlich."))
    comment.state = CommentState.HIDDEN
    comment.hidden_at, comment.hidden_rule, comment.hidden_reason = now, rule, reason
    _move_counters(session, comment, 1, now)
    journal.record(
        session, moderator, "comment.hidden", comment, process=comment.process, rule=rule.number
    )
    letter = letters.hidden(comment, rule, _city(session, comment), _page(session, comment))
    _tell(session, comment, moderator, letter)


def unhide(session: Session, comment: Comment, moderator: Person, now: datetime) -> None:
    """Show a hidden note again, as it was, and tell its author. Refused with `Conflict` when it
    is not hidden. `comment` as in `answer`."""
    _hold(session, comment)
    if comment.state is not CommentState.HIDDEN:
        raise Conflict(_("Diese Anmerkung ist nicht ausgeblendet."))
    comment.state = CommentState.PUBLIC
    comment.hidden_at, comment.hidden_rule, comment.hidden_reason = None, None, ""
    _move_counters(session, comment, -1, now)
    journal.record(session, moderator, "comment.shown_again", comment, process=comment.process)
    letter = letters.shown_again(comment, _city(session, comment), _page(session, comment))
    _tell(session, comment, moderator, letter)


def _hold(session: Session, comment: Comment) -> None:
    """Wait until nobody else changes this note, and see it as it is now."""
    session.flush()  # a refresh would drop what is not written yet
    session.refresh(comment, _HELD, with_for_update={"key_share": True})


def _move_counters(session: Session, comment: Comment, hidden: int, now: datetime) -> None:
    """Count one note more (+1) or less (-1) as hidden, everywhere it is counted."""
    answered = hidden if comment.is_answered else 0
    comments.touch(session, comment.process_id, now)
    session.execute(
        update(Process)
        .where(col(Process.id) == comment.process_id)
        .values(
            comments_count=Process.comments_count - hidden,
            hidden_count=Process.hidden_count + hidden,
            answered_count=Process.answered_count - answered,
        )
        .execution_options(synchronize_session=False)
    )
    comments.bump(
        session,
        comment.field_id,
        comments_count=col(ActionField.comments_count) - hidden,
        hidden_count=col(ActionField.hidden_count) + hidden,
        answered_count=col(ActionField.answered_count) - answered,
    )
    if comment.block_id is not None:
        _move_margin(session, comment, comment.block_id, hidden)
    _counters_moved(session, comment)


def _move_margin(session: Session, comment: Comment, block_id: int, hidden: int) -> None:
    if comment.sentence is not None:  # before its block, as when posting
        session.execute(
            update(Sentence)
            .where(col(Sentence.block_id) == block_id, col(Sentence.number) == comment.sentence)
            .values(comments_count=Sentence.comments_count - hidden)
            .execution_options(synchronize_session=False)
        )
    session.execute(
        update(Block)
        .where(col(Block.id) == block_id)
        .values(
            comments_count=Block.comments_count - hidden,
            hidden_count=Block.hidden_count + hidden,
        )
        .execution_options(synchronize_session=False)
    )
    comments.show_in_margin(session, block_id)


def _counters_moved(session: Session, comment: Comment) -> None:
    """Whoever reads the counters from here on reads them anew."""
    session.expire(session.get_one(Process, comment.process_id), _COUNTERS)
    session.expire(session.get_one(ActionField, comment.field_id), _COUNTERS)


def _city(session: Session, comment: Comment) -> Organisation:
    return session.get_one(Organisation, comment.process.organisation_id)


def _page(session: Session, comment: Comment) -> str:
    path = f"/p/{comment.process.slug}/comments/{comment.number}"
    return outbox.link(session, path, comment.process)


def _tell(session: Session, comment: Comment, moderator: Person, letter: Letter) -> None:
    """Write to the author, if there is an account with a confirmed address behind the note, and
    it is not the one who acts."""
    author = session.get(Person, comment.author_id) if comment.author_id is not None else None
    if author is None or author.confirmed_at is None or author.id == moderator.id:
        return
    subject, text = letter
    outbox.post(
        session,
        to=author.email,
        name=author.name,
        subject=subject,
        text=text,
        process_id=comment.process_id,
    )
