"""Bearer tokens of programs: how long they hold, which there are, and how they end."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock, journal
from app.errors import Conflict, NotFound
from app.i18n import _
from app.loading import one
from app.models import Grant, Person, Token

DAYS = 365  # that one holds unless another time is named
LONGEST_DAYS = 3650
HOLDS = timedelta(days=DAYS)
MOST = 20  # of one person that hold at a time, made on the page
COMMENTS, ANSWERS = "comments:write", "answers:write"
DRAFTS, BUNDLES = "drafts:write", "bundles:read"
DECISIONS = "decisions:write"
SCOPES = frozenset({COMMENTS, ANSWERS, DRAFTS, BUNDLES, DECISIONS})


def tokens_of(session: Session, person: Person) -> Sequence[Token]:
    """All tokens of a person, the newest first, also those that hold no longer."""
    query = select(Token).where(Token.person_id == person.id).order_by(col(Token.id).desc())
    return session.exec(query).all()


def revoke(session: Session, token_id: int) -> Token:
    """End one token, by whoever runs the installation. Raises `NotFound`, and `Conflict` when it
    was ended before."""
    query = select(Token).where(Token.id == token_id).options(one(Token.person))
    token = session.exec(query).one_or_none()
    if token is None:
        raise NotFound(_("Diesen Zugangsschlüssel gibt es nicht."))
    if not _end(session, token.person, None, token.id):
        raise Conflict(_("Dieser Zugangsschlüssel ist schon beendet."))
    return token


def revoke_own(session: Session, person: Person, token_id: int) -> None:
    """End one of one's own tokens. Raises `NotFound` where there is none that holds: another's
    reads like none."""
    if not _end(session, person, person, token_id):
        raise NotFound(_("Diesen Zugangsschlüssel gibt es nicht mehr."))


def still_hold(found: Sequence[Token]) -> list[Token]:
    """Those that open something now."""
    now = clock.now()
    return [
        token
        for token in found
        if token.revoked_at is None and (token.expires_at is None or token.expires_at > now)
    ]


def revoke_all(session: Session, person: Person, by: Person | None) -> int:
    """End all tokens of a person, as their sessions end: after a new password, a block, a lost
    second step. How many there were."""
    return _end(session, person, by, None)


def _end(session: Session, person: Person, by: Person | None, token_id: int | None) -> int:
    change = update(Token).where(col(Token.person_id) == person.id, col(Token.revoked_at).is_(None))
    if token_id is not None:
        change = change.where(col(Token.id) == token_id)
    change = change.values(revoked_at=clock.now()).returning(col(Token.id))
    ended = session.execute(change, execution_options={"synchronize_session": "fetch"}).all()
    if ended:
        journal.record(
            session,
            by,
            "token.revoked",
            person,
            organisation_id=organisation_of(session, person),
            tokens=[row[0] for row in ended],
        )
    return len(ended)


def organisation_of(session: Session, person: Person) -> int | None:
    """Whose staff somebody is, if anybody's."""
    query = select(Grant.organisation_id).where(Grant.person_id == person.id).limit(1)
    return session.exec(query).first()
