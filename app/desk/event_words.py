"""What is done to a process's events and documents, in the journal's words."""

from app.i18n import _


def deeds_around() -> dict[str, str]:
    """The deeds of processes/events.py and processes/documents.py, in words."""
    return {
        "event.added": _("Termin eingetragen"),
        "event.changed": _("Termin geändert"),
        "event.removed": _("Termin entfernt"),
        "document.added": _("Unterlage veröffentlicht"),
        "document.changed": _("Unterlage anders benannt"),
        "document.replaced": _("Unterlage durch eine andere Datei ersetzt"),
        "document.moved": _("Unterlage an einen anderen Platz gestellt"),
        "document.removed": _("Unterlage entfernt"),
    }


def names_around() -> dict[str, str]:
    """What the details of these deeds are called."""
    return {"event": _("Termin"), "document": _("Unterlage")}
