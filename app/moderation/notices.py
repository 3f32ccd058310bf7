"""What becomes of a notice: it is written down, and a person decides (Regulation (EU) 2022/2065,
article 16). The row is held, so that of two moderators one decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import i18n, journal, outbox
from app.comments.holding import hold_before
from app.errors import Conflict, NotFound
from app.i18n import _
from app.loading import one
from app.models import (
    Cause,
    Comment,
    CommentState,
    HouseRule,
    Notice,
    NoticeKind,
    Organisation,
    Person,
    Process,
    Reply,
    Ruling,
)
from app.moderation import domain, hiding, notice_letters
from app.moderation.deciding import need_reason


@dataclass(frozen=True)
class Said:
    """A notice as somebody gave it; `key` is the form's, so that it counts once."""

    kind: NoticeKind
    text: str
    key: str
    rule: HouseRule | None = None
    name: str = ""
    email: str = ""


def receive(
    session: Session,
    comment: Comment,
    reply: Reply | None,
    said: Said,
    signs: Sequence[str],
    now: datetime,
    *,
    confirms: bool,
) -> bool:
    """Write a notice down, and confirm it to its sender if there is an address (and `confirms`);
    whether it is new. `signs` say what looks like a program. `comment` is as `by_number` gives it.

    The journal keeps that there was one, never from whom.
    """
    values: dict[str, object] = {
        "process_id": comment.process_id,
        "comment_id": comment.id,
        "reply_id": reply.id if reply else None,
        "kind": said.kind,
        "rule_id": said.rule.id if said.rule else None,
        "text": said.text,
        "name": said.name,
        "email": said.email,
        "request_key": said.key,
        "signs": list(signs),
        "at": now,
        "decision_reason": "",
    }
    if not _insert(session, values):
        return False
    journal.record(
        session, None, "notice.received", comment, process=comment.process, kind=said.kind.value
    )
    if said.email and confirms:
        city = domain.city_of_note(session, comment)
        letter = notice_letters.received(comment, reply, city, domain.page_of(session, comment))
        _tell(session, comment, said.email, letter)
    return True


def _insert(session: Session, values: dict[str, object]) -> bool:
    """Whether this was the first of its key, however many come at one instant."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    statement = (sqlite.insert if is_sqlite else postgresql.insert)(Notice)
    once = statement.values(**values).on_conflict_do_nothing(
        index_elements=["process_id", "request_key"]
    )
    return session.execute(once.returning(col(Notice.id))).first() is not None


def hold_notice(session: Session, process: Process, notice_id: int) -> Notice:
    """A notice in this process, with what it is about, held until the end of the transaction.
    Raises `NotFound`, and `Conflict` when somebody has decided already."""
    here = (Notice.id == notice_id, Notice.process_id == process.id)
    about = session.exec(select(Notice.comment_id).where(*here)).one_or_none()
    if about is None:
        raise NotFound(_("Diese Meldung gibt es nicht."))
    hold_before(session, about)
    query = (
        select(Notice)
        .where(*here)
        .options(
            one(Notice.comment, one(Comment.process), one(Comment.field), one(Comment.author)),
            one(Notice.reply, one(Reply.comment), one(Reply.statement)),
        )
        .with_for_update(of=Notice)
    )
    notice = session.exec(query).one()
    if notice.ruling is not None:
        raise Conflict(_("Darüber hat eben schon jemand entschieden."))
    return notice


def keep(session: Session, notice: Notice, moderator: Person, reason: str, now: datetime) -> None:
    """Leave what was reported as it is, with a reason to who reported it. `notice` is held.

    Refused with `Invalid` without a reason.
    """
    need_reason(reason)
    _decide(session, notice, Ruling.KEPT, moderator, reason, now)
    process = notice.comment.process
    journal.record(session, moderator, "notice.kept", notice.comment, process=process)


def hide(
    session: Session,
    notice: Notice,
    moderator: Person,
    rule: HouseRule,
    reason: str,
    now: datetime,
    passage: str = "",
) -> int:
    """Hide what was reported, after a rule of the process; how many notices that settles, for those
    about the same are decided with it. `notice` is held.

    Refused as `domain.hide` and `hiding.hide_reply` do. What is hidden already stays hidden by the
    rule and reason that it has.
    """
    comment, reply = notice.comment, notice.reply
    if (reply or comment).state is not CommentState.HIDDEN:
        if reply is not None:
            hiding.hide_reply(session, reply, moderator, rule, reason, now, Cause.NOTICE, passage)
        else:
            domain.hide(session, comment, moderator, rule, reason, now, Cause.NOTICE, passage)
    same = _open_about_the_same(session, notice)
    for other in same:
        _decide(session, other, Ruling.HIDDEN, moderator, reason, now, rule)
    journal.record(
        session, moderator, "notice.upheld", comment, process=comment.process, notices=len(same)
    )
    return len(same)


def _open_about_the_same(session: Session, notice: Notice) -> Sequence[Notice]:
    query = (
        select(Notice)
        .where(
            Notice.comment_id == notice.comment_id,
            Notice.reply_id == notice.reply_id,
            col(Notice.ruling).is_(None),
        )
        .order_by(col(Notice.id))
        .options(one(Notice.comment, one(Comment.process)), one(Notice.reply))
        .with_for_update(of=Notice)
    )
    return session.exec(query).all()


def _decide(
    session: Session,
    notice: Notice,
    ruling: Ruling,
    moderator: Person,
    reason: str,
    now: datetime,
    rule: HouseRule | None = None,
) -> None:
    notice.ruling, notice.decision_reason = ruling, reason
    notice.decided_by_id, notice.decided_at = moderator.id, now
    session.flush()
    if not notice.email:
        return
    comment = notice.comment
    city: Organisation = domain.city_of_note(session, comment)
    page = domain.page_of(session, comment)
    with i18n.speaking(i18n.DEFAULT):  # which language the stranger reads, nobody asked
        letter = notice_letters.decided(notice, rule, city, page)
    _tell(session, comment, notice.email, letter)


def _tell(session: Session, comment: Comment, email: str, letter: tuple[str, str]) -> None:
    subject, text = letter
    outbox.post(session, to=email, subject=subject, text=text, process_id=comment.process_id)
