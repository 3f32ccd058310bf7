"""Who has a desk here."""

from app.accounts.rules import OF_CITY, OF_PROCESS, may_moderate, roles_of
from app.i18n import _
from app.models import Person, Process, Role
from app.rules import No, Verdict


def may_enter(person: Person) -> Verdict:
    """Whoever has a role: in a working group, in a process, in the participation office."""
    if roles_of(person):
        return True
    if person.grants:
        return No(_("Ihre Rollen ruhen. Warum, sagt Ihnen das Beteiligungsbüro der Stadt."))
    return No(
        _(
            "Der Arbeitsplatz ist für Arbeitsgruppen, Moderation, Verfahrensleitung, Revision "
            "und Beteiligungsbüro. "
            "Ihr Konto hat keine dieser Aufgaben. Zum Lesen und Schreiben brauchen Sie ihn nicht."
        )
    )


def may_read_journal(person: Person) -> Verdict:
    """The participation office and the auditor, of their organisation; managers and moderators,
    of their processes."""
    if any(grant.role in OF_CITY | OF_PROCESS for grant in roles_of(person)):
        return True
    return No(_("Das Protokoll sehen Moderation, Verfahrensleitung, Revision und Büro."))


def may_read_mail(person: Person) -> Verdict:
    """The participation office alone: a mail may hold a link that opens somebody's account. So
    not the auditor either, who with such a link could do what an auditor may not."""
    if any(grant.role is Role.ADMIN for grant in roles_of(person)):
        return True
    return No(_("Die Mails sieht nur das Beteiligungsbüro."))


def may_translate(person: Person | None, process: Process) -> Verdict:
    """The text and what people said, in another language: moderators of the process, its managers
    and the participation office. What they write stands there in the city's name."""
    return may_moderate(person, process)
