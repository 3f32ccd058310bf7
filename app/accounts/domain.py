"""What happens at the door: registering, confirming, passwords and names. Sessions: sessions.py.

Answers never tell whether an address has an account; only mail to that address does.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app import clock, forgetting, i18n, journal, outbox
from app.accounts import letters, queries, tokens
from app.accounts.emails import normal
from app.accounts.names import why_official
from app.accounts.passwords import LONGEST, hash_password, is_outdated, is_password
from app.accounts.sessions import (
    SIGNED_IN_DAYS,
    demand_second,
    end_others,
    end_session,
    end_sign_in,
    renew_sign_in,
    start_sign_in,
)
from app.errors import Invalid
from app.i18n import _
from app.models import Link, Person, Purpose, Role, SignIn
from app.security import hash_token, new_token
from app.text import clean_line

__all__ = [
    "SIGNED_IN_DAYS",
    "demand_second",
    "end_others",
    "end_session",
    "end_sign_in",
    "renew_sign_in",
    "start_sign_in",
]

CONFIRM_DAYS, RESET_HOURS = 3, 2
SPEAKING = (Role.MODERATOR, Role.MANAGER, Role.ADMIN)  # who may be called like an official


def register(
    session: Session, *, email: str, name: str, password_hash: str, see: str = "/"
) -> None:
    """A new account, unconfirmed, and a mail with a link to confirm it that leads on to `see`.

    When the address has an account, its owner gets a mail that says so, and nothing else
    happens. The password comes hashed, since that takes as long in either case. Raises `Invalid`
    for an official's name.
    """
    _refuse_official(session, name)
    email, now = normal(email), clock.now()
    if queries.person_by_email(session, email) is None:
        person = Person(
            email=email,
            name=clean_line(name),
            locale=i18n.locale(),
            password_hash=password_hash,
            created_at=now,
            grants=[],
        )
        try:
            with session.begin_nested():
                session.add(person)
                session.flush()
        except IntegrityError:  # somebody else was quicker by an instant
            pass
        else:
            journal.record(session, None, "account.registered", person)
            _send_confirmation(session, person, see)
            return
    _answer_again(session, email, see)


def ask_confirmation(session: Session, email: str, see: str = "/") -> None:
    """Another mail with a link to confirm the address, or one that says why there is none."""
    person = queries.person_by_email(session, email)
    if person is not None and person.confirmed_at is None:
        _send_confirmation(session, person, see)
    else:
        _answer_again(session, normal(email), see)


def _answer_again(session: Session, email: str, see: str) -> None:
    """The address has an account already. Where it was never confirmed, whoever registered it
    first may not be the owner; where somebody wrote as a guest, there is no password yet. Then the
    mailbox decides: a link to choose one goes there, and earlier links end."""
    person = queries.person_by_email(session, email)
    is_guest = person is not None and queries.is_guest(session, person)
    if person is None or (person.confirmed_at is not None and not is_guest):
        say_where_things_stand(session, person, email)
        return
    use_up_links(session, person)
    token = new_link(session, person, Purpose.RESET, timedelta(hours=RESET_HOURS))
    link = outbox.link(session, f"/reset/{token}?next={quote(see)}")
    tell = letters.guest_wants_account if is_guest else letters.registered_twice
    tell(session, person.email, link, RESET_HOURS)
    journal.record(session, None, "account.registered_again", person)


def say_where_things_stand(session: Session, person: Person | None, to: str) -> None:
    """A mail to an address for which there is nothing to do, so that the answer is the same."""
    told = letters.not_here(session, to) if person is None else letters.already_here(session, to)
    journal.record(session, None, "account.asked_in_vain", told)


def _send_confirmation(session: Session, person: Person, see: str) -> None:
    token = new_link(session, person, Purpose.CONFIRM, timedelta(days=CONFIRM_DAYS))
    link = outbox.link(session, f"/confirm/{token}?next={quote(see)}")
    letters.please_confirm(session, person.email, link, CONFIRM_DAYS)


def why_not_theirs(person: Person, password: str, *, registered_here: bool) -> str | None:
    """Why a link does not confirm an account together with its password; None when it may. The
    mailbox says whose the address is, not who chose the password: that shows the browser that
    registered, or whoever knows it. Else a thief registers somebody's address, the owner presses
    the button, and the thief signs in (pre-hijacking, USENIX Security 2022)."""
    if registered_here or not person.password_hash:
        return None
    if not password:
        return _("Bitte geben Sie das Passwort ein, das Sie gewählt haben.")
    if len(password) > LONGEST or not is_password(person.password_hash, password):
        return _("Das ist nicht das Passwort, mit dem dieses Konto angelegt wurde.")
    return None


def confirm(session: Session, token: str) -> Person:
    """Confirm the address that the link was sent to. Raises `Gone` when it holds no longer."""
    link = queries.open_link(session, token, Purpose.CONFIRM, to_use=True)
    use_up_links(session, link.person)
    link.person.confirmed_at = link.person.confirmed_at or clock.now()
    journal.record(session, link.person, "account.confirmed", link.person)
    return link.person


def claim(session: Session, person: Person, now: datetime) -> None:
    """An account that was never confirmed is its mailbox's. Whoever registered it may have been
    somebody else: the password chosen then holds no longer, nor does any link."""
    person.confirmed_at, person.password_hash = now, ""
    use_up_links(session, person)
    journal.record(session, person, "account.confirmed", person)


def renew_hash(person: Person, plain: str) -> None:
    """Hash a password that has just been found right anew, when today's parameters differ."""
    if is_outdated(person.password_hash):
        person.password_hash = hash_password(plain)


