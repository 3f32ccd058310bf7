"""What keeps the house safe: forms of our own, tokens, networks, slow-down, what pages may load."""

import hashlib
import hmac
import ipaddress
import math
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import Request
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col
from starlette.datastructures import FormData

from app import clock
from app.config import Settings
from app.errors import NotAllowed, Stale, TooMany
from app.i18n import _, ngettext
from app.models import Attempt, Challenge

HTMX_VERSION = "4.0.1"
HTMX_HASH = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
HTMX_CDN = f"https://cdn.jsdelivr.net/npm/htmx.org@{HTMX_VERSION}/dist/htmx.min.js"
LANGUAGE = "/language"
KEPT = frozenset({"text", "proposed_wording"})  # what nobody wants to type twice
NOBODY = "'none'"
# For pages whose address is a key. Other sites learn nothing of it, and our own forms on them say
# where they come from: under "no-referrer" browsers say "null" there (Fetch, 3.2), which says as
# much as nothing and is refused. The last policy that a browser knows counts.
UNTOLD = "no-referrer, same-origin"
_WITH_PORT = re.compile(r"\[(?P<v6>[0-9A-Fa-f:.%]+)\](?::\d+)?|(?P<v4>\d+(?:\.\d+){3}):\d+")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def cookie_name(settings: Settings) -> str:
    """`__Host-…` over HTTPS, so that no neighbouring host can set it."""
    return "__Host-randnotiz" if settings.is_secure else "randnotiz"


