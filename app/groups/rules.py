"""Who may enter a working group's room and take its bundles."""

from app.accounts.rules import (
    has_role,
    is_admin,
    is_member,
    may_draw_bundle,
    may_moderate,
    may_take_bundle,
    roles_of,
)
from app.i18n import _
from app.models import GroupKind, Person, Process, Role, Status, WorkingGroup
from app.rules import No, Verdict

__all__ = [
    "drawn_as",
    "is_lead",
    "may_draw_bundle",
    "may_enter",
    "may_hand_back",
    "may_propose",
    "may_settle",
    "may_take_bundle",
    "may_trace",
]


def may_enter(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """Whoever may take the group's bundle may see its room."""
    verdict = may_take_bundle(person, group, process)
    if isinstance(verdict, No) and not verdict.sign_in:
        return No(_("Diese Seite ist für die %(group)s.") % {"group": group.name})
    return verdict


def is_lead(person: Person | None, group: WorkingGroup) -> bool:
    """Whether `person` leads this very group."""
    return group.id is not None and any(
        grant.role is Role.LEAD and grant.group_id == group.id for grant in roles_of(person)
    )


def may_propose(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """Whoever sits in the group, or moderates the process: to write down what the group could
    decide on a note."""
    verdict = may_enter(person, group, process)
    if verdict:
        verdict = may_draw_bundle(person, group, process)
    return while_it_runs(verdict, process)


def may_hand_back(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """Whoever may propose, in a group that decides: one that advises on a topic takes home and has
    nothing to hand back."""
    verdict = may_propose(person, group, process)
    if verdict and group.kind is GroupKind.TOPIC:
        return No(
            _(
                "Sie raten, es entscheidet die Arbeitsgruppe des Handlungsfelds. Ihre Empfehlung "
                "steht dort neben der Anmerkung."
            )
        )
    return verdict


def may_settle(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """The group's lead, and in place of the lead the process's manager: to decide, and to take a
    decision back."""
    verdict = may_propose(person, group, process)
    manages = group.process_id == process.id and has_role(person, Role.MANAGER, process)
    if verdict and not (is_lead(person, group) or manages):
        return No(_("Hier entscheidet die Leitung der %(group)s.") % {"group": group.name})
    return verdict


def may_trace(person: Person | None, process: Process, group: WorkingGroup | None) -> Verdict:
    """Who says which note caused a change: who moderates the process or runs it; and the lead of a
    group, in the text of its own fields."""
    if group is not None and group.process_id == process.id and is_lead(person, group):
        return while_it_runs(True, process)
    verdict = may_moderate(person, process)
    if isinstance(verdict, No) and not verdict.sign_in and group is not None:
        because = _("Das bestätigen die Leitung der %(group)s und die Moderation.")
        return No(because % {"group": group.name})
    return while_it_runs(verdict, process)


def while_it_runs(verdict: Verdict, process: Process) -> Verdict:
    """The same, but nobody changes anything in an archived process."""
    if verdict and process.status is Status.ARCHIVED:
        return No(_("Das Verfahren ist archiviert. Daran ändert niemand mehr etwas."))
    return verdict


def drawn_as(person: Person | None, group: WorkingGroup, process: Process) -> str:
    """In which role somebody draws: "member", "moderator", "manager", "admin", or "command" for
    nobody."""
    if person is None:
        return "command"
    if is_member(person, group):
        return "member"
    if is_admin(person, process.organisation_id):
        return "admin"
    return "manager" if has_role(person, Role.MANAGER, process) else "moderator"
