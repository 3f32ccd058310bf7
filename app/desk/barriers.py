"""The city's barriers: networks and words whose notes wait for the moderation."""

from typing import Annotated

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock
from app.accounts.rules import may_administer, may_see_people
from app.db import Db
from app.desk.people import CityHere
from app.errors import Conflict
from app.identity import SignedIn
from app.models import BarrierKind, Organisation, Person
from app.moderation import barring
from app.routing import Pages
from app.rules import require
from app.text import clean_line
from app.web import render

router = Pages(prefix="/barriers")


class BarrierForm:
    """A barrier as typed: a network or a word, and why."""

    def __init__(
        self,
        kind: Annotated[str, Form()] = BarrierKind.WORD.value,
        value: Annotated[str, Form()] = "",
        note: Annotated[str, Form()] = "",
    ) -> None:
        self.kind = kind if kind in set(BarrierKind) else BarrierKind.WORD.value
        self.value = clean_line(value)[: barring.LONGEST + 1]
        self.note = clean_line(note)[:200]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))

    def is_valid(self) -> bool:
        """Whether it can be a barrier; `errors` says what to mend."""
        if problem := barring.why_no_barrier(BarrierKind(self.kind), self.value):
            self.errors["value"] = problem
        return not self.errors


@router.get("")
def show_barriers(
    request: Request,
    person: SignedIn,
    city: CityHere,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """The list, how many each has stopped, and the form for another."""
    require(may_see_people(person, city.id))
    return _show(request, session, person, city, BarrierForm("", "", ""), done=done)


def _show(
    request: Request,
    session: Session,
    person: Person,
    city: Organisation,
    form: BarrierForm,
    *,
    done: str = "",
    status: int = 200,
) -> Response:
    return render(
        request,
        "desk/barriers.html",
        status=status,
        city=city,
        barriers=barring.of_city(session, city),
        form=form,
        done=done,
        may_change=may_administer(person, city.id),
    )


@router.post("")
def add_barrier(
    request: Request,
    person: SignedIn,
    city: CityHere,
    form: Annotated[BarrierForm, Depends()],
    session: Db,
) -> Response:
    """Put a network or a word on the list."""
    require(may_administer(person, city.id))
    if form.is_valid():
        kind = BarrierKind(form.kind)
        try:
            barring.add(session, city, person, kind, form.value, form.note, clock.now())
            return RedirectResponse("/desk/barriers?done=added#getan", status_code=303)
        except Conflict as refusal:
            form.errors["value"] = refusal.reason
    return _show(request, session, person, city, form, status=422)


@router.post("/{number}/remove")
def remove_barrier(
    number: Annotated[int, Path(ge=1, le=2**63 - 1)],
    person: SignedIn,
    city: CityHere,
    session: Db,
) -> Response:
    """Take one off the list."""
    require(may_administer(person, city.id))
    barring.remove(session, city, person, number)
    return RedirectResponse("/desk/barriers?done=removed#getan", status_code=303)
