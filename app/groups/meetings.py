"""When a working group meets, as a file for a calendar program: with the place, so that a telephone
finds the way there."""

from collections.abc import Sequence

from app.models import Event, WorkingGroup
from app.news import ical
from app.news.feeds import Site


def calendar(site: Site, group: WorkingGroup, events: Sequence[Event]) -> bytes:
    """The events as iCalendar; each is the same entry as in the process's own calendar, so whoever
    has both sees it once."""
    process = site.process
    name = f"{group.name}: {process.title}"
    entries = [
        ical.Entry(
            uid=f"process-{process.id}-event-{event.id}@{site.host}",
            starts=event.starts_at,
            ends=event.ends_at,
            title=f"{event.title} ({group.name})",
            text=event.text,
            place=event.place,
            link=site.at(),
        )
        for event in events
    ]
    return ical.write(name, process.updated_at, entries)
