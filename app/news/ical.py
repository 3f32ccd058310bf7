"""iCalendar (RFC 5545), as much of it as dates that a city publishes need.

Times stand in UTC, which every program shows in its reader's zone, and days as days; so nothing
depends on a definition of a zone that a program may know otherwise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.text import clean, clean_line

OCTETS = 75  # of a line, without its break (3.1)


@dataclass(frozen=True)
class Entry:
    """Something in a calendar: from one moment to another, or (`starts` being a day) on one day."""

    uid: str
    starts: datetime | date
    title: str
    ends: datetime | None = None
    text: str = ""
    place: str = ""
    link: str = ""


def write(name: str, stamp: datetime, entries: Sequence[Entry]) -> bytes:
    """The calendar as a file. `stamp` says when what it tells was last changed: the same data
    make the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Randnotiz//Verfahren//DE",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(clean_line(name))}",
        f"X-WR-CALNAME:{escaped(clean_line(name))}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for entry in entries:
        lines += _event(entry, stamp)
    return b"".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(entry: Entry, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_moment(stamp)}"
    if isinstance(entry.starts, datetime):
        yield f"DTSTART:{_moment(entry.starts)}"
        if entry.ends is not None and entry.ends > entry.starts:
            yield f"DTEND:{_moment(entry.ends)}"
    else:
        yield f"DTSTART;VALUE=DATE:{entry.starts:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.starts + timedelta(days=1):%Y%m%d}"
        yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escaped(clean_line(entry.title))}"
    if entry.text:
        yield f"DESCRIPTION:{escaped(clean(entry.text))}"
    if entry.place:
        yield f"LOCATION:{escaped(clean_line(entry.place))}"
    if entry.link:
        yield f"URL:{entry.link}"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """TEXT (3.3.11)."""
    for found, put in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(found, put)
    return text


def folded(line: str) -> bytes:
    """A content line with its breaks (3.1): no part is longer than 75 octets, and no letter is
    torn apart."""
    parts, part, room = [], b"", OCTETS
    for letter in line:
        octets = letter.encode()
        if len(part) + len(octets) > room:
            parts.append(part)
            part, room = b"", OCTETS - 1  # the blank that begins the next line counts
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
