"""Which language a request is answered in: what its reader chose, else what the browser asks for,
else the installation's. Nothing is kept of a choice but a cookie and, of who is signed in, the
language of the account, in which mails are written."""

import re
from functools import lru_cache

from fastapi import Request, Response

from app.config import Settings
from app.i18n import LOCALES

YEAR = 365 * 24 * 3600
LONGEST = 200  # characters of a header that are looked at
_CHOSEN = re.compile(r"(?:^|;\s*)(?:__Host-)?language=([a-z-]{2,12})(?:;|$)")
_RANGE = re.compile(r"\s*([a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*(?:;\s*q=([01](?:\.\d{0,3})?)\s*)?")


def cookie_name(settings: Settings) -> str:
    """`__Host-…` over HTTPS, so that no neighbouring host can set it."""
    return "__Host-language" if settings.is_secure else "language"


def wanted(cookies: str, accepted: str, otherwise: str) -> str:
    """The language for a request with these headers (`Cookie`, `Accept-Language`)."""
    if "language=" in cookies:
        chosen = _CHOSEN.search(cookies)
        if chosen and chosen[1] in LOCALES:
            return chosen[1]
    return best(accepted[:LONGEST].lower(), otherwise) if accepted else otherwise


@lru_cache(maxsize=512)
def best(accepted: str, otherwise: str) -> str:
    """The language of ours that `accepted` (RFC 9110, 12.5.4) likes best; of two liked alike the
    first. `otherwise` where none is liked, or the reader takes any."""
    liked: dict[str, float] = {}
    for part in accepted.split(","):
        if found := _RANGE.fullmatch(part):
            locale = otherwise if found[1] == "*" else _of_ours(found[1])
            if locale and locale not in liked:
                liked[locale] = float(found[2]) if found[2] else 1.0
    ours = [locale for locale, quality in liked.items() if quality > 0]
    return max(ours, key=lambda locale: liked[locale], default=otherwise)


def _of_ours(tag: str) -> str:
    """The language of ours that a tag means ("uk-ua" is "uk"), or ""."""
    language = tag.partition("-")[0]
    return next((locale for locale in (tag, language) if locale in LOCALES), "")


def has_chosen(request: Request) -> bool:
    """Whether this browser's user has chosen a language here."""
    return cookie_name(request.app.state.settings) in request.cookies


def remember(request: Request, response: Response, locale: str) -> None:
    """Let the browser remember the language for a year."""
    settings: Settings = request.app.state.settings
    response.set_cookie(
        cookie_name(settings),
        locale,
        max_age=YEAR,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="lax",
    )
