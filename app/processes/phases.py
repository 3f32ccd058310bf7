"""Where a process is on its way, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app import i18n
from app.i18n import _, ngettext
from app.models import Process, Station, Status

# The stations that the program knows, in the order in which a process passes them.
KEYS = ("draft", "comments", "workshops", "revised", "decision", "implementation")
_KEY_OF = {
    Status.PREPARING: "draft",
    Status.OPEN: "comments",
    Status.CLOSED: "workshops",
    Status.REVISING: "revised",
    Status.DECIDED: "decision",
    Status.ARCHIVED: "implementation",
}


@dataclass(frozen=True)
class Stop:
    """A station as shown: over, now, or still to come."""

    title: str
    detail: str
    at: datetime | None
    done: bool
    now: bool


def stops(process: Process, stations: Sequence[Station], now: datetime) -> list[Stop]:
    """The stations with the one where the process stands now."""
    key = _key_now(process, now)
    here = next((n for n, station in enumerate(stations) if station.key == key), None)
    return [
        Stop(
            title=station.title,
            detail=station.detail,
            at=station.at,
            done=here is not None and n < here,
            now=n == here,
        )
        for n, station in enumerate(stations)
    ]


def _key_now(process: Process, now: datetime) -> str:
    """Of an open process the clock says where it stands, and whether there is a draft to read."""
    if process.status is not Status.OPEN:
        return _KEY_OF[process.status]
    if not process.current_version or now < process.opens_at:
        return "draft"
    return "comments" if now < process.closes_at else "workshops"


def next_change(process: Process, now: datetime) -> datetime:
    """Until when what pages say about the window stays right: the next midnight in the process's
    zone ("noch 5 Tage"), or the opening or closing before it."""
    zone = ZoneInfo(process.zone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone)
    edges = [edge for edge in (process.opens_at, process.closes_at) if edge > now]
    return min([midnight, *edges])


def days_left(process: Process, now: datetime) -> int:
    """Whole days until the last day of the window in the process's zone; 0 on that day."""
    zone = ZoneInfo(process.zone)
    last = (process.closes_at - timedelta(seconds=1)).astimezone(zone).date()
    return (last - now.astimezone(zone).date()).days


def until(process: Process) -> str:
    """The end of the window as people say it: "Dienstag, 8. November 2016, 24 Uhr"."""
    if i18n.is_midnight(process.closes_at, process.zone):
        last = process.closes_at - timedelta(seconds=1)
        return _("%(day)s, 24 Uhr") % {"day": i18n.weekday(last, process.zone)}
    return _("%(day)s, %(hour)s Uhr") % {
        "day": i18n.weekday(process.closes_at, process.zone),
        "hour": i18n.hour(process.closes_at, process.zone),
    }


def time_left(process: Process, now: datetime) -> str:
    """How long notes are taken: "noch 5 Tage", "nur noch heute", or since when not."""
    days = days_left(process, now)
    if days == 0:
        return _("nur noch heute")
    return ngettext("noch %(n)d Tag", "noch %(n)d Tage", days) % {"n": days}


def is_bare(process: Process) -> bool:
    """Whether it is open, but has no draft yet that anybody could write to."""
    return process.status is Status.OPEN and not process.current_version


def status_line(process: Process, now: datetime) -> str:
    """Where we are, in one line."""
    if process.status in (Status.PREPARING, Status.OPEN) and now < process.opens_at:
        return _("Anmerkungen ab %(day)s") % {"day": i18n.day(process.opens_at, process.zone)}
    if process.status is Status.PREPARING or is_bare(process):
        return _("Jetzt: Der Entwurf entsteht")
    if process.is_open_at(now):
        return _("Jetzt: Anmerkungen, %(left)s") % {"left": time_left(process, now)}
    return {
        Status.REVISING: _("Jetzt: Der Entwurf wird überarbeitet"),
        Status.DECIDED: _("Beschlossen"),
        Status.ARCHIVED: _("Abgeschlossen"),
    }.get(process.status, _("Jetzt: Die Arbeitsgruppen beraten"))
