"""Which offices answer in a process, at the desk: tick boxes and an order, for its manager."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_administer, may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.errors import Conflict, Invalid
from app.identity import SignedIn
from app.models import Person, Process
from app.moderation import involving
from app.processes.queries import offices_of
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/offices")
MOST_TICKS = 400


@dataclass(frozen=True)
class Said:
    """Which offices were ticked, and what is wrong with that."""

    ticked: Sequence[str]
    errors: dict[str, str]


@router.get("")
def show_offices(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The offices of the city: those that answer in this process, and the others."""
    return _show(request, session, process, person, done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    said: Said | None = None,
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    involved = offices_of(session, process)
    found = involving.choices(session, process, involved)
    return render(
        request,
        "desk/offices_here.html",
        status=status,
        process=process,
        choices=found,
        involved=involved,
        ticked=said.ticked if said else [one.slug for one in involved],
        read=involving.state_of(involved),
        form={"errors": said.errors if said else {}},
        may_change=may_manage(person, process),
        keeps_offices=bool(may_administer(person, process.organisation_id)),
        done=done,
    )


@router.post("")
def choose(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    office: Annotated[list[str] | None, Form()] = None,
    to: Annotated[str, Form(max_length=120)] = "",
    read: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Let the ticked ones answer here, in the order in which they stand on the page; a button
    beside one of them (`to`, "up:schulamt") puts it a place further up or down as well."""
    require(may_manage(person, process))
    ticked = list(dict.fromkeys(office or ()))[:MOST_TICKS]
    way, _colon, which = to.partition(":")
    wanted = involving.moved(ticked, which, up=way == "up") if which else ticked
    try:
        with session.begin_nested():
            involving.involve(session, process, wanted, read, person)
    except Invalid as refusal:
        said = Said(ticked, refusal.fields)
        return _show(request, session, process, person, said, status=422)
    except Conflict as refusal:
        said = Said(ticked, {"offices": refusal.reason})
        return _show(request, session, process, person, said, status=409)
    return RedirectResponse(f"/desk/p/{process.slug}/offices?done=saved#getan", status_code=303)
