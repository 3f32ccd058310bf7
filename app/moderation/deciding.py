"""What every decision of the moderation needs: a reason, a rule of this very process, and that the
same click sent twice decides once."""

from typing import Any

from sqlmodel import Session, select

from app.errors import Invalid
from app.i18n import _
from app.models import HouseRule, Notice, Person, Process, Removal, Stop


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
