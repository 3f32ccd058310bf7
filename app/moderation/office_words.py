"""What was done to the offices of a city, in the journal's words."""

from app.i18n import _


def deeds_of_offices() -> dict[str, str]:
    """The deeds of city_offices.py and involving.py, in words."""
    return {
        "office.added": _("Amt angelegt"),
        "office.changed": _("Angaben eines Amts geändert"),
        "office.removed": _("Amt entfernt"),
        "process.offices_chosen": _("Festgelegt, welche Ämter im Verfahren antworten"),
    }
