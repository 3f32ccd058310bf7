"""What was done to a city, as the journal says it."""

from app.i18n import _


def deeds() -> dict[str, str]:
    """The deeds, in words."""
    return {
        "city.created": _("Stadt angelegt"),
        "city.described": _("Angaben der Stadt geändert"),
        "city.coloured": _("Farbe der Stadt geändert"),
        "city.logo_changed": _("Logo der Stadt geändert"),
        "city.logo_removed": _("Logo der Stadt entfernt"),
        "city.sender_changed": _("Absender der Mails geändert"),
        "city.host_changed": _("Name der Stadt im Netz geändert"),
    }


def columns() -> dict[str, str]:
    """What can be changed about a city, in words."""
    return {
        "name": _("Name"),
        "unit": _("Stelle"),
        "address": _("Anschrift"),
        "email": _("E-Mail"),
        "phone": _("Telefon"),
        "legal": _("Impressum"),
        "privacy": _("Datenschutz"),
        "accessibility": _("Barrierefreiheit"),
    }
