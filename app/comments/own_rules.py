"""What the author of a note may still do with it, with an account or by the link of the receipt."""

from datetime import datetime, timedelta

from app.accounts.rules import only_reads
from app.comments.rules import while_open
from app.i18n import _
from app.models import Approval, Comment, CommentState, Person, Process, Status
from app.rules import No, Verdict

EDITABLE = timedelta(minutes=15)
MOST_ADDITIONS = 5


def may_edit(
    comment: Comment, process: Process, now: datetime, *, has_replies: bool, is_drawn: bool
) -> Verdict:
    """For fifteen minutes, while the window is open, and only as long as nobody has built on it:
    nobody has answered (`has_replies`) or supported it, no group has taken it home (`is_drawn`)
    or decided."""
    said = _why_not(comment)
    if said is None and (comment.parts_count or comment.part_of_id is not None):
        said = No(_("Die Moderation hat diese Anmerkung geteilt. Ändern geht deshalb nicht mehr."))
    if said is None and now >= comment.created_at + EDITABLE:
        said = No(_("Ändern können Sie eine Anmerkung nur in den ersten 15 Minuten."))
    if said is None and (has_replies or comment.replies_count):
        said = No(_("Jemand hat schon geantwortet. Ändern geht deshalb nicht mehr."))
    if said is None and comment.supports:
        said = No(_("Andere haben schon zugestimmt. Ändern geht deshalb nicht mehr."))
    if said is None and (is_drawn or comment.disposition is not None):
        said = No(
            _("Die Arbeitsgruppe hat die Anmerkung schon mitgenommen. Ändern geht nicht mehr.")
        )
    return while_open(process, now) if said is None else said


def may_add(comment: Comment, process: Process, now: datetime) -> Verdict:
    """A remark to a public note, while the window is open; a few of them. Not where the moderation
    reads notes first: a remark cannot wait, and refusing some would tell which words they are."""
    said = _why_not(comment)
    if said is None and process.approval is not Approval.NONE:
        said = No(
            _(
                "Dieses Verfahren liest Anmerkungen vorher, und ein Nachtrag kann nicht warten. "
                "Schreiben Sie bitte eine neue Anmerkung."
            )
        )
    if said is None and comment.state is not CommentState.PUBLIC:
        said = No(_("Ein Nachtrag geht erst, wenn Ihre Anmerkung öffentlich ist."))
    if said is None and comment.additions_count >= MOST_ADDITIONS:
        said = No(
            _("Zu einer Anmerkung gehen höchstens %(n)d Nachträge. Schreiben Sie eine neue.")
            % {"n": MOST_ADDITIONS}
        )
    return while_open(process, now) if said is None else said


def may_withdraw(comment: Comment) -> Verdict:
    """At any time, whatever has become of it since; but what the moderation has hidden stays what
    it is: its text is public no more, and its author can object."""
    if comment.state is CommentState.HIDDEN:
        return No(
            _(
                "Die Moderation hat diese Anmerkung ausgeblendet, ihr Text ist nicht mehr zu "
                "sehen. Sie können widersprechen."
            )
        )
    if comment.state is CommentState.WITHDRAWN:
        return No(_("Sie haben diese Anmerkung schon zurückgezogen."))
    if comment.state is CommentState.EXPIRED:
        return No(_("Diese Anmerkung ist verfallen."))
    if comment.part_of_id is not None:
        return No(_("Das ist ein Teil Ihrer Anmerkung. Zurückziehen können Sie sie als Ganzes."))
    return True


def may_name_language(comment: Comment, process: Process) -> Verdict:
    """At any time, also after the window has closed: it is a label, not the text."""
    said = _why_not(comment)
    if said is None and process.status is Status.ARCHIVED:
        said = No(_("Das Verfahren ist archiviert. Daran ändert niemand mehr etwas."))
    return True if said is None else said


def may_change_own(person: Person | None, process: Process) -> Verdict:
    """Whoever holds the receipt (None), and everybody signed in but the city's own AUDITOR."""
    reads = only_reads(person, process.organisation_id) if person is not None else None
    return True if reads is None else reads


def _why_not(comment: Comment) -> No | None:
    """Why nothing can be said in this note any more, or not yet."""
    because = {
        CommentState.HIDDEN: _("Die Moderation hat diese Anmerkung ausgeblendet."),
        CommentState.WITHDRAWN: _("Sie haben diese Anmerkung zurückgezogen."),
        CommentState.EXPIRED: _("Diese Anmerkung ist verfallen."),
        CommentState.UNCONFIRMED: _(
            "Bitte bestätigen Sie zuerst Ihre Adresse: mit dem Link in unserer Mail."
        ),
    }
    said = because.get(comment.state)
    return No(said) if said else None
