"""Deleting an account, by whoever has it, or by the office that got a letter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from app import forgetting, journal
from app.accounts import giving, letters
from app.accounts.words import role_in_full
from app.errors import Conflict
from app.i18n import _
from app.loading import one
from app.models import (
    Comment,
    Doer,
    Grant,
    Person,
    Process,
    Reply,
    Support,
    WorkingGroup,
)


@dataclass(frozen=True)
class Staying:
    """What stays when an account goes: how many notes, answers and supports, without the name."""

    notes: int
    replies: int
    supports: int


def staying(session: Session, person_id: int) -> Staying:
    """What of this person's will stay."""

    def count(table: type[Comment | Reply | Support], column: str) -> int:
        mine = select(func.count()).where(getattr(table, column) == person_id)
        return session.exec(mine.select_from(table)).one()

    return Staying(
        count(Comment, "author_id"), count(Reply, "author_id"), count(Support, "person_id")
    )


def grants_of(session: Session, person_id: int) -> Sequence[Grant]:
    """Every role of this person, in whichever city, resting ones too."""
    query = (
        select(Grant)
        .where(Grant.person_id == person_id)
        .options(one(Grant.organisation))
        .order_by(col(Grant.organisation_id), col(Grant.id))
    )
    return session.exec(query).all()


def roles_in_words(session: Session, grants: Sequence[Grant]) -> list[str]:
    """What these roles are called, and where they count: two questions, however many there are."""
    processes = {given.process_id for given in grants}
    groups = {given.group_id for given in grants}
    of = {
        one.id: one for one in session.exec(select(Process).where(col(Process.id).in_(processes)))
    }
    sits = select(WorkingGroup).where(col(WorkingGroup.id).in_(groups))
    within = {one.id: one for one in session.exec(sits)}
    return [
        role_in_full(
            given.role,
            given.organisation,
            of.get(given.process_id or 0),
            within.get(given.group_id or 0),
        )
        for given in grants
    ]


def leave(
    session: Session,
    person: Person,
    *,
    give_up: bool,
    by: Doer | None,
    withdraw: Callable[[], int] | None = None,
) -> None:
    """Delete the account in this transaction: notes, answers and supports stay, without the name.
    With `withdraw`, which the room of notes gives, the notes are taken back instead. A mail says
    that it is done. `by` is the person; None for a command of the office.

    Raises `Conflict` while a role is held and not given up with it, when it is a city's last one
    of its office, and when the account is gone already.
    """
    forgetting.hold_words(session, person.id)
    held = select(Person.email).where(Person.id == person.id).with_for_update()
    email = session.exec(held).one()
    if email.startswith(forgetting.MARK):
        raise Conflict(_("Dieses Konto ist schon gelöscht."))
    grants = grants_of(session, person.id)
    if grants and not give_up:
        because = _("Sie haben hier noch Aufgaben. Geben Sie sie ab, oder behalten Sie das Konto.")
        raise Conflict(because, {"give_up": because})
    for given in grants:
        giving.take(session, given, person if by else None)
    details: dict[str, Any] = {} if withdraw is None else {"withdrawn": withdraw()}
    forgetting.erase(session, person.id, forgetting.addresses_of(session, person))
    letters.account_deleted(session, email, withdrawn=withdraw is not None)
    journal.record(session, by, "account.deleted", person, **details)
