"""The people page of the desk: who has which role, inviting, taking away, blocking.

Whatever changes something asks first for a fresh proof of who is asking (`Fresh`).
"""

from typing import Annotated

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, select

from app.accounts import attempts, blocking, giving, inviting, role_letters
from app.accounts.addressed import speaking_to
from app.accounts.door import knock
from app.accounts.rules import may_administer, may_give, may_manage, may_see_people
from app.accounts.words import role_in_full
from app.cities import city_of
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.desk.forms import InviteForm
from app.desk.staff import Choice, Place, choices_at, offers_at, people_at
from app.errors import Invalid, NotFound, TooMany
from app.i18n import _
from app.identity import Fresh, SignedIn, is_fresh
from app.loading import one
from app.models import Grant, Organisation, Person
from app.processes.queries import by_slug
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages()
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
After = Annotated[str, Query(max_length=20)]
Origin = Annotated[str, Form(alias="process", max_length=80)]


def city_here(session: Db) -> Organisation:
    """The organisation whose pages these are. Raises `NotFound` where there is none."""
    city = city_of(session)
    found = session.get(Organisation, city.id) if city is not None else None
    if found is None:
        raise NotFound(_("Unter dieser Adresse gibt es keine Stadt."))
    return found


CityHere = Annotated[Organisation, Depends(city_here, scope="function")]


@router.get("/people")
def show_people(
    request: Request,
    person: SignedIn,
    city: CityHere,
    session: Db,
    after: After = "",
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Everybody with a role in the city, and the open invitations."""
    require(may_see_people(person, city.id))
    return _show(request, session, Place(city), person, InviteForm(), after=_key(after), done=done)


@router.get("/p/{slug}/people")
def show_people_of_process(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    after: After = "",
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Everybody with a role in the process, and the open invitations to it."""
    require(may_see_people(person, process.organisation_id, process))
    place = Place(process.organisation, process)
    return _show(request, session, place, person, InviteForm(), after=_key(after), done=done)


def _key(after: str) -> int:
    """After whom a list goes on; what is no number begins anew."""
    return int(after) if after.isdecimal() and after.isascii() and len(after) < 18 else 0


def _show(
    request: Request,
    session: Session,
    place: Place,
    person: Person,
    form: InviteForm,
    *,
    choices: list[Choice] | None = None,
    after: int = 0,
    done: str = "",
    status: int = 200,
) -> Response:
    return render(
        request,
        "desk/people.html",
        status=status,
        place=place,
        process=place.process,
        people=people_at(session, place, person, after),
        after=after,
        offers=offers_at(session, place, person),
        choices=choices_at(session, place, person) if choices is None else choices,
        form=form,
        is_fresh=is_fresh(request.state.sign_in),
        may_block=bool(may_administer(person, place.organisation.id)) and not place.process,
        days=inviting.DAYS,
        done=done,
    )


@router.post("/people/invitations")
def invite(
    request: Request,
    person: Fresh,
    form: Annotated[InviteForm, Depends()],
    city: CityHere,
    session: Db,
) -> Response:
    """Offer a role of the city, or of one of its processes."""
    require(may_administer(person, city.id))
    return _invite(request, session, Place(city), person, form)


@router.post("/p/{slug}/people/invitations")
def invite_to_process(
    request: Request,
    process: ProcessInPath,
    person: Fresh,
    form: Annotated[InviteForm, Depends()],
    session: Db,
) -> Response:
    """Offer a role of the process."""
    require(may_manage(person, process))
    return _invite(request, session, Place(process.organisation, process), person, form)


def _invite(
    request: Request, session: Session, place: Place, person: Person, form: InviteForm
) -> Response:
    choices = choices_at(session, place, person)
    status = 422
    chosen = form.chosen(choices)
    if chosen is not None:
        require(may_give(person, chosen.role, place.organisation.id, chosen.process))
        try:
            attempts.count_mail(session, knock(request, form["email"]))
            inviting.invite(
                session,
                person,
                form["email"],
                chosen.role,
                place.organisation,
                chosen.process,
                chosen.group,
            )
            return _back(place, "invited")
        except (Invalid, TooMany) as refusal:
            form.take(refusal, "email")
            status = refusal.status
    return _show(request, session, place, person, form, choices=choices, status=status)


def _back(place: Place, done: str) -> Response:
    return RedirectResponse(f"{place.url}?done={done}#getan", status_code=303)


def _origin(session: Session, organisation: Organisation, slug: str) -> Place:
    """The page that a button stood on: the city's, or that of one of its processes."""
    return Place(organisation, by_slug(session, slug, preparing=True) if slug else None)


@router.post("/people/invitations/{invitation_id}/resend")
def send_again(
    request: Request, invitation_id: Number, person: Fresh, session: Db, slug: Origin = ""
) -> Response:
    """A new invitation in the place of this one; the old link is dead."""
    found = inviting.invitation_by_id(session, invitation_id)
    process, _group = inviting.place_of(session, found)
    require(may_give(person, found.role, found.organisation_id, process))
    attempts.count_mail(session, knock(request, found.email))
    inviting.send_again(session, person, found)
    return _back(_origin(session, found.organisation, slug), "sent")


@router.post("/people/invitations/{invitation_id}/revoke")
def revoke(invitation_id: Number, person: Fresh, session: Db, slug: Origin = "") -> Response:
    """Take an invitation back."""
    found = inviting.invitation_by_id(session, invitation_id)
    process, _group = inviting.place_of(session, found)
    require(may_give(person, found.role, found.organisation_id, process))
    inviting.take_back(session, person, found)
    return _back(_origin(session, found.organisation, slug), "revoked")


@router.post("/people/roles/{grant_id}/take")
def take(
    grant_id: Number, person: Fresh, city: CityHere, session: Db, slug: Origin = ""
) -> Response:
    """Take a role away from somebody, and tell them."""
    query = select(Grant).where(Grant.id == grant_id, Grant.organisation_id == city.id)
    found = session.exec(query.options(one(Grant.person)).with_for_update(of=Grant)).one_or_none()
    if found is None:
        raise NotFound(_("Diese Rolle gibt es nicht mehr."))
    process, group = inviting.place_of(session, found)
    require(may_give(person, found.role, found.organisation_id, process))
    to, taken = found.person.email, found.role
    giving.take(session, found, by=person)
    with speaking_to(session, to):
        role = role_in_full(taken, city, process, group)
        role_letters.role_taken(session, to, city=city.name, role=role, process=process)
    return _back(_origin(session, city, slug), "taken")


@router.post("/people/{person_id}/block")
def block(person_id: Number, person: Fresh, city: CityHere, session: Db) -> Response:
    """Let all roles that somebody has in the city rest."""
    require(may_administer(person, city.id))
    blocking.block(session, person_id, city, by=person)
    return _back(Place(city), "blocked")


@router.post("/people/{person_id}/unblock")
def unblock(person_id: Number, person: Fresh, city: CityHere, session: Db) -> Response:
    """Let them count again."""
    require(may_administer(person, city.id))
    blocking.unblock(session, person_id, city, by=person)
    return _back(Place(city), "unblocked")