def new_token() -> str:
    """256 random bits as text, for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is kept of a token: its SHA-256, so that a stolen database opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(secret: str, cookie: str) -> str:
    """A token for one page's forms, bound to the visitor's cookie; new on every page, so that
    compression does not betray it. It says when it was made."""
    nonce = f"{int(clock.now().timestamp()):x}-{secrets.token_urlsafe(9)}"
    return f"{nonce}.{_mac(secret, nonce, cookie)}"


def is_form_token(token: str, secret: str, cookie: str) -> bool:
    """Whether `token` was made by us for this visitor."""
    nonce, _dot, mac = token.partition(".")
    is_ours = bool(nonce) and token.isascii()  # what is not cannot even be compared
    return is_ours and hmac.compare_digest(mac, _mac(secret, nonce, cookie))


def seconds_since(token: str) -> float:
    """How long ago a token of ours was made; endless for one that does not say."""
    try:
        made = int(token.partition("-")[0], 16)
    except ValueError:
        return math.inf
    return clock.now().timestamp() - made


def _mac(secret: str, nonce: str, cookie: str) -> str:
    message = f"form\n{nonce}\n{cookie}".encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:32]


async def own_form(request: Request) -> None:
    """Refuse a change that does not come from a page of ours: where it comes from, and the
    token that only our page knows (OWASP ASVS 5.0, V3.5.1).

    What was typed is noted in `request.state.typed`, so that a refusal can give it back; the token
    of the form itself in `request.state.form_token`.
    """
    if request.method in SAFE_METHODS:
        return
    settings: Settings = request.app.state.settings
    form = await request.form(max_fields=200, max_files=20)
    kept = KEPT if form.get("kind", "suggestion") == "suggestion" else KEPT - {"proposed_wording"}
    request.state.typed = [
        value for name, value in form.items() if name in kept and isinstance(value, str) and value
    ]
    if not _comes_from_here(request):
        raise NotAllowed(_("Dieses Formular kam von einer fremden Seite. Es wurde nichts getan."))
    sent = form.get("form_token", "")
    token = sent if isinstance(sent, str) and sent else request.headers.get("x-form-token", "")
    cookie = request.cookies.get(cookie_name(settings), "")
    request.state.form_token = token
    if request.url.path == LANGUAGE and not cookie:
        return  # a finished page holds no token, and nothing but this browser is asked to change
    if not is_form_token(token, request.app.state.secret, cookie):
        raise _stale(request, form)


def _stale(request: Request, form: FormData) -> NotAllowed:
    """Why a form without a token of this visitor's is refused. With a text in it, and where the
    browser says that it stood on a page of ours, it may be sent once more, by a button of its own:
    nobody types twice for having signed in elsewhere meanwhile."""
    said = [(name, text) for name, text in form.multi_items() if isinstance(text, str)]
    is_told = "sec-fetch-site" in request.headers or "origin" in request.headers
    if is_told and request.state.typed and len(said) == len(form.multi_items()):
        again = [(name, text) for name, text in said if name != "form_token"]
        return Stale(_("Diese Seite war zu lange offen. Bitte senden Sie noch einmal."), again)
    return NotAllowed(
        _("Diese Seite war zu lange offen. Bitte laden Sie sie neu und senden Sie noch einmal.")
    )


def _comes_from_here(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    host = request.headers.get("host", "")
    return origin.partition("://")[2].lower() == host.lower()


def network_of(request: Request) -> str:
    """The network address the request comes from. X-Forwarded-For counts only as far as
    PROXY_HOPS says that proxies of ours wrote it."""
    hops = request.app.state.settings.proxy_hops
    peer = request.client.host if request.client else "unknown"
    if not hops:
        return bare_address(peer)
    chain = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
    chain = [part for part in chain if part]
    return bare_address(chain[-hops] if len(chain) >= hops else peer)


def bare_address(told: str) -> str:
    """An address as its network writes it: without the port that some proxies add, and IPv4 that
    was written as IPv6 as IPv4. What is no address stays as it is."""
    found = _WITH_PORT.fullmatch(told)
    address = (found["v6"] or found["v4"]) if found else told
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return told
    return str(getattr(parsed, "ipv4_mapped", None) or parsed)


def count_attempt(session: Session, key: str, window: timedelta) -> int:
    """Count one more attempt under `key` in the present window; how many there were."""
    seconds = int(window.total_seconds())
    start = datetime.fromtimestamp(int(clock.now().timestamp()) // seconds * seconds, UTC)
    table: Any = Attempt
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(table)
        .values(key=key[:120], window_start=start, count=1)
        .on_conflict_do_update(
            index_elements=["key", "window_start"], set_={"count": table.count + 1}
        )
        .returning(table.count)
    )
    return int(session.execute(statement).scalar_one())


def slow_down(session: Session, key: str, limit: int, window: timedelta) -> None:
    """Count, and raise `TooMany` beyond `limit` attempts in `window`."""
    if count_attempt(session, key, window) > limit:
        minutes = max(1, int(window.total_seconds() // 60))
        refusal = TooMany(
            ngettext(
                "Das waren zu viele Versuche. Bitte warten Sie eine Minute.",
                "Das waren zu viele Versuche. Bitte warten Sie %(minutes)d Minuten.",
                minutes,
            )
            % {"minutes": minutes}
        )
        refusal.seconds = minutes * 60
        raise refusal


def forget_attempts(session: Session, before: datetime) -> None:
    """Drop counts of windows that are long over."""
    session.execute(delete(Attempt).where(col(Attempt.window_start) < before))


def forget_challenges(session: Session, before: datetime) -> None:
    """Drop what was given out to be brought back and expired `before`: what an identity provider
    told of somebody who then went away stands there as well."""
    session.execute(delete(Challenge).where(col(Challenge.expires_at) < before))


def content_policy(settings: Settings) -> str:
    """The Content-Security-Policy of every page: own files, and htmx from where it is set."""
    script = "'self'" if settings.htmx == "self" else f"'self' {HTMX_CDN}"
    return (
        f"default-src 'none'; script-src {script}; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        "manifest-src 'self'; worker-src 'self'; frame-ancestors 'none'"
    )


def frame_headers(origins: Sequence[str]) -> dict[str, str]:
    """For a page that these sites (and no other) may show in a frame: no script, no form, and to be
    loaded by pages that are isolated themselves (COEP)."""
    return {
        "content-security-policy": (
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; "
            f"base-uri 'none'; frame-ancestors {' '.join(origins) or NOBODY}"
        ),
        "cross-origin-resource-policy": "cross-origin",
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-opener-policy": "unsafe-none",  # says nothing in a frame
    }
