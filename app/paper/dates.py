"""Days as lists write them: German, ISO, and as Excel counts them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.models import Process
from app.paper.faults import Fault, day_of
from app.paper.vocabulary import MONTHS
from app.text import said

EARLIEST = date(1990, 1, 1)
_MONTH = {word: n for n, words in enumerate(MONTHS, 1) for word in words.split()}
_GERMAN = re.compile(
    r"(\d{1,2})\.\s*(?:(\d{1,2})\.|([^\W\d]+)\.?)\s*(\d{4}|\d{2})(?:,?\s+(?:um\s+)?"
    r"(\d{1,2})[:.](\d{2})(?::\d{2})?(?:\s*Uhr)?)?"
)
_SERIAL = re.compile(r"(\d{4,5})(?:[.,](\d{1,12}))?")
_SINCE = datetime(1899, 12, 30)
_IN_THE_FUTURE = said("Dieser Tag liegt in der Zukunft.")


def moment_of(typed: str, zone: str) -> datetime | None:
    """The moment that was typed: a day is its noon in `zone`. None where it is no day."""
    typed = " ".join(typed.split())
    found = _iso(typed) or _german(typed) or _serial(typed)
    if found is None:
        return None
    if isinstance(found, datetime):
        moment = found if found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))
    else:
        moment = datetime.combine(found, time(12), ZoneInfo(zone))
    return moment.astimezone(UTC)


def _iso(typed: str) -> date | datetime | None:
    try:
        if len(typed) == 10:
            return date.fromisoformat(typed)
        return datetime.fromisoformat(typed) if len(typed) > 10 else None
    except ValueError:
        return None


def _german(typed: str) -> date | datetime | None:
    found = _GERMAN.fullmatch(typed)
    if found is None:
        return None
    day, number, word, year, hour, minute = found.groups()
    month = int(number) if number else _MONTH.get(word.casefold(), 0)
    full_year = int(year) + (2000 if len(year) == 2 else 0)
    try:
        if hour is None:
            return date(full_year, month, int(day))
        return datetime(full_year, month, int(day), int(hour), int(minute))
    except ValueError:
        return None


def _serial(typed: str) -> date | None:
    """A number of days since 30 December 1899, as Excel keeps a date; the time of day is left."""
    found = _SERIAL.fullmatch(typed)
    days = int(found[1]) if found else 0
    return (
        (_SINCE + timedelta(days=days)).date() if days > (EARLIEST - _SINCE.date()).days else None
    )


def why_not_received(moment: datetime, process: Process, now: datetime) -> Fault | None:
    """Why a note cannot have been received then; None where it can. One that came in time counts
    also if it is typed after the window has closed."""
    zone = ZoneInfo(process.zone)
    day = moment.astimezone(zone).date()
    if day > now.astimezone(zone).date():
        return Fault(_IN_THE_FUTURE)
    if day < process.opens_at.astimezone(zone).date():
        opened = day_of(process.opens_at, process.zone)
        return Fault(said("Anmerkungen sind erst seit dem %(day)s möglich."), opened)
    last = process.closes_at - timedelta(microseconds=1)
    if day > last.astimezone(zone).date():
        closed = day_of(last, process.zone)
        return Fault(said("Der letzte Tag für Anmerkungen war der %(day)s."), closed)
    return None


def why_no_day(moment: datetime | None, now: datetime) -> Fault | None:
    """Why this is no day on which anything can have been received; None where it is one."""
    if moment is None:
        return Fault(said("Das ist kein Datum. Schreiben Sie es wie 3.11.2026 oder 2026-11-03."))
    if moment > now + timedelta(days=1):
        return Fault(_IN_THE_FUTURE)
    if moment.date() < EARLIEST:
        return Fault(said("Dieser Tag liegt vor dem Jahr 1990."))
    return None
