"""Who decides where comments go."""

from app.accounts.rules import may_moderate
from app.models import Person, Process
from app.rules import Verdict


def may_decide(person: Person | None, process: Process) -> Verdict:
    """Moderators of the process, its managers and the participation office, who answer to their
    authors; publishing itself is not the moderators' (`may_manage`)."""
    return may_moderate(person, process)
