"""Who may draw for all groups of a process, take all their bundles, and say what a group learns."""

from app.accounts.rules import may_manage, may_moderate, may_see_desk
from app.models import Person, Process
from app.rules import Verdict


def may_see_bundles(person: Person | None, process: Process) -> Verdict:
    """Who works at the process's desk, and the auditor: all groups' bundles, and to take them."""
    return may_see_desk(person, process)


def may_draw_for_all(person: Person | None, process: Process) -> Verdict:
    """Moderators and managers of the process."""
    return may_moderate(person, process)


def may_give_rights(person: Person | None, process: Process) -> Verdict:
    """The process's manager answers for who learns what of authors."""
    return may_manage(person, process)
