"""The threshold between browser and account: the cookie, where to go on, which device it is, and
Argon2 at work before the transaction begins, so that nobody waits for it with the pen in hand."""

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from app import db, i18n
from app.accounts import attempts, domain, queries
from app.accounts.attempts import Knock
from app.accounts.emails import normal
from app.accounts.forms import ProveForm, RegisterForm, SignInForm
from app.accounts.passwords import LONGEST, hash_password, is_password
from app.accounts.second import means_of
from app.accounts.sessions import carry_proof, give_token
from app.db import Db
from app.identity import visitor_of
from app.languages import has_chosen, remember
from app.models import Person, SignIn
from app.security import cookie_name, network_of

# Each comparison takes 19 MiB and a processor: no more at once than there are processors.
# New accounts have a place of their own, so that whoever makes many keeps nobody from signing in.
_at_work = CapacityLimiter(max(2, os.cpu_count() or 1))
_registering = CapacityLimiter(1)
_UNSAFE = re.compile(r"[\x00-\x20\x7f-\x9f\\]")
_DOORS = re.compile(
    r"/(sign-in|sign-out|register|registered|confirm|forgot|reset|second-step|prove)(/|\?|#|$)"
)
_BROWSERS = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung-Browser")),
    *(("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome")),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def is_own_path(wanted: str) -> bool:
    """Whether `wanted` is a path on this very site: no other host, no scheme, nothing that a
    browser would read as one."""
    elsewhere = not wanted.startswith("/") or wanted.startswith("//") or len(wanted) > 500
    return not (elsewhere or _UNSAFE.search(wanted))


def own_path(wanted: str, otherwise: str = "/") -> str:
    """`wanted` when it is a path on this very site and does not lead back to the door, else
    `otherwise`."""
    return wanted if is_own_path(wanted) and not _DOORS.match(wanted) else otherwise


def device_of(request: Request) -> str:
    """What the visitor will recognise: "Firefox, Android". No more is kept of the browser."""
    agent = request.headers.get("user-agent", "")[:400]
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return i18n.comma().join(filter(None, (browser, system)))


def cookie_of(request: Request) -> str:
    """The token of the visitor's session, or nothing."""
    return request.cookies.get(cookie_name(request.app.state.settings), "")


def knock(request: Request, account: str, kind: str = "sign-in") -> Knock:
    """Who knocks, for counting: never kept as it is."""
    return Knock(request.app.state.secret, network_of(request), normal(account), kind)


def home_of(person: Person) -> str:
    """Where somebody begins: whoever has work here at the desk."""
    return "/desk" if person.grants else "/"


def let_in(
    request: Request,
    session: Db,
    person: Person,
    see: str,
    way: str = "password",
    *,
    second: bool = False,
    before: SignIn | None = None,
) -> Response:
    """Sign `person` in with a new token, end what this browser was signed in as, and go on: to
    `see`, or first to the second step where one is asked for and was not part of this (`second`).
    With the session `before`, what was proved in that one and when holds, and nothing more.
    """
    if old := cookie_of(request):
        domain.end_sign_in(session, old)
    required = request.app.state.settings.staff_needs_second
    means = means_of(session, person.id)
    waits = not second and means.must_step(required=required)
    token = domain.start_sign_in(
        session, person, device_of(request), way=way, second=second, waits=waits
    )
    if before is not None:
        carry_proof(session, token, before)
    if waits:
        page = "/second-step" if means.can_step else "/second-step/set-up"
        see = f"{page}?{urlencode({'next': see})}"
    response = RedirectResponse(see, status_code=303)
    if person.locale != i18n.locale() and not has_chosen(request):
        remember(request, response, person.locale)
    return _with_cookie(request, response, token)


def go_on(
    request: Request, session: Db, sign_in: SignIn, see: str, *, second: bool = False
) -> Response:
    """The person of this session has just proved anew who they are, with a `second` factor or
    without: give the browser a new token, and go on."""
    token = domain.renew_sign_in(session, sign_in, second=second)
    return _with_cookie(request, RedirectResponse(see, status_code=303), token)


def stay(request: Request, sign_in: SignIn, see: str) -> Response:
    """Something about the account is another now, but nobody proved anything: a new token, and the
    time of the last proof stays."""
    return _with_cookie(request, RedirectResponse(see, status_code=303), give_token(sign_in))


