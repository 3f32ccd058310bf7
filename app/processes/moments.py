"""Days and times as people type them: "8.11.2016" and "24:00", the midnight at the end of a day."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app import i18n

EARLIEST, LATEST = 1990, 2200
_GERMAN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_HOUR = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:\s*Uhr)?", re.IGNORECASE)


def day_of(typed: str) -> date | None:
    """The day that was typed, as browsers send it or as people write it; None for none."""
    typed = " ".join(typed.split())
    try:
        if found := _GERMAN.fullmatch(typed):
            day = date(int(found[3]), int(found[2]), int(found[1]))
        else:
            day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if EARLIEST <= day.year < LATEST else None


def moment_of(day: date, typed: str, zone: str) -> datetime | None:
    """This time of the day in `zone`; "24:00" is the midnight at its end (RULES.md, "Closing").
    None for no time."""
    found = _HOUR.fullmatch(" ".join(typed.split()))
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone))
    if hour > 23 or minute > 59:
        return None
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone))


def as_begin(moment: datetime, zone: str) -> tuple[str, str]:
    """Day and time of a beginning: ("2016-10-01", "00:00")."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.date().isoformat(), f"{local:%H:%M}"


def as_end(moment: datetime, zone: str) -> tuple[str, str]:
    """Day and time of an end as people say it: midnight is "24:00" of the day before."""
    if i18n.is_midnight(moment, zone):
        return as_begin(moment - timedelta(seconds=1), zone)[0], "24:00"
    return as_begin(moment, zone)


def written(opens: datetime, closes: datetime, zone: str) -> str:
    """A window for the journal, in no language: "2016-10-01 00:00 – 2016-11-08 24:00"."""
    return " – ".join(map(" ".join, (as_begin(opens, zone), as_end(closes, zone))))
