"""Pages and forms of passkeys: keeping one's own, signing in by one, and taking the second step or
proving oneself anew. The browser's script asks for a challenge, and sends the answer in a form."""

from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import Depends, Form, Path, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from app.accounts import passkeys
from app.accounts.attempts import QUARTER
from app.accounts.door import (
    cookie_of,
    device_of,
    go_on,
    home_of,
    knock,
    let_in,
    own_path,
    unkept,
)
from app.accounts.forms import DoorForm
from app.accounts.passkeys import Party
from app.accounts.second import means_of
from app.db import Db
from app.errors import Conflict, NotAllowed, NotSignedIn, Refused
from app.i18n import _
from app.identity import Fresh, SignedIn, is_fresh, is_waiting, session_by_token
from app.models import Person, SignIn
from app.routing import Pages
from app.security import slow_down
from app.web import context_of, render

router = Pages()
FROM_NETWORK = 300  # challenges in a quarter of an hour: a town hall is one network
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Answer = Annotated[str, Form()]
Typed = Annotated[str, Form()]
Onward = Annotated[str, Form(alias="next")]


def party_of(request: Request) -> Party:
    """Who we are to this browser. The host is one of ours: the `Doorkeeper` saw to that."""
    name = context_of(request)["site"].name
    return Party(request.url.hostname or "", origin_of(request), name)


def origin_of(request: Request) -> str:
    """The origin that a browser must name. Over HTTPS the port is the installation's own as well:
    on another one of the same host somebody else may answer."""
    if not request.app.state.settings.is_secure:
        return f"{request.url.scheme}://{request.headers['host'].lower()}"
    host, base = request.url.hostname or "", urlsplit(request.state.city.base_url)
    return f"https://{base.netloc.lower() if base.hostname == host else host}"


def _ask(request: Request, session: Db, person_id: int | None = None) -> Response:
    key = knock(request, "").key("passkey-network", account=False)
    slow_down(session, key, FROM_NETWORK, QUARTER)
    return JSONResponse(passkeys.ask(session, party_of(request), person_id))


def _not_in(request: Request, refusal: Refused, again: str) -> Response:
    """A page instead of an exception, so that the challenge stays used up."""
    page = "accounts/not_in.html"
    return unkept(render(request, page, status=refusal.status, refusal=refusal, again=again))


# --- Signing in ---


@router.post("/sign-in/passkey/ask")
def ask_to_sign_in(request: Request, session: Db) -> Response:
    """A challenge for whoever comes: it names nobody's passkeys."""
    return _ask(request, session)


@router.post("/sign-in/passkey")
def sign_in(request: Request, session: Db, answer: Answer = "", see: Onward = "") -> Response:
    """Sign in by a passkey, which is both steps at once."""
    try:
        person = passkeys.prove(session, party_of(request), answer).person
    except Refused as refusal:
        return _not_in(request, refusal, "/sign-in")
    see = own_path(see, home_of(person))
    return let_in(request, session, person, see, way="passkey", second=True)


# --- The second step ---


def halfway(request: Request, session: Db) -> SignIn:
    """The session whose second step is outstanding. Refused with `NotSignedIn` where there is
    none."""
    found = session_by_token(session, cookie_of(request))
    required = request.app.state.settings.staff_needs_second
    if found is None or not is_waiting(found, required=required):
        raise NotSignedIn(_("Bitte melden Sie sich an."))
    return found


Halfway = Annotated[SignIn, Depends(halfway, scope="function")]


@router.post("/second-step/passkey/ask")
def ask_second(request: Request, half: Halfway, session: Db) -> Response:
    """A challenge for one of this person's own passkeys."""
    return _ask(request, session, half.person_id)


@router.post("/second-step/passkey")
def take_second(
    request: Request, half: Halfway, session: Db, answer: Answer = "", see: Onward = ""
) -> Response:
    """The second step, taken by a passkey."""
    try:
        passkeys.prove(session, party_of(request), answer, half.person_id)
    except Refused as refusal:
        return _not_in(request, refusal, "/second-step")
    return go_on(request, session, half, own_path(see, home_of(half.person)), second=True)


def beginner(half: Halfway, session: Db) -> SignIn:
    """Somebody halfway who has nothing yet to take the second step with. Refused with `NotAllowed`
    for whoever has: a stolen password must not bring a passkey along; and with `NotSignedIn` for
    whoever signed in long ago, before there was a role: no more does a stolen cookie."""
    if means_of(session, half.person_id).can_step:
        raise NotAllowed(_("Für Ihr Konto ist schon ein zweiter Schritt eingerichtet."))
    if not is_fresh(half):
        raise NotSignedIn(_("Bitte melden Sie sich noch einmal an."))
    return half


