"""Who has a desk here."""

from app.i18n import _
from app.models import Person, Role
from app.rules import No, Verdict


def may_enter(person: Person) -> Verdict:
    """Whoever has a role: in a working group, as a moderator, in the participation office."""
    if person.grants:
        return True
    return No(
        _(
            "Der Arbeitsplatz ist für Arbeitsgruppen, Moderation und Beteiligungsbüro. "
            "Ihr Konto hat keine dieser Aufgaben. Zum Lesen und Schreiben brauchen Sie ihn nicht."
        )
    )


def may_read_journal(person: Person) -> Verdict:
    """The participation office, of its organisation; moderators, of their processes."""
    if any(grant.role in (Role.ADMIN, Role.MODERATOR) for grant in person.grants):
        return True
    return No(_("Das Protokoll sehen Moderation und Beteiligungsbüro."))


def may_read_mail(person: Person) -> Verdict:
    """The participation office alone: a mail may hold a link that opens somebody's account."""
    if any(grant.role is Role.ADMIN for grant in person.grants):
        return True
    return No(_("Die Mails sieht nur das Beteiligungsbüro."))
