"""Where people are signed in: sessions begin, are renewed by a proof, wait for the second step, and
end."""

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock, journal
from app.accounts import queries
from app.models import Person, SignIn
from app.security import hash_token, new_token
from app.text import clean_line

SIGNED_IN_DAYS = 30
WAITING = timedelta(minutes=15)  # for the second step


def start_sign_in(
    session: Session,
    person: Person,
    device: str = "",
    *,
    way: str = "password",
    second: bool = False,
    waits: bool = False,
) -> str:
    """Sign `person` in on this device; the token for the cookie, of which only a hash is kept.

    `second` says that a second factor was part of it. While it `waits` for one the session opens
    nothing, and ends soon.
    """
    token, now = new_token(), clock.now()
    sign_in = SignIn(
        person_id=person.id,
        token_hash=hash_token(token),
        device=clean_line(device)[:200],
        way=way,
        waits=waits,
        proved_at=now,
        second_at=now if second else None,
        seen_at=now,
        created_at=now,
        expires_at=now + (WAITING if waits else timedelta(days=SIGNED_IN_DAYS)),
    )
    session.add(sign_in)
    deed = "account.first_step" if waits else "account.signed_in"
    journal.record(session, person, deed, sign_in)
    return token


def renew_sign_in(session: Session, sign_in: SignIn, *, second: bool = False) -> str:
    """A new token for a session whose person has just proved who they are; the one before opens
    nothing from now on (OWASP ASVS 5.0, V7.2.4). With a `second` factor it waits no longer."""
    token, now = give_token(sign_in), clock.now()
    sign_in.proved_at = now
    if second:
        sign_in.waits, sign_in.second_at = False, now
        sign_in.expires_at = sign_in.created_at + timedelta(days=SIGNED_IN_DAYS)
    actor = session.get(Person, sign_in.person_id)
    deed = "account.second_step" if second else "account.proved"
    journal.record(session, actor, deed, sign_in)
    return token


def give_token(sign_in: SignIn) -> str:
    """Another token for a session, which proves nothing; the one before opens nothing."""
    token = new_token()
    sign_in.token_hash, sign_in.seen_at = hash_token(token), clock.now()
    return token


def wait_again(session: Session, sign_in: SignIn) -> None:
    """A proof was given that lacks the second factor: nothing opens until that is given too."""
    sign_in.waits = True
    actor = session.get(Person, sign_in.person_id)
    journal.record(session, actor, "account.first_step", sign_in)


def carry_proof(session: Session, token: str, before: SignIn) -> None:
    """The session of `token` stands for what was proved in the one `before`, and no more."""
    query = select(SignIn).where(SignIn.token_hash == hash_token(token))
    sign_in = session.exec(query).one()
    sign_in.proved_at, sign_in.second_at = before.proved_at, before.second_at


def demand_second(session: Session, person_id: int) -> None:
    """Whoever has just been given a role goes on only after the second step: their sessions wait
    for it, but for those that it was part of. Where the installation requires it, `identity.py`
    says the same of any session without it."""
    session.execute(
        update(SignIn)
        .where(
            col(SignIn.person_id) == person_id,
            col(SignIn.ended_at).is_(None),
            col(SignIn.second_at).is_(None),
        )
        .values(waits=True)
    )


def end_sign_in(session: Session, token: str) -> None:
    """End the session of this token. One that has ended stays as it is."""
    query = select(SignIn).where(
        SignIn.token_hash == hash_token(token), col(SignIn.ended_at).is_(None)
    )
    if sign_in := session.exec(query).one_or_none():
        end(session, sign_in)


def end_session(session: Session, person: Person, sign_in_id: int) -> SignIn:
    """End one of this person's own sessions. Raises `NotFound` for another's."""
    sign_in = queries.session_of(session, person, sign_in_id)
    end(session, sign_in)
    return sign_in


def end_others(session: Session, person: Person, but: int | None) -> None:
    """End all of this person's sessions but this one."""
    session.execute(
        update(SignIn)
        .where(
            col(SignIn.person_id) == person.id,
            col(SignIn.ended_at).is_(None),
            col(SignIn.id) != but,
        )
        .values(ended_at=clock.now())
    )
    journal.record(session, person, "account.ended_others", person)


def end(session: Session, sign_in: SignIn) -> None:
    """This session opens nothing from now on."""
    sign_in.ended_at = clock.now()
    actor = session.get(Person, sign_in.person_id)
    journal.record(session, actor, "account.signed_out", sign_in)
