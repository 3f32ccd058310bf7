"""Pages of signing in by an identity provider. Its answer comes by GET and changes nothing; the
form on that page does, as the button behind a link in a mail."""

from datetime import datetime, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts import foreign
from app.accounts.attempts import QUARTER
from app.accounts.door import go_on, home_of, knock, let_in, own_path, unkept
from app.accounts.forms import NameForm
from app.accounts.id_tokens import LEEWAY, Word
from app.accounts.issuer import Places, Unreachable
from app.accounts.passkey_routes import party_of
from app.accounts.provider import Provider
from app.accounts.provider_visits import (
    BACK,
    Brought,
    Described,
    Here,
    Return,
    browser_of,
    forget,
    remember,
    way_there,
)
from app.accounts.second import means_of
from app.accounts.sessions import wait_again
from app.db import Db
from app.errors import Gone, Invalid, Refused
from app.i18n import _
from app.identity import Fresh, SignedIn, Visitor
from app.models import Person
from app.routing import Pages
from app.security import new_token, slow_down
from app.web import render

router = Pages()
FROM_NETWORK = 300  # visits in a quarter of an hour: a town hall is one network
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Onward = Annotated[str, Form(alias="next")]
OWN = "/account/provider"


def _not_in(request: Request, refusal: Refused) -> Response:
    page, status = "accounts/not_in.html", refusal.status
    shown = render(request, page, status=status, refusal=refusal, again="/sign-in")
    return unkept(shown)


def _go(see: str) -> Response:
    return RedirectResponse(see, status_code=303)


# --- There and back ---


def _set_out(
    request: Request, session: Db, provider: Provider, places: Places, see: str, proof_of: int = 0
) -> Response:
    key = knock(request, "").key("provider-network", account=False)
    slow_down(session, key, FROM_NETWORK, QUARTER)
    state, browser = new_token(), new_token()
    back = party_of(request).origin + BACK
    foreign.set_out(session, state, browser, back=back, see=see, proof_of=proof_of)
    url = way_there(provider, places, state, browser, back, anew=bool(proof_of))
    page = render(request, "accounts/provider_go.html", name=provider.name, url=url)
    return remember(request, unkept(page), browser)


@router.post("/sign-in/provider")
def set_out(
    request: Request, provider: Here, places: Described, session: Db, see: Onward = ""
) -> Response:
    """Set out for the provider. A page leads there, because a form must not lead to others."""
    return _set_out(request, session, provider, places, own_path(see, ""))


@router.post("/prove/provider")
def prove(
    request: Request,
    provider: Here,
    places: Described,
    person: SignedIn,
    session: Db,
    see: Onward = "",
) -> Response:
    """Set out to be asked by the provider anew who one is."""
    see = own_path(see, "/account")
    return _set_out(request, session, provider, places, see, proof_of=person.id)


@router.get(BACK)
def show_return(request: Request, provider: Here) -> Response:
    """What the provider had the browser bring, in a form that sends itself. Opening this page
    changes nothing."""
    asked = request.query_params
    brought = {name: asked.get(name, "")[:2000] for name in ("state", "code", "iss", "error")}
    page = render(request, "accounts/provider_back.html", name=provider.name, brought=brought)
    return unkept(page)


@router.post(BACK)
def come_back(
    request: Request, provider: Here, brought: Return, visitor: Visitor, session: Db
) -> Response:
    """Sign in whom the provider vouches for; whom nobody here knows decides what becomes of it."""
    try:
        if brought.visit and not isinstance(brought.refusal, Unreachable):
            foreign.come_back(session, brought.state)  # it is over, also when it failed
        if brought.refusal or brought.word is None:
            raise brought.refusal or Gone("")
        if brought.visit["proof_of"]:
            return _proven(request, session, brought, brought.word, visitor)
        person = foreign.known(session, brought.word, provider.claimed)
    except Refused as refusal:
        return _not_in(request, refusal)
    if person is None:
        foreign.keep_word(session, brought.browser, brought.word)
        return _go("/sign-in/provider/new")
    see = own_path(str(brought.visit["see"]), home_of(person))
    return forget(request, _let_in(request, session, person, brought.word, see))


def _let_in(request: Request, session: Db, person: Person, word: Word, see: str) -> Response:
    """Sign in. What the provider knew from before is no fresh proof."""
    answer = let_in(request, session, person, see, way="provider", second=word.second)
    foreign.date_proof(session, person, word.proved_at)
    return answer


