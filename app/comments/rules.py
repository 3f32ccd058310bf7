"""Who may write in the margin, and when."""

from datetime import datetime, timedelta

from app import i18n
from app.accounts.rules import only_reads
from app.i18n import _
from app.models import Block, Comment, CommentState, Doer, Person, Process, Status
from app.rules import No, Verdict


def may_comment(person: Doer | None, process: Process, now: datetime) -> Verdict:
    """Signed-in people while the window [opens_at, closes_at) is open; but not the city's own
    AUDITOR, who must come as a `Person`. Where the process takes guests, or notes without an
    address, also whoever is not signed in."""
    if person is None and (process.takes_guests or process.takes_unsigned):
        return _window(process, now)
    return may_take_part(person, process, now)


def may_take_part(person: Doer | None, process: Process, now: datetime) -> Verdict:
    """Signed-in people while the window is open: for what only somebody with an account does."""
    window = _window(process, now)
    if isinstance(window, No):
        return window
    if person is None:
        return No(_("Bitte melden Sie sich an, um an den Rand zu schreiben."), sign_in=True)
    reads = only_reads(person, process.organisation_id) if isinstance(person, Person) else None
    return True if reads is None else reads


def may_comment_at(
    person: Doer | None, process: Process, block: Block | None, now: datetime
) -> Verdict:
    """Whoever may comment may do so on this block (None: on the whole field), unless the office
    takes no notes on it."""
    if block is not None and not block.is_open:
        return No(_("Zu diesem Absatz nimmt die Stadt keine Anmerkungen an."))
    return may_comment(person, process, now)


def may_reply(person: Doer | None, comment: Comment, process: Process, now: datetime) -> Verdict:
    """Whoever is signed in and may comment may answer a public comment."""
    if comment.state is not CommentState.PUBLIC:
        return No(_("Auf diese Anmerkung kann niemand mehr antworten."))
    return may_take_part(person, process, now)


def may_confirm(person: Person, process: Process) -> Verdict:
    """Whoever owns the address of a guest's note may confirm it, also when the window has closed
    since: it was written in time. Not the city's own AUDITOR, and not in an archived process."""
    if process.status is Status.ARCHIVED:
        return No(_("Das Verfahren ist archiviert. Daran ändert niemand mehr etwas."))
    reads = only_reads(person, process.organisation_id)
    return True if reads is None else reads


def may_support(person: Doer | None, comment: Comment, process: Process, now: datetime) -> Verdict:
    """Whoever is signed in and may comment may support other people's public comments."""
    if comment.state is not CommentState.PUBLIC:
        return No(_("Dieser Anmerkung kann niemand mehr zustimmen."))
    if person is not None and comment.author_id == person.id:
        return No(_("Das ist Ihre eigene Anmerkung."))
    return may_take_part(person, process, now)


def may_echo(comment: Comment, *, is_author: bool) -> Verdict:
    """The author of a public comment (with an account, or by the link of the receipt) may say to a
    decision whether it settles it."""
    if not is_author:
        return No(_("Das kann nur sagen, wer die Anmerkung geschrieben hat."))
    if comment.disposition is None:
        return No(_("Über diese Anmerkung ist noch nicht entschieden."))
    if comment.state is not CommentState.PUBLIC:
        return No(_("Diese Anmerkung ist nicht mehr öffentlich."))
    return True


def _window(process: Process, now: datetime) -> Verdict:
    if process.status is Status.PREPARING or now < process.opens_at:
        return No(
            _("Anmerkungen sind ab %(day)s möglich.")
            % {"day": i18n.day(process.opens_at, process.zone)}
        )
    if not process.is_open_at(now):
        return No(closed_since(process))
    return True


def closed_since(process: Process) -> str:
    """The sentence that says since when: a window that ends at midnight closed "the day before,
    24 Uhr" (RULES.md, "Closing")."""
    if i18n.is_midnight(process.closes_at, process.zone):
        last = i18n.day(process.closes_at - timedelta(seconds=1), process.zone)
        return _("Seit %(day)s, 24 Uhr, geschlossen.") % {"day": last}
    return _("Seit %(day)s, %(hour)s Uhr, geschlossen.") % {
        "day": i18n.day(process.closes_at, process.zone),
        "hour": i18n.hour(process.closes_at, process.zone),
    }


def while_open(process: Process, now: datetime) -> Verdict:
    """Whoever it is: only while the window [opens_at, closes_at) is open."""
    return _window(process, now)
