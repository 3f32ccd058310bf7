"""The one objection to a removal, and the decision on it by somebody else (Regulation (EU)
2022/2065, article 20). The row is held, so that of two moderators one decides."""

from datetime import datetime
from functools import partial

from sqlmodel import Session, select

from app import journal
from app.comments.holding import hold_before
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.loading import one
from app.models import Comment, Outcome, Person, Process, Removal, Reply
from app.moderation import domain, hiding, objection_letters, removals
from app.moderation.deciding import need_reason
from app.moderation.rules import may_decide_objection
from app.rules import require


def hold_removal(session: Session, process: Process, number: int) -> Removal:
    """A removal in this process with what it is about, held until the end of the transaction.
    Raises `NotFound`."""
    here = (Removal.id == number, Removal.process_id == process.id)
    about = session.exec(select(Removal.comment_id).where(*here)).one_or_none()
    if about is None:
        raise NotFound(_("Das gibt es nicht."))
    hold_before(session, about)
    query = (
        select(Removal)
        .where(*here)
        .options(
            one(Removal.comment, one(Comment.process), one(Comment.field), one(Comment.author)),
            one(Removal.reply, one(Reply.comment), one(Reply.statement)),
            one(Removal.rule),
        )
        .with_for_update(of=Removal)
    )
    return session.exec(query).one()


def object_to(
    session: Session, removal: Removal, by: Person | None, text: str, now: datetime
) -> bool:
    """Write down the author's objection; whether it is new (there is one for each removal).
    `removal` is held; that it is the author's is the caller's to know.

    Refused with `Invalid` without words, with `Conflict` after six months or when the note is
    public again.
    """
    if removal.objected_at is not None:
        return False
    if not text:
        raise Invalid(_("Sagen Sie, warum."), {"text": _("Sagen Sie, warum.")})
    if removal.restored_at is not None:
        raise Conflict(_("Sie ist schon wieder öffentlich."))
    process = removal.comment.process
    if removals.is_over(removal, now, process.zone):
        raise Conflict(_("Die sechs Monate für einen Widerspruch sind vorbei."))
    removal.objection, removal.objected_at = text, now
    journal.record(session, by, "objection.made", removal.comment, process=process)
    return True


def decide(
    session: Session,
    removal: Removal,
    by: Person,
    outcome: Outcome,
    reason: str,
    now: datetime,
) -> None:
    """Decide on an objection: it stays hidden, or is shown again with all its counters. Its author
    is told, with the reason. `removal` is held.

    Refused with `Conflict` when there is nothing to decide any more, with `NotAllowed` for whoever
    hid it while there is somebody else, with `Invalid` without a reason.
    """
    if removal.objected_at is None or removal.outcome is not None:
        raise Conflict(_("Darüber hat eben schon jemand entschieden."))
    process = removal.comment.process
    others = removals.others_moderate(session, process, by.id)
    require(may_decide_objection(by, removal, process, others=others))
    need_reason(reason)
    removal.outcome, removal.outcome_reason = outcome, reason
    removal.decided_by_id, removal.decided_at = by.id, now
    removal.decided_by_role = removals.role_in(session, by, process)
    session.flush()
    deed = "objection.granted" if outcome is Outcome.RESTORED else "objection.refused"
    journal.record(
        session, by, deed, removal.comment, process=process, alone=by.id == removal.by_id
    )
    _carry_out(session, removal, by, now)


def _carry_out(session: Session, removal: Removal, by: Person, now: datetime) -> None:
    comment, reply = removal.comment, removal.reply
    city = domain.city_of_note(session, comment)
    if removal.outcome is Outcome.STANDS:
        letter = partial(objection_letters.objection_stands, removal, comment, reply, city)
        domain.tell(session, comment, by, letter, reply)
        return
    page = domain.page_of(session, comment)
    letter = partial(objection_letters.objection_granted, removal, comment, reply, city, page)
    if removal.restored_at is not None:  # shown again meanwhile
        domain.tell(session, comment, by, letter, reply)
    elif reply is not None:
        hiding.unhide_reply(session, reply, by, now, letter)
    else:
        domain.unhide(session, comment, by, now, letter)
