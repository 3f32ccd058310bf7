"""What the desk sees beyond the public: each office, and how long approval takes. Of the people
who moderate nothing is counted: this measures a service, and ranks nobody."""

from collections.abc import Sequence
from typing import Any

from app.i18n import _, ngettext, number
from app.models import ActionField, Office, Process
from app.reporting.charts import Chart, Line
from app.reporting.pictures import Content, public_charts


def staff_charts(
    content: Content, process: Process, fields: Sequence[ActionField], offices: Sequence[Office]
) -> list[Chart]:
    """All charts, nothing gathered."""
    return [
        *public_charts(content, process, fields, least=0),
        _offices(content["offices"], offices),
        _approval(content["approval"]),
    ]


def _offices(found: dict[str, Any], offices: Sequence[Office]) -> Chart:
    lines = []
    for office in offices:
        of = found.get(str(office.id), {"said": 0, "median": None, "open": 0})
        days = "–" if of["median"] is None else of["median"]
        lines.append(
            Line(
                office.name,
                (of["said"], days, of["open"]),
                whole=of["said"],
                is_german=True,
            )
        )
    return Chart(
        "offices",
        _("Stellungnahmen der Ämter"),
        (_("Amt"), _("Antworten"), _("Tage"), _("offen")),
        lines,
        says=_(
            "Antworten: veröffentlichte Stellungnahmen. Tage: von der Frage bis zur Antwort, in "
            "der Mitte. Offen: Fragen, auf die das Amt noch nicht geantwortet hat."
        ),
    )


def _approval(found: dict[str, Any]) -> Chart:
    words = (
        _("unter 1 Stunde"),
        _("1 bis 4 Stunden"),
        _("4 bis 24 Stunden"),
        _("1 bis 3 Tage"),
        _("3 Tage oder mehr"),
    )
    lines = [Line(word, (n,), whole=n) for word, n in zip(words, found["spans"], strict=True)]
    return Chart(
        "approval",
        _("Wie lange auf die Freigabe gewartet wurde"),
        (_("Wartezeit"), _("Entscheidungen")),
        lines,
        says=_waited(found),
    )


def _waited(found: dict[str, Any]) -> str:
    if found["median"] is None:
        return _("Noch wurde nichts freigegeben oder abgelehnt. Jetzt wartet: %(n)s.") % {
            "n": number(found["waiting"])
        }
    return _(
        "In der Mitte: %(time)s. Veröffentlicht: %(yes)s, abgelehnt: %(no)s. Jetzt wartet: %(n)s."
    ) % {
        "time": _span(found["median"]),
        "yes": number(found["published"]),
        "no": number(found["refused"]),
        "n": number(found["waiting"]),
    }


def _span(minutes: int) -> str:
    if minutes < 120:
        return ngettext("%(n)s Minute", "%(n)s Minuten", minutes) % {"n": number(minutes)}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)s Stunde", "%(n)s Stunden", hours) % {"n": number(hours)}
    return ngettext("%(n)s Tag", "%(n)s Tage", hours // 24) % {"n": number(hours // 24)}
