"""The mail with a note's receipt: number, private link, the text as it was sent, the passage, and
what comes next and by when."""

from datetime import timedelta

from sqlmodel import Session

from app import i18n, outbox
from app.comments import receipts
from app.i18n import _, ngettext
from app.models import Comment, CommentState, Person, Process
from app.processes import phases


def post(session: Session, secret: str, comment: Comment, to: Person) -> None:
    """Send the receipt of a note, loaded with its process, to who wrote it, in the language in
    which is spoken now."""
    process = comment.process
    path = receipts.path_of(comment, process.slug, receipts.token_of(secret, comment))
    opening = _("Guten Tag %(name)s,") % {"name": to.name}
    parts = [opening, told(comment, process, outbox.link(session, path, process))]
    outbox.post(
        session,
        to=to.email,
        name=to.name,
        subject=_("Ihr Beleg für Anmerkung #%(n)d") % {"n": comment.number},
        text="\n\n".join(parts),
        process_id=process.id,
    )


def told(comment: Comment, process: Process, link: str) -> str:
    """What the receipt says in a mail, without greeting: also for guests, once they are asked no
    more questions."""
    parts = [
        _state(comment, process),
        _("Ihr Beleg:\n%(link)s") % {"link": link},
        _("Dort steht, was aus ihr wird. Die Adresse ist privat: Wer sie kennt, handelt als Sie."),
        *_passage(comment),
        _("Sie haben geschrieben:\n\n%(text)s") % {"text": comment.text},
    ]
    if comment.proposed_wording:
        wording = {"wording": comment.proposed_wording}
        parts.append(_("Ihr Vorschlag für den Wortlaut:\n\n%(wording)s") % wording)
    return "\n\n".join([*parts, _next(comment, process)])


def _state(comment: Comment, process: Process) -> str:
    facts = {"n": comment.number, "process": process.title}
    if comment.state is CommentState.WAITING:
        return (
            _(
                "Ihre Anmerkung #%(n)d im Verfahren „%(process)s“ ist gespeichert. "
                "Sie wartet auf die Moderation."
            )
            % facts
        )
    return _("Ihre Anmerkung #%(n)d im Verfahren „%(process)s“ ist öffentlich.") % facts


def _passage(comment: Comment) -> list[str]:
    if not comment.quote:
        return [
            _("Sie gehört zum ganzen Handlungsfeld %(address)s.") % {"address": comment.address}
        ]
    facts = {"address": comment.address, "quote": comment.quote}
    return [_("Zu dieser Stelle, %(address)s:\n\n%(quote)s") % facts]


def _next(comment: Comment, process: Process) -> str:
    """What comes next, and by when: each a line."""
    lines = [_("Wie es weitergeht:")]
    if comment.state is CommentState.WAITING:
        lines.append(
            ngettext(
                "Die Moderation entscheidet meist binnen %(n)d Tag, ob sie erscheint.",
                "Die Moderation entscheidet meist binnen %(n)d Tagen, ob sie erscheint.",
                process.answer_days,
            )
            % {"n": process.answer_days}
        )
    else:
        by = i18n.day(comment.created_at + timedelta(days=process.answer_days), process.zone)
        lines.append(
            _("Die Moderation oder ein Amt antwortet meist bis zum %(day)s.") % {"day": by}
        )
    lines.append(_("Anmerkungen sind möglich bis %(until)s.") % {"until": phases.until(process)})
    lines.append(_("Dann entscheidet die Arbeitsgruppe über jede Anmerkung, mit Begründung."))
    return "\n".join([lines[0], *(f"– {line}" for line in lines[1:])])
