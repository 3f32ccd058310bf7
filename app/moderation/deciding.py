"""What every decision of the moderation needs: a reason, a rule of this very process, and that the
same click sent twice decides once."""

from typing import Any

from sqlmodel import Session, col, select

from app.errors import Invalid
from app.i18n import _
from app.models import Comment, HouseRule, Notice, Person, Process, Removal, Reply, Stop


def need_reason(reason: str) -> None:
    """Go on, or raise `Invalid` without a reason."""
    if not reason:
        because = _("Nennen Sie den Grund.")
        raise Invalid(because, {"reason": because})


def need_rule_of(process_id: int, rule: HouseRule) -> None:
    """Go on, or raise `Invalid` for a rule of another process."""
    if rule.process_id != process_id:
        raise Invalid(_("Diese Spielregel gehört zu einem anderen Verfahren."))


def has_decided(
    session: Session,
    what: type[Stop | Notice | Removal],
    process: Process,
    number: int,
    person: Person,
    **decision: object,
) -> bool:
    """Whether this person has decided just that already about the thing of this number: the same
    click came twice."""
    table: Any = what
    query = select(table.id).where(
        table.id == number,
        table.process_id == process.id,
        table.decided_by_id == person.id,
        *(getattr(table, name) == value for name, value in decision.items()),
    )
    return session.exec(query).first() is not None


def texts_about(
    session: Session, what: type[Stop | Notice], process: Process, number: int
) -> tuple[str, ...]:
    """What the note, or the answer to it, says that the thing of this number is about: text and
    proposed wording; nothing for a number that is none."""
    table: Any = what
    query = (
        select(Comment.text, Comment.proposed_wording, Reply.text)
        .select_from(table)
        .join(Comment, col(Comment.id) == table.comment_id)
        .outerjoin(Reply, col(Reply.id) == table.reply_id)
        .where(table.id == number, table.process_id == process.id)
    )
    text, wording, answer = session.exec(query).one_or_none() or ("", "", "")
    return (text, wording) if answer is None else (answer,)
