"""Which program asks, on whose behalf, and what it may do: bearer tokens with scopes.

Cookies count for nothing here, so no page of another site can act through a reader's browser.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session, col, or_, select

from app import clock
from app.accounts.tokens import ANSWERS as ANSWERS
from app.accounts.tokens import BUNDLES as BUNDLES
from app.accounts.tokens import COMMENTS as COMMENTS
from app.accounts.tokens import DECISIONS as DECISIONS
from app.accounts.tokens import DRAFTS as DRAFTS
from app.accounts.tokens import SCOPES as SCOPES
from app.api.limits import count_change
from app.cities import city_of, only_here
from app.db import Db
from app.errors import NotAllowed, NotSignedIn
from app.i18n import _
from app.loading import many, one
from app.models import Person, Token
from app.security import hash_token

bearer = HTTPBearer(
    auto_error=False,
    scheme_name="bearer",
    description=(
        "Staff make one on the page of their account (`/account/tokens`); `randnotiz create-token "
        "EMAIL --scope …` prints one. Scopes: `comments:write` (comments, "
        "residents' replies, support), `answers:write` (official answers), `drafts:write` "
        "(drafts), `bundles:read` (bundles), `decisions:write` (what a working group decides)."
    ),
)


class BadToken(NotSignedIn):
    """The token is unknown, expired or revoked, or its person is blocked."""

    challenge = 'Bearer realm="Randnotiz", error="invalid_token"'


class ScopeMissing(NotAllowed):
    """The token is good, but not for this."""

    def __init__(self, scope: str) -> None:
        super().__init__(
            _("Dieser Zugangsschlüssel reicht nicht: Es fehlt „%(scope)s“.") % {"scope": scope}
        )
        self.challenge = f'Bearer realm="Randnotiz", error="insufficient_scope", scope="{scope}"'


@dataclass(frozen=True)
class Caller:
    """Whose token it is, with their roles, and what it is good for."""

    person: Person
    scopes: frozenset[str]

    def needs(self, scope: str) -> None:
        """Go on, or raise `ScopeMissing`."""
        if scope not in self.scopes:
            raise ScopeMissing(scope)


def caller_by_token(session: Session, token: str) -> Caller:
    """Whoever `token` speaks for. Raises `BadToken`."""
    now = clock.now()
    query = (
        select(Token)
        .where(
            Token.token_hash == hash_token(token),
            col(Token.revoked_at).is_(None),
            or_(col(Token.expires_at).is_(None), col(Token.expires_at) > now),
        )
        .options(one(Token.person, many(Person.grants)))
    )
    found = session.exec(query).one_or_none()
    if found is None or found.person.blocked_at or not found.person.confirmed_at:
        raise BadToken(_("Dieser Zugangsschlüssel gilt nicht oder nicht mehr."))
    return Caller(only_here(found.person, city_of(session)), frozenset(found.scopes))


def presented(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> str:
    """The token in the request, not yet looked at; refused with `NotSignedIn` without one."""
    if credentials is None:
        raise NotSignedIn(_("Dafür braucht es einen Zugangsschlüssel (Authorization: Bearer …)."))
    return credentials.credentials


def _caller(token: Annotated[str, Depends(presented)], session: Db) -> Caller:
    return caller_by_token(session, token)


# Refused before a transaction is opened when there is no token at all.
AnyCaller = Annotated[Caller, Depends(_caller, scope="function")]


def _with(scope: str) -> Callable[[Caller], Caller]:
    def check(caller: AnyCaller) -> Caller:
        caller.needs(scope)
        return caller

    return check


def _changing(request: Request, caller: AnyCaller, session: Db) -> Caller:
    count_change(session, caller.person, request.app.state.settings)
    return caller


def _perhaps(request: Request, session: Db) -> Caller | None:
    scheme, _blank, token = request.headers.get("authorization", "").partition(" ")
    return caller_by_token(session, token) if scheme.lower() == "bearer" else None


OptionalCaller = Annotated[Caller | None, Depends(_perhaps, scope="function")]
OPTIONAL: dict[str, list[dict[str, list[str]]]] = {"security": [{}, {"bearer": []}]}
Changing = Depends(_changing, scope="function")
MayComment = Annotated[Caller, Depends(_with(COMMENTS), scope="function")]
MayImport = Annotated[Caller, Depends(_with(DRAFTS), scope="function")]
MayTakeBundles = Annotated[Caller, Depends(_with(BUNDLES), scope="function")]
MayDecide = Annotated[Caller, Depends(_with(DECISIONS), scope="function")]
