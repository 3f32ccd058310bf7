"""What the journal calls deeds about notices and objections."""

from app.i18n import _


def deeds() -> dict[str, str]:
    """The deeds in words."""
    return {
        "notice.received": _("Etwas gemeldet"),
        "notice.upheld": _("Nach einer Meldung ausgeblendet"),
        "notice.kept": _("Gemeldetes stehen gelassen"),
        "reply.hidden": _("Antwort ausgeblendet"),
        "reply.shown_again": _("Antwort wieder gezeigt"),
        "objection.made": _("Widersprochen"),
        "objection.granted": _("Nach einem Widerspruch wieder gezeigt"),
        "objection.refused": _("Nach einem Widerspruch ausgeblendet gelassen"),
    }
