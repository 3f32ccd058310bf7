"""The house rules of a process: without one nothing can be hidden or refused, because whoever
wrote it is told by which rule.

A rule that is worded anew or retired stays as it was for all that was hidden by it: its row ends,
and the new wording is another row under the same number. Numbers are never given again.
"""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import clock, journal
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.models import HouseRule, Person, Process
from app.processes.ordering import shift
from app.processes.renewing import hold
from app.text import clean, clean_line

LONGEST_TITLE, LONGEST_TEXT = 120, 1000
MOST = 40  # rules that hold at one time


def rules_of(session: Session, process: Process) -> Sequence[HouseRule]:
    """The rules that hold now, in the order in which the process puts them."""
    query = (
        select(HouseRule)
        .where(HouseRule.process_id == process.id, col(HouseRule.ended_at).is_(None))
        .order_by(col(HouseRule.position), col(HouseRule.number))
    )
    return session.exec(query).all()


def former_rules_of(session: Session, process: Process) -> Sequence[HouseRule]:
    """Wordings that hold no more, the last first: what was hidden by them still cites them."""
    query = (
        select(HouseRule)
        .where(HouseRule.process_id == process.id, col(HouseRule.ended_at).is_not(None))
        .order_by(col(HouseRule.ended_at).desc(), col(HouseRule.id).desc())
    )
    return session.exec(query).all()


def publish_rule(
    session: Session, process: Process, *, title: str, text: str, by: Person | None = None
) -> HouseRule:
    """Publish one more rule, under the next number, behind the others. The very same once more (a
    second click) is the one that is there. Refused with `Invalid` without a title or a text, or
    with one too long, with `Conflict` when there are too many."""
    title, text = checked(title, text)
    hold(session, process)
    holding = rules_of(session, process)
    for known in holding:
        if (known.title, known.text) == (title, text):
            return known
    if len(holding) >= MOST:
        raise Conflict(_("Mehr als %(most)d Regeln liest niemand.") % {"most": MOST})
    numbers = select(func.max(col(HouseRule.number))).where(HouseRule.process_id == process.id)
    number = (session.exec(numbers).one() or 0) + 1
    last = max((rule.position for rule in holding), default=0)
    rule = HouseRule(
        process_id=process.id,
        number=number,
        position=max(last + 1, number),
        title=title,
        text=text,
        since=clock.now(),
    )
    session.add(rule)
    session.flush()
    journal.record(session, by, "rule.published", process, process=process, rule=number)
    return rule


def reword_rule(
    session: Session, process: Process, number: int, edition: int, title: str, text: str, by: Person
) -> HouseRule:
    """Let the rule of this number say something else from now on; what was hidden by it goes on
    citing the words that it was hidden by. Refused with `Invalid` as a new one is, with `NotFound`
    for one that does not hold, with `Conflict` when it is not the `edition` that was read."""
    title, text = checked(title, text)
    hold(session, process)
    rule = rule_of(session, process, number)
    if (rule.title, rule.text) == (title, text):
        return rule
    _as_read(rule, edition)
    now = clock.now()
    rule.ended_at = now
    new = HouseRule(
        process_id=process.id,
        number=number,
        edition=rule.edition + 1,
        position=rule.position,
        title=title,
        text=text,
        since=now,
    )
    session.add_all([rule, new])
    session.flush()
    about = {"rule": number, "version": new.edition}
    journal.record(session, by, "rule.reworded", process, process=process, **about)
    return new


def retire_rule(
    session: Session, process: Process, number: int, edition: int, by: Person
) -> HouseRule:
    """Let nothing be hidden by this rule any more. Done twice it is done once. Refused with
    `NotFound` for a number that there never was, with `Conflict` for another `edition` than was
    read."""
    hold(session, process)
    ended = _latest(session, process, number)
    if ended.ended_at is not None:
        return ended
    _as_read(ended, edition)
    ended.ended_at = clock.now()
    session.add(ended)
    journal.record(session, by, "rule.retired", process, process=process, rule=number)
    return ended


def move_rule(session: Session, process: Process, number: int, by: Person, *, up: bool) -> None:
    """Put a rule one place up, or down; at the end of the list nothing happens. Refused with
    `NotFound` for one that does not hold."""
    hold(session, process)
    rule = rule_of(session, process, number)
    if shift(session, rules_of(session, process), rule, up=up):
        journal.record(session, by, "rule.moved", process, process=process, rule=number)


def rule_of(session: Session, process: Process, number: int) -> HouseRule:
    """The rule of this number as it holds now. Raises `NotFound`."""
    rule = _latest(session, process, number)
    if rule.ended_at is not None:
        raise NotFound(_("Diese Spielregel gilt nicht mehr."))
    return rule


def _latest(session: Session, process: Process, number: int) -> HouseRule:
    query = (
        select(HouseRule)
        .where(HouseRule.process_id == process.id, HouseRule.number == number)
        .order_by(col(HouseRule.edition).desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    rule = session.exec(query).one_or_none()
    if rule is None:
        raise NotFound(_("Diese Spielregel gibt es nicht."))
    return rule


def _as_read(rule: HouseRule, edition: int) -> None:
    if rule.edition != edition:
        raise Conflict(
            _("Jemand hat diese Spielregel eben anders gefasst. Bitte lesen Sie, was jetzt gilt.")
        )


def checked(title: str, text: str) -> tuple[str, str]:
    """A title and a text as they are kept. Raises `Invalid`, with a sentence for each that is
    missing or too long."""
    title, text = clean_line(title), clean(text)
    errors = {}
    for name, said, longest in (("title", title, LONGEST_TITLE), ("text", text, LONGEST_TEXT)):
        if not said:
            errors[name] = _("Hier steht noch nichts.")
        elif len(said) > longest:
            most = {"most": longest}
            errors[name] = _("Bitte kürzen Sie auf höchstens %(most)d Zeichen.") % most
    if errors:
        raise Invalid(next(iter(errors.values())), errors)
    return title, text
