"""Mails to guests. Until an address is confirmed, nothing that somebody typed goes there: neither
name nor text, or strangers could be written to in the city's name."""

from collections.abc import Sequence

from sqlmodel import Session

from app import i18n, outbox
from app.comments.receipt_letters import told
from app.i18n import _, ngettext
from app.models import Comment, GuestNote, Process
from app.outbox import in_tongue


def please_confirm(
    session: Session, guest: GuestNote, comment: Comment, process: Process, link: str
) -> None:
    """To the address that a guest gave, with the link behind which the button is."""
    text = _(
        "Guten Tag,\n\nmit dieser Adresse hat jemand im Verfahren „%(process)s“ eine Anmerkung"
        " geschrieben: #%(n)d zu %(address)s. Waren Sie das? Dann bestätigen Sie es bitte:"
        "\n\n%(link)s\n\n"
        "Der Link gilt bis %(until)s. Geschrieben ist die Anmerkung rechtzeitig, auch wenn das"
        " Verfahren bis dahin endet.\n\n"
        "Waren das nicht Sie? Dann tun Sie nichts. Ohne Bestätigung erscheint nichts."
    ) % {
        "process": process.title,
        "n": comment.number,
        "address": comment.address,
        "link": in_tongue(link),
        "until": i18n.instant(guest.expires_at, process.zone),
    }
    subject = _("Bitte bestätigen Sie Ihre Anmerkung #%(n)d") % {"n": comment.number}
    outbox.post(session, to=guest.email, subject=subject, text=text, process_id=process.id)


def reminder(
    session: Session, guest: GuestNote, notes: Sequence[tuple[Comment, str]], process: Process
) -> None:
    """The one reminder: every note that still waits, with its link, in the guest's language."""
    with i18n.speaking(guest.locale):
        listed = "\n\n".join(
            _("#%(n)d zu %(address)s:\n%(link)s")
            % {"n": comment.number, "address": comment.address, "link": in_tongue(link)}
            for comment, link in notes
        )
        text = ngettext(
            "Guten Tag,\n\nim Verfahren „%(process)s“ wartet eine Anmerkung auf Ihre Bestätigung:"
            "\n\n%(listed)s\n\n"
            "Der Link gilt bis %(until)s. Danach verfällt die Anmerkung. Wir erinnern nur"
            " einmal.\n\nWaren das nicht Sie? Dann tun Sie nichts.",
            "Guten Tag,\n\nim Verfahren „%(process)s“ warten %(many)d Anmerkungen auf Ihre"
            " Bestätigung:\n\n%(listed)s\n\n"
            "Der erste Link gilt bis %(until)s. Was Sie nicht bestätigen, verfällt. Wir erinnern"
            " nur einmal.\n\nWaren das nicht Sie? Dann tun Sie nichts.",
            len(notes),
        ) % {
            "process": process.title,
            "listed": listed,
            "many": len(notes),
            "until": i18n.instant(guest.expires_at, process.zone),
        }
        subject = ngettext(
            "Ihre Anmerkung wartet auf Ihre Bestätigung",
            "Ihre Anmerkungen warten auf Ihre Bestätigung",
            len(notes),
        )
        outbox.post(session, to=guest.email, subject=subject, text=text, process_id=process.id)


def confirmed(
    session: Session,
    guest: GuestNote,
    comment: Comment,
    process: Process,
    receipt: str,
    link: str,
) -> None:
    """To a guest whose note is confirmed: its receipt, how an account is had, and the `link` behind
    which its owner says that somebody else confirmed it."""
    with i18n.speaking(guest.locale):
        register = outbox.link(session, "/register", process)
        more = _(
            "Möchten Sie öfter schreiben? Mit einem Konto müssen Sie nicht jedes Mal bestätigen:"
            " %(register)s\nWas Sie als Gast geschrieben haben, gehört dann dazu."
        ) % {"register": register}
        opening = _("Guten Tag %(name)s,") % {"name": guest.name}
        other = _(
            "Haben Sie das nicht geschrieben oder nicht bestätigt? Sagen Sie es hier:\n%(link)s"
        )
        not_you = other % {"link": in_tongue(link)}
        text = "\n\n".join([opening, told(comment, process, in_tongue(receipt)), more, not_you])
        subject = _("Ihr Beleg für Anmerkung #%(n)d") % {"n": comment.number}
        outbox.post(session, to=guest.email, subject=subject, text=text, process_id=process.id)
