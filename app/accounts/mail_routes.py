"""Pages behind links in mails: signing in without a password, and another address for an account.
Opening a link changes nothing: programs that look into mails open them too."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts import attempts, mailed, queries
from app.accounts.door import knock, let_in, own_path, stay, unkept
from app.accounts.forms import AddressForm
from app.db import Db
from app.errors import Gone, Invalid, TooMany
from app.identity import Fresh, SignedIn, Visitor
from app.models import Purpose
from app.routing import Pages
from app.web import render

router = Pages()
Onward = Annotated[str, Query(alias="next")]


def gone(request: Request, refusal: Gone) -> Response:
    """A link that holds no longer, and how to get on."""
    page = render(request, "accounts/gone.html", status=refusal.status, refusal=refusal)
    return unkept(page)


def send_mail(
    request: Request, session: Db, form: AddressForm, send: Callable[[], None], also: str = ""
) -> int:
    """Send the mail that the form asks for, counted for its address (and `also` another) whether or
    not it has an account. The status of a refusal, which the form then says; 0 without one."""
    if not form.is_valid():
        return 422
    try:
        for address in filter(None, (form["email"], also)):
            attempts.count_mail(session, knock(request, address))
        send()
    except (Invalid, TooMany) as refusal:
        form.take(refusal, "email")
        return refusal.status
    return 0


@router.get("/sign-in/link")
def ask_for_link(
    request: Request, visitor: Visitor, see: Onward = "", sent: bool = False
) -> Response:
    """The form for a link by mail; after it was sent, what to do now."""
    form = AddressForm(see=own_path(see, ""))
    return _show_asking(request, form, sent=sent)


def _show_asking(
    request: Request, form: AddressForm, *, sent: bool = False, status: int = 200
) -> Response:
    minutes = mailed.SIGN_IN_MINUTES
    page = "accounts/link.html"
    return render(request, page, status=status, form=form, sent=sent, minutes=minutes)


@router.post("/sign-in/link")
def send_link(
    request: Request, form: Annotated[AddressForm, Depends()], visitor: Visitor, session: Db
) -> Response:
    """A mail with a link, or one that says there is no account: the answer is the same."""
    email, see = form["email"], own_path(form["next"])
    status = send_mail(request, session, form, lambda: mailed.ask_sign_in(session, email, see))
    if not status:
        return RedirectResponse("/sign-in/link?sent=1", status_code=303)
    return _show_asking(request, form, status=status)


@router.get("/sign-in/link/{token}")
def show_link(
    request: Request, token: str, visitor: Visitor, session: Db, see: Onward = ""
) -> Response:
    """A page with a button."""
    try:
        link = queries.open_link(session, token, Purpose.SIGN_IN)
    except Gone as refusal:
        return gone(request, refusal)
    form = AddressForm(see=own_path(see, ""))
    is_new = link.person.confirmed_at is None
    page = render(request, "accounts/link_open.html", email=link.email, form=form, is_new=is_new)
    return unkept(page)


@router.post("/sign-in/link/{token}")
def sign_in_by_link(
    request: Request,
    token: str,
    form: Annotated[AddressForm, Depends()],
    visitor: Visitor,
    session: Db,
) -> Response:
    """Sign in as whom the link was sent to; for some the second step follows."""
    try:
        person = mailed.sign_in_by_link(session, token)
    except Gone as refusal:
        return gone(request, refusal)
    return let_in(request, session, person, own_path(form["next"]), way="link")


@router.get("/account/address")
def ask_for_address(request: Request, person: Fresh, sent: bool = False) -> Response:
    """The form for another address."""
    return _show_address(request, AddressForm(), person.email, sent=sent)


def _show_address(
    request: Request, form: AddressForm, email: str, *, sent: bool = False, status: int = 200
) -> Response:
    page, hours = "accounts/address.html", mailed.ADDRESS_HOURS
    return render(request, page, status=status, form=form, email=email, sent=sent, hours=hours)


@router.post("/account/address")
def send_address_link(
    request: Request, person: Fresh, form: Annotated[AddressForm, Depends()], session: Db
) -> Response:
    """A mail to the address that shall be, and one to the present one. The answer does not tell
    whether it has an account already."""

    def send() -> None:
        mailed.ask_new_address(session, person, form["email"])

    status = send_mail(request, session, form, send, also=person.email)
    if not status:
        return RedirectResponse("/account/address?sent=1", status_code=303)
    return _show_address(request, form, person.email, status=status)


@router.get("/address/{token}")
def show_new_address(request: Request, token: str, person: SignedIn, session: Db) -> Response:
    """A page with a button, for whoever is signed in to the account."""
    try:
        link = mailed.address_link(session, person, token)
    except Gone as refusal:
        return gone(request, refusal)
    page = render(request, "accounts/address_open.html", before=person.email, email=link.email)
    return unkept(page)


@router.post("/address/{token}")
def take_new_address(request: Request, token: str, person: SignedIn, session: Db) -> Response:
    """The new address holds from now on. This browser stays signed in, with a new token; a button
    behind a link is no proof of who one is."""
    sign_in = request.state.sign_in
    try:
        mailed.take_new_address(session, person, token, sign_in.id)
    except Gone as refusal:
        return gone(request, refusal)
    return stay(request, sign_in, "/account?done=address")
