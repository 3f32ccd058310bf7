"""The calendar of a process: its window, its stations, its events, the council's dates."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from app.i18n import _
from app.models import Consultation, Event, Station
from app.news import ical
from app.news.feeds import Site
from app.processes import phases
from app.text import clean_line

_WINDOW = "comments"  # the station that the window says more exactly
_SOFT = "\N{SOFT HYPHEN}"


def calendar(session: Session, site: Site) -> bytes:
    """The window, the stations, the events and the council's dates of a process."""
    process = site.process
    events = session.exec(
        select(Event).where(Event.process_id == process.id).order_by(col(Event.starts_at))
    ).all()
    steps = session.exec(
        select(Consultation)
        .where(Consultation.process_id == process.id, col(Consultation.at).is_not(None))
        .order_by(col(Consultation.position))
    ).all()
    stations = session.exec(
        select(Station)
        .where(Station.process_id == process.id, col(Station.at).is_not(None))
        .order_by(col(Station.position))
    ).all()
    entries = [
        *_window(site),
        *(_station(site, station) for station in stations if station.key != _WINDOW),
        *(
            ical.Entry(
                uid=_uid(site, f"event-{event.id}"),
                starts=event.starts_at,
                ends=event.ends_at,
                title=event.title,
                text=event.text,
                place=event.place,
                link=site.at(),
            )
            for event in events
        ),
        *(_step(site, step) for step in steps),
    ]
    return ical.write(process.title, process.updated_at, entries)


def _window(site: Site) -> list[ical.Entry]:
    process, zone = site.process, ZoneInfo(site.process.zone)
    facts = {"process": process.title, "until": phases.until(process)}
    last = (process.closes_at - timedelta(seconds=1)).astimezone(zone).date()
    return [
        ical.Entry(
            uid=_uid(site, "opens"),
            starts=process.opens_at.astimezone(zone).date(),
            title=_("Anmerkungen beginnen: %(process)s") % facts,
            text=_("Anmerkungen sind möglich bis %(until)s.") % facts,
            link=site.at(),
        ),
        ical.Entry(
            uid=_uid(site, "closes"),
            starts=last,
            title=_("Letzter Tag für Anmerkungen: %(process)s") % facts,
            text=_("Anmerkungen sind möglich bis %(until)s.") % facts,
            link=site.at(),
        ),
    ]


def _station(site: Site, station: Station) -> ical.Entry:
    assert station.at is not None  # noqa: S101 - asked for, for the type checker
    return ical.Entry(
        uid=_uid(site, f"station-{station.id}"),
        starts=station.at.astimezone(ZoneInfo(site.process.zone)).date(),
        title=f"{clean_line(station.title).replace(_SOFT, '')}: {site.process.title}",
        text=station.detail.replace(_SOFT, ""),
        link=site.at(),
    )


def _step(site: Site, step: Consultation) -> ical.Entry:
    assert step.at is not None  # noqa: S101 - asked for, for the type checker
    local = step.at.astimezone(ZoneInfo(site.process.zone))
    is_day = (local.hour, local.minute) == (0, 0)
    return ical.Entry(
        uid=_uid(site, f"consultation-{step.id}"),
        starts=local.date() if is_day else step.at,
        title=f"{step.committee}: {site.process.title}",
        text=step.result,
        link=site.at(),
    )


def _uid(site: Site, what: str) -> str:
    return f"process-{site.process.id}-{what}@{site.host}"
