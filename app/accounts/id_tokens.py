"""What an identity provider says about a person: its ID token, checked (OpenID Connect Core 1.0,
3.1.3.7), and the claims that mean something here."""

import hmac
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app import clock
from app.accounts.emails import normal, why_no_address
from app.accounts.issuer import Issuer
from app.errors import Invalid
from app.i18n import _
from app.text import clean_line

log = logging.getLogger("randnotiz.provider")
# By key pairs alone: "none" is no signature, and with HS256 a public key would do as the secret.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
LEEWAY = 60  # seconds that its clock and ours may differ
LONGEST, LONGEST_SUBJECT, MOST_VALUES = 64 * 1024, 255, 500


@dataclass(frozen=True)
class Word:
    """What the provider vouches for: who it is, an address if it has checked it, a name (often the
    real one: it is never made public unasked) and a nickname, values for roles, whether a second
    factor was asked for there, and when the person proved who they are."""

    issuer: str
    subject: str
    email: str = ""
    name: str = ""
    nickname: str = ""
    values: tuple[str, ...] = ()
    second: bool = False
    proved_at: datetime | None = None


async def word_of(issuer: Issuer, given: dict[str, Any], nonce: str, roles_claim: str) -> Word:
    """What the provider says in the answer to a code. Raises `Invalid` for a token that does not
    hold, and `Unreachable`."""
    token = given.get("id_token")
    if not isinstance(token, str) or len(token) > LONGEST:
        raise _refusal(issuer, "no ID token")
    claims = await _checked(issuer, token)
    _require(issuer, claims, nonce)
    wanted = ["email", *([roles_claim.partition(".")[0]] if roles_claim else [])]
    if any(name not in claims and roles_claim not in claims for name in wanted):
        access = given.get("access_token")
        more = await issuer.userinfo(access if isinstance(access, str) else "")
        if more and more.get("sub") != claims["sub"]:  # Core 1.0, 5.3.2
            raise _refusal(issuer, "userinfo about somebody else")
        claims = more | claims
    return _read(claims, roles_claim, issuer.second_levels)


async def _checked(issuer: Issuer, token: str) -> dict[str, Any]:
    """The claims, if one of the provider's keys signed them; it may just have changed its keys."""
    from joserfc import jwt

    fault = ""
    for anew in (False, True):
        keys = await issuer.keys(anew=anew)
        try:
            return jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        except Exception as problem:  # whatever the parsers make of what a stranger sends
            fault = type(problem).__name__
    raise _refusal(issuer, f"signature: {fault}")


def _require(issuer: Issuer, claims: dict[str, Any], nonce: str) -> None:
    now = clock.now().timestamp()
    audience = claims.get("aud")
    audience = [audience] if isinstance(audience, str) else audience
    said, subject = claims.get("nonce"), claims.get("sub")
    ours = isinstance(audience, list) and issuer.client_id in audience
    alone = isinstance(audience, list) and len(audience) == 1
    party = claims.get("azp", issuer.client_id if alone else None)
    required = {
        "iss": claims.get("iss") == issuer.issuer,
        "aud": ours,
        "azp": party == issuer.client_id,
        "exp": _number(claims.get("exp")) > now - LEEWAY,
        "iat": _number(claims.get("iat")) < now + LEEWAY,
        "nbf": _number(claims.get("nbf", 0)) < now + LEEWAY,
        "nonce": isinstance(said, str) and hmac.compare_digest(said.encode(), nonce.encode()),
        "sub": isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT,
    }
    if wrong := [name for name, holds in required.items() if not holds]:
        raise _refusal(issuer, f"claims: {', '.join(wrong)}")


def _number(value: object) -> float:
    fits = isinstance(value, int | float) and abs(value) < 2**53
    return float(value) if fits else float("nan")  # type: ignore[arg-type]


def _refusal(issuer: Issuer, what: str) -> Invalid:
    log.warning("an answer of the identity provider %s was refused: %s", issuer.issuer, what)
    return Invalid(
        _("Die Antwort von %(name)s passt nicht zu dieser Anmeldung. Bitte beginnen Sie neu.")
        % {"name": issuer.name}
    )


def _read(claims: dict[str, Any], roles_claim: str, second_levels: frozenset[str]) -> Word:
    email = claims.get("email")
    checked = claims.get("email_verified") is True and isinstance(email, str)
    proved = _number(claims.get("auth_time"))
    return Word(
        issuer=claims["iss"],
        subject=claims["sub"],
        email=normal(str(email)) if checked and why_no_address(str(email)) is None else "",
        name=_line(claims.get("name")) or _line(claims.get("preferred_username")),
        nickname=_line(claims.get("nickname")),
        values=values_in(claims, roles_claim),
        second=_says_second(claims, second_levels),
        proved_at=datetime.fromtimestamp(proved, UTC) if 0 < proved < 2**33 else None,
    )


def _line(value: object) -> str:
    return clean_line(value)[:80].strip() if isinstance(value, str) else ""


def values_in(claims: dict[str, Any], name: str) -> tuple[str, ...]:
    """The values of a claim by its name, or by a path such as `realm_access.roles`."""
    found: object = claims.get(name) if name else None
    if found is None and name:
        found = claims
        for step in name.split("."):
            found = found.get(step) if isinstance(found, dict) else None
    if isinstance(found, str):
        return (found,)
    values = found if isinstance(found, list) else []
    return tuple(value for value in values[:MOST_VALUES] if isinstance(value, str))


def _says_second(claims: dict[str, Any], levels: frozenset[str]) -> bool:
    """Whether a second factor was asked for there: `amr` of RFC 8176, or a level that is known to
    mean it, letter by letter ("no-mfa" holds the word too)."""
    amr, acr = claims.get("amr"), claims.get("acr")
    if isinstance(amr, list) and "mfa" in amr:
        return True
    return isinstance(acr, str) and acr in levels
