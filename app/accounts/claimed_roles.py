"""Roles on the word of an identity provider: which value of a claim gives which role here, as the
setting OIDC_ROLES says, and giving and taking them back at every sign-in."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app.accounts import giving
from app.accounts.rules import OF_CITY, OF_PROCESS
from app.errors import Refused
from app.models import Grant, Organisation, Person, Process, Role, WorkingGroup

log = logging.getLogger("randnotiz.provider")
Place = tuple[Organisation, Process | None, WorkingGroup | None]


@dataclass(frozen=True)
class Claimed:
    """A line of the setting: who brings `value` has this role at this place, named by the slugs of
    city, process and group, as many as the role needs."""

    role: Role
    place: tuple[str, ...]
    value: str


def parse(setting: str) -> tuple[Claimed, ...]:
    """The lines of the setting, separated by commas. Raises `ValueError` that names the first that
    is not `role:place=value`."""
    return tuple(_line(line.strip()) for line in setting.split(",") if line.strip())


def _line(line: str) -> Claimed:
    where, equals, value = line.partition("=")
    word, colon, path = where.strip().partition(":")
    place = tuple(part.strip() for part in path.split("/"))
    if word not in {role.value for role in Role} or not (colon and equals and value.strip()):
        raise ValueError(f"OIDC_ROLES: {line!r} is not role:place=value")
    role = Role(word)
    fewest = 1 if role in (*OF_CITY, *OF_PROCESS) else 2
    most = 1 if role in OF_CITY else fewest + 1  # the city may stand in front
    if not fewest <= len(place) <= most or not all(place):
        raise ValueError(f"OIDC_ROLES: {line!r} does not name a place for this role")
    return Claimed(role, place, value.strip())


def settle(
    session: Session,
    person: Person,
    issuer: str,
    claimed: Iterable[Claimed],
    values: Sequence[str],
) -> None:
    """Give `person` the roles that these values stand for, and take back those that this issuer
    gave and no longer vouches for. What people gave stays, and what a city blocked stays blocked.

    A line that names no one place here, or a role that does not go with others, gives nothing and
    stands in the server's log; so does a city's last account of its office, which stays.
    """
    wanted = [line for line in claimed if line.value in values]
    places = [(line.role, place) for line in wanted for place in _place(session, line)]
    keys = {_key(role, *place) for role, place in places}
    held = {_held(given): given for given in _of(session, person)}
    for key, given in held.items():
        if given.issuer == issuer and given.blocked_at is None and key not in keys:
            _take(session, given)
    for role, place in places:
        if _key(role, *place) not in held:
            _give(session, person, issuer, role, place)
    session.flush()


def _of(session: Session, person: Person) -> Sequence[Grant]:
    return session.exec(select(Grant).where(Grant.person_id == person.id)).all()


def _give(session: Session, person: Person, issuer: str, role: Role, place: Place) -> None:
    try:
        giving.grant(session, person, role, *place).issuer = issuer
    except Refused as refusal:  # said twice in the setting, or not to be had with others
        log.warning("a role on the provider's word was not given: %s", refusal.reason)


def _take(session: Session, given: Grant) -> None:
    try:
        giving.take(session, given, by=None)
    except Refused as refusal:
        log.warning("a role on the provider's word was not taken back: %s", refusal.reason)


Key = tuple[Role, int, int | None, int | None]


def _held(given: Grant) -> Key:
    return given.role, given.organisation_id, given.process_id, given.group_id


def _key(
    role: Role, city: Organisation, process: Process | None, group: WorkingGroup | None
) -> Key:
    return role, city.id, process.id if process else None, group.id if group else None


def _place(session: Session, line: Claimed) -> list[Place]:
    """The place that a line names: one, or none where there is no such place or more than one."""
    place = line.place
    query = select(Organisation, Process, WorkingGroup).select_from(Organisation)
    if line.role in OF_CITY:
        cities = session.exec(select(Organisation).where(Organisation.slug == place[0])).all()
        return [(city, None, None) for city in cities]
    query = query.join(Process, col(Process.organisation_id) == col(Organisation.id))
    query = query.outerjoin(WorkingGroup, col(WorkingGroup.process_id) == col(Process.id))
    slugs, group = (place, "") if line.role in OF_PROCESS else (place[:-1], place[-1])
    query = query.where(Process.slug == slugs[-1])
    if len(slugs) == 2:
        query = query.where(Organisation.slug == slugs[0])
    rows = session.exec(query.where(WorkingGroup.slug == group) if group else query).all()
    found = {(city.id, process.id): (city, process, found) for city, process, found in rows}
    if len(found) != 1:
        log.warning("OIDC_ROLES: %s names %d places", "/".join(place), len(found))
        return []
    [(city, process, working_group)] = found.values()
    return [(city, process, working_group if group else None)]
