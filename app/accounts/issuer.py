"""An identity provider, seen over the network (OpenID Connect Core 1.0, Discovery 1.0, RFC 9207):
where its pages are, what it gives for a code, and by which keys it signs. Nothing here knows the
database, and nothing that it sends is shown to anybody."""

import json
import logging
import ssl
import time
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

import anyio

from app.config import LOOPBACK, Settings
from app.errors import Refused
from app.i18n import _

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

log = logging.getLogger("randnotiz.provider")
SECONDS, MOST_BYTES = 8, 512 * 1024
KEPT, AGAIN_AFTER = 3600.0, 60.0  # seconds: what we know, and before we ask for its keys anew


class Unreachable(Refused):
    """The provider did not answer, or not as one."""

    status = 503
    kind = "provider"


@dataclass(frozen=True)
class Places:
    """Where the provider's pages are, as its own description says."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    leaving: str
    names_itself: bool  # in its answers, against mix-up (RFC 9207)
    takes_basic: bool


def is_safe(url: str) -> bool:
    """Whether a secret may go there: by HTTPS, or to this very machine."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


@cache
def _trusted() -> ssl.SSLContext:
    import httpx  # here and below, when a provider is asked: most cities have none

    return httpx.create_ssl_context()


class Issuer:
    """The one provider of this installation. What it says of itself is kept in memory for an hour;
    every process asks on its own."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer
        self.client_id = settings.oidc_client_id
        self.secret = settings.oidc_client_secret
        self.scopes = settings.oidc_scopes
        self.second_levels = frozenset(settings.oidc_second_levels.split())
        self.name = settings.oidc_name or (urlsplit(self.issuer).hostname or "")
        self._places: Places | None = None
        self._keys: KeySet | None = None
        self._places_until = self._keys_until = self._keys_since = 0.0
        if not is_safe(self.issuer) or not self.client_id:
            raise ValueError("OIDC_ISSUER must begin with https://, and OIDC_CLIENT_ID must be set")

    async def places(self) -> Places:
        """Where its pages are. Raises `Unreachable`."""
        if self._places is None or time.monotonic() > self._places_until:
            base = self.issuer.rstrip("/")
            said = await self._fetch("GET", f"{base}/.well-known/openid-configuration")
            self._places = self._read(said)
            self._places_until = time.monotonic() + KEPT
        return self._places

    def _read(self, said: dict[str, Any]) -> Places:
        """Its description, if it is its own: that of another issuer would mix them up (Discovery
        1.0, 4.3)."""
        if said.get("issuer") != self.issuer:
            raise self._fault("describes itself as another issuer")
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        found = {name: said.get(name) for name in (*wanted, "userinfo_endpoint")}
        leaving = said.get("end_session_endpoint")
        for name, url in found.items():
            missing = url is None and name not in wanted
            if not missing and not (isinstance(url, str) and is_safe(url)):
                raise self._fault(f"has no safe {name}")
        methods = said.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Places(
            authorization=found["authorization_endpoint"] or "",
            token=found["token_endpoint"] or "",
            keys=found["jwks_uri"] or "",
            userinfo=found["userinfo_endpoint"] or "",
            leaving=leaving if isinstance(leaving, str) and is_safe(leaving) else "",
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
            takes_basic="client_secret_basic" in methods,
        )

    async def keys(self, *, anew: bool = False) -> "KeySet":
        """The keys it signs with; `anew` when it may have changed them, at most once a minute.
        Raises `Unreachable`."""
        from joserfc.jwk import KeySet

        now = time.monotonic()
        until = self._keys_since + AGAIN_AFTER if anew else self._keys_until
        if self._keys is None or now > min(until, self._keys_until):
            said = await self._fetch("GET", (await self.places()).keys)
            try:
                self._keys = KeySet.import_key_set(said)  # type: ignore[arg-type]
            except Exception as fault:  # whatever its parsers make of what a stranger sends
                raise self._fault("has keys that are none") from fault
            self._keys_since, self._keys_until = now, now + KEPT
        return self._keys

    async def redeem(self, code: str, verifier: str, back: str) -> dict[str, Any]:
        """What it gives for a code (Core 1.0, 3.1.3). Raises `Unreachable`."""
        import httpx

        places = await self.places()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
            "client_id": self.client_id,
        }
        basic = None
        if self.secret and places.takes_basic:  # each part encoded first: RFC 6749, 2.3.1
            basic = httpx.BasicAuth(quote(self.client_id, safe=""), quote(self.secret, safe=""))
        elif self.secret:
            form["client_secret"] = self.secret
        return await self._fetch("POST", places.token, data=form, auth=basic)

    async def userinfo(self, access_token: str) -> dict[str, Any]:
        """What it says about the person beside the ID token; nothing, where it has no such page.
        Raises `Unreachable`."""
        places = await self.places()
        if not places.userinfo or not access_token:
            return {}
        bearer = {"authorization": f"Bearer {access_token}"}
        return await self._fetch("GET", places.userinfo, headers=bearer)

    async def leaving(self) -> str:
        """The page on which one signs out there, "" where it has none or cannot be reached."""
        try:
            page = (await self.places()).leaving
        except Unreachable:
            return ""
        return with_query(page, {"client_id": self.client_id}) if page else ""

    async def _fetch(self, method: str, url: str, **asked: Any) -> dict[str, Any]:
        """The JSON object at `url`. No redirect is followed, and no more is read, for no longer,
        than an answer takes."""
        import httpx

        headers = {"accept": "application/json"} | asked.pop("headers", {})
        local = urlsplit(url).hostname in LOOPBACK
        content = bytearray()
        try:
            with anyio.fail_after(SECONDS):
                async with (
                    httpx.AsyncClient(verify=_trusted(), trust_env=not local) as client,
                    client.stream(method, url, headers=headers, **asked) as answer,
                ):
                    async for part in answer.aiter_bytes():
                        content += part
                        if len(content) > MOST_BYTES:
                            raise self._fault("sends without end")
                    status = answer.status_code
            said = json.loads(bytes(content)) if status == 200 else None
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError, RecursionError) as e:
            raise self._fault(type(e).__name__) from e
        if not isinstance(said, dict):
            raise self._fault(f"answers {status} without an object")
        return said

    def _fault(self, what: str) -> Unreachable:
        log.warning("the identity provider %s: %s", self.issuer, what)
        return Unreachable(
            _("%(name)s antwortet gerade nicht richtig. Bitte versuchen Sie es später noch einmal.")
            % {"name": self.name}
        )


def with_query(url: str, more: dict[str, str]) -> str:
    """The address with these parameters added to those it has."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode(more)}"
