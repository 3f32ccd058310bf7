"""Who may write down what others said, and see how it came."""

from app.accounts.rules import may_moderate
from app.i18n import _
from app.models import Person, Process, Status
from app.rules import No, Verdict


def may_enter_notes(person: Person | None, process: Process) -> Verdict:
    """The moderation of this very process, once there is a draft, and until its notes are decided
    on; after the window closed as well, for what was received in time."""
    verdict = may_moderate(person, process)
    if not verdict:
        return verdict
    if process.current_version == 0 or process.status is Status.PREPARING:
        return No(_("Zu diesem Verfahren ist noch kein Entwurf veröffentlicht."))
    if process.status in (Status.DECIDED, Status.ARCHIVED):
        return No(_("Über die Anmerkungen dieses Verfahrens ist entschieden."))
    return True


def may_keep_files(person: Person | None, process: Process) -> Verdict:
    """The moderation of this very process: to add and delete scanned letters, at any time, because
    what is not needed any more must go."""
    return may_moderate(person, process)
