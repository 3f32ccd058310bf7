"""Accounts at an identity provider and the people here they belong to
(docs/decisions/0012-joining-accounts.md): a visit there, what it vouches for, joining, a new
account.

What a visit needs to hold together follows from two secrets: `state`, which travels, and `browser`,
which stays in a cookie of the browser that set out. Of both only hashes are kept here.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app import clock, i18n, journal
from app.accounts import challenges, claimed_roles, key_letters, queries
from app.accounts.claimed_roles import Claimed
from app.accounts.id_tokens import Word
from app.accounts.names import why_no_name, why_official
from app.errors import Conflict, Gone, Invalid, NotAllowed, NotFound
from app.i18n import _
from app.models import Errand, ForeignAccount, Person, SignIn
from app.security import hash_token
from app.text import clean_line

VISIT, DECIDING = timedelta(minutes=10), timedelta(minutes=30)
MOST = 10


def nonce_of(browser: str, state: str) -> str:
    """What the ID token must repeat: it binds the token to this browser and this visit."""
    return hashlib.sha256(f"nonce\n{browser}\n{state}".encode()).hexdigest()


def verifier_of(browser: str, state: str) -> str:
    """The secret of PKCE (RFC 7636): whoever steals the code cannot redeem it."""
    secret = hashlib.sha256(f"verifier\n{browser}\n{state}".encode()).digest()
    return urlsafe_b64encode(secret).decode().rstrip("=")


def challenge_of(verifier: str) -> str:
    """What goes ahead of the verifier (S256)."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def set_out(
    session: Session, state: str, browser: str, *, back: str, see: str, proof_of: int = 0
) -> None:
    """Note that this browser set out with `state`, where it comes back to, and where it goes on;
    `proof_of` is the person who is to be proved anew."""
    challenges.give_out(
        session,
        Errand.PROVIDER,
        f"state:{state}",
        valid=VISIT,
        browser=hash_token(browser),
        back=back,
        see=see,
        proof_of=proof_of,
        at=clock.now().isoformat(),
    )


def visit(session: Session, state: str, browser: str) -> dict[str, object]:
    """What was noted about the visit of this browser. Raises `Gone` for a state that was not given
    out, is used or expired, or was given to another browser: it does not say which."""
    data = challenges.look_at(session, Errand.PROVIDER, f"state:{state}").data
    if not browser or data["browser"] != hash_token(browser):
        raise Gone(
            _("Diese Anmeldung wurde in einem anderen Browser begonnen. Bitte beginnen Sie neu.")
        )
    return data


def come_back(session: Session, state: str) -> None:
    """The visit is over. Raises `Gone` when it was already."""
    challenges.use_up(session, Errand.PROVIDER, f"state:{state}")


def account_of(session: Session, word: Word) -> ForeignAccount | None:
    """The account there that the provider vouches for, where it is known here."""
    query = select(ForeignAccount).where(
        ForeignAccount.issuer == word.issuer, ForeignAccount.subject == word.subject
    )
    return session.exec(query).one_or_none()


def known(session: Session, word: Word, claimed: Sequence[Claimed]) -> Person | None:
    """Whose account it is, with the roles that the provider vouches for now; nobody, where it is
    not known here. Raises `NotAllowed` for a blocked person."""
    account = account_of(session, word)
    if account is None:
        return None
    person = session.get_one(Person, account.person_id)
    if person.blocked_at is not None:
        raise NotAllowed(_("Mit diesem Konto kommen Sie hier nicht herein."))
    account.used_at = clock.now()
    return _settled(session, person, word, claimed)


def _settled(session: Session, person: Person, word: Word, claimed: Sequence[Claimed]) -> Person:
    claimed_roles.settle(session, person, word.issuer, claimed, word.values)
    session.flush()
    session.expire(person)
    return queries.person_by_id(session, person.id) or person


def date_proof(session: Session, person: Person, proved_at: datetime | None) -> None:
    """Note at the session that has just begun on the provider's word when the person proved there
    who they are: having been signed in there since yesterday is no fresh proof."""
    session.flush()
    query = select(SignIn).where(SignIn.person_id == person.id, SignIn.way == "provider")
    begun = session.exec(query.order_by(col(SignIn.id).desc()).limit(1)).one()
    begun.proved_at = min(proved_at, clock.now()) if proved_at else None


