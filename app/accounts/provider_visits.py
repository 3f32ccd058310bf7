"""Going to the identity provider and coming back, as far as the browser and the network go: what
happens before a transaction begins, so that nobody waits for a stranger with the pen in hand."""

from dataclasses import dataclass, field
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Depends, Form, Request, Response
from sqlmodel import Session

from app import db
from app.accounts import foreign
from app.accounts.door import cookie_of
from app.accounts.foreign import challenge_of, nonce_of, verifier_of
from app.accounts.id_tokens import Word, word_of
from app.accounts.issuer import Places, with_query
from app.accounts.provider import Provider
from app.errors import Invalid, NotFound, Refused
from app.i18n import _
from app.identity import session_by_token
from app.security import cookie_name

BACK = "/sign-in/provider/callback"
LONGEST = 2000
Sent = Annotated[str, Form(max_length=LONGEST)]


def here(request: Request) -> Provider:
    """The provider of this installation. Refused with `NotFound` where there is none."""
    provider: Provider | None = request.app.state.provider
    if provider is None:
        raise NotFound(_("Hier meldet man sich nicht bei einer anderen Stelle an."))
    return provider


Here = Annotated[Provider, Depends(here)]


def _cookie(request: Request) -> str:
    return f"{cookie_name(request.app.state.settings)}-visit"


def browser_of(request: Request) -> str:
    """The secret of a browser that set out, or nothing."""
    return request.cookies.get(_cookie(request), "")


def remember(request: Request, response: Response, browser: str) -> Response:
    """Give the browser its secret, for as long as setting out and deciding may take. It must come
    along when the provider sends the visitor back: hence Lax."""
    response.set_cookie(
        _cookie(request),
        browser,
        max_age=int((foreign.VISIT + foreign.DECIDING).total_seconds()),
        path="/",
        secure=request.app.state.settings.is_secure,
        httponly=True,
        samesite="lax",
    )
    return response


def forget(request: Request, response: Response) -> Response:
    """Take the secret back: the visit is over."""
    secure = request.app.state.settings.is_secure
    response.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="lax")
    return response


def way_out(request: Request, session: Session) -> str:
    """Where one goes on after signing out: to the page that says where one may still be signed in,
    for whoever came by the provider."""
    found = session_by_token(session, cookie_of(request)) if request.app.state.provider else None
    return "/signed-out" if found is not None and found.way == "provider" else "/"


async def places(provider: Here) -> Places:
    """Where the provider's pages are. Refused with `Unreachable`."""
    return await provider.issuer.places()


Described = Annotated[Places, Depends(places, scope="function")]


def way_there(
    provider: Provider, places: Places, state: str, browser: str, back: str, *, anew: bool = False
) -> str:
    """The address at which the provider asks who somebody is; `anew`: even if it knows."""
    asked = {
        "response_type": "code",
        "client_id": provider.issuer.client_id,
        "redirect_uri": back,
        "scope": provider.issuer.scopes,
        "state": state,
        "nonce": nonce_of(browser, state),
        "code_challenge": challenge_of(verifier_of(browser, state)),
        "code_challenge_method": "S256",
    }
    more = {"prompt": "login", "max_age": "0"} if anew else {}
    return with_query(places.authorization, asked | more)


class Answer:
    """What the provider had the browser bring: a code or an error, and the state we gave it."""

    def __init__(self, state: Sent = "", code: Sent = "", iss: Sent = "", error: Sent = "") -> None:
        self.state, self.code, self.iss, self.error = state, code, iss, error


@dataclass(frozen=True)
class Brought:
    """What somebody came back with: the provider's word, or why it is worth nothing. `visit` is
    what we noted when they set out; empty when we do not know this visit."""

    state: str
    browser: str
    visit: dict[str, Any] = field(default_factory=dict)
    word: Word | None = None
    refusal: Refused | None = None


async def bring(request: Request, provider: Here, answer: Annotated[Answer, Depends()]) -> Brought:
    """Look at what was brought back, and redeem the code if it belongs to this browser's visit."""
    browser = browser_of(request)

    def look() -> dict[str, object]:
        with db.reading(request.app.state.engine) as session:
            return foreign.visit(session, answer.state, browser)

    try:
        visit = await to_thread.run_sync(look)
    except Refused as refusal:
        return Brought(answer.state, browser, refusal=refusal)
    try:
        word = await _redeem(provider, answer, browser, str(visit["back"]))
    except Refused as refusal:
        return Brought(answer.state, browser, visit, refusal=refusal)
    return Brought(answer.state, browser, visit, word)


async def _redeem(provider: Provider, answer: Answer, browser: str, back: str) -> Word:
    issuer, name = provider.issuer, {"name": provider.name}
    if answer.error == "access_denied":
        raise Invalid(_("Sie haben die Anmeldung bei %(name)s abgebrochen.") % name)
    if answer.error or not answer.code:
        raise Invalid(_("%(name)s hat die Anmeldung abgelehnt.") % name)
    named = answer.iss or ("" if (await issuer.places()).names_itself else issuer.issuer)
    if named != issuer.issuer:  # another issuer's answer to our question: RFC 9207, 2.4
        raise Invalid(_("Die Antwort kam nicht von %(name)s. Bitte beginnen Sie neu.") % name)
    given = await issuer.redeem(answer.code, verifier_of(browser, answer.state), back)
    nonce = nonce_of(browser, answer.state)
    return await word_of(issuer, given, nonce, provider.roles_claim)


Return = Annotated[Brought, Depends(bring, scope="function")]
