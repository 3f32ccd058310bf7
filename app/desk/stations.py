"""The page on which a process gets the stations of its way, and whom it wants to hear."""

from datetime import datetime, time
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.desk.frame_forms import Typed
from app.errors import Conflict, Invalid
from app.i18n import _
from app.identity import SignedIn
from app.models import Person, Process, Station
from app.processes import stations
from app.processes.moments import as_begin, day_of
from app.processes.stations import Stop
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/frame")
StationId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class StationForm:
    """A station as typed; `seen` is what was read of it."""

    def __init__(
        self,
        title: Typed = "",
        detail: Typed = "",
        on: Typed = "",
        key: Typed = "",
        seen: Typed = "",
    ) -> None:
        self.title, self.detail = title[:500], detail[:800]
        self.on, self.key, self.seen = on[:40].strip(), key[:40], seen[:40]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    @classmethod
    def of(cls, station: Station, zone: str) -> "StationForm":
        """With what it says now."""
        on = as_begin(station.at, zone)[0] if station.at else ""
        return cls(station.title, station.detail, on, station.key, Stop.of(station).state)

    def stop(self, zone: str, old: Station | None = None) -> Stop:
        """What is wanted. Raises `Invalid` for a day that is none."""
        if old and old.at and self.on == as_begin(old.at, zone)[0]:
            return Stop(self.key, self.title, self.detail, old.at)
        day = day_of(self.on)
        if self.on and day is None:
            because = _("Welcher Tag? Zum Beispiel 8.11.2027.")
            raise Invalid(because, {"on": because})
        at = datetime.combine(day, time(), ZoneInfo(zone)) if day else None
        return Stop(self.key, self.title, self.detail, at)


class GroupsForm:
    """Whom the process wants to hear, one a line."""

    def __init__(self, names: Typed = "", seen: Typed = "") -> None:
        self.names, self.seen = names[:10_000], seen[:40]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))


def key_words() -> dict[str, str]:
    """Where a process can stand, as a station says it."""
    return {
        "": _("Nur ein Termin auf dem Weg"),
        "draft": _("Der Entwurf entsteht"),
        "comments": _("Anmerkungen werden geschrieben"),
        "workshops": _("Die Arbeitsgruppen beraten"),
        "revised": _("Der Entwurf wird überarbeitet"),
        "decision": _("Beschlossen"),
        "implementation": _("Abgeschlossen"),
    }


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: StationForm,
    **more: Any,
) -> Response:
    status = more.pop("status", 200)
    known = stations.target_groups_of(session, process)
    values: dict[str, Any] = {
        "done": "",
        "chosen": None,
        "groups_form": GroupsForm("\n".join(known), stations.state_of_groups(known)),
    }
    return render(
        request,
        "desk/stations.html",
        status=status,
        process=process,
        form=form,
        stations=stations.stations_of(session, process),
        target_groups=known,
        keys=key_words(),
        may_change=may_manage(person, process),
        is_late=status == Conflict.status,
        **(values | more),
    )


@router.get("/stations")
def show_stations(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The stations in their order, the form for one more, and the target groups."""
    return _show(request, session, process, person, StationForm(), done=done)


@router.post("/stations")
def add(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Annotated[StationForm, Depends()],
) -> Response:
    """One more station."""
    require(may_manage(person, process))
    try:
        stations.add_station(session, process, form.stop(process.zone), person)
    except (Invalid, Conflict) as refusal:
        form.errors = refusal.fields or {"title": refusal.reason}
        return _show(request, session, process, person, form, status=refusal.status)
    return _back(process)


@router.get("/stations/{station_id}")
def show_station(
    request: Request, process: ProcessInPath, station_id: StationId, person: SignedIn, session: Db
) -> Response:
    """One station, with the form to change it."""
    station = stations.station_of(session, process, station_id)
    form = StationForm.of(station, process.zone)
    return _show(request, session, process, person, form, chosen=station)


@router.post("/stations/{station_id}")
def change(
    request: Request,
    process: ProcessInPath,
    station_id: StationId,
    person: SignedIn,
    session: Db,
    form: Annotated[StationForm, Depends()],
) -> Response:
    """Let it say this. Of two at one time the second is shown what the first has made of it."""
    require(may_manage(person, process))
    station = stations.station_of(session, process, station_id)
    try:
        wanted = form.stop(process.zone, station)
        stations.change_station(session, process, station_id, form.seen, wanted, person)
    except Invalid as refusal:
        form.errors = refusal.fields
        return _show(request, session, process, person, form, chosen=station, status=422)
    except Conflict as refusal:
        form.errors, form.seen = {"title": refusal.reason}, Stop.of(station).state
        return _show(request, session, process, person, form, chosen=station, status=409)
    return _back(process)


@router.post("/stations/{station_id}/move")
def move(
    process: ProcessInPath,
    station_id: StationId,
    person: SignedIn,
    session: Db,
    to: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Put it one place up, or down."""
    require(may_manage(person, process))
    stations.move_station(session, process, station_id, person, up=to == "up")
    return _back(process)


@router.post("/stations/{station_id}/remove")
def remove(
    process: ProcessInPath,
    station_id: StationId,
    person: SignedIn,
    session: Db,
    seen: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Take it away."""
    require(may_manage(person, process))
    stations.remove_station(session, process, station_id, seen, person)
    return _back(process)


@router.post("/groups")
def name_groups(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Annotated[GroupsForm, Depends()],
) -> Response:
    """Whom the process wants to hear from now on."""
    require(may_manage(person, process))
    try:
        stations.name_target_groups(session, process, form.names, form.seen, person)
    except (Invalid, Conflict) as refusal:
        form.errors["names"] = refusal.reason
        if isinstance(refusal, Conflict):
            form.seen = stations.state_of_groups(stations.target_groups_of(session, process))
        more: dict[str, Any] = {"groups_form": form, "status": refusal.status}
        return _show(request, session, process, person, StationForm(), **more)
    return _back(process)


def _back(process: Process) -> Response:
    where = f"/desk/p/{process.slug}/frame/stations?done=yes#getan"
    return RedirectResponse(where, status_code=303)
