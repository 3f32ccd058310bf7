"""Who may what: the rules that every room shares. Pure, on a `Person` whose `grants` are
loaded."""

from collections.abc import Iterable

from app.i18n import _
from app.models import Grant, Person, Process, Role, WorkingGroup
from app.rules import No, Verdict


def _grants(person: Person | None) -> Iterable[Grant]:
    return person.grants if person is not None and person.blocked_at is None else ()


def _is(one: int | None, other: int | None) -> bool:
    """Two things that have no number yet are not the same thing."""
    return one is not None and one == other


def _refuse(person: Person | None, because: str) -> No:
    return No(_("Bitte melden Sie sich an."), sign_in=True) if person is None else No(because)


def is_admin(person: Person | None, organisation_id: int | None) -> bool:
    """Whether `person` runs this organisation's participation office."""
    return any(
        grant.role is Role.ADMIN and _is(grant.organisation_id, organisation_id)
        for grant in _grants(person)
    )


def has_role(person: Person | None, role: Role, process: Process) -> bool:
    """Whether `person` has this role in this process.

    The organisation's ADMIN is a moderator of each of its processes, but sits in no group. A
    role in one process is nothing in another.
    """
    if role in (Role.ADMIN, Role.MODERATOR) and is_admin(person, process.organisation_id):
        return True
    return role is not Role.ADMIN and any(
        grant.role is role and _is(grant.process_id, process.id) for grant in _grants(person)
    )


def is_member(person: Person | None, group: WorkingGroup) -> bool:
    """Whether `person` sits in this very working group."""
    return any(
        grant.role is Role.MEMBER and _is(grant.group_id, group.id) for grant in _grants(person)
    )


def may_moderate(person: Person | None, process: Process) -> Verdict:
    """A moderator of this process, or its organisation's ADMIN."""
    if has_role(person, Role.MODERATOR, process):
        return True
    return _refuse(person, _("Das kann nur die Moderation dieses Verfahrens."))


def may_administer(person: Person | None, organisation_id: int) -> Verdict:
    """An ADMIN of this very organisation."""
    if is_admin(person, organisation_id):
        return True
    return _refuse(person, _("Das kann nur das Beteiligungsbüro."))


def may_take_bundle(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """A member of that group, or a moderator of its process: to draw a bundle or fetch it."""
    if is_member(person, group):
        return True
    if _is(group.process_id, process.id) and has_role(person, Role.MODERATOR, process):
        return True
    because = _("Dieses Paket ist für die %(group)s bestimmt.") % {"group": group.name}
    return _refuse(person, because)