def ask_reset(session: Session, email: str) -> None:
    """A mail with a link to choose a new password; to an address without an account, or a blocked
    one, a mail that helps on without one."""
    person = queries.person_by_email(session, email)
    if person is None or person.blocked_at is not None:
        say_where_things_stand(session, person, normal(email))
        return
    token = new_link(session, person, Purpose.RESET, timedelta(hours=RESET_HOURS))
    link = outbox.link(session, f"/reset/{token}")
    letters.new_password(session, person.email, link, RESET_HOURS)
    journal.record(session, None, "account.asked_reset", person)


def reset(session: Session, token: str, password: str) -> Person:
    """Choose a new password by a link. It ends every session and uses up every link; and since
    the link came by mail, it confirms the address. Raises `Gone`."""
    person = queries.open_link(session, token, Purpose.RESET, to_use=True).person
    person.confirmed_at = person.confirmed_at or clock.now()
    _set_password(session, person, password)
    journal.record(session, person, "account.reset", person)
    return person


def change_password(session: Session, person: Person, old: str, new: str) -> None:
    """Choose a new password, knowing the old one, if there is one. It ends every session, so begin
    another here.

    Raises `Invalid` for the field `old`.
    """
    if person.password_hash and not is_password(person.password_hash, old):
        raise Invalid(
            _("Das bisherige Passwort stimmt nicht."),
            {"old": _("Das bisherige Passwort stimmt nicht.")},
        )
    _set_password(session, person, new)
    journal.record(session, person, "account.changed_password", person)


def _set_password(session: Session, person: Person, password: str) -> None:
    person.password_hash = hash_password(password)
    session.execute(
        update(SignIn)
        .where(col(SignIn.person_id) == person.id, col(SignIn.ended_at).is_(None))
        .values(ended_at=clock.now())
    )
    tokens.revoke_all(session, person, person)
    use_up_links(session, person)
    letters.password_changed(session, person.email)


def change_name(session: Session, person: Person, name: str) -> None:
    """Another public name, under what was written before as well. Raises `Invalid` when somebody
    takes an official's who does not speak for the city."""
    if not any(grant.role in SPEAKING and not grant.blocked_at for grant in person.grants):
        _refuse_official(session, name)
    person.name = clean_line(name)
    forgetting.sign_words(session, person.id, person.name)
    journal.record(session, person, "account.renamed", person)


def _refuse_official(session: Session, name: str) -> None:
    if because := why_official(name, queries.official_names(session)):
        raise Invalid(because, {"name": because})


def new_link(
    session: Session, person: Person, purpose: Purpose, valid: timedelta, email: str = ""
) -> str:
    """The token of a new link for a mail to `person`, or to the address that is to be theirs."""
    token, now = new_token(), clock.now()
    session.add(
        Link(
            person_id=person.id,
            purpose=purpose,
            email=email or person.email,
            token_hash=hash_token(token),
            created_at=now,
            expires_at=now + valid,
        )
    )
    return token


def use_up_links(session: Session, person: Person) -> None:
    """No link that was mailed to this person before opens anything from now on."""
    session.execute(
        update(Link)
        .where(col(Link.person_id) == person.id, col(Link.used_at).is_(None))
        .values(used_at=clock.now())
    )
