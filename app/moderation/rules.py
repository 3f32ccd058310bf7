"""Who may answer for the city, and who may hide a note."""

from app.accounts.rules import is_admin, may_moderate
from app.i18n import _
from app.models import Comment, CommentState, Person, Process, Removal, Reply, Status, Voice
from app.rules import No, Verdict


def may_answer(person: Person | None, comment: Comment, process: Process) -> Verdict:
    """The moderation of this very process, on a public note; after the window closed as well,
    because the answer is owed to everybody who wrote in time."""
    verdict = _may_act(person, comment, process)
    if not verdict:
        return verdict
    if comment.state is CommentState.HIDDEN:
        return No(_("Diese Anmerkung ist ausgeblendet. Auf sie kann niemand antworten."))
    if comment.state is CommentState.WITHDRAWN:
        return No(_("Diese Anmerkung ist zurückgezogen. Auf sie kann niemand antworten."))
    joined = joined_to_others(comment)
    return _is_public(comment) if joined is None else joined


def joined_to_others(comment: Comment) -> No | None:
    """Why a note is not answered itself: its parts are, or the note that it repeats."""
    if comment.parts_count:
        return No(_("Diese Anmerkung ist geteilt. Beantworten Sie ihre Teile."))
    if comment.duplicate_of_id is not None:
        return No(
            _("Diese Anmerkung wiederholt eine andere. Die Antwort auf jene gilt auch für sie.")
        )
    return None


def may_hide(person: Person | None, comment: Comment, process: Process) -> Verdict:
    """The moderation of this very process, as long as the note is public."""
    verdict = _may_act(person, comment, process)
    if not verdict:
        return verdict
    if comment.state is CommentState.HIDDEN:
        return No(_("Diese Anmerkung ist schon ausgeblendet."))
    part = is_part(comment)
    return _is_public(comment) if part is None else part


def is_part(comment: Comment) -> No | None:
    """Why a part of a note is not hidden alone: the note still says it."""
    if comment.part_of_id is None:
        return None
    return No(
        _("Das ist ein Teil einer Anmerkung. Ausgeblendet wird sie als Ganzes, mit allen Teilen.")
    )


def may_unhide(person: Person | None, comment: Comment, process: Process) -> Verdict:
    """The moderation of this very process, on a note that it has hidden."""
    verdict = _may_act(person, comment, process)
    if not verdict:
        return verdict
    if comment.state is not CommentState.HIDDEN:
        return No(_("Diese Anmerkung ist nicht ausgeblendet."))
    part = is_part(comment)
    return True if part is None else part


def may_release(person: Person | None, process: Process) -> Verdict:
    """The moderation of this very process: to publish or refuse what was stopped at the door, after
    the window closed as well."""
    verdict = may_moderate(person, process)
    if verdict and process.status is Status.ARCHIVED:
        return No(_("Das Verfahren ist archiviert. Daran ändert niemand mehr etwas."))
    return verdict


def may_remark(person: Person | None, process: Process) -> Verdict:
    """The moderation of this very process: an internal remark, in an archived one as well, because
    nobody else reads it."""
    return may_moderate(person, process)


def may_report(comment: Comment) -> Verdict:
    """Everybody, with or without an account, as long as the note can be read."""
    if comment.state is CommentState.HIDDEN:
        return No(_("Diese Anmerkung ist schon ausgeblendet."))
    return _is_public(comment)


def may_decide_notice(person: Person | None, process: Process) -> Verdict:
    """The moderation of this very process; in an archived one as well, because the law asks for it
    as long as notes can be read."""
    return may_moderate(person, process)


def may_decide_objection(
    person: Person | None, removal: Removal, process: Process, *, others: bool
) -> Verdict:
    """The moderation of this very process, but not whoever took the note from view: somebody else
    looks again. If there is nobody else (`others` false), the participation office decides."""
    verdict = may_moderate(person, process)
    if not verdict or person is None or person.id != removal.by_id:
        return verdict
    if others:
        return No(_("Sie haben das ausgeblendet. Über den Widerspruch entscheidet jemand anderes."))
    if is_admin(person, process.organisation_id):
        return True
    return No(
        _("Sie haben das ausgeblendet. Über den Widerspruch entscheidet das Beteiligungsbüro.")
    )


def _may_act(person: Person | None, comment: Comment, process: Process) -> Verdict:
    verdict = may_moderate(person, process)
    if not verdict:
        return verdict
    if comment.process_id != process.id:
        return No(_("Diese Anmerkung gehört zu einem anderen Verfahren."))
    if process.status is Status.ARCHIVED:
        return No(_("Das Verfahren ist archiviert. Daran ändert niemand mehr etwas."))
    return True


def _is_public(comment: Comment) -> Verdict:
    if comment.state is not CommentState.PUBLIC:
        return No(_("Diese Anmerkung ist nicht öffentlich."))
    return True


def may_translate_note(person: Person | None, comment: Comment, process: Process) -> Verdict:
    """The moderation of this very process, as long as the note is public."""
    verdict = _may_act(person, comment, process)
    return _is_public(comment) if verdict else verdict


def may_arrange(person: Person | None, comment: Comment, process: Process) -> Verdict:
    """The moderation of this very process may move, split and link a note, as long as it is
    public; in an archived process nobody."""
    verdict = _may_act(person, comment, process)
    return _is_public(comment) if verdict else verdict


def may_correct(person: Person | None, reply: Reply, comment: Comment, process: Process) -> Verdict:
    """The moderation of this very process, what the city has said in public; after the window
    closed as well. What residents say, nobody rewrites."""
    verdict = _may_act(person, comment, process)
    if not verdict:
        return verdict
    if reply.voice is Voice.RESIDENT:
        return No(_("Das hat jemand anderes geschrieben. Berichtigen lässt es sich nicht."))
    if reply.state is not CommentState.PUBLIC:
        return No(_("Diese Antwort ist nicht öffentlich."))
    return _is_public(comment)


def may_answer_many(person: Person | None, process: Process) -> Verdict:
    """The moderation of this very process, as long as it is not archived; also after the window
    closed."""
    verdict = may_moderate(person, process)
    if verdict and process.status is Status.ARCHIVED:
        return No(_("Das Verfahren ist archiviert. Daran ändert niemand mehr etwas."))
    return verdict
