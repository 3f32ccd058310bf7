"""What the journal says of notes that guests wrote, and of what authors did with theirs later."""

from app.i18n import _


def deeds_of_authors() -> dict[str, str]:
    """Each deed in words; the order is that of the journal's filter."""
    return {
        "comment.edited": _("Eigene Anmerkung geändert"),
        "comment.added_to": _("Nachtrag zu eigener Anmerkung geschrieben"),
        "comment.withdrawn": _("Eigene Anmerkung zurückgezogen"),
        "comment.unconfirmed": _("Als Gast geschrieben, noch nicht bestätigt"),
        "comment.confirmed": _("Anmerkung eines Gastes bestätigt"),
        "comment.expired": _("Anmerkung eines Gastes verfallen, nicht bestätigt"),
        "comment.translated": _("Anmerkung oder Antwort übersetzt"),
        "comment.language_named": _("Sprache einer Anmerkung berichtigt"),
        "comment.disowned": _("Anmerkung eines Gastes verworfen, von der Adresse bestritten"),
    }
