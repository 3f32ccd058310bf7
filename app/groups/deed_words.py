"""What groups do to notes, and hand back, in the journal's words."""

from app.i18n import _


def deeds_of_groups() -> dict[str, str]:
    """The deeds of deciding.py, proposing.py and returning/, in words."""
    return {
        "disposition.proposed": _("Entscheidung vorgeschlagen"),
        "disposition.unproposed": _("Vorschlag für eine Entscheidung entfernt"),
        "disposition.settled": _("Über eine Anmerkung entschieden"),
        "disposition.changed": _("Über eine Anmerkung neu entschieden"),
        "disposition.taken_back": _("Entscheidung über eine Anmerkung zurückgenommen"),
        "hand_back.handed_in": _("Entscheidungen einer Gruppe hochgeladen"),
        "hand_back.started": _("Begonnen, Entscheidungen einer Gruppe einzulesen"),
        "hand_back.dropped": _("Hochgeladene Entscheidungen einer Gruppe gelöscht"),
        "hand_back.file_holds": _("Gewählt, dass die Entscheidung der hochgeladenen Datei gilt"),
        "hand_back.house_holds": _("Gewählt, dass gilt, was hier entschieden ist"),
        "hand_back.taken": _("Entscheidungen einer Gruppe eingelesen"),
    }
