"""Accounts, roles and bearer tokens given by the office: on the command line and in the demo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from app import clock, journal
from app.accounts import queries, tokens
from app.accounts.emails import normal, why_no_address
from app.accounts.names import why_no_name
from app.accounts.passwords import hash_password, why_weak
from app.accounts.rules import OF_CITY, OF_PROCESS
from app.accounts.words import key_of, role_key
from app.errors import Conflict, Invalid
from app.i18n import _
from app.models import Grant, Organisation, Person, Process, Role, Token, WorkingGroup
from app.security import hash_token, new_token
from app.text import clean_line


def create_account(
    session: Session, *, email: str, name: str, password: str, confirmed: bool = True
) -> Person:
    """An account made by the office, with the address taken as confirmed unless said otherwise.

    An official's name is allowed here. Raises `Invalid` with the fields that are wrong, and
    `Conflict` when the address has an account.
    """
    reasons = {
        "email": why_no_address(email),
        "name": why_no_name(name),
        "password": why_weak(password, email, name),
    }
    wrong = {field: because for field, because in reasons.items() if because}
    if wrong:
        raise Invalid(" ".join(wrong.values()), wrong)
    if queries.person_by_email(session, email) is not None:
        raise Conflict(_("Zu dieser Adresse gibt es schon ein Konto."))
    now = clock.now()
    person = Person(
        email=normal(email),
        name=clean_line(name),
        password_hash=hash_password(password),
        confirmed_at=now if confirmed else None,
        created_at=now,
        grants=[],
    )
    session.add(person)
    journal.record(session, None, "account.created", person)
    return person


def grant(
    session: Session,
    person: Person,
    role: Role,
    organisation: Organisation,
    process: Process | None = None,
    group: WorkingGroup | None = None,
    by: Person | None = None,
) -> Grant:
    """Give a role: ADMIN or AUDITOR for the organisation, MANAGER or MODERATOR for one of its
    processes, LEAD or MEMBER for one group of such a process. Whether `by` may give it, the caller
    asks (`may_give`).

    Raises `Invalid` when those do not belong together, and `Conflict` when the role was given
    already, when it does not go with others, or while the person's roles there rest.
    """
    if group is not None and process is None:
        process = session.get(Process, group.process_id)
    if because := _why_not_together(role, organisation, process, group):
        raise Invalid(because)
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update()).one()
    before = roles_held(session, person.id, organisation.id)
    if because := _why_not_as_well(before, key_of(role, process, group)):
        raise Conflict(because)
    given = Grant(
        person_id=person.id,
        role=role,
        organisation_id=organisation.id,
        process_id=process.id if process else None,
        group_id=group.id if group else None,
    )
    given.person = person
    session.add(given)
    _note(session, "role.granted", given, process, by, [held.key for held in before])
    return given


def take(session: Session, given: Grant, by: Person | None) -> None:
    """Take a role away. Whether `by` may, the caller asks (`may_give`).

    Raises `Conflict` when it is the last one that runs the participation office: nobody could
    give it again.
    """
    if given.role is Role.ADMIN:
        keep_an_admin(session, given.organisation_id, given.person_id)
    process = session.get(Process, given.process_id) if given.process_id else None
    before = [held.key for held in roles_held(session, given.person_id, given.organisation_id)]
    session.delete(given)
    _note(session, "role.taken", given, process, by, before)


def keep_an_admin(session: Session, organisation_id: int, without: int) -> None:
    """Make sure that the city has an ADMIN other than the person `without`, and hold its row until
    all is done, so that two cannot send each other away. Raises `Conflict`."""
    held = select(Organisation.id).where(Organisation.id == organisation_id)
    session.exec(held.with_for_update()).one()
    others = (
        select(Grant.id)
        .join(Person, col(Person.id) == col(Grant.person_id))
        .where(
            Grant.organisation_id == organisation_id,
            Grant.role == Role.ADMIN,
            Grant.person_id != without,
            col(Grant.blocked_at).is_(None),
            col(Person.blocked_at).is_(None),
        )
    )
    if session.exec(others.limit(1)).first() is None:
        raise Conflict(
            _(
                "Das ist das letzte Konto des Beteiligungsbüros."
                " Geben Sie die Rolle zuerst noch jemandem."
            )
        )


@dataclass(frozen=True)
class Held:
    """A role that somebody has in a city: as the journal names it, and whether it rests."""

    key: str
    rests: bool


def roles_held(session: Session, person_id: int, organisation_id: int) -> list[Held]:
    """What a person may do in a city, as it stands in the database now."""
    session.flush()
    query = (
        select(Grant.role, Process.slug, WorkingGroup.slug, Grant.blocked_at)
        .select_from(Grant)
        .outerjoin(Process, col(Process.id) == col(Grant.process_id))
        .outerjoin(WorkingGroup, col(WorkingGroup.id) == col(Grant.group_id))
        .where(Grant.person_id == person_id, Grant.organisation_id == organisation_id)
        .order_by(col(Grant.id))
    )
    return [
        Held(role_key(role, process, group), blocked_at is not None)
        for role, process, group, blocked_at in session.exec(query)
    ]


def _note(
    session: Session,
    deed: str,
    given: Grant,
    process: Process | None,
    by: Person | None,
    before: list[str],
) -> None:
    session.flush()
    after = [held.key for held in roles_held(session, given.person_id, given.organisation_id)]
    details: dict[str, Any] = {"person": given.person_id, "role": given.role.value}
    whose: dict[str, Any] = {"process": process, "organisation_id": given.organisation_id}
    journal.record(session, by, deed, given, **whose, **details, before=before, after=after)


def _why_not_as_well(before: list[Held], key: str) -> str | None:
    """Why this role cannot join those that somebody has. Who audits a city must not have a hand
    in it."""
    if any(held.rests for held in before):
        return _("Die Rollen dieser Person ruhen. Heben Sie zuerst die Sperre auf.")
    if key in {held.key for held in before}:
        return _("Diese Rolle ist schon vergeben.")
    audits = Role.AUDITOR.value in {key, *(held.key for held in before)}
    if audits and before:
        return _("Die Revision hat in derselben Stadt keine andere Rolle.")
    return None


def _why_not_together(
    role: Role, organisation: Organisation, process: Process | None, group: WorkingGroup | None
) -> str | None:
    if process is not None and process.organisation_id != organisation.id:
        return _("Dieses Verfahren gehört zu einer anderen Stelle.")
    if role in OF_CITY:
        one_of_all = process is None and group is None
        return None if one_of_all else _("Diese Rolle gilt für alle Verfahren einer Stelle.")
    if role in OF_PROCESS:
        fits = process is not None and group is None
        return None if fits else _("Für diese Rolle braucht es ein Verfahren und keine Gruppe.")
    if group is None:
        return _("Für ein Mitglied braucht es eine Arbeitsgruppe.")
    if process is None or group.process_id != process.id:
        return _("Diese Arbeitsgruppe gehört zu einem anderen Verfahren.")
    return None


def create_token(
    session: Session,
    person: Person,
    scopes: list[str],
    name: str,
    expires_at: datetime | None = None,
) -> str:
    """A bearer token for programs that act as `person`, bound to these scopes, for a year unless
    another end is named. It is told here once; only its hash is kept."""
    now = clock.now()
    secret = f"randnotiz_{new_token()}"
    token = Token(
        person_id=person.id,
        token_hash=hash_token(secret),
        name=clean_line(name)[:80],
        scopes=sorted(set(scopes)),
        created_at=now,
        expires_at=expires_at or now + tokens.HOLDS,
    )
    session.add(token)
    journal.record(
        session,
        person,
        "token.created",
        token,
        organisation_id=tokens.organisation_of(session, person),
        scopes=token.scopes,
    )
    return secret
