"""Roles offered by mail, and taken.

An invitation is good once, for the address it went to, and dies with its time, by being taken
back, when whoever invited may no longer give that role, and when its process is archived. Nothing
brings one back to life: neither a new password nor a new account nor a changed address looks at
it (CVE-2023-48220 was an expired one that a reset revived). Sending it again makes a new one.
"""

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from app import clock, i18n, journal, outbox
from app.accounts import queries, role_letters
from app.accounts.addressed import speaking_to
from app.accounts.emails import normal
from app.accounts.giving import grant, roles_held
from app.accounts.rules import may_give
from app.accounts.words import key_of, role_in_full
from app.cities import ANYWHERE, city_id
from app.errors import Gone, Invalid, NotAllowed, NotFound
from app.i18n import _
from app.loading import many, one
from app.models import (
    Grant,
    Invitation,
    Organisation,
    Person,
    Process,
    Role,
    Status,
    WorkingGroup,
)
from app.security import hash_token, new_token

DAYS = 14
PAGE = "/invitations/"


class NotOpen(Gone):
    """An invitation that nobody can take. `why` is for whoever holds the link, who was invited or
    got it from them; to strangers it names neither address nor role."""

    def __init__(self, why: str) -> None:
        super().__init__(_("Diese Einladung gilt nicht mehr."))
        self.why = why


def invite(
    session: Session,
    by: Person,
    email: str,
    role: Role,
    organisation: Organisation,
    process: Process | None = None,
    group: WorkingGroup | None = None,
) -> Invitation:
    """Offer a role by mail. Whether `by` may give it, the caller asks (`may_give`).

    Raises `Invalid` for the field `email` when that address has the role already or an invitation
    to it that still holds, and for `role` when the process is archived.
    """
    if process is not None and process.status is Status.ARCHIVED:
        because = _("Das Verfahren ist archiviert. Dort gibt es nichts mehr zu tun.")
        raise Invalid(because, {"role": because})
    email = normal(email)
    # One at a time for a city, so that a double click makes one invitation.
    held = select(Organisation.id).where(Organisation.id == organisation.id)
    session.exec(held.with_for_update()).one()
    _refuse_twice(session, email, role, organisation, process, group)
    return _send(session, by, email, role, organisation, process, group)


def _refuse_twice(
    session: Session,
    email: str,
    role: Role,
    organisation: Organisation,
    process: Process | None,
    group: WorkingGroup | None,
) -> None:
    person = queries.person_by_email(session, email)
    key = key_of(role, process, group)
    if person is not None and key in {
        held.key for held in roles_held(session, person.id, organisation.id)
    }:
        because = _("Wer diese Adresse hat, hat diese Rolle schon.")
        raise Invalid(because, {"email": because})
    same = select(Invitation.id).where(
        Invitation.email == email,
        Invitation.role == role,
        Invitation.organisation_id == organisation.id,
        Invitation.process_id == (process.id if process else None),
        Invitation.group_id == (group.id if group else None),
        col(Invitation.accepted_at).is_(None),
        col(Invitation.revoked_at).is_(None),
        col(Invitation.expires_at) > clock.now(),
    )
    if session.exec(same.limit(1)).first() is not None:
        because = _("An diese Adresse ist dieselbe Einladung schon unterwegs. Sie steht unten.")
        raise Invalid(because, {"email": because})


def _send(
    session: Session,
    by: Person,
    email: str,
    role: Role,
    organisation: Organisation,
    process: Process | None,
    group: WorkingGroup | None,
) -> Invitation:
    token, now = new_token(), clock.now()
    invitation = Invitation(
        organisation_id=organisation.id,
        process_id=process.id if process else None,
        group_id=group.id if group else None,
        role=role,
        email=email,
        token_hash=hash_token(token),
        invited_by_id=by.id,
        created_at=now,
        expires_at=now + timedelta(days=DAYS),
    )
    session.add(invitation)
    with speaking_to(session, email, i18n.DEFAULT):
        role_letters.invited(
            session,
            email,
            city=organisation.name,
            role=role_in_full(role, organisation, process, group),
            link=outbox.link(session, f"{PAGE}{token}", process),
            days=DAYS,
            process=process,
        )
    _note(session, by, "invitation.sent", invitation, process)
    return invitation


def send_again(session: Session, by: Person, invitation: Invitation) -> Invitation:
    """A new invitation in the place of one that is open or has expired; the old link is dead.
    Whether `by` may give that role, the caller asks. Raises `Gone` when it was taken or taken
    back."""
    _require_open(invitation)
    process, group = place_of(session, invitation)
    if process is not None and process.status is Status.ARCHIVED:
        raise Gone(_("Das Verfahren ist archiviert. Dort gibt es nichts mehr zu tun."))
    invitation.revoked_at = clock.now()
    _note(session, by, "invitation.replaced", invitation, process)
    return _send(
        session,
        by,
        invitation.email,
        invitation.role,
        invitation.organisation,
        process,
        group,
    )


