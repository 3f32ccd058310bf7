"""Who is asking?"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import bindparam
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from app import clock
from app.cities import only_here
from app.config import Settings
from app.db import Db
from app.errors import NotFresh, NotSignedIn, SecondStepMissing
from app.i18n import _
from app.loading import one
from app.models import Grant, Person, SignIn
from app.security import cookie_name, hash_token

SEEN_EVERY = timedelta(minutes=10)
FRESH = timedelta(minutes=15)  # for so long after proving who one is, one may change the account

_BY_TOKEN = (
    select(SignIn)
    .where(
        col(SignIn.token_hash) == bindparam("token"),
        col(SignIn.ended_at).is_(None),
        col(SignIn.expires_at) > bindparam("now"),
    )
    .options(one(SignIn.person, one(Person.grants)))  # one question, with the few roles
)


def session_by_token(session: Session, token: str) -> SignIn | None:
    """The session of `token` with its person and their roles, if it has not ended; also one whose
    second step is outstanding, which opens nothing yet."""
    row = {"token": hash_token(token), "now": clock.now()}
    found = session.exec(_BY_TOKEN, params=row).unique().one_or_none()
    if found is None or found.person.blocked_at is not None:
        return None
    return found


def is_waiting(found: SignIn, *, required: bool) -> bool:
    """Whether the second step is outstanding: asked for when it began, or, where staff must take
    it (`required`), because the person has a role by now."""
    return found.waits or (required and bool(found.person.grants) and found.second_at is None)


def sign_in_by_token(session: Session, token: str, *, required: bool = False) -> SignIn | None:
    """The session that `token` opens, with its person and their roles, if it has not ended and no
    second step is outstanding."""
    found = session_by_token(session, token)
    return None if found is None or is_waiting(found, required=required) else found


def whoever_asks(request: Request, session: Db) -> Person | None:
    """The person of this session's cookie, with roles loaded, or nobody; looked up once in this
    transaction. Whom another one found, which is over, can be neither asked nor changed in it."""
    if getattr(request.state, "asked_in", None) is not session:
        visitor_of(request, session)
    return request.state.visitor  # type: ignore[no-any-return]


def visitor_of(request: Request, session: Session) -> Person | None:
    """The same for a page that opens its own transaction."""
    settings: Settings = request.app.state.settings
    token = request.cookies.get(cookie_name(settings), "")
    found = session_by_token(session, token) if token else None
    waits = found is not None and is_waiting(found, required=settings.staff_needs_second)
    request.state.waits = waits
    request.state.sign_in = found
    request.state.asked_in = session
    shown = only_here(found.person, request.state.city) if found and not waits else None
    request.state.visitor = shown
    if found is not None and not waits:
        _note_seen(request, found.id, found.seen_at)
    return request.state.visitor  # type: ignore[no-any-return]


def _note_seen(request: Request, sign_in_id: int, seen_at: datetime | None) -> None:
    """Note that a session is in use, if that was last written down a while ago; accounts/seen.py
    writes it down for all of them."""
    now = clock.now()
    if seen_at is None or now - seen_at >= SEEN_EVERY:
        request.app.state.seen[sign_in_id] = now


@dataclass(frozen=True)
class Card:
    """As much of a visitor as the head of a page and a receipt need; `grants` says whether there
    are roles in this city."""

    id: int
    name: str
    grants: bool
    email: str = ""


_CARD = (
    select_columns(
        col(Person.id),
        col(Person.name),
        select_columns(col(Grant.id)).where(col(Grant.person_id) == col(Person.id)).exists(),
        col(SignIn.second_at).is_not(None),
        select_columns(col(Grant.id))
        .where(
            col(Grant.person_id) == col(Person.id),
            col(Grant.organisation_id) == bindparam("city"),
        )
        .exists(),
        col(SignIn.id),
        col(SignIn.seen_at),
        col(Person.email),
    )
    .join(SignIn, col(SignIn.person_id) == col(Person.id))
    .where(
        col(SignIn.token_hash) == bindparam("token"),
        col(SignIn.ended_at).is_(None),
        col(SignIn.expires_at) > bindparam("now"),
        col(SignIn.waits).is_(False),
        col(Person.blocked_at).is_(None),
    )
)


def card_of(request: Request, session: Session) -> Card | None:
    """The visitor's card, or None when nobody is signed in: for finished pages, which need no
    more."""
    settings: Settings = request.app.state.settings
    token = request.cookies.get(cookie_name(settings), "")
    row = {"token": hash_token(token), "now": clock.now(), "city": request.state.city.id}
    found = session.connection().execute(_CARD, row).first() if token else None
    if found and found[2] and not found[3] and settings.staff_needs_second:
        found = None
    card = Card(found[0], found[1], bool(found[4]), found[7]) if found else None
    if found:
        _note_seen(request, found[5], found[6])
    request.state.visitor = card
    return card


Visitor = Annotated[Person | None, Depends(whoever_asks, scope="function")]


# What stands in paths asks by these functions instead of depending on them: the framework works
# through every dependency of a dependency, when it starts and for every request.
def signed_in(request: Request, session: Db) -> Person:
    """The person who asks; refused with `NotSignedIn` when nobody is signed in, and with
    `SecondStepMissing` when somebody is halfway."""
    visitor = whoever_asks(request, session)
    if visitor is None:
        if request.state.waits:
            raise SecondStepMissing(_("Bitte bestätigen Sie zuerst den zweiten Schritt."))
        raise NotSignedIn(_("Bitte melden Sie sich an."))
    return visitor


SignedIn = Annotated[Person, Depends(signed_in, scope="function")]


def is_fresh(found: SignIn) -> bool:
    """Whether the person of this session has just proved who they are."""
    return found.proved_at is not None and clock.now() - found.proved_at <= FRESH


def fresh(request: Request, session: Db) -> Person:
    """The person who asks, if they proved who they are within the last quarter of an hour; else
    refused with `NotFresh`, which leads to the page that asks for a proof (OWASP ASVS 5.0,
    V7.5.1)."""
    person = signed_in(request, session)
    if not is_fresh(request.state.sign_in):
        raise NotFresh(_("Bitte zeigen Sie noch einmal, dass Sie es sind."))
    return person


Fresh = Annotated[Person, Depends(fresh, scope="function")]
