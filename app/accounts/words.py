"""What roles are called: for people in German, for the journal and the command line in short."""

from app.i18n import _, comma
from app.models import Organisation, Process, Role, WorkingGroup


def role_word(role: str) -> str:
    """The role as people call it; what is no role comes back as it is."""
    words = {
        Role.MEMBER.value: _("Mitglied"),
        Role.LEAD.value: _("Leitung"),
        Role.MODERATOR.value: _("Moderation"),
        Role.MANAGER.value: _("Verfahrensleitung"),
        Role.AUDITOR.value: _("Revision"),
        Role.ADMIN.value: _("Beteiligungsbüro"),
    }
    return words.get(str(role), str(role))


def role_in_full(
    role: Role, organisation: Organisation, process: Process | None, group: WorkingGroup | None
) -> str:
    """The role and where it counts, for a mail: "Leitung, AG 1, Ankommen in Musterstadt"."""
    where = [group.name if group else "", process.title if process else organisation.name]
    return comma().join(filter(None, [role_word(role), *where]))


def key_of(role: Role, process: Process | None, group: WorkingGroup | None) -> str:
    """The role and where it counts, for programs: "admin", "moderator:slug", "lead:slug/ag-1"."""
    return role_key(role, process.slug if process else "", group.slug if group else "")


def role_key(role: str, process: str | None, group: str | None) -> str:
    """The same, from the slugs of process and group."""
    where = f":{process}" if process else ""
    return f"{role}{where}{f'/{group}' if group else ''}"
