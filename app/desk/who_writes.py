"""Who may write in a process: with an account always, as a guest or without an address if it says
so; and for whom somebody may say to speak."""

from typing import Annotated

from fastapi import Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.rules import may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.errors import Invalid
from app.identity import SignedIn
from app.models import Person, Process
from app.processes.who_writes import (
    MOST,
    Named,
    choose_writers,
    name_perspectives,
    perspectives_of,
    suggestions,
)
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/writers")
EMPTY = 2  # empty lines at the end, for more


class LinesForm:
    """The names as typed, each with the number of its row ("" for a new one)."""

    def __init__(
        self,
        key: Annotated[list[str] | None, Form()] = None,
        label: Annotated[list[str] | None, Form()] = None,
    ) -> None:
        typed = list(zip(key or (), label or (), strict=False))[: 2 * MOST]
        self.lines = [Named(_number(at), name[:500]) for at, name in typed]


@router.get("")
def show_writers(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What holds now, and the forms to change it."""
    known = [Named(one.id, one.name) for one in perspectives_of(session, process)]
    offered = not known and may_manage(person, process)
    lines = [Named(None, name) for name in suggestions()] if offered else known
    empty = [Named(None, "") for _n in range(min(EMPTY, MOST - len(lines)))]
    return _show(request, process, person, [*lines, *empty], offered=bool(offered), done=done)


def _show(
    request: Request,
    process: Process,
    person: Person,
    lines: list[Named],
    *,
    errors: dict[str, str] | None = None,
    offered: bool = False,
    done: str = "",
) -> Response:
    return render(
        request,
        "desk/writers.html",
        status=422 if errors else 200,
        process=process,
        lines=lines,
        form={"errors": errors or {}},
        offered=offered,
        done=done,
        may_change=may_manage(person, process),
    )


@router.post("")
def change_writers(
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    guests: Annotated[str, Form(max_length=3)] = "",
    unsigned: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Take guests or not, and notes without an address or not."""
    require(may_manage(person, process))
    choose_writers(session, process, person, guests=guests == "yes", unsigned=unsigned == "yes")
    return _back(process, "writers")


@router.post("/perspectives")
def change_perspectives(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Annotated[LinesForm, Depends()],
) -> Response:
    """Name for whom one may say to speak; an empty line removes one that no note names."""
    require(may_manage(person, process))
    lines = form.lines
    try:
        with session.begin_nested():
            name_perspectives(session, process, person, lines)
    except Invalid as refusal:
        return _show(request, process, person, lines, errors=refusal.fields)
    return _back(process, "perspectives")


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 18 else None


def _back(process: Process, done: str) -> Response:
    where = f"/desk/p/{process.slug}/writers?done={done}#getan"
    return RedirectResponse(where, status_code=303)
