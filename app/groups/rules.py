"""Who may enter a working group's room and take its bundles."""

from app.accounts.rules import (
    has_role,
    is_admin,
    is_member,
    may_draw_bundle,
    may_take_bundle,
)
from app.i18n import _
from app.models import Person, Process, Role, WorkingGroup
from app.rules import No, Verdict

__all__ = ["drawn_as", "may_draw_bundle", "may_enter", "may_take_bundle"]


def may_enter(person: Person | None, group: WorkingGroup, process: Process) -> Verdict:
    """Whoever may take the group's bundle may see its room."""
    verdict = may_take_bundle(person, group, process)
    if isinstance(verdict, No) and not verdict.sign_in:
        return No(_("Diese Seite ist für die %(group)s.") % {"group": group.name})
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