def _with_cookie(request: Request, response: Response, token: str) -> Response:
    settings = request.app.state.settings
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=domain.SIGNED_IN_DAYS * 24 * 3600,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )
    return unkept(response)


def let_out(request: Request, session: Db, see: str) -> Response:
    """End what this browser is signed in as, take the cookie back, and go on."""
    settings = request.app.state.settings
    response = RedirectResponse(see, status_code=303)
    if token := cookie_of(request):
        domain.end_sign_in(session, token)
        response.delete_cookie(
            cookie_name(settings),
            path="/",
            secure=settings.is_secure,
            httponly=True,
            samesite="lax",
        )
    return unkept(response)


def unkept(response: Response) -> Response:
    """An answer that no cache may keep: it sets a cookie, or its address is a secret."""
    response.headers["cache-control"] = "private, no-store"
    return response


async def hash_typed(request: Request, form: Annotated[RegisterForm, Depends()]) -> str:
    """The hash of the password for a new account; empty when the form is not filled in right, or
    no more mails are sent from here or to there: that is counted in the transaction."""
    asks = knock(request, form["email"])

    def work() -> str:
        if not form.is_valid():
            return ""
        with db.reading(request.app.state.engine) as session:
            if attempts.is_mail_slowed(session, asks):
                return ""
        return hash_password(form.password)

    return await to_thread.run_sync(work, limiter=_registering)


def _mark_of_registering(request: Request, hashed: str) -> str:
    told = f"registered\n{hashed}".encode()
    return hmac.new(request.app.state.secret.encode(), told, hashlib.sha256).hexdigest()


def _registered_cookie(request: Request) -> str:
    """A name of its own, held like that of the session."""
    return f"{cookie_name(request.app.state.settings)}-new"


def note_registering(request: Request, response: Response, hashed: str) -> Response:
    """Note in this browser that the password with this hash was chosen in it, until the link to
    confirm the address has run out. The note is set for every address alike and tells nothing."""
    response.set_cookie(
        _registered_cookie(request),
        _mark_of_registering(request, hashed),
        max_age=domain.CONFIRM_DAYS * 24 * 3600,
        path="/",
        secure=request.app.state.settings.is_secure,
        httponly=True,
        samesite="lax",
    )
    return unkept(response)


def has_registered(request: Request, person: Person) -> bool:
    """Whether the present password of this account was chosen in this very browser."""
    brought = request.cookies.get(_registered_cookie(request), "")
    mark = _mark_of_registering(request, person.password_hash)
    return hmac.compare_digest(brought.encode(), mark.encode())


HashedPassword = Annotated[str, Depends(hash_typed, scope="function")]


@dataclass(frozen=True)
class Compared:
    """Whose account it would be, the hash that was compared, and whether the password fits."""

    kept: queries.Kept
    fits: bool


async def compare_typed(request: Request, form: Annotated[SignInForm, Depends()]) -> Compared:
    """Compare a password before the transaction begins, in the same time for every address.

    Whether it was compared in vain, because too many were tried, is counted in the transaction.
    """
    asks = knock(request, form["email"])

    def work() -> Compared:
        with db.reading(request.app.state.engine) as session:
            if not form.is_valid() or attempts.is_slowed(session, asks):
                return Compared(queries.Kept(), fits=False)
            kept = queries.kept_for(session, form["email"])
        too_long = len(form.password) > LONGEST
        fits = is_password("" if too_long else kept.password_hash, form.password)
        return Compared(kept, fits)

    return await to_thread.run_sync(work, limiter=_at_work)


async def compare_own(request: Request, form: Annotated[ProveForm, Depends()]) -> bool:
    """Whether the password is that of whoever is signed in; compared before the transaction
    begins, as above."""

    def work() -> bool:
        with db.reading(request.app.state.engine) as session:
            person = visitor_of(request, session)
            if person is None or not 0 < len(form.password) <= LONGEST:
                return False
            if attempts.is_slowed(session, knock(request, person.email)):
                return False
        return is_password(person.password_hash, form.password)

    return await to_thread.run_sync(work, limiter=_at_work)


OwnPassword = Annotated[bool, Depends(compare_own, scope="function")]
ComparedPassword = Annotated[Compared, Depends(compare_typed, scope="function")]