def keep_word(session: Session, browser: str, word: Word) -> None:
    """Keep what the provider vouched for until the person has decided what becomes of it."""
    data = asdict(word) | {"proved_at": word.proved_at and word.proved_at.isoformat()}
    challenges.give_out(session, Errand.PROVIDER, f"word:{browser}", valid=DECIDING, **data)


def kept_word(session: Session, browser: str) -> Word:
    """What the provider vouched for, to this browser. Raises `Gone`."""
    data = dict(challenges.look_at(session, Errand.PROVIDER, f"word:{browser}").data)
    proved, values = data.pop("proved_at"), data.pop("values")
    return Word(
        **data,  # type: ignore[arg-type]
        values=tuple(values),  # type: ignore[arg-type]
        proved_at=datetime.fromisoformat(str(proved)) if proved else None,
    )


def may_open(session: Session, word: Word) -> bool:
    """Whether a new account may be made of it: it vouches for an address, and nobody here has
    it. Who has one shall sign in to it first, so that nobody gets it by an address alone."""
    return bool(word.email) and queries.person_by_email(session, word.email) is None


def open_account(
    session: Session, browser: str, name: str, provider: str, claimed: Sequence[Claimed]
) -> tuple[Person, Word]:
    """A new account with the address that the provider has checked, under the name its owner
    wants to be read. Raises `Gone`, `Invalid` for the name, and `Conflict` when the address or the
    account there is somebody's by now."""
    word = kept_word(session, browser)
    if because := why_no_name(name) or why_official(name, queries.official_names(session)):
        raise Invalid(because, {"name": because})
    if not may_open(session, word):
        raise _taken()
    challenges.use_up(session, Errand.PROVIDER, f"word:{browser}")
    now = clock.now()
    person = Person(
        email=word.email,
        name=clean_line(name),
        locale=i18n.locale(),
        confirmed_at=now,
        created_at=now,
        grants=[],
    )
    try:
        with session.begin_nested():
            session.add(person)
            session.flush()
    except IntegrityError:
        raise _taken() from None
    journal.record(session, None, "account.registered", person)
    _bind(session, person, word, provider)
    return _settled(session, person, word, claimed), word


def join(
    session: Session, person: Person, browser: str, provider: str, claimed: Sequence[Claimed]
) -> None:
    """Bind the account there to the person who has just proved to be the owner of the one here.
    Raises `Gone`, and `Conflict` when it is bound already."""
    word = kept_word(session, browser)
    challenges.use_up(session, Errand.PROVIDER, f"word:{browser}")
    _bind(session, person, word, provider)
    claimed_roles.settle(session, person, word.issuer, claimed, word.values)


def _bind(session: Session, person: Person, word: Word, provider: str) -> None:
    if len(accounts_of(session, person.id)) >= MOST:
        raise Conflict(_("Mehr Verbindungen passen nicht. Lösen Sie zuerst eine."))
    now = clock.now()
    account = ForeignAccount(
        person_id=person.id,
        issuer=word.issuer,
        subject=word.subject,
        created_at=now,
        used_at=now,
    )
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError:
        raise _taken() from None
    key_letters.provider_joined(session, person.email, provider)
    journal.record(session, person, "provider.joined", account)


def _taken() -> Conflict:
    return Conflict(_("Dieses Konto ist inzwischen vergeben. Bitte melden Sie sich neu an."))


def accounts_of(session: Session, person_id: int) -> Sequence[ForeignAccount]:
    """The accounts elsewhere by which somebody can sign in."""
    query = select(ForeignAccount).where(ForeignAccount.person_id == person_id)
    return session.exec(query.order_by(col(ForeignAccount.id)).limit(MOST)).all()


def part(session: Session, person: Person, account_id: int, provider: str) -> None:
    """Unbind an account elsewhere; the roles given on that provider's word go with it. Raises
    `NotFound` for another's."""
    query = select(ForeignAccount).where(
        ForeignAccount.id == account_id, ForeignAccount.person_id == person.id
    )
    account = session.exec(query.with_for_update()).one_or_none()
    if account is None:
        raise NotFound(_("Diese Verbindung gibt es nicht mehr."))
    journal.record(session, person, "provider.parted", account)
    session.delete(account)
    session.flush()
    key_letters.provider_parted(session, person.email, provider)
    if not any(one.issuer == account.issuer for one in accounts_of(session, person.id)):
        claimed_roles.settle(session, person, account.issuer, (), ())
