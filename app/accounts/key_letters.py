"""Mails to the owner when there is another way into the account, or one less (OWASP ASVS 5.0,
V6.3.7). None holds a name that somebody else could choose."""

from sqlmodel import Session

from app import outbox
from app.accounts.addressed import addressed
from app.i18n import _


@addressed
def passkey_made(session: Session, to: str) -> None:
    """To somebody whose account has a passkey more."""
    subject = _("Neuer Passkey für Ihr Konto")
    _say(session, to, subject, _("für Ihr Konto bei Randnotiz wurde ein Passkey eingerichtet."))


@addressed
def passkey_removed(session: Session, to: str) -> None:
    """To somebody whose account has a passkey less."""
    subject = _("Ein Passkey wurde entfernt")
    _say(session, to, subject, _("von Ihrem Konto bei Randnotiz wurde ein Passkey entfernt."))


@addressed
def provider_joined(session: Session, to: str, provider: str) -> None:
    """To somebody whose account opens by an identity provider from now on."""
    told = _(
        "Ihr Konto bei Randnotiz ist jetzt mit %(name)s verbunden. Sie können sich damit anmelden."
    )
    _say(session, to, _("Ihr Konto ist verbunden"), told % {"name": provider})


@addressed
def provider_parted(session: Session, to: str, provider: str) -> None:
    """To somebody whose account no longer opens by an identity provider."""
    told = _("Ihr Konto bei Randnotiz ist nicht mehr mit %(name)s verbunden.")
    _say(session, to, _("Ihr Konto ist nicht mehr verbunden"), told % {"name": provider})


def _say(session: Session, to: str, subject: str, told: str) -> None:
    text = _(
        "Guten Tag,\n\n%(told)s\n\nWaren das nicht Sie? Dann wählen Sie bitte gleich ein neues"
        " Passwort und sehen Sie in Ihrem Konto nach, wo Sie angemeldet sind:\n\n"
        "Neues Passwort: %(forgot)s\nIhr Konto: %(account)s"
    )
    filled = text % {
        "told": told,
        "forgot": outbox.link(session, "/forgot"),
        "account": outbox.link(session, "/account"),
    }
    outbox.post(session, to=to, subject=subject, text=filled)