def take_back(session: Session, by: Person, invitation: Invitation) -> None:
    """Take an invitation back, and tell whoever was invited. Raises `Gone` when it was taken or
    taken back already."""
    _require_open(invitation)
    process, group = place_of(session, invitation)
    invitation.revoked_at = clock.now()
    city = invitation.organisation
    with speaking_to(session, invitation.email, i18n.DEFAULT):
        role = role_in_full(invitation.role, city, process, group)
        role_letters.invitation_taken_back(
            session, invitation.email, city=city.name, role=role, process=process
        )
    _note(session, by, "invitation.revoked", invitation, process)


def _require_open(invitation: Invitation) -> None:
    if invitation.accepted_at is not None or invitation.revoked_at is not None:
        raise Gone(_("Diese Einladung ist schon angenommen oder zurückgenommen."))


def invitation_by_id(session: Session, invitation_id: int) -> Invitation:
    """The invitation of this number with its organisation, held until all is done. Raises
    `NotFound`, also for another city's."""
    query = (
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .options(one(Invitation.organisation))
        .with_for_update(of=Invitation)
    )
    found = session.exec(query).one_or_none()
    if found is None or city_id(session) not in (ANYWHERE, found.organisation_id):
        raise NotFound(_("Diese Einladung gibt es nicht."))
    return found


def place_of(
    session: Session, of: Invitation | Grant
) -> tuple[Process | None, WorkingGroup | None]:
    """The process and the group that a role is for, as far as it is."""
    process = session.get(Process, of.process_id) if of.process_id else None
    group = session.get(WorkingGroup, of.group_id) if of.group_id else None
    return process, group


def open_invitation(session: Session, token: str, *, to_use: bool = False) -> Invitation:
    """The invitation of this token with its organisation; held when it is `to_use`.

    Raises `NotOpen` when it is unknown, another city's, used, taken back or expired, when whoever
    invited may no longer give that role, or the process is archived.
    """
    query = (
        select(Invitation)
        .where(Invitation.token_hash == hash_token(token))
        .options(one(Invitation.organisation), one(Invitation.invited_by, many(Person.grants)))
    )
    if to_use:
        query = query.with_for_update(of=Invitation)
    found = session.exec(query).one_or_none()
    if found is None or city_id(session) not in (ANYWHERE, found.organisation_id):
        raise NotOpen(
            _("Wir kennen diesen Link nicht. Öffnen Sie ihn bitte noch einmal aus der Mail.")
        )
    if why := _why_not_open(session, found):
        raise NotOpen(why)
    return found


def _why_not_open(session: Session, found: Invitation) -> str:
    """Why nobody can take it; "" when somebody can."""
    if found.accepted_at is not None:
        return _(
            "Sie wurde schon angenommen, und eine Einladung gilt nur einmal. Waren das Sie, dann"
            " melden Sie sich einfach an."
        )
    if found.revoked_at is not None:
        return _(
            "Die Stadt hat sie zurückgenommen oder eine neue geschickt. Sehen Sie bitte nach, ob es"
            " eine neuere Mail gibt."
        )
    if found.expires_at <= clock.now():
        told = _("Sie galt bis %(moment)s. Fragen Sie die Stadt nach einer neuen.")
        return told % {"moment": i18n.instant(found.expires_at)}
    process, _group = place_of(session, found)
    if process is not None and process.status is Status.ARCHIVED:
        return _("Das Verfahren ist archiviert. Dort gibt es nichts mehr zu tun.")
    if not may_give(found.invited_by, found.role, found.organisation_id, process):
        return _("Die Stadt müsste sie erneuern. Fragen Sie dort bitte nach.")
    return ""


def invited_address(session: Session, path: str) -> str:
    """The address that the open invitation at this path of ours was sent to; "" where there is
    none. For whoever holds its link, whose page tells it as well."""
    if not path.startswith(PAGE):
        return ""
    try:
        return open_invitation(session, path.removeprefix(PAGE)).email
    except Gone:
        return ""


def accept(session: Session, token: str, person: Person) -> Grant:
    """Take the role that was offered to the address of this very account.

    Raises `Gone` when the invitation holds no longer, `NotAllowed` for another address or one
    that nobody has confirmed, and `Conflict` when the role cannot be given (`grant`).
    """
    invitation = open_invitation(session, token, to_use=True)
    if invitation.email != person.email or person.confirmed_at is None:
        raise NotAllowed(not_for_you())
    invitation.accepted_at = clock.now()
    invitation.accepted_by_id = person.id
    process, group = place_of(session, invitation)
    city = invitation.organisation
    given = grant(session, person, invitation.role, city, process, group, by=invitation.invited_by)
    _note(session, person, "invitation.accepted", invitation, process)
    role = role_in_full(invitation.role, city, process, group)
    role_letters.role_given(session, person.email, city=city.name, role=role, process=process)
    return given


def not_for_you() -> str:
    """Why somebody else cannot take it."""
    return _("Diese Einladung ist für eine andere Adresse als die Ihres Kontos.")


def _note(
    session: Session, by: Person, deed: str, invitation: Invitation, process: Process | None
) -> None:
    whose: dict[str, Any] = {"process": process, "organisation_id": invitation.organisation_id}
    journal.record(session, by, deed, invitation, **whose, role=invitation.role.value)
