"""Finding people, their sessions and the links they were sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from app import clock
from app.accounts.emails import normal, why_no_address
from app.cities import city_of
from app.errors import Gone, NotFound
from app.i18n import _
from app.loading import many, one
from app.models import (
    ForeignAccount,
    Grant,
    GuestNote,
    Link,
    Office,
    Organisation,
    Passkey,
    Person,
    Purpose,
    Role,
    SignIn,
)
from app.security import hash_token

MOST_SESSIONS = 50


@dataclass(frozen=True)
class Kept:
    """What is kept about an address for comparing a password: nothing, for an unknown one."""

    person_id: int | None = None
    password_hash: str = ""


def kept_for(session: Session, email: str) -> Kept:
    """The number and password hash of the account of this address."""
    if why_no_address(email):
        return Kept()
    query = select(Person.id, Person.password_hash).where(Person.email == normal(email))
    found = session.exec(query).one_or_none()
    return Kept(*found) if found else Kept()


def person_by_email(session: Session, email: str) -> Person | None:
    """The person of this address, with roles, or nobody. Upper and lower case are the same."""
    if why_no_address(email):
        return None
    query = select(Person).where(Person.email == normal(email)).options(many(Person.grants))
    return session.exec(query).one_or_none()


def person_by_id(session: Session, person_id: int) -> Person | None:
    """The person of this number, with roles."""
    return session.exec(
        select(Person).where(Person.id == person_id).options(many(Person.grants))
    ).one_or_none()


def is_guest(session: Session, person: Person) -> bool:
    """Whether this person has written as a guest and has no way yet of signing in but by mail."""
    if person.password_hash or person.confirmed_at is None or person.blocked_at is not None:
        return False
    wrote = select(GuestNote.id).where(GuestNote.person_id == person.id)
    foreign = select(ForeignAccount.id).where(ForeignAccount.person_id == person.id)
    passkey = select(Passkey.id).where(
        Passkey.person_id == person.id, col(Passkey.removed_at).is_(None)
    )
    found = select(wrote.exists(), foreign.exists() | passkey.exists())
    has_written, has_other_way = session.exec(found).one()
    return has_written and not has_other_way


def open_link(session: Session, token: str, purpose: Purpose, *, to_use: bool = False) -> Link:
    """The link of this token with its person; locked when it is `to_use`.

    Raises `Gone` when it is unknown, used or expired, was sent to an address that is no longer
    the person's (but for one that is to be theirs), or the account is blocked. It does not say
    which.
    """
    query = (
        select(Link)
        .where(Link.token_hash == hash_token(token), Link.purpose == purpose)
        .options(one(Link.person))
    )
    if to_use:
        query = query.with_for_update(of=Link)
    link = session.exec(query).one_or_none()
    if (
        link is None
        or link.used_at is not None
        or link.expires_at <= clock.now()
        or (link.email != link.person.email and purpose is not Purpose.ADDRESS)
        or link.person.blocked_at is not None
    ):
        raise Gone(_("Dieser Link gilt nicht mehr."))
    return link


def sessions_of(session: Session, person: Person) -> Sequence[SignIn]:
    """Where this person is signed in now, the newest first."""
    query = (
        select(SignIn)
        .where(
            SignIn.person_id == person.id,
            col(SignIn.ended_at).is_(None),
            col(SignIn.expires_at) > clock.now(),
        )
        .order_by(col(SignIn.id).desc())
        .limit(MOST_SESSIONS)
    )
    return session.exec(query).all()


def session_of(session: Session, person: Person, sign_in_id: int) -> SignIn:
    """One session of this person. Raises `NotFound` for another's or an ended one."""
    query = select(SignIn).where(
        SignIn.id == sign_in_id, SignIn.person_id == person.id, col(SignIn.ended_at).is_(None)
    )
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diese Anmeldung gibt es nicht mehr."))
    return found


def official_names(session: Session) -> set[str]:
    """What the cities here, their offices and the people who act for them are called: no
    resident may be called the same. Cities and offices count wherever one asks, for an account is
    good in all of them; people of another city are that city's to know."""
    cities = session.exec(select(Organisation.name, Organisation.unit)).all()
    offices = session.exec(select(Office.name)).all()
    speaking = (Role.MODERATOR, Role.MANAGER, Role.ADMIN)
    acting = select(Person.name).join(Grant).where(col(Grant.role).in_(speaking)).distinct()
    if (city := city_of(session)) is not None:
        acting = acting.where(Grant.organisation_id == city.id)
    staff = session.exec(acting).all()
    return {name for city in cities for name in city} | set(offices) | set(staff)
