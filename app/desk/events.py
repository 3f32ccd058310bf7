"""The events of a process on the desk: workshops and meetings, entered, changed, removed."""

from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.desk.event_forms import EventForm
from app.errors import Conflict, Invalid
from app.i18n import _
from app.identity import SignedIn
from app.models import Person, Process
from app.processes import events
from app.processes.groups import groups_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/events")
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Typed = Annotated[EventForm, Depends()]


@router.get("")
def show_events(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """All events by their hour, and the form for one more."""
    return _show(request, session, process, person, EventForm(), done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: EventForm,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    values: dict[str, Any] = {"done": "", "chosen": None}
    return render(
        request,
        "desk/events.html",
        status=status,
        process=process,
        form=form,
        events=events.events_of(session, process),
        groups=groups_of(session, process),
        longest=events.LONGEST_TEXT,
        may_change=may_manage(person, process),
        now=clock.now(),
        said=_said(),
        **(values | more),
    )


def _said() -> dict[str, str]:
    return {
        "added": _("Der Termin ist eingetragen. Er steht jetzt auf der Seite des Verfahrens."),
        "changed": _("Gespeichert."),
        "removed": _("Der Termin ist entfernt."),
    }


@router.post("")
def add(
    request: Request, process: ProcessInPath, person: SignedIn, session: Db, form: Typed
) -> Response:
    """Enter one more event."""
    require(may_manage(person, process))
    try:
        events.add_event(session, process, form.planned(process), person)
    except (Conflict, Invalid) as refusal:
        form.errors |= refusal.fields or {"title": refusal.reason}
        return _show(request, session, process, person, form, status=refusal.status)
    return _back(process, "added")


@router.get("/{event_id}")
def show_event(
    request: Request, process: ProcessInPath, event_id: Number, person: SignedIn, session: Db
) -> Response:
    """One event, with the form to change it."""
    event = events.event_of(session, process, event_id)
    form = EventForm.of(event, process)
    return _show(request, session, process, person, form, chosen=event)


@router.post("/{event_id}")
def change(
    request: Request,
    process: ProcessInPath,
    event_id: Number,
    person: SignedIn,
    session: Db,
    form: Typed,
) -> Response:
    """Change an event. Of two at one time the second is shown what the first has made of it, with
    its own words kept."""
    require(may_manage(person, process))
    event = events.event_of(session, process, event_id)
    try:
        events.change_event(session, process, event_id, form.seen, form.planned(process), person)
    except Invalid as refusal:
        form.errors |= refusal.fields
        return _show(request, session, process, person, form, chosen=event, status=422)
    except Conflict as refusal:
        form.errors["title"], form.seen = refusal.reason, events.Planned.of(event).mark
        return _show(request, session, process, person, form, chosen=event, status=409)
    return _back(process, "changed")


@router.post("/{event_id}/remove")
def remove(
    process: ProcessInPath,
    event_id: Number,
    person: SignedIn,
    session: Db,
    seen: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Take an event off the page."""
    require(may_manage(person, process))
    events.remove_event(session, process, event_id, seen, person)
    return _back(process, "removed")


def _back(process: Process, done: str) -> Response:
    return RedirectResponse(f"/desk/p/{process.slug}/events?done={done}#getan", status_code=303)
