"""The house rules of a process: without one nothing can be hidden or refused, because whoever
wrote it is told by which rule."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import journal
from app.errors import Invalid
from app.i18n import _
from app.models import HouseRule, Person, Process
from app.text import clean, clean_line

LONGEST_TITLE = 120


def publish_rule(
    session: Session, process: Process, *, title: str, text: str, by: Person | None = None
) -> HouseRule:
    """Publish one more rule, under the next number: what was hidden by an earlier one goes on
    naming that. Refused with `Invalid` without a title or a text, or with a title too long."""
    title, text = clean_line(title), clean(text)
    if not title or not text:
        raise Invalid(_("Hier steht noch nichts."))
    if len(title) > LONGEST_TITLE:
        most = {"most": LONGEST_TITLE}
        raise Invalid(_("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % most)
    numbers = select(func.max(col(HouseRule.number))).where(HouseRule.process_id == process.id)
    number = (session.exec(numbers).one() or 0) + 1
    rule = HouseRule(process_id=process.id, number=number, title=title, text=text)
    session.add(rule)
    session.flush()
    journal.record(session, by, "rule.published", process, process=process, rule=number)
    return rule
