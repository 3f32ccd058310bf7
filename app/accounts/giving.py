"""Accounts, roles and bearer tokens given by the office: on the command line and in the demo."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select
from sqlmodel.sql.expression import SelectOfScalar

from app import clock, journal
from app.accounts import queries
from app.accounts.emails import normal, why_no_address
from app.accounts.names import why_no_name
from app.accounts.passwords import hash_password, why_weak
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
    """Give a role: ADMIN for the organisation, MODERATOR for one of its processes, MEMBER for one
    group of such a process.

    Raises `Invalid` when those do not belong together, and `Conflict` when the role was given
    already.
    """
    if group is not None and process is None:
        process = session.get(Process, group.process_id)
    if because := _why_not_together(role, organisation, process, group):
        raise Invalid(because)
    given = Grant(
        person_id=person.id,
        role=role,
        organisation_id=organisation.id,
        process_id=process.id if process else None,
        group_id=group.id if group else None,
    )
    session.exec(select(Person.id).where(Person.id == person.id).with_for_update()).one()
    if session.exec(_same(given)).first() is not None:
        raise Conflict(_("Diese Rolle ist schon vergeben."))
    given.person = person
    session.add(given)
    whose: dict[str, Any] = {"process": process, "organisation_id": organisation.id}
    details: dict[str, Any] = {"person": person.id, "role": role.value}
    journal.record(session, by, "role.granted", given, **whose, **details)
    return given


def _same(given: Grant) -> SelectOfScalar[Grant]:
    return select(Grant).where(
        Grant.person_id == given.person_id,
        Grant.role == given.role,
        Grant.organisation_id == given.organisation_id,
        # Asked for here, because the unique constraint takes rows with NULL for different ones.
        Grant.process_id == given.process_id,
        Grant.group_id == given.group_id,
    )


def _why_not_together(
    role: Role, organisation: Organisation, process: Process | None, group: WorkingGroup | None
) -> str | None:
    if process is not None and process.organisation_id != organisation.id:
        return _("Dieses Verfahren gehört zu einer anderen Stelle.")
    if role is Role.ADMIN:
        one_of_all = process is None and group is None
        return None if one_of_all else _("Diese Rolle gilt für alle Verfahren einer Stelle.")
    if role is Role.MODERATOR:
        fits = process is not None and group is None
        return None if fits else _("Für die Moderation braucht es ein Verfahren und keine Gruppe.")
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
    """A bearer token for programs that act as `person`, bound to these scopes. It is told here
    once; only its hash is kept."""
    secret = f"randnotiz_{new_token()}"
    token = Token(
        person_id=person.id,
        token_hash=hash_token(secret),
        name=clean_line(name)[:80],
        scopes=sorted(set(scopes)),
        created_at=clock.now(),
        expires_at=expires_at,
    )
    session.add(token)
    journal.record(
        session,
        person,
        "token.created",
        token,
        organisation_id=_organisation_of(session, person),
        scopes=token.scopes,
    )
    return secret


def _organisation_of(session: Session, person: Person) -> int | None:
    """Whose staff somebody is, if anybody's."""
    query = select(Grant.organisation_id).where(Grant.person_id == person.id).limit(1)
    return session.exec(query).first()
