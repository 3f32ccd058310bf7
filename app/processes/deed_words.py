"""What is done to a process as a whole, in the journal's words."""

from app.i18n import _


def deeds_of_frames() -> dict[str, str]:
    """The deeds of frame.py and stations.py, in words."""
    return {
        "process.renamed": _("Titel des Verfahrens geändert"),
        "process.described": _("Beschreibung des Verfahrens geändert"),
        "process.window_moved": _("Frist des Verfahrens geändert"),
        "process.opened_again": _("Verfahren für Anmerkungen wieder geöffnet"),
        "process.stations_changed": _("Stationen des Verfahrens geändert"),
        "process.target_groups_changed": _("Zielgruppen des Verfahrens geändert"),
    }
