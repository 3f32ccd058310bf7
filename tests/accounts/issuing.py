"""An identity provider of our own, on a real socket: OpenID Connect's code flow with PKCE, signed
by a real key. Tests may make it say what no honest provider would."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from app import clock

CLIENT, SECRET = "randnotiz", "geheim & lang"


@cache
def a_key(number: int = 1) -> RSAKey:
    """Making one takes its time; each number is one key."""
    return RSAKey.generate_key(2048, {"kid": f"key-{number}", "use": "sig", "alg": "RS256"})


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


class House:
    """The provider: who is signed in there (`person`), and what it says wrongly (`said` replaces
    claims of the ID token, `described` parts of its description)."""

    def __init__(self) -> None:
        self.url = ""
        self.person: dict[str, Any] = {"sub": "k-17", "email": "kira@example.org", "name": "Kira"}
        self.person["email_verified"] = True
        self.said: dict[str, Any] = {}
        self.described: dict[str, Any] = {}
        self.beside: dict[str, Any] = {}  # what only the userinfo page says
        self.signing = "RS256"
        self.key = a_key()
        self.published = [a_key()]
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.is_lax = False  # takes a code as often as it comes
        self.raw: bytes | None = None  # what every page answers instead

    def description(self) -> dict[str, Any]:
        places = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "end_session_endpoint": f"{self.url}/leave",
            "authorization_response_iss_parameter_supported": True,
        }
        return places | self.described

    def keys(self) -> dict[str, Any]:
        return {"keys": [key.as_dict(private=False) for key in self.published]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to, with a code for whoever is signed in."""
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        answer = {"code": code, "state": asked["state"], "iss": self.url}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def redeem(self, form: dict[str, str], basic: str) -> dict[str, Any] | None:
        """Tokens for a code: once, to our client alone, for the right verifier."""
        take = self.codes.get if self.is_lax else self.codes.pop
        asked = take(form["code"], None)
        who = tuple(map(unquote, base64.b64decode(basic).decode().split(":")))
        if asked is None or who != (CLIENT, SECRET):
            return None
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        fits = base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        if not fits or asked["redirect_uri"] != form["redirect_uri"]:
            return None
        now = int(clock.now().timestamp())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "auth_time": now}
        claims |= self.person | {"nonce": asked["nonce"]} | self.said
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"id_token": self.sign(claims), "access_token": "x", "token_type": "Bearer"}

    def sign(self, claims: dict[str, Any]) -> str:
        """The ID token; by "none" and "HS256" as an attacker would."""
        if self.signing == "none":
            return f"{encoded({'alg': 'none', 'kid': 'key-1'})}.{encoded(claims)}."
        if self.signing == "HS256":
            signed = f"{encoded({'alg': 'HS256', 'kid': 'key-1'})}.{encoded(claims)}"
            public = self.key.as_pem(private=False)
            mac = hmac.digest(public, signed.encode(), "sha256")
            return f"{signed}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)


def pages_of(house: House) -> type[BaseHTTPRequestHandler]:
    """What its server answers."""

    class Pages(BaseHTTPRequestHandler):
        def log_message(self, *_anything: object) -> None:
            pass

        def say(self, what: object, status: int = 200) -> None:
            content = house.raw if house.raw is not None else json.dumps(what).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            at = urlsplit(self.path)
            house.asked.append(at.path)
            if at.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(at.query).items()}
                self.send_response(302)
                self.send_header("location", house.authorize(asked))
                self.send_header("content-length", "0")
                self.end_headers()
                return
            pages = {"/.well-known/openid-configuration": house.description, "/jwks": house.keys}
            pages["/userinfo"] = lambda: {"sub": house.person["sub"]} | house.beside
            self.say(pages[at.path]())

        def do_POST(self) -> None:
            house.asked.append(self.path)
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            basic = self.headers.get("authorization", "Basic ").removeprefix("Basic ")
            given = house.redeem(form, basic)
            self.say(given or {"error": "invalid_grant"}, 200 if given else 400)

    return Pages


@contextmanager
def open_house() -> Iterator[House]:
    """A provider on a free port, as long as this lasts."""
    house = House()
    server = ThreadingHTTPServer(("127.0.0.1", 0), pages_of(house))
    house.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield house
    server.shutdown()
    server.server_close()
    thread.join()
