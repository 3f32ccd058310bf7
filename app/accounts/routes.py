"""Pages of the door. A GET never changes anything: what a link in a mail does, its page's button
does. Where an attempt must stay counted, the answer is a page and not an exception."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts import (
    account,
    attempts,
    domain,
    invitations,
    inviting,
    language_routes,
    mail_routes,
    passkey_routes,
    privacy_routes,
    provider_routes,
    proving,
    queries,
    second_routes,
    token_routes,
)
from app.accounts.door import (
    Compared,
    ComparedPassword,
    HashedPassword,
    has_registered,
    home_of,
    knock,
    let_in,
    let_out,
    note_registering,
    own_path,
    unkept,
)
from app.accounts.forms import AddressForm, ConfirmForm, RegisterForm, ResetForm, SignInForm
from app.accounts.mail_routes import gone, send_mail
from app.accounts.provider_visits import way_out
from app.db import Db
from app.errors import Gone, Invalid, TooMany
from app.i18n import _
from app.identity import Visitor, is_fresh
from app.models import Person, Purpose
from app.routing import Pages
from app.web import render

router = Pages()
router.take_in(account.router)
for part in (
    invitations,
    language_routes,
    passkey_routes,
    provider_routes,
    privacy_routes,
    proving,
    second_routes,
    mail_routes,
    token_routes,
):
    router.take_in(part.router)
Onward = Annotated[str, Query(alias="next")]
_CALM: dict[str, Any] = {"unconfirmed": False, "done": ""}


@router.get("/register")
def ask_to_register(request: Request, visitor: Visitor, session: Db, see: Onward = "") -> Response:
    """The form for a new account; whoever is signed in goes on. Whoever comes from an invitation
    finds the invited address filled in."""
    if visitor:
        return _go(own_path(see))
    see = own_path(see, "")
    form = RegisterForm(see=see, email=inviting.invited_address(session, see))
    page = render(request, "accounts/register.html", form=form)
    return unkept(page) if form["email"] else page


@router.post("/register")
def register(
    request: Request,
    hashed: HashedPassword,
    form: Annotated[RegisterForm, Depends()],
    visitor: Visitor,
    session: Db,
) -> Response:
    """A new account, or a mail to whoever has one already: the answer is the same."""
    status = 422
    if not form.errors:
        try:
            attempts.count_mail(session, knock(request, form["email"]))
            if not hashed:  # too many a moment ago, in the hour that has just ended
                raise TooMany(_("Das waren zu viele Versuche. Bitte warten Sie eine Minute."))
            domain.register(
                session,
                email=form["email"],
                name=form["name"],
                password_hash=hashed,
                see=own_path(form["next"]),
            )
            return note_registering(request, _go("/registered"), hashed)
        except (Invalid, TooMany) as refusal:
            form.take(refusal, "email")
            status = refusal.status
    return render(request, "accounts/register.html", status=status, form=form)


@router.get("/registered")
def show_registered(request: Request, visitor: Visitor) -> Response:
    """What to do now: read the mail."""
    return render(request, "accounts/registered.html", days=domain.CONFIRM_DAYS)


@router.post("/confirm")
def ask_confirmation(
    request: Request, form: Annotated[AddressForm, Depends()], visitor: Visitor, session: Db
) -> Response:
    """Another mail with a link to confirm an address."""
    email, see = form["email"], own_path(form["next"])
    status = send_mail(request, session, form, lambda: domain.ask_confirmation(session, email, see))
    if not status:
        return _go("/registered")
    return render(request, "accounts/sign_in.html", status=status, form=form, **_CALM)


@router.get("/confirm/{token}")
def show_confirmation(
    request: Request,
    token: str,
    visitor: Visitor,
    session: Db,
    see: Onward = "",
) -> Response:
    """A page with a button: programs that open links in mails confirm nothing."""
    try:
        link = queries.open_link(session, token, Purpose.CONFIRM)
    except Gone as refusal:
        return gone(request, refusal)
    return _show_confirmation(request, link.person, ConfirmForm(see=own_path(see)))


def _show_confirmation(
    request: Request, person: Person, form: ConfirmForm, status: int = 200
) -> Response:
    asks = bool(person.password_hash) and not has_registered(request, person)
    shown: dict[str, Any] = {"email": person.email, "form": form, "asks": asks}
    return unkept(render(request, "accounts/confirm.html", status=status, **shown))


@router.post("/confirm/{token}")
def confirm(
    request: Request,
    token: str,
    form: Annotated[ConfirmForm, Depends()],
    visitor: Visitor,
    session: Db,
) -> Response:
    """Confirm the address, sign in, and go on to where the account was wanted for. In a browser
    that did not register, the password shows that it is the owner's own."""
    try:
        person = queries.open_link(session, token, Purpose.CONFIRM).person
        if not (here := has_registered(request, person)):
            attempts.count_password(session, knock(request, person.email))
        if because := domain.why_not_theirs(person, form.password, registered_here=here):
            form.check("password", because)
            return _show_confirmation(request, person, form, status=422)
        domain.confirm(session, token)
    except Gone as refusal:
        return gone(request, refusal)
    except TooMany as refusal:
        form.take(refusal, "password")
        return _show_confirmation(request, person, form, refusal.status)
    return let_in(request, session, person, own_path(form["next"]), way="link")


