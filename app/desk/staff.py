"""Who has which role where, since when and from whom; who is invited; what can be given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from app import clock
from app.accounts.rules import OF_CITY, may_give
from app.accounts.words import key_of, role_word
from app.loading import many, one
from app.models import (
    Grant,
    Invitation,
    JournalEntry,
    Organisation,
    Person,
    Process,
    Role,
    Status,
    WorkingGroup,
)

PAGE = 50
MOST_INVITATIONS = 100


@dataclass(frozen=True)
class Place:
    """Whose people: a city's, or those of one of its processes."""

    organisation: Organisation
    process: Process | None = None

    @property
    def url(self) -> str:
        """Its page."""
        return f"/desk/p/{self.process.slug}/people" if self.process else "/desk/people"


@dataclass(frozen=True)
class Held:
    """A role that somebody has; by whom and when it was given, as far as the journal knows."""

    grant: Grant
    process: Process | None
    group: WorkingGroup | None
    given_at: datetime | None
    given_by: str
    may_take: bool

    @property
    def word(self) -> str:
        """The role in words."""
        return role_word(self.grant.role)


@dataclass(frozen=True)
class Staff:
    """Somebody with their roles at a place."""

    person: Person
    roles: Sequence[Held]

    @property
    def rests(self) -> bool:
        """Whether the city has blocked them."""
        return any(held.grant.blocked_at for held in self.roles)


@dataclass(frozen=True)
class People:
    """A page of a place's people; `next` continues after them, 0 at the end."""

    staff: Sequence[Staff]
    next: int


def people_at(session: Session, place: Place, viewer: Person, after: int = 0) -> People:
    """The place's people by name, fifty at a time: three questions."""
    here: Any = _at(select(Grant.person_id), place, Grant)
    query = select(Person).where(col(Person.id).in_(here))
    if after:
        name = select(Person.name).where(Person.id == after).scalar_subquery()
        query = query.where(tuple_(col(Person.name), col(Person.id)) > tuple_(name, after))
    query = query.order_by(col(Person.name), col(Person.id)).limit(PAGE + 1)
    found = session.exec(query).all()
    people = found[:PAGE]
    roles = _roles(session, place, viewer, [person.id for person in people])
    staff = [Staff(person, roles[person.id]) for person in people]
    return People(staff, people[-1].id if len(found) > PAGE else 0)


def _at(query: Any, place: Place, table: Any) -> Any:
    query = query.where(table.organisation_id == place.organisation.id)
    return query.where(table.process_id == place.process.id) if place.process else query


def _roles(
    session: Session, place: Place, viewer: Person, people: Sequence[int]
) -> dict[int, list[Held]]:
    query = _at(select(Grant, Process, WorkingGroup), place, Grant)
    rows = session.exec(
        query.outerjoin(Process, col(Process.id) == col(Grant.process_id))
        .outerjoin(WorkingGroup, col(WorkingGroup.id) == col(Grant.group_id))
        .where(col(Grant.person_id).in_(people))
        .order_by(col(Grant.id))
    ).all()
    given = _given(session, [grant.id for grant, _process, _group in rows])
    held: dict[int, list[Held]] = {number: [] for number in people}
    for grant, process, group in rows:
        at, by = given.get(grant.id, (None, ""))
        may = bool(may_give(viewer, grant.role, grant.organisation_id, process))
        held[grant.person_id].append(Held(grant, process, group, at, by, may))
    return held


def _given(session: Session, grants: Sequence[int]) -> dict[int, tuple[datetime | None, str]]:
    """When and by whom each role was given, from the journal: the last entry counts, because
    SQLite may give a number again."""
    rows = session.exec(
        select(JournalEntry.subject_id, JournalEntry.at, Person.name)
        .outerjoin(Person, col(Person.id) == col(JournalEntry.actor_id))
        .where(
            JournalEntry.subject_type == "Grant",
            col(JournalEntry.subject_id).in_(grants),
            JournalEntry.deed == "role.granted",
        )
        .order_by(col(JournalEntry.id))
    )
    return {grant: (at, name or "") for grant, at, name in rows}


@dataclass(frozen=True)
class Offer:
    """An invitation that nobody has taken yet."""

    invitation: Invitation
    process: Process | None
    group: WorkingGroup | None
    may_change: bool

    @property
    def word(self) -> str:
        """The role in words."""
        return role_word(self.invitation.role)

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.invitation.expires_at <= clock.now()


def offers_at(session: Session, place: Place, viewer: Person) -> list[Offer]:
    """The place's open invitations, those that have expired too, the newest first."""
    query = (
        _at(select(Invitation, Process, WorkingGroup), place, Invitation)
        .outerjoin(Process, col(Process.id) == col(Invitation.process_id))
        .outerjoin(WorkingGroup, col(WorkingGroup.id) == col(Invitation.group_id))
        .where(col(Invitation.accepted_at).is_(None), col(Invitation.revoked_at).is_(None))
        .order_by(col(Invitation.id).desc())
        .limit(MOST_INVITATIONS)
        .options(one(Invitation.invited_by))
    )
    return [
        Offer(
            invitation,
            process,
            group,
            bool(may_give(viewer, invitation.role, invitation.organisation_id, process)),
        )
        for invitation, process, group in session.exec(query)
    ]


@dataclass(frozen=True)
class Choice:
    """A role that can be given, and where; `value` names it in a form."""

    role: Role
    process: Process | None
    group: WorkingGroup | None

    @property
    def value(self) -> str:
        """Its name in a form."""
        return key_of(self.role, self.process, self.group)

    @property
    def title(self) -> str:
        """What it stands under in a list: the process's title, "" for the city."""
        return self.process.title if self.process else ""

    @property
    def label(self) -> str:
        """Its words in a list, below the process's title."""
        return ", ".join(
            filter(None, [role_word(self.role), self.group.name if self.group else ""])
        )


def choices_at(session: Session, place: Place, viewer: Person) -> list[Choice]:
    """What `viewer` may give at this place: the city's roles, and those of processes that are not
    archived."""
    query = (
        select(Process)
        .where(
            Process.organisation_id == place.organisation.id,
            Process.status != Status.ARCHIVED,
        )
        .order_by(col(Process.closes_at).desc(), col(Process.id))
        .options(many(Process.groups))
    )
    if place.process:
        query = query.where(Process.id == place.process.id)
    processes = session.exec(query).all()
    return [
        choice
        for choice in _all_choices(place, processes)
        if may_give(viewer, choice.role, place.organisation.id, choice.process)
    ]


def _all_choices(place: Place, processes: Sequence[Process]) -> Iterator[Choice]:
    if place.process is None:
        for role in sorted(OF_CITY):
            yield Choice(role, None, None)
    for process in processes:
        yield Choice(Role.MANAGER, process, None)
        yield Choice(Role.MODERATOR, process, None)
        for group in process.groups:
            yield Choice(Role.LEAD, process, group)
            yield Choice(Role.MEMBER, process, group)
