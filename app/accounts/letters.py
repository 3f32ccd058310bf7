"""The mails of the door. None holds a name: whoever registers a stranger's address must not be
able to write to them."""

from sqlmodel import Session

from app import outbox
from app.i18n import _
from app.models import OutboxMail


def please_confirm(session: Session, to: str, link: str, days: int) -> None:
    """To somebody who has just registered."""
    text = _(
        "Guten Tag,\n\nfür diese Adresse wurde bei Randnotiz ein Konto angelegt."
        " Bitte bestätigen Sie, dass sie Ihnen gehört:\n\n%(link)s\n\n"
        "Der Link gilt %(days)d Tage und nur einmal.\n\n"
        "Haben Sie kein Konto angelegt? Dann tun Sie nichts. Ohne Bestätigung kann niemand"
        " unter Ihrer Adresse schreiben."
    )
    subject = _("Bitte bestätigen Sie Ihre Adresse")
    outbox.post(session, to=to, subject=subject, text=text % {"link": link, "days": days})


def registered_twice(session: Session, to: str, link: str, hours: int) -> None:
    """To the address of an account that nobody has confirmed, and that was registered again: only
    the owner of the mailbox shall choose its password."""
    text = _(
        "Guten Tag,\n\nfür diese Adresse wurde bei Randnotiz mehr als einmal ein Konto angelegt,"
        " und keines ist bestätigt. Damit nur Sie das Passwort kennen, wählen Sie es bitte"
        " hier noch einmal:\n\n%(link)s\n\n"
        "Damit ist auch Ihre Adresse bestätigt. Der Link gilt %(hours)d Stunden und nur einmal.\n\n"
        "Haben Sie kein Konto angelegt? Dann tun Sie nichts."
    )
    subject = _("Bitte wählen Sie Ihr Passwort")
    outbox.post(session, to=to, subject=subject, text=text % {"link": link, "hours": hours})


def already_here(session: Session, to: str) -> OutboxMail:
    """To the owner of an account whose address somebody wants to register or confirm again."""
    text = _(
        "Guten Tag,\n\nfür diese Adresse gibt es bei Randnotiz schon ein bestätigtes Konto.\n\n"
        "Anmelden: %(sign_in)s\nPasswort vergessen: %(forgot)s\n\n"
        "Haben nicht Sie das gerade versucht? Dann tun Sie nichts. An Ihrem Konto hat sich"
        " nichts geändert."
    )
    subject = _("Sie haben schon ein Konto")
    filled = text % {
        "sign_in": outbox.link(session, "/sign-in"),
        "forgot": outbox.link(session, "/forgot"),
    }
    return outbox.post(session, to=to, subject=subject, text=filled)


def not_here(session: Session, to: str) -> OutboxMail:
    """To an address without an account, for which a link was asked. It is sent so that asking
    takes as long and looks as it does for any other address."""
    text = _(
        "Guten Tag,\n\njemand hat bei Randnotiz für diese Adresse einen Link angefordert."
        " Zu dieser Adresse gibt es aber kein Konto. Vielleicht haben Sie sich mit einer anderen"
        " angemeldet?\n\nKonto anlegen: %(register)s\n\n"
        "Waren das nicht Sie? Dann tun Sie nichts."
    )
    subject = _("Kein Konto unter dieser Adresse")
    filled = text % {"register": outbox.link(session, "/register")}
    return outbox.post(session, to=to, subject=subject, text=filled)


def new_password(session: Session, to: str, link: str, hours: int) -> None:
    """To somebody who has forgotten the password."""
    text = _(
        "Guten Tag,\n\nhier wählen Sie ein neues Passwort für Randnotiz:\n\n%(link)s\n\n"
        "Der Link gilt %(hours)d Stunden und nur einmal.\n\n"
        "Haben Sie das nicht angefordert? Dann tun Sie nichts. Ihr Passwort bleibt, wie es ist."
    )
    subject = _("Neues Passwort wählen")
    outbox.post(session, to=to, subject=subject, text=text % {"link": link, "hours": hours})


def password_changed(session: Session, to: str) -> None:
    """To the owner, whenever the password changes."""
    text = _(
        "Guten Tag,\n\ndas Passwort Ihres Kontos bei Randnotiz wurde geändert. Auf anderen"
        " Geräten sind Sie jetzt abgemeldet.\n\n"
        "Waren das nicht Sie? Dann wählen Sie bitte gleich ein neues Passwort: %(forgot)s"
    )
    subject = _("Ihr Passwort wurde geändert")
    filled = text % {"forgot": outbox.link(session, "/forgot")}
    outbox.post(session, to=to, subject=subject, text=filled)
