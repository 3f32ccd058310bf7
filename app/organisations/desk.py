"""The city's page at the desk, for its participation office."""

from typing import Annotated, Any

from fastapi import Depends, File, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import colours, db
from app.db import Db
from app.errors import Invalid
from app.identity import Fresh, SignedIn, visitor_of
from app.models import Organisation, Person
from app.organisations import domain, logos, queries
from app.organisations.colour import check, ratio
from app.organisations.forms import CityForm, ColourForm, LogoForm, OwnForm, SenderForm
from app.organisations.rules import may_administer, may_see
from app.routing import Pages
from app.rules import require
from app.web import asked_by_htmx, render

router = Pages(prefix="/desk/city")
DONE = frozenset({"words", "colour", "logo", "no-logo", "sender"})


def own_city(request: Request, person: SignedIn, session: Db) -> Organisation:
    """The city that was asked, for those who may change what it says."""
    require(may_administer(person, request.state.city.id))
    return queries.here(session, request.state.city)


OwnCity = Annotated[Organisation, Depends(own_city, scope="function")]


@router.get("")
def show_city(
    request: Request,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """What the city is called, how it looks, what it says."""
    require(may_see(person, request.state.city.id))
    city = queries.here(session, request.state.city)
    return _page(request, session, city, person, done=done if done in DONE else "")


def _page(
    request: Request,
    session: Session,
    city: Organisation,
    person: Person,
    *,
    status: int = 200,
    done: str = "",
    **forms: OwnForm,
) -> Response:
    """The page with all its forms; those given show what was typed and what is wrong."""
    emblem = queries.emblem_of(session, city.id)
    colour: Any = forms.get("colour_form") or ColourForm(city.colour)
    fresh: dict[str, Any] = {
        "words_form": CityForm.of(city),
        "logo_form": LogoForm(emblem.alternative if emblem else ""),
        "sender_form": SenderForm(city.mail_from),
        "colour_form": colour,
    }
    return render(
        request,
        "organisations/city.html",
        status=status,
        city=city,
        emblem=emblem,
        done=done,
        may_change=bool(may_administer(person, city.id)),
        senders=sorted(request.app.state.settings.sender_domains),
        base_url=request.state.city.base_url,
        **(fresh | forms),
        **_checked(colour["colour"]),
    )


def _checked(colour: str) -> dict[str, Any]:
    """What the page says of a colour while it is chosen, and what it would look like."""
    return {"check": check(colour) if colour else None, "ratio": ratio, "tokens": colours.tokens()}


@router.post("/colour/look")
def look_at_colour(
    request: Request,
    person: SignedIn,
    city: OwnCity,
    session: Db,
    form: Annotated[ColourForm, Depends()],
) -> Response:
    """How readable a colour is, while it is chosen; nothing is kept."""
    if not asked_by_htmx(request):
        return _page(request, session, city, person, colour_form=form)
    return render(
        request,
        "organisations/_colour.html",
        colour_form=form,
        **_checked(form["colour"]),
    )


@router.post("")
def change_words(
    request: Request,
    person: SignedIn,
    city: OwnCity,
    session: Db,
    form: Annotated[CityForm, Depends()],
) -> Response:
    """Keep the city's words."""
    if not form.is_valid():
        return _page(request, session, city, person, status=422, words_form=form)
    domain.describe(session, city, form.typed, person)
    return _see("words")


def _see(done: str) -> Response:
    return RedirectResponse(f"/desk/city?done={done}", status_code=303)


@router.post("/colour")
def change_colour(
    request: Request,
    person: SignedIn,
    city: OwnCity,
    session: Db,
    form: Annotated[ColourForm, Depends()],
) -> Response:
    """Keep the accent, if it can be read; empty takes ours again."""
    try:
        domain.colour_in(session, city, form["colour"], person)
    except Invalid as refusal:
        form.errors = refusal.fields
        return _page(request, session, city, person, status=422, colour_form=form)
    return _see("colour")


class Sent:
    """A logo that was handed in, drawn anew; or why it cannot be shown."""

    def __init__(self) -> None:
        self.drawn: logos.Drawn | None = None
        self.errors: dict[str, str] = {}


def drawn_before(request: Request, logo: Annotated[UploadFile | None, File()] = None) -> Sent:
    """Draw the file before the transaction that keeps it, so that others can write meanwhile; and
    ask first who hands it in, so that nobody else makes us draw."""
    with db.looking(request.app.state.engine, request.state.city) as session:
        require(may_administer(visitor_of(request, session), request.state.city.id))
        session.expunge_all()
    sent = Sent()
    data = logo.file.read(logos.LARGEST + 1) if logo and logo.filename else b""
    try:
        sent.drawn = logos.draw(data) if data else None
    except Invalid as refusal:
        sent.errors = refusal.fields
    return sent


@router.post("/logo")
def change_logo(
    request: Request,
    sent: Annotated[Sent, Depends(drawn_before, scope="function")],
    person: SignedIn,
    city: OwnCity,
    session: Db,
    form: Annotated[LogoForm, Depends()],
) -> Response:
    """Show another logo, or give it other words."""
    try:
        if sent.errors:
            raise Invalid("", sent.errors)
        domain.put_logo(session, city, sent.drawn, form["alternative"], person)
    except Invalid as refusal:
        form.errors = refusal.fields
        return _page(request, session, city, person, status=422, logo_form=form)
    return _see("logo")


@router.post("/logo/remove")
def remove_logo(person: SignedIn, city: OwnCity, session: Db) -> Response:
    """Show the name alone."""
    domain.remove_logo(session, city, person)
    return _see("no-logo")


@router.post("/sender")
def change_sender(
    request: Request,
    person: Fresh,
    city: OwnCity,
    session: Db,
    form: Annotated[SenderForm, Depends()],
) -> Response:
    """Let the city's mails come from another address; who has just proved who they are may."""
    allowed = request.app.state.settings.sender_domains
    try:
        domain.send_from(session, city, form["mail_from"], allowed, person)
    except Invalid as refusal:
        form.errors = refusal.fields
        return _page(request, session, city, person, status=422, sender_form=form)
    return _see("sender")
