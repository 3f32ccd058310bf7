"""Notes per day: every day in the file, and in the picture as many columns as one can look at."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from app.i18n import _, day, number
from app.reporting.charts import Chart, Line

MOST_DAYS, MOST_WEEKS = 62, 62


def by_day(days: Mapping[str, list[int]]) -> Chart:
    """Notes and first answers on each day from the first to the last; from 63 days on the picture
    gathers weeks, from 63 weeks on months."""
    known = {date.fromisoformat(text): pair for text, pair in days.items()}
    every = _between(min(known), max(known)) if known else []
    exact = [_line(on, on.isoformat(), known.get(on, [0, 0])) for on in every]
    title = _("Anmerkungen an jedem Tag")
    shown = [_line(on, _said(on), known.get(on, [0, 0])) for on in every]
    if len(every) > MOST_DAYS:
        title = _("Anmerkungen in jeder Woche")
        shown = _gathered(known, every, lambda on: on - timedelta(days=on.weekday()))
    if len(shown) > MOST_WEEKS:
        title = _("Anmerkungen in jedem Monat")
        shown = _gathered(known, every, lambda on: on.replace(day=1))
    return Chart(
        name="days",
        title=title,
        heads=(_("Tag"), _("Anmerkungen"), _("Erste Antworten")),
        lines=shown,
        says=_says(shown),
        as_columns=True,
        exact=exact,
    )


def _between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _gathered(
    known: Mapping[date, list[int]], every: list[date], start_of: Callable[[date], date]
) -> list[Line]:
    sums: dict[date, list[int]] = {}
    for on in every:
        pair = sums.setdefault(start_of(on), [0, 0])
        for at, n in enumerate(known.get(on, (0, 0))):
            pair[at] += n
    return [_line(on, _("ab %(day)s") % {"day": _said(on)}, sums[on]) for on in sums]


def _line(on: date, label: str, pair: list[int]) -> Line:
    written, answered = pair
    return Line(label, (written, answered), whole=written, short=_said(on, year=False))


def _said(on: date, *, year: bool = True) -> str:
    return day(datetime(on.year, on.month, on.day, tzinfo=UTC), "UTC", year=year)


def _says(lines: list[Line]) -> str:
    if not lines:
        return _("Noch hat niemand etwas angemerkt.")
    most = max(lines, key=lambda line: line.whole)
    return _("Die meisten Anmerkungen: %(n)s, %(day)s.") % {
        "n": number(most.whole),
        "day": most.label,
    }
