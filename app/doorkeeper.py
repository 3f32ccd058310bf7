"""What stands between the network and the house: hosts, cities, languages, headers."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import i18n, languages
from app.asked import readable
from app.asked_tongue import LANG, named_in, with_language
from app.cities import Cities
from app.config import Settings
from app.security import NOBODY, content_policy, cookie_name

LEADING_ON = ("location", "hx-redirect")


def _may_be_framed(policy: str) -> bool:
    """Whether an answer names sites in whose frames it may stand."""
    return "frame-ancestors " in policy and f"frame-ancestors {NOBODY}" not in policy


def _may_be_kept(headers: MutableHeaders) -> bool:
    """Whether an answer is the same for everybody for ever, and holds nothing of the asker."""
    return headers.get("cache-control", "").endswith("immutable") and "set-cookie" not in headers


def _leading_on(send: Send, language: str) -> Send:
    """`send`, with the language of the address named where an answer leads on to a page of ours."""

    async def send_named(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in LEADING_ON:
                to = headers.get(name, "")
                if to.startswith("/") and not to.startswith("//"):
                    headers[name] = with_language(to, language)
        await send(message)

    return send_named


class Doorkeeper:
    """Answers only to our own host names, says which city each belongs to and in which language it
    is answered, and puts the safety headers on every answer. What a proxy forwards as the host
    counts for nothing."""

    def __init__(self, app: ASGIApp, settings: Settings, cities: Cities) -> None:
        self.app = app
        self.cities = cities
        self.cookie = f"{cookie_name(settings)}="
        self.locale = settings.default_locale
        self.headers = {
            "content-security-policy": content_policy(settings),
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "x-frame-options": "DENY",
        }
        if settings.is_secure:
            self.headers["strict-transport-security"] = "max-age=63072000; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        city = await self.cities.at(asked.get("host", ""))
        if city is None:
            answer = PlainTextResponse("unknown host\n", status_code=400)
            await answer(scope, receive, send)
            return
        cookies = asked.get("cookie", "")
        named = self._speak(scope, cookies, asked.get("accept-language", ""))
        is_head = scope["method"] == "HEAD"
        if is_head:  # answered like a GET, which changes nothing, but without the body
            scope = {**scope, "method": "GET"}
        known = {**scope.get("state", {}), "city": city, "named": named}
        scope = {**readable(scope), "state": known}
        private = self.cookie in cookies or "authorization" in asked

        if named:
            send = _leading_on(send, named)
        guarded = self._guarding(send, private=private, path=scope["path"], is_head=is_head)
        await self.app(scope, receive, guarded)

    def _speak(self, scope: Scope, cookies: str, accepted: str) -> str:
        """Choose the language of the answer; the one that the address names, or ""."""
        is_data = scope["path"].startswith("/api/")
        query = scope["query_string"]
        named = named_in(query.decode("latin-1")) if f"{LANG}=".encode() in query else ""
        named = "" if is_data else named
        i18n.use(named or languages.wanted("" if is_data else cookies, accepted, self.locale))
        return named

    def _guarding(self, send: Send, *, private: bool, path: str, is_head: bool) -> Send:
        """`send`, with our headers on every answer."""
        lasting = path.startswith("/static/")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if _may_be_framed(headers["content-security-policy"]):
                    del headers["x-frame-options"]  # which knows only one site, or none
                if private and not (lasting or _may_be_kept(headers)):
                    headers["cache-control"] = "private, no-store"
                else:
                    headers.setdefault("cache-control", "no-cache")
            elif is_head:
                message = {**message, "body": b""}
            await send(message)

        return send_guarded
