"""What the moderation makes of a note or an answer that was stopped: published, or refused with a
rule and a reason. The row of the stop is held, so that of two moderators one decides."""

from datetime import datetime
from functools import partial

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import journal
from app.comments import domain as comments
from app.comments.counted import counters_moved, make_public, move_counters
from app.comments.holding import hold, hold_before
from app.comments.letters import tell_of_answer
from app.comments.why_stopped import cause_of
from app.errors import Conflict, NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    Comment,
    CommentState,
    HouseRule,
    Person,
    Process,
    Release,
    Reply,
    Stop,
)
from app.moderation import letters, removals
from app.moderation.deciding import need_reason, need_rule_of
from app.moderation.domain import city_of_note, page_of, tell


def hold_stop(session: Session, process: Process, stop_id: int) -> Stop:
    """Something stopped in this process, with its note and answer, held until the end of the
    transaction: the note first, as everywhere. Raises `NotFound`, and `Conflict` when somebody has
    decided already."""
    here = (Stop.id == stop_id, Stop.process_id == process.id)
    about = session.exec(select(Stop.comment_id).where(*here)).one_or_none()
    if about is None:
        raise NotFound(_("Hier wartet nichts unter dieser Nummer."))
    hold_before(session, about)
    query = (
        select(Stop)
        .where(*here)
        .options(
            one(Stop.comment, one(Comment.process), one(Comment.field), one(Comment.author)),
            one(Stop.reply, one(Reply.statement)),
        )
        .with_for_update(of=Stop)
    )
    stop = session.exec(query).one()
    if stop.release is not None:
        raise Conflict(_("Darüber hat eben schon jemand entschieden."))
    return stop


def seen_of(comment: Comment) -> str:
    """As what a note was read: another word after each edit of its author."""
    return comment.edited_at.isoformat() if comment.edited_at else ""


def publish(session: Session, stop: Stop, moderator: Person, now: datetime, seen: str = "") -> None:
    """Make public what was stopped: in its place, with its counters, and tell who wrote it.

    Refused with `Conflict` for a note that its author has edited since it was `seen` (`seen_of`):
    nothing becomes public that nobody has read.
    """
    comment = stop.comment
    if stop.reply is not None:
        _decide(stop, Release.PUBLISHED, moderator, now)
        _publish_reply(session, comment, stop.reply, moderator, now)
        return
    _hold_as_seen(session, stop, seen)
    _decide(stop, Release.PUBLISHED, moderator, now)
    make_public(session, comment, now, waiting=-1)
    journal.record(session, moderator, "comment.released", comment, process=comment.process)
    city, page = city_of_note(session, comment), page_of(session, comment)
    letter = partial(letters.published, comment, city, page)
    tell(session, comment, moderator, letter)


def _hold_as_seen(session: Session, stop: Stop, seen: str) -> None:
    hold(session, stop.comment, "edited_at")
    if seen != seen_of(stop.comment):
        raise _edited_since(stop)


def _edited_since(stop: Stop) -> Conflict:
    refusal = Conflict(
        _("Die Anmerkung wurde eben geändert. Bitte lesen Sie, was jetzt dort steht.")
    )
    where = f"/desk/p/{stop.comment.process.slug}/stopped?after={stop.id - 1}#s{stop.id}"
    refusal.ways = [(where, _("Angehalten"))]
    return refusal


def refuse(
    session: Session,
    stop: Stop,
    moderator: Person,
    rule: HouseRule,
    reason: str,
    now: datetime,
    seen: str = "",
    passage: str = "",
) -> None:
    """Do not publish it, after a rule of the process, with a reason to who wrote it, and the words
    (`passage`) that it is about. A note leaves a tombstone in its place with rule and reason, an
    answer leaves nothing.

    Refused with `Invalid` without a reason or by a rule of another process, with `Conflict` for a
    note that its author has edited since it was `seen`: the reason may be mended.
    """
    need_reason(reason)
    need_rule_of(stop.process_id, rule)
    if stop.reply is None:
        _hold_as_seen(session, stop, seen)
        _leave_tombstone(session, stop.comment, rule, reason, now)
    else:
        stop.reply.state = CommentState.HIDDEN
        session.flush()
        _one_waits_less(session, stop.comment, now)
    _decide(stop, Release.REFUSED, moderator, now)
    _give_reasons(session, stop, moderator, rule, reason, now, passage)


def _leave_tombstone(
    session: Session, comment: Comment, rule: HouseRule, reason: str, now: datetime
) -> None:
    comment.state, comment.is_listed = CommentState.HIDDEN, True
    comment.hidden_at, comment.hidden_rule, comment.hidden_reason = now, rule, reason
    session.flush()
    move_counters(session, comment, now, hidden=1, waiting=-1)


def _give_reasons(
    session: Session,
    stop: Stop,
    moderator: Person,
    rule: HouseRule,
    reason: str,
    now: datetime,
    passage: str,
) -> None:
    """To the journal, and to who wrote it."""
    comment, reply = stop.comment, stop.reply
    deed = "comment.refused" if reply is None else "reply.refused"
    journal.record(session, moderator, deed, comment, process=comment.process, rule=rule.number)
    removal, link = removals.write_down(
        session,
        comment,
        moderator,
        rule,
        reason,
        now,
        reply=reply,
        cause=cause_of(stop.reasons),
        passage=passage,
    )
    city = city_of_note(session, comment)
    page = page_of(session, comment) if reply is None else ""
    decided = letters.Decided(removal, comment, rule, city, page, link, reply)
    acts = moderator if reply is None else None
    tell(session, comment, acts, partial(letters.refused, decided), reply)


def _decide(stop: Stop, release: Release, moderator: Person, now: datetime) -> None:
    stop.release, stop.decided_at, stop.decided_by_id = release, now, moderator.id


def _publish_reply(
    session: Session, comment: Comment, reply: Reply, moderator: Person, now: datetime
) -> None:
    """It gets the next place under its note: the order is that in which people could read it."""
    hold(session, comment)
    reply.state = CommentState.PUBLIC
    reply.position = comments.next_position(session, comment)
    session.flush()
    _one_waits_less(session, comment, now)
    comments.bump(session, comment.field_id)
    counters_moved(session, comment)
    journal.record(session, moderator, "reply.released", comment, process=comment.process)
    city = city_of_note(session, comment)
    page = page_of(session, comment)
    letter = partial(letters.published_reply, comment, reply, city, page)
    tell(session, comment, None, letter, reply)
    if comment.state is CommentState.PUBLIC:
        tell_of_answer(session, reply)


def _one_waits_less(session: Session, comment: Comment, now: datetime) -> None:
    comments.touch(session, comment.process_id, now)
    session.execute(
        update(Process)
        .where(col(Process.id) == comment.process_id)
        .values(waiting_count=Process.waiting_count - 1)
        .execution_options(synchronize_session=False)
    )
    session.expire(session.get_one(Process, comment.process_id), ["waiting_count", "revision"])
