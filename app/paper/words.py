"""What the journal calls the deeds of this room."""

from app.i18n import _


def deeds_of_paper() -> dict[str, str]:
    """The deeds, each with its words."""
    return {
        "comment.entered": _("Anmerkung im Namen von jemandem eingetragen"),
        "comment.imported": _("Anmerkung aus einer Tabelle übernommen"),
        "note_file.added": _("Scan zu einer Anmerkung gelegt"),
        "note_file.removed": _("Scan einer Anmerkung gelöscht"),
        "import.read": _("Tabelle mit Anmerkungen angesehen"),
        "import.started": _("Übernahme einer Tabelle begonnen"),
        "import.done": _("Tabelle mit Anmerkungen übernommen"),
        "import.dropped": _("Tabelle mit Anmerkungen verworfen"),
    }
