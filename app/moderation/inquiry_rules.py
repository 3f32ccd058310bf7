"""Who may ask offices."""

from app.accounts.rules import may_moderate
from app.i18n import _
from app.models import Person, Process, Status
from app.rules import No, Verdict


def may_inquire(person: Person | None, process: Process) -> Verdict:
    """The moderation of this very process, as long as it is not archived; after the window closed
    as well, because answers are owed then too."""
    verdict = may_moderate(person, process)
    if verdict and process.status is Status.ARCHIVED:
        return No(_("Das Verfahren ist archiviert. Daran ändert niemand mehr etwas."))
    return verdict
