"""Who may what: the rules that every room shares. Pure, on a `Person` whose `grants` are
loaded.

A role includes others: ADMIN is MANAGER of each of its city's processes, MANAGER is MODERATOR of
its process, LEAD is MEMBER of its group. AUDITOR stands beside them: it reads what all of them
read, and does nothing.
"""

from collections.abc import Sequence

from app.i18n import _
from app.models import Grant, Person, Process, Role, WorkingGroup
from app.rules import No, Verdict

OF_CITY = frozenset({Role.ADMIN, Role.AUDITOR})
OF_PROCESS = frozenset({Role.MANAGER, Role.MODERATOR})
OF_GROUP = frozenset({Role.LEAD, Role.MEMBER})

# By which roles in a process somebody has the one at the left.
_COMES_WITH = {
    Role.MEMBER: OF_GROUP,
    Role.LEAD: frozenset({Role.LEAD}),
    Role.MODERATOR: OF_PROCESS,
    Role.MANAGER: frozenset({Role.MANAGER}),
}


def roles_of(person: Person | None) -> Sequence[Grant]:
    """The roles that count: none of a blocked account, and none that a city lets rest."""
    if person is None or person.blocked_at is not None:
        return ()
    return [grant for grant in person.grants if grant.blocked_at is None]


def _is(one: int | None, other: int | None) -> bool:
    """Two things that have no number yet are not the same thing."""
    return one is not None and one == other


def _refuse(person: Person | None, because: str, organisation_id: int | None) -> No:
    if person is None:
        return No(_("Bitte melden Sie sich an."), sign_in=True)
    reads = only_reads(person, organisation_id)
    return No(because) if reads is None else reads


def _of_city(person: Person | None, role: Role, organisation_id: int | None) -> bool:
    return any(
        grant.role is role and _is(grant.organisation_id, organisation_id)
        for grant in roles_of(person)
    )


def is_admin(person: Person | None, organisation_id: int | None) -> bool:
    """Whether `person` runs this organisation's participation office."""
    return _of_city(person, Role.ADMIN, organisation_id)


def is_auditor(person: Person | None, organisation_id: int | None) -> bool:
    """Whether `person` audits this organisation."""
    return _of_city(person, Role.AUDITOR, organisation_id)


def only_reads(person: Person | None, organisation_id: int | None) -> No | None:
    """The refusal for an AUDITOR of this organisation, whatever is to be changed; else None."""
    if is_auditor(person, organisation_id):
        return No(_("Die Revision liest alles und ändert nichts."))
    return None


def has_role(person: Person | None, role: Role, process: Process) -> bool:
    """Whether `person` has this role in this process, by itself or within a larger one.

    The organisation's ADMIN is a manager and moderator of each of its processes, but sits in no
    group. A role in one process is nothing in another.
    """
    if role in OF_CITY:
        return _of_city(person, role, process.organisation_id)
    if role in OF_PROCESS and is_admin(person, process.organisation_id):
        return True
    return any(
        grant.role in _COMES_WITH[role] and _is(grant.process_id, process.id)
        for grant in roles_of(person)
    )


def is_member(person: Person | None, group: WorkingGroup) -> bool:
    """Whether `person` sits in this very working group, as a member or as its lead."""
    return any(
        grant.role in OF_GROUP and _is(grant.group_id, group.id) for grant in roles_of(person)
    )


def may_moderate(person: Person | None, process: Process) -> Verdict:
    """A moderator of this process, its manager, or its organisation's ADMIN."""
    if has_role(person, Role.MODERATOR, process):
        return True
    because = _("Das kann nur die Moderation dieses Verfahrens.")
    return _refuse(person, because, process.organisation_id)


def may_see_desk(person: Person | None, process: Process) -> Verdict:
    """Whoever may moderate, and the organisation's AUDITOR: to read, not to do."""
    if is_auditor(person, process.organisation_id):
        return True
    return may_moderate(person, process)


def may_manage(person: Person | None, process: Process) -> Verdict:
    """A manager of this process, or its organisation's ADMIN: the draft, its publication, the
    people of the process."""
    if has_role(person, Role.MANAGER, process):
        return True
    because = _("Das kann nur die Verfahrensleitung oder das Beteiligungsbüro.")
    return _refuse(person, because, process.organisation_id)


def may_read_unpublished(person: Person | None, process: Process) -> bool:
    """Whether programs of `person` may read versions that are not public: as those who publish
    them, and as the AUDITOR."""
    return bool(may_manage(person, process)) or is_auditor(person, process.organisation_id)


def may_administer(person: Person | None, organisation_id: int) -> Verdict:
    """An ADMIN of this very organisation."""
    if is_admin(person, organisation_id):
        return True
    return _refuse(person, _("Das kann nur das Beteiligungsbüro."), organisation_id)


def may_draw_bundle(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """Whoever sits in that group, or moderates its process: to draw a new bundle."""
    if is_member(person, group):
        return True
    if _is(group.process_id, process.id) and has_role(person, Role.MODERATOR, process):
        return True
    because = _("Dieses Paket ist für die %(group)s bestimmt.") % {"group": group.name}
    here = process.organisation_id if _is(group.process_id, process.id) else None
    return _refuse(person, because, here)


def may_take_bundle(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """Whoever may draw one may fetch it; so may the organisation's AUDITOR."""
    if _is(group.process_id, process.id) and is_auditor(person, process.organisation_id):
        return True
    return may_draw_bundle(person, group, process)


def may_see_people(
    person: Person | None, organisation_id: int, process: Process | None = None
) -> Verdict:
    """Who has which role: the ADMIN and the AUDITOR of the organisation, and of one of its
    processes (`process`) the manager."""
    if is_auditor(person, organisation_id):
        return True
    if process is None:
        return may_administer(person, organisation_id)
    return may_manage(person, process)


def may_give(
    person: Person | None, role: Role, organisation_id: int, process: Process | None = None
) -> Verdict:
    """To give this role, or take it away: no role above one's own, and none outside of one's own
    process or city. An ADMIN all of the organisation's, a MANAGER all within their process."""
    if process is not None and process.organisation_id != organisation_id:
        return No(_("Dieses Verfahren gehört zu einer anderen Stelle."))
    if role in OF_CITY or process is None:
        return may_administer(person, organisation_id)
    return may_manage(person, process)


def may_make_token(person: Person) -> Verdict:
    """Whoever has a role here may make a token for a program that acts in their name; everybody
    else asks whoever runs the installation."""
    if roles_of(person):
        return True
    return No(_("Zugangsschlüssel für Programme macht hier nur, wer eine Aufgabe hat."))