Beginner = Annotated[SignIn, Depends(beginner, scope="function")]


@router.post("/second-step/set-up/passkey/ask")
def ask_first(request: Request, half: Beginner, session: Db) -> Response:
    """What is needed to make the passkey that shall be the second step from now on."""
    return JSONResponse(passkeys.ask_new(session, half.person, party_of(request)))


@router.post("/second-step/set-up/passkey")
def set_up(
    request: Request, half: Beginner, session: Db, answer: Answer = "", see: Onward = ""
) -> Response:
    """Keep the first passkey of somebody who must have a second step, which has been taken with it.
    Leads on to the recovery codes."""
    person, device = half.person, device_of(request)
    try:
        passkeys.register(session, person, party_of(request), answer, "", device)
    except Refused as refusal:
        return _not_in(request, refusal, "/second-step/set-up")
    codes = f"/account/second-step/codes?{urlencode({'next': own_path(see, home_of(person))})}"
    return go_on(request, session, half, codes, second=True)


# --- Proving oneself anew ---


@router.post("/prove/passkey/ask")
def ask_proof(request: Request, person: SignedIn, session: Db) -> Response:
    """A challenge for one of one's own passkeys."""
    return _ask(request, session, person.id)


@router.post("/prove/passkey")
def prove(
    request: Request, person: SignedIn, session: Db, answer: Answer = "", see: Onward = ""
) -> Response:
    """Prove anew, by a passkey, who one is."""
    try:
        passkeys.prove(session, party_of(request), answer, person.id)
    except Refused as refusal:
        return _not_in(request, refusal, "/prove")
    here: SignIn = request.state.sign_in
    return go_on(request, session, here, own_path(see, "/account"), second=True)


# --- One's own ---


class KeyNameForm(DoorForm):
    """Another name for the passkey of this number."""

    def __init__(self, number: int, name: str) -> None:
        super().__init__(name=name)
        self.number = number


def _show(request: Request, session: Db, person: Person, **more: Any) -> Response:
    more = {"done": "", "refusal": None, "form": None} | more
    return render(
        request,
        "accounts/passkeys.html",
        keys=passkeys.passkeys_of(session, person.id),
        **more,
    )


@router.get("/account/passkeys")
def show_passkeys(request: Request, person: SignedIn, session: Db, done: str = "") -> Response:
    """One's own passkeys."""
    return _show(request, session, person, done=done)


@router.get("/account/passkeys/new")
def show_new(request: Request, person: Fresh) -> Response:
    """The page on which a passkey is made."""
    device = device_of(request)
    return render(request, "accounts/passkey_new.html", name=device, refusal=None)


@router.post("/account/passkeys/ask")
def ask_new(request: Request, person: Fresh, session: Db) -> Response:
    """What is needed to make a passkey."""
    return JSONResponse(passkeys.ask_new(session, person, party_of(request)))


@router.post("/account/passkeys")
def register(
    request: Request, person: Fresh, session: Db, answer: Answer = "", name: Typed = ""
) -> Response:
    """Keep a passkey that was just made."""
    device = device_of(request)
    try:
        passkeys.register(session, person, party_of(request), answer, name, device)
    except Refused as refusal:
        page, status = "accounts/passkey_new.html", refusal.status
        return render(request, page, status=status, name=name, refusal=refusal)
    return RedirectResponse("/account/passkeys?done=new", status_code=303)


@router.post("/account/passkeys/{passkey_id}/name")
def rename(
    request: Request, passkey_id: Number, person: SignedIn, session: Db, name: Typed = ""
) -> Response:
    """Another name for a passkey."""
    form = KeyNameForm(passkey_id, name)
    try:
        passkeys.rename(session, person, passkey_id, form["name"])
    except Refused as refusal:
        form.take(refusal, "name")
        if not refusal.fields:
            raise
        return _show(request, session, person, form=form, status=refusal.status)
    return RedirectResponse("/account/passkeys?done=name", status_code=303)


@router.post("/account/passkeys/{passkey_id}/remove")
def remove(request: Request, passkey_id: Number, person: Fresh, session: Db) -> Response:
    """Take a passkey out of use."""
    required = request.app.state.settings.staff_needs_second
    try:
        passkeys.remove(session, person, passkey_id, required=required)
    except Conflict as refusal:
        return _show(request, session, person, refusal=refusal, status=refusal.status)
    return RedirectResponse("/account/passkeys?done=removed", status_code=303)
