"""A city blocks what somebody may do there.

Accounts are the installation's, roles a city's: so a city lets its own roles rest, and signs the
person out only where they work for no other city (docs/decisions/0013-a-city-blocks-roles.md).
"""

from collections.abc import Sequence

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock, journal
from app.accounts import queries, role_letters, tokens
from app.accounts.giving import keep_an_admin, roles_held
from app.errors import Conflict, NotAllowed, NotFound
from app.i18n import _
from app.models import Grant, Invitation, Organisation, Person, Role, SignIn


def block(session: Session, person_id: int, organisation: Organisation, by: Person) -> Person:
    """Let all roles of a person in this city rest, and take back what else is offered there to
    their address. Whether `by` may, the caller asks.

    Raises `NotFound` for somebody without a role here, `NotAllowed` for oneself, and `Conflict`
    when the roles rest already, or when nobody else would run the participation office.
    """
    person, grants = _with_roles(session, person_id, organisation)
    if person.id == by.id:
        raise NotAllowed(_("Sich selbst können Sie nicht sperren."))
    working = [one for one in grants if one.blocked_at is None]
    if not working:
        raise Conflict(_("Diese Person ist schon gesperrt."))
    if any(one.role is Role.ADMIN for one in working):
        keep_an_admin(session, organisation.id, person.id)
    before = [held.key for held in roles_held(session, person.id, organisation.id)]
    now = clock.now()
    for one in working:
        one.blocked_at = now
    _take_offers_back(session, person, organisation)
    ended = 0 if _works_elsewhere(session, person, organisation) else _sign_out(session, person)
    journal.record(
        session,
        by,
        "role.blocked",
        person,
        organisation_id=organisation.id,
        person=person.id,
        before=before,
        after=[],
        sessions=ended,
    )
    role_letters.roles_blocked(session, person.email, city=organisation.name)
    return person


def unblock(session: Session, person_id: int, organisation: Organisation, by: Person) -> Person:
    """Let the roles of a person in this city count again, as they were. Whether `by` may, the
    caller asks. Raises `NotFound` for somebody without a role here, `Conflict` when none rests."""
    person, grants = _with_roles(session, person_id, organisation)
    resting = [one for one in grants if one.blocked_at is not None]
    if not resting:
        raise Conflict(_("Diese Person ist nicht gesperrt."))
    for one in resting:
        one.blocked_at = None
    after = [held.key for held in roles_held(session, person.id, organisation.id)]
    journal.record(
        session,
        by,
        "role.unblocked",
        person,
        organisation_id=organisation.id,
        person=person.id,
        before=[],
        after=after,
    )
    role_letters.roles_open_again(session, person.email, city=organisation.name)
    return person


def block_account(session: Session, person: Person) -> None:
    """Shut a whole account, by whoever runs the installation: it opens nothing any more, in no
    city. Raises `Conflict` when it is shut already, or when it is a city's last one of its
    office."""
    if person.blocked_at is not None:
        raise Conflict(_("Dieses Konto ist schon gesperrt."))
    for one in person.grants:
        if one.role is Role.ADMIN and one.blocked_at is None:
            keep_an_admin(session, one.organisation_id, person.id)
    person.blocked_at = clock.now()
    ended = _sign_out(session, person)
    journal.record(session, None, "account.blocked", person, sessions=ended)


def unblock_account(session: Session, person: Person) -> None:
    """Open it again. Raises `Conflict` when it was not shut."""
    if person.blocked_at is None:
        raise Conflict(_("Dieses Konto ist nicht gesperrt."))
    person.blocked_at = None
    journal.record(session, None, "account.unblocked", person)


def _with_roles(
    session: Session, person_id: int, organisation: Organisation
) -> tuple[Person, Sequence[Grant]]:
    """The person, held until all is done, and their roles in this city."""
    person = queries.person_by_id(session, person_id)
    session.exec(select(Person.id).where(Person.id == person_id).with_for_update()).one_or_none()
    query = select(Grant).where(
        Grant.person_id == person_id, Grant.organisation_id == organisation.id
    )
    grants = session.exec(query.order_by(col(Grant.id)).with_for_update()).all()
    if person is None or not grants:
        raise NotFound(_("Diese Person hat hier keine Rolle."))
    return person, grants


def _works_elsewhere(session: Session, person: Person, organisation: Organisation) -> bool:
    query = select(Grant.id).where(
        Grant.person_id == person.id,
        Grant.organisation_id != organisation.id,
        col(Grant.blocked_at).is_(None),
    )
    return session.exec(query.limit(1)).first() is not None


def _sign_out(session: Session, person: Person) -> int:
    tokens.revoke_all(session, person, None)
    ended = session.execute(
        update(SignIn)
        .where(col(SignIn.person_id) == person.id, col(SignIn.ended_at).is_(None))
        .values(ended_at=clock.now())
        .returning(col(SignIn.id))
    )
    return len(ended.all())


def _take_offers_back(session: Session, person: Person, organisation: Organisation) -> None:
    session.execute(
        update(Invitation)
        .where(
            col(Invitation.organisation_id) == organisation.id,
            col(Invitation.email) == person.email,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.revoked_at).is_(None),
        )
        .values(revoked_at=clock.now())
    )
