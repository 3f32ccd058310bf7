"""What hiding something would look like: the tombstone in its place, and the mail to its author.
Nothing is written."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app import i18n, outbox
from app.models import Comment, HouseRule, Person, Removal, Reply
from app.moderation import letters
from app.moderation.domain import city_of_note, page_of
from app.moderation.hiding_form import HidingForm
from app.moderation.letters import Letter


@dataclass(frozen=True)
class Ahead:
    """What stands in the note's place then, and what its author reads; no letter where there is
    nobody whom one could go to."""

    rule: HouseRule
    reason: str
    at: datetime
    letter: Letter | None


def ahead(
    session: Session,
    note: Comment,
    reply: Reply | None,
    by: Person,
    rule: HouseRule,
    form: HidingForm,
    now: datetime,
) -> Ahead:
    """The tombstone and the mail, as they would be with what the form says."""
    author_id = (reply or note).author_id
    author = session.get(Person, author_id) if author_id is not None else None
    letter = None
    if author is not None and author.confirmed_at is not None and author.id != by.id:
        removal = Removal(
            process_id=note.process_id,
            comment_id=note.id,
            rule_id=rule.id,
            reason=form.reason,
            passage=form.passage,
            at=now,
        )
        with i18n.speaking(author.locale):
            page = page_of(session, note)
            here = outbox.address(session, f"/p/{note.process.slug}/removals/", note.process) + "…"
            city = city_of_note(session, note)
            letter = letters.hidden(letters.Decided(removal, note, rule, city, page, here, reply))
    return Ahead(rule, form.reason, now, letter)
