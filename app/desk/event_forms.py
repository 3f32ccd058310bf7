"""An event as somebody types it: a day, and two hours of that day in the process's zone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Form

from app.errors import Invalid
from app.i18n import _
from app.models import Event, Process
from app.processes.events import LONGEST_TEXT, Planned, faults_of

_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")  # as browsers send it, and as people type it
_HOURS = ("%H:%M", "%H.%M", "%H", "%H:%M:%S")
_ORDER = ("title", "day", "starts", "ends", "place", "text")  # as on the page
_YEARS = range(2000, 2101)
Typed = Annotated[str, Form(max_length=1000)]


class EventForm:
    """What was typed stays; `seen` is the mark of what its writer has read."""

    def __init__(
        self,
        title: Typed = "",
        text: Annotated[str, Form()] = "",
        place: Typed = "",
        day: Typed = "",
        starts: Typed = "",
        ends: Typed = "",
        group: Annotated[list[str] | None, Form()] = None,
        seen: Annotated[str, Form(max_length=64)] = "",
    ) -> None:
        self.typed = {"title": title, "text": text[: 4 * LONGEST_TEXT], "place": place}
        self.typed |= {"day": day.strip(), "starts": starts.strip(), "ends": ends.strip()}
        self.groups = {int(one) for one in group or () if _is_number(one)}
        self.seen = seen
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed[name]

    @classmethod
    def of(cls, event: Event, process: Process) -> "EventForm":
        """With what stands now; a night's end is the 0:00 of the next day."""
        zone, planned = ZoneInfo(process.zone), Planned.of(event)
        starts, ends = event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)
        hours = (f"{starts:%H:%M}", f"{ends:%H:%M}")
        form = cls(event.title, event.text, event.place, f"{starts:%Y-%m-%d}", *hours)
        form.groups, form.seen = set(planned.groups), planned.mark
        return form

    def planned(self, process: Process) -> Planned:
        """The event that is meant. Raises `Invalid`, with all that is to be mended by field."""
        words = (self["title"], self["text"], self["place"])
        faults = faults_of(*words)
        day, starts, ends = _day(self["day"]), _hour(self["starts"]), _hour(self["ends"])
        if day is None:
            example = {"day": "12.11.2026"}
            faults["day"] = _("Schreiben Sie Tag, Monat und Jahr, zum Beispiel %(day)s.") % example
        for name, typed in (("starts", starts), ("ends", ends)):
            if typed is None:
                faults[name] = _("Schreiben Sie Stunde und Minute, zum Beispiel 18:30.")
        if day is not None and starts is not None and ends is not None:
            begin, end = _between(day, starts, ends, ZoneInfo(process.zone))
            if not faults and begin < end:
                return Planned(*words, begin, end, frozenset(self.groups))
            if begin >= end:
                faults["ends"] = _("Das Ende liegt nicht nach dem Beginn.")
        faults = {name: faults[name] for name in _ORDER if name in faults}
        raise Invalid(next(iter(faults.values())), faults)


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdecimal() and len(typed) < 10


def _day(typed: str) -> date | None:
    for shape in _DAYS:
        try:
            day = datetime.strptime(typed, shape).date()
        except ValueError:
            continue
        return day if day.year in _YEARS else None
    return None


def _hour(typed: str) -> time | None:
    typed = typed.removesuffix("Uhr").strip()
    if typed in ("24", "24:00", "24.00"):
        return time(0)
    for shape in _HOURS:
        try:
            return datetime.strptime(typed, shape).time().replace(second=0)
        except ValueError:
            continue
    return None


def _between(day: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The two moments, in UTC. As an end, 0:00 is the midnight after the day."""
    last = day + timedelta(days=1) if ends == time(0) else day
    begin, end = datetime.combine(day, starts, zone), datetime.combine(last, ends, zone)
    return begin.astimezone(UTC), end.astimezone(UTC)
