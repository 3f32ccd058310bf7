"""The stations of a process's way, and whom it wants to hear: kept at the desk.

A station may say where the process stands then (`key`, one of phases.KEYS): that one is marked as
"now" when it does. One without a key is a date among them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import journal
from app.errors import Conflict, Invalid, NotFound
from app.i18n import _
from app.models import Person, Process, Station, TargetGroup
from app.processes.frame import hold, show_anew
from app.processes.phases import KEYS
from app.text import clean_line

LONGEST_TITLE, LONGEST_DETAIL, LONGEST_NAME = 120, 200, 200
MOST = 20  # stations, and target groups


@dataclass(frozen=True)
class Stop:
    """What a station says; `at` is the beginning of its day in the process's zone."""

    key: str
    title: str
    detail: str
    at: datetime | None

    @classmethod
    def of(cls, station: Station) -> "Stop":
        """As it stands now."""
        return cls(station.key, station.title, station.detail, station.at)

    @property
    def state(self) -> str:
        """A short name of what it says; another as soon as anything is changed."""
        return _short(self.key, self.title, self.detail, self.at)


def _short(*words: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, words)).encode()).hexdigest()[:16]


def stations_of(session: Session, process: Process) -> Sequence[Station]:
    """The stations in their order, as the database has them now."""
    query = select(Station).where(Station.process_id == process.id)
    query = query.order_by(col(Station.position)).execution_options(populate_existing=True)
    return session.exec(query).all()


def station_of(session: Session, process: Process, station_id: int) -> Station:
    """The process's station. Raises `NotFound`."""
    for station in stations_of(session, process):
        if station.id == station_id:
            return station
    raise NotFound(_("Diese Station gibt es nicht."))


def add_station(session: Session, process: Process, wanted: Stop, by: Person) -> None:
    """One more station, behind the others. The very same once more (a second click) is the one
    that is there. Refused with `Invalid` without a title, or with one too long, or one that says
    of the process what another says, with `Conflict` when there are too many."""
    hold(session, process)
    known = stations_of(session, process)
    wanted = _cleaned(wanted)
    if any(Stop.of(station) == wanted for station in known):
        return
    _check(known, wanted)
    if len(known) >= MOST:
        raise Conflict(_("Mehr als %(most)d Stationen liest niemand.") % {"most": MOST})
    last = known[-1].position if known else 0
    station = Station(process_id=process.id, position=last + 1, key=wanted.key, title=wanted.title)
    _put(session, station, wanted)
    _record(session, process, by, after=wanted.title)


def change_station(
    session: Session, process: Process, station_id: int, seen: str, wanted: Stop, by: Person
) -> None:
    """Let a station say this. Refused as a new one is, with `NotFound` for none, with `Conflict`
    when it does not say any more what was `seen`."""
    hold(session, process)
    station = station_of(session, process, station_id)
    wanted, old = _cleaned(wanted), Stop.of(station)
    if wanted == old:
        return
    _as_read(old.state, seen)
    _check([one for one in stations_of(session, process) if one.id != station_id], wanted)
    _put(session, station, wanted)
    _record(session, process, by, before=old.title, after=wanted.title)


def remove_station(
    session: Session, process: Process, station_id: int, seen: str, by: Person
) -> None:
    """Take a station away. Refused with `NotFound` for none, with `Conflict` when it does not say
    any more what was `seen`."""
    hold(session, process)
    station = station_of(session, process, station_id)
    _as_read(Stop.of(station).state, seen)
    session.delete(station)
    _record(session, process, by, before=station.title)


def move_station(
    session: Session, process: Process, station_id: int, by: Person, *, up: bool
) -> None:
    """Put a station one place up, or down; at the end of the list nothing happens. Refused with
    `NotFound` for none."""
    hold(session, process)
    station = station_of(session, process, station_id)
    order = list(stations_of(session, process))
    at = order.index(station)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return
    other = order[to]
    places = (other.position, station.position)
    # A place is taken once: one of the two steps aside first.
    for one, place in ((other, -1), (station, places[0]), (other, places[1])):
        one.position = place
        session.add(one)
        session.flush()
    _record(session, process, by, after=[one.title for one in stations_of(session, process)])


def _record(
    session: Session,
    process: Process,
    by: Person,
    *,
    before: str = "",
    after: str | list[str] = "",
) -> None:
    show_anew(session, process)
    deed = "process.stations_changed"
    journal.record(session, by, deed, process, process=process, before=before, after=after)


def _put(session: Session, station: Station, wanted: Stop) -> None:
    station.key, station.title = wanted.key, wanted.title
    station.detail, station.at = wanted.detail, wanted.at
    session.add(station)
    session.flush()


def _cleaned(wanted: Stop) -> Stop:
    return Stop(wanted.key, clean_line(wanted.title), clean_line(wanted.detail), wanted.at)


def _check(others: Sequence[Station], wanted: Stop) -> None:
    errors = {}
    if wanted.key and wanted.key not in KEYS:
        errors["key"] = _("Bitte wählen Sie etwas aus der Liste.")
    elif wanted.key and any(one.key == wanted.key for one in others):
        errors["key"] = _("Das sagt schon eine andere Station.")
    if not wanted.title:
        errors["title"] = _("Hier steht noch nichts.")
    for name, said, most in (
        ("title", wanted.title, LONGEST_TITLE),
        ("detail", wanted.detail, LONGEST_DETAIL),
    ):
        if len(said) > most:
            errors[name] = _("Bitte kürzen Sie auf höchstens %(n)d Zeichen.") % {"n": most}
    if errors:
        raise Invalid(next(iter(errors.values())), errors)


def _as_read(state: str, seen: str) -> None:
    if state != seen:
        raise Conflict(_("Jemand hat das eben geändert. Bitte lesen Sie, was jetzt gilt."))


def target_groups_of(session: Session, process: Process) -> list[str]:
    """Whom the process wants to hear, in its order."""
    query = select(TargetGroup.name).where(TargetGroup.process_id == process.id)
    return list(session.exec(query.order_by(col(TargetGroup.position))).all())


def state_of_groups(names: Sequence[str]) -> str:
    """A short name of this list; another as soon as anything is changed."""
    return _short(*names)


def name_target_groups(
    session: Session, process: Process, typed: str, seen: str, by: Person
) -> None:
    """Let these be the ones, one a line. Refused with `Invalid` for too many or one too long, with
    `Conflict` when the list is not as it was `seen` any more."""
    hold(session, process)
    names = list(dict.fromkeys(filter(None, map(clean_line, typed.splitlines()))))
    known = target_groups_of(session, process)
    if names == known:
        return
    _as_read(state_of_groups(known), seen)
    because = ""
    if len(names) > MOST:
        because = _("Bitte nennen Sie höchstens %(most)d.") % {"most": MOST}
    elif any(len(name) > LONGEST_NAME for name in names):
        because = _("Bitte kürzen Sie jede Zeile auf höchstens %(n)d Zeichen.") % {
            "n": LONGEST_NAME
        }
    if because:
        raise Invalid(because, {"names": because})
    rows = select(TargetGroup).where(TargetGroup.process_id == process.id)
    for row in session.exec(rows).all():
        session.delete(row)
    session.flush()
    for position, name in enumerate(names, start=1):
        session.add(TargetGroup(process_id=process.id, name=name, position=position))
    show_anew(session, process)
    came = [name for name in names if name not in known]
    left = [name for name in known if name not in names]
    deed = "process.target_groups_changed"
    journal.record(session, by, deed, process, process=process, came=came, left=left)
