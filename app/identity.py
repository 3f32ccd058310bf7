"""Who is asking?"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app import clock
from app.db import Db
from app.errors import NotSignedIn
from app.i18n import _
from app.loading import one
from app.models import Grant, Person, SignIn
from app.security import cookie_name, hash_token

_BY_TOKEN = (
    select(SignIn)
    .where(
        col(SignIn.token_hash) == bindparam("token"),
        col(SignIn.ended_at).is_(None),
        col(SignIn.expires_at) > bindparam("now"),
    )
    .options(one(SignIn.person, one(Person.grants)))  # one question, with the few roles
)


def sign_in_by_token(session: Session, token: str) -> SignIn | None:
    """The session that `token` opens, with its person and their roles, if it has not ended."""
    row = {"token": hash_token(token), "now": clock.now()}
    found = session.exec(_BY_TOKEN, params=row).unique().one_or_none()
    if found is None or found.person.blocked_at is not None:
        return None
    return found


def whoever_asks(request: Request, session: Db) -> Person | None:
    """The person of this session's cookie, with roles loaded, or nobody."""
    return visitor_of(request, session)


def visitor_of(request: Request, session: Session) -> Person | None:
    """The same for a page that opens its own transaction."""
    token = request.cookies.get(cookie_name(request.app.state.settings), "")
    found = sign_in_by_token(session, token) if token else None
    request.state.visitor = found.person if found else None
    return request.state.visitor  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Card:
    """As much of a visitor as the head of a page needs; `grants` says whether there are roles."""

    id: int
    name: str
    grants: bool


_CARD = (
    select_columns(
        col(Person.id),
        col(Person.name),
        select_columns(col(Grant.id)).where(col(Grant.person_id) == col(Person.id)).exists(),
    )
    .join(SignIn, col(SignIn.person_id) == col(Person.id))
    .where(
        col(SignIn.token_hash) == bindparam("token"),
        col(SignIn.ended_at).is_(None),
        col(SignIn.expires_at) > bindparam("now"),
        col(Person.blocked_at).is_(None),
    )
)


def card_of(request: Request, session: Session) -> Card | None:
    """The visitor's card, or None when nobody is signed in: for finished pages, which need no
    more."""
    token = request.cookies.get(cookie_name(request.app.state.settings), "")
    row = {"token": hash_token(token), "now": clock.now()}
    found = session.connection().execute(_CARD, row).first() if token else None
    card = Card(found[0], found[1], bool(found[2])) if found else None
    request.state.visitor = card
    return card


Visitor = Annotated[Person | None, Depends(whoever_asks, scope="function")]


def signed_in(visitor: Visitor) -> Person:
    """The person who asks; refused with `NotSignedIn` when nobody is signed in."""
    if visitor is None:
        raise NotSignedIn(_("Bitte melden Sie sich an."))
    return visitor


SignedIn = Annotated[Person, Depends(signed_in, scope="function")]
