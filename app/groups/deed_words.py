"""What groups do to notes, in the journal's words."""

from app.i18n import _


def deeds_of_groups() -> dict[str, str]:
    """The deeds of deciding.py and proposing.py, in words."""
    return {
        "disposition.proposed": _("Entscheidung vorgeschlagen"),
        "disposition.unproposed": _("Vorschlag für eine Entscheidung entfernt"),
        "disposition.settled": _("Über eine Anmerkung entschieden"),
        "disposition.changed": _("Über eine Anmerkung neu entschieden"),
        "disposition.taken_back": _("Entscheidung über eine Anmerkung zurückgenommen"),
    }