def _proven(
    request: Request, session: Db, brought: Brought, word: Word, visitor: Person | None
) -> Response:
    """The provider has just asked who it is, and it is the person who set out."""
    account = foreign.account_of(session, word)
    asked_at = datetime.fromisoformat(str(brought.visit["at"])) - timedelta(seconds=LEEWAY)
    is_owner = account is not None and visitor is not None and account.person_id == visitor.id
    if not is_owner or visitor is None or visitor.id != brought.visit["proof_of"]:
        raise Invalid(_("Das ist nicht das Konto, mit dem Sie hier angemeldet sind."))
    if word.proved_at is None or word.proved_at < asked_at:
        raise Invalid(_("Dort wurde nicht noch einmal gefragt, wer Sie sind."))
    see = own_path(str(brought.visit["see"]), "/account")
    here = request.state.sign_in
    if word.second or not means_of(session, visitor.id).can_step:
        return forget(request, go_on(request, session, here, see, second=word.second))
    wait_again(session, here)  # the word of the other house stands for the password alone
    return forget(request, _go(f"/second-step?{urlencode({'next': see})}"))


# --- Whom nobody here knows yet ---


@router.get("/sign-in/provider/new")
def show_new(request: Request, provider: Here, visitor: Visitor, session: Db) -> Response:
    """A new account, or one's own: the person decides."""
    if visitor:
        return _go(OWN)
    try:
        word = foreign.kept_word(session, browser_of(request))
    except Gone as refusal:
        return _not_in(request, refusal)
    return _new(request, session, provider, word, NameForm(name=word.nickname))


def _new(
    request: Request,
    session: Db,
    provider: Provider,
    word: Word,
    form: NameForm,
    status: int = 200,
) -> Response:
    is_open = foreign.may_open(session, word)
    shown: dict[str, Any] = {"form": form, "word": word, "is_open": is_open}
    shown["name"] = provider.name
    return unkept(render(request, "accounts/provider_new.html", status=status, **shown))


@router.post("/sign-in/provider/new")
def open_account(
    request: Request, provider: Here, session: Db, name: Annotated[str, Form()] = ""
) -> Response:
    """A new account with the address that the provider has checked."""
    browser, form = browser_of(request), NameForm(name=name)
    try:
        word = foreign.kept_word(session, browser)
        person, word = foreign.open_account(
            session, browser, form["name"], provider.name, provider.claimed
        )
    except Invalid as refusal:
        form.take(refusal, "name")
        return _new(request, session, provider, word, form, refusal.status)
    except Refused as refusal:
        return _not_in(request, refusal)
    return forget(request, _let_in(request, session, person, word, home_of(person)))


# --- One's own ---


def _show(
    request: Request, session: Db, provider: Provider, person: Person, **more: Any
) -> Response:
    word = None
    if browser := browser_of(request):
        try:
            word = foreign.kept_word(session, browser)
        except Gone:
            word = None
    shown: dict[str, Any] = {
        "accounts": foreign.accounts_of(session, person.id),
        "word": word,
        "name": provider.name,
        "person": person,
        "refusal": None,
        "done": "",
    }
    return unkept(render(request, "accounts/provider_own.html", **(shown | more)))


@router.get(OWN)
def show_own(
    request: Request,
    provider: Here,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """By which accounts elsewhere one can sign in, and one that waits to be joined."""
    return _show(request, session, provider, person, done=done)


@router.post(OWN)
def join(request: Request, provider: Here, person: Fresh, session: Db) -> Response:
    """Join the account there to one's own."""
    try:
        foreign.join(session, person, browser_of(request), provider.name, provider.claimed)
    except Refused as refusal:
        return _show(request, session, provider, person, refusal=refusal, status=refusal.status)
    return forget(request, _go(f"{OWN}?done=joined"))


@router.post(OWN + "/{account_id}/remove")
def part(
    request: Request, provider: Here, account_id: Number, person: Fresh, session: Db
) -> Response:
    """Unbind an account elsewhere."""
    foreign.part(session, person, account_id, provider.name)
    return _go(f"{OWN}?done=parted")


@router.get("/signed-out")
async def show_signed_out(request: Request, provider: Here) -> Response:
    """One is signed out here, and may still be signed in there."""
    url = await provider.issuer.leaving()
    return render(request, "accounts/provider_out.html", name=provider.name, url=url)
