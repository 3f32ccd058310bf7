"""The offices of the city at the desk: added, changed, removed by its participation office."""

import secrets
from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_administer
from app.db import Db
from app.desk.people import CityHere
from app.errors import Conflict, Invalid
from app.i18n import _
from app.idempotency import once
from app.identity import SignedIn
from app.models import Office, Organisation, Person
from app.moderation import city_offices
from app.moderation.city_offices import COLUMNS, Listed
from app.moderation.queries import processes_of
from app.organisations.rules import may_see
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/offices")
Slug = Annotated[str, Path(max_length=80)]
Done = Annotated[str, Query(max_length=20)]
Typed = Annotated[str, Form()]
LONGEST = 5_000  # of what is typed into a field and given back


class OfficeForm:
    """An office as typed; `read` is the mark of what its reader has seen."""

    def __init__(
        self,
        name: Typed = "",
        contact: Typed = "",
        email: Typed = "",
        phone: Typed = "",
        domains: Typed = "",
        read: Annotated[str, Form(max_length=40)] = "",
        idempotency_key: Annotated[str, Form(max_length=120)] = "",
    ) -> None:
        said = (name, contact, email, phone, domains)
        self.typed = {column: value[:LONGEST] for column, value in zip(COLUMNS, said, strict=True)}
        self.read, self.idempotency_key = read, idempotency_key
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed[name]

    @classmethod
    def of(cls, office: Office) -> "OfficeForm":
        """With what it says now."""
        said = {name: str(getattr(office, name)) for name in COLUMNS}
        return cls(**said, read=city_offices.state_of(office))


@router.get("")
def show_offices(
    request: Request, person: SignedIn, city: CityHere, session: Db, done: Done = ""
) -> Response:
    """The city's offices, where each answers, and the form for one more."""
    require(may_see(person, city.id))
    return _show(request, session, city, person, OfficeForm(), done=done)


def _show(
    request: Request,
    session: Session,
    city: Organisation,
    person: Person,
    form: OfficeForm,
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    return render(
        request,
        "desk/offices.html",
        status=status,
        city=city,
        offices=city_offices.listed(session, city.id or 0),
        processes=processes_of(session, person),
        form=form,
        key=secrets.token_urlsafe(12),
        may_change=may_administer(person, city.id or 0),
        done=done,
        said=_said(),
    )


def _said() -> dict[str, str]:
    return {
        "added": _("Das Amt ist angelegt. Wählen Sie jetzt, in welchen Verfahren es antwortet."),
        "changed": _("Gespeichert. So steht es jetzt überall."),
        "removed": _("Das Amt ist entfernt."),
    }


@router.post("")
def add(
    request: Request,
    person: SignedIn,
    city: CityHere,
    session: Db,
    form: Annotated[OfficeForm, Depends()],
) -> Response:
    """One more office. Sent twice with the same key, it is one."""
    require(may_administer(person, city.id))
    attempt = once(session, person, f"offices:{city.id}", form.idempotency_key)
    if attempt.result is None:
        try:
            made = city_offices.add_office(session, city.id or 0, form.typed, person)
        except Invalid as refusal:
            form.errors |= refusal.fields
            return _show(request, session, city, person, form, status=422)
        attempt.keep(office=made.id)
    return _back("added")


@router.get("/{office}")
def show_office(
    request: Request, office: Slug, person: SignedIn, city: CityHere, session: Db
) -> Response:
    """One office, with the form to change it, where it answers, and whether it can go."""
    require(may_see(person, city.id))
    found = city_offices.office_by_slug(session, city.id or 0, office)
    return _show_one(request, session, city, person, found, OfficeForm.of(found))


def _show_one(
    request: Request,
    session: Session,
    city: Organisation,
    person: Person,
    office: Office,
    form: OfficeForm,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    known = city_offices.listed(session, city.id or 0)
    one = next((one for one in known if one.office.id == office.id), Listed(office, ()))
    return render(
        request,
        "desk/office.html",
        status=status,
        city=city,
        one=one,
        office=office,
        form=form,
        may_change=may_administer(person, city.id or 0),
        stays=city_offices.why_it_stays(session, office),
        **({"overtaken": False} | more),
    )


@router.post("/{office}")
def change(
    request: Request,
    office: Slug,
    person: SignedIn,
    city: CityHere,
    session: Db,
    form: Annotated[OfficeForm, Depends()],
) -> Response:
    """Let it be called and reached like this. Of two at one time the second is shown what the
    first has made of it, with its own words kept."""
    require(may_administer(person, city.id))
    found = city_offices.office_by_slug(session, city.id or 0, office)
    try:
        city_offices.change_office(session, found, form.typed, form.read, person)
    except Invalid as refusal:
        form.errors |= refusal.fields
        return _show_one(request, session, city, person, found, form, status=422)
    except Conflict as refusal:
        form.errors["name"], form.read = refusal.reason, city_offices.state_of(found)
        told = {"status": 409, "overtaken": True}
        return _show_one(request, session, city, person, found, form, **told)
    return _back("changed")


@router.post("/{office}/remove")
def remove(office: Slug, person: SignedIn, city: CityHere, session: Db) -> Response:
    """Take it away, unless somebody spoke in its name."""
    require(may_administer(person, city.id))
    found = city_offices.office_by_slug(session, city.id or 0, office)
    city_offices.remove_office(session, found, person)
    return _back("removed")


def _back(done: str) -> Response:
    return RedirectResponse(f"/desk/offices?done={done}#getan", status_code=303)