@router.get("/sign-in")
def ask_to_sign_in(
    request: Request, visitor: Visitor, session: Db, see: Onward = "", done: str = ""
) -> Response:
    """The form for signing in; whoever is signed in goes on."""
    if visitor:
        return _go(own_path(see, home_of(visitor)))
    if request.state.waits and is_fresh(request.state.sign_in):
        return _go(f"/second-step?{urlencode({'next': own_path(see, '')})}")
    context = _CALM | {"done": done}
    see = own_path(see, "")
    form = SignInForm(see=see, email=inviting.invited_address(session, see))
    page = render(request, "accounts/sign_in.html", form=form, **context)
    return unkept(page) if form["email"] else page


@router.post("/sign-in")
def sign_in(
    request: Request,
    compared: ComparedPassword,
    form: Annotated[SignInForm, Depends()],
    visitor: Visitor,
    session: Db,
) -> Response:
    """Sign in. One sentence for a wrong password, an unknown address, a blocked account."""
    unconfirmed, status = False, 422
    if form.is_valid():
        asks = knock(request, form["email"])
        try:
            attempts.count_password(session, asks)
            person = _whose(session, compared)
            attempts.forgive(session, asks)
            if person.confirmed_at is not None:
                domain.renew_hash(person, form.password)
                return let_in(request, session, person, own_path(form["next"], home_of(person)))
            unconfirmed = True
        except (Invalid, TooMany) as refusal:
            form.take(refusal, "password")
            status = refusal.status
    context = _CALM | {"unconfirmed": unconfirmed}
    return render(request, "accounts/sign_in.html", status=status, form=form, **context)


def _whose(session: Db, compared: Compared) -> Person:
    """The person whose password fitted, if it is still theirs. Raises `Invalid`."""
    kept = compared.kept
    if compared.fits and kept.person_id is not None:
        person = queries.person_by_id(session, kept.person_id)
        same = person is not None and person.password_hash == kept.password_hash
        if person is not None and same and person.blocked_at is None:
            return person
    raise Invalid(_("Adresse und Passwort passen nicht zusammen."))


@router.post("/sign-out")
def sign_out(request: Request, session: Db) -> Response:
    """End this session and take its cookie back."""
    return let_out(request, session, way_out(request, session))


@router.get("/forgot")
def ask_to_reset(request: Request, visitor: Visitor, sent: bool = False) -> Response:
    """The form for a link to a new password."""
    hours = domain.RESET_HOURS
    return render(request, "accounts/forgot.html", form=AddressForm(), sent=sent, hours=hours)


@router.post("/forgot")
def ask_reset(
    request: Request, form: Annotated[AddressForm, Depends()], visitor: Visitor, session: Db
) -> Response:
    """A mail with a link, or one that says there is no account: the answer is the same."""
    email = form["email"]
    status = send_mail(request, session, form, lambda: domain.ask_reset(session, email))
    if not status:
        return _go("/forgot?sent=1")
    return render(request, "accounts/forgot.html", status=status, form=form, sent=False, hours=0)


@router.get("/reset/{token}")
def show_reset(
    request: Request,
    token: str,
    visitor: Visitor,
    session: Db,
    see: Onward = "",
) -> Response:
    """The form for a new password; nothing is used up by looking at it."""
    try:
        link = queries.open_link(session, token, Purpose.RESET)
    except Gone as refusal:
        return gone(request, refusal)
    form = ResetForm(see=own_path(see, ""))
    return unkept(render(request, "accounts/reset.html", form=form, email=link.email))


@router.post("/reset/{token}")
def reset(
    request: Request,
    token: str,
    form: Annotated[ResetForm, Depends()],
    visitor: Visitor,
    session: Db,
) -> Response:
    """A new password. Every session ends, so the next step is to sign in."""
    try:
        person = queries.open_link(session, token, Purpose.RESET).person
        if not form.is_valid(person.email, person.name):
            page = "accounts/reset.html"
            return unkept(render(request, page, status=422, form=form, email=person.email))
        domain.reset(session, token, form.password)
    except Gone as refusal:
        return gone(request, refusal)
    onward = urlencode({"done": "password", "next": own_path(form["next"], "")})
    return let_out(request, session, f"/sign-in?{onward}")


def _go(see: str) -> Response:
    return RedirectResponse(see, status_code=303)
