"""Hiding one resident's answer under a note, and showing it again. What officials say is the city's
own word and is not hidden: it is corrected by another answer."""

from datetime import datetime
from functools import partial

from sqlmodel import Session

from app import journal
from app.comments import domain as comments
from app.comments.counted import counters_moved
from app.comments.holding import hold
from app.comments.letters import tell_of_answer
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import Cause, Comment, CommentState, HouseRule, Person, Reply, Voice
from app.moderation import letters, removals
from app.moderation.deciding import need_reason, need_rule_of
from app.moderation.domain import city_of_note, page_of, tell
from app.moderation.letters import Write


def hide_reply(
    session: Session,
    reply: Reply,
    moderator: Person,
    rule: HouseRule,
    reason: str,
    now: datetime,
    cause: Cause = Cause.OWN,
    passage: str = "",
) -> None:
    """Hide a resident's public answer after a rule of the process. A tombstone stays in its place;
    its author is told why, about which words (`passage`), and how to object.

    Refused with `Invalid` without a reason, by a rule of another process or for an official's, with
    `Conflict` when it is not public. `reply.comment` is as `by_number` gives it.
    """
    comment = reply.comment
    need_reason(reason)
    need_rule_of(comment.process_id, rule)
    if reply.voice is not Voice.RESIDENT:
        raise Invalid(_("Was die Stadt selbst antwortet, wird nicht ausgeblendet."))
    _hold(session, comment, reply)
    if reply.state is not CommentState.PUBLIC:
        raise Conflict(_("Diese Antwort ist nicht öffentlich."))
    reply.state = CommentState.HIDDEN
    session.flush()
    _show_anew(session, comment, now)
    journal.record(
        session, moderator, "reply.hidden", comment, process=comment.process, rule=rule.number
    )
    removal, link = removals.write_down(
        session, comment, moderator, rule, reason, now, reply=reply, cause=cause, passage=passage
    )
    city, page = city_of_note(session, comment), page_of(session, comment)
    decided = letters.Decided(removal, comment, rule, city, page, link, reply)
    tell(session, comment, moderator, partial(letters.hidden, decided), reply)


def unhide_reply(
    session: Session,
    reply: Reply,
    moderator: Person,
    now: datetime,
    letter: Write | None = None,
) -> None:
    """Show a hidden answer again; one that never was public gets the next place under its note.
    Refused with `Conflict` when it is not hidden. `reply` as in `hide_reply`."""
    comment = reply.comment
    _hold(session, comment, reply)
    if reply.state is not CommentState.HIDDEN:
        raise Conflict(_("Diese Antwort ist nicht ausgeblendet."))
    is_new = reply.position < 1
    reply.state = CommentState.PUBLIC
    if is_new:
        reply.position = comments.next_position(session, comment)
    session.flush()
    _show_anew(session, comment, now)
    removals.mark_restored(session, comment, now, reply)
    journal.record(session, moderator, "reply.shown_again", comment, process=comment.process)
    city, page = city_of_note(session, comment), page_of(session, comment)
    told = letter or partial(letters.shown_reply_again, comment, reply, city, page)
    tell(session, comment, moderator, told, reply)
    if is_new and comment.state is CommentState.PUBLIC:
        tell_of_answer(session, reply)


def _hold(session: Session, comment: Comment, reply: Reply) -> None:
    """The note first, as everywhere, then what is known of the answer."""
    hold(session, comment)
    session.refresh(reply, ["state", "position"])


def _show_anew(session: Session, comment: Comment, now: datetime) -> None:
    comments.touch(session, comment.process_id, now)
    comments.bump(session, comment.field_id)
    counters_moved(session, comment)
