"""What happens at the door: registering, confirming, signing in and out, passwords and names.

Answers never tell whether an address has an account; only mail to that address does.
"""

from datetime import datetime, timedelta
from urllib.parse import quote

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app import clock, forgetting, journal, outbox
from app.accounts import letters, queries
from app.accounts.emails import normal
from app.accounts.names import why_official
from app.accounts.passwords import hash_password, is_outdated, is_password
from app.errors import Invalid
from app.i18n import _
from app.models import Link, Person, Purpose, SignIn
from app.security import hash_token, new_token
from app.text import clean_line

CONFIRM_DAYS, RESET_HOURS, SIGNED_IN_DAYS = 3, 2, 30
WAITING = timedelta(minutes=15)  # for the second step


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
        say_where_things_stand(session, person, normal(email))


def _answer_again(session: Session, email: str, see: str) -> None:
    """The address has an account already. Where it was never confirmed, whoever registered it
    first may not be the owner: the mailbox decides, and earlier links end."""
    person = queries.person_by_email(session, email)
    if person is None or person.confirmed_at is not None:
        say_where_things_stand(session, person, email)
        return
    use_up_links(session, person)
    token = new_link(session, person, Purpose.RESET, timedelta(hours=RESET_HOURS))
    link = outbox.link(session, f"/reset/{token}?next={quote(see)}")
    letters.registered_twice(session, person.email, link, RESET_HOURS)
    journal.record(session, None, "account.registered_again", person)


def say_where_things_stand(session: Session, person: Person | None, to: str) -> None:
    """A mail to an address for which there is nothing to do, so that the answer is the same."""
    told = letters.not_here(session, to) if person is None else letters.already_here(session, to)
    journal.record(session, None, "account.asked_in_vain", told)


def _send_confirmation(session: Session, person: Person, see: str) -> None:
    token = new_link(session, person, Purpose.CONFIRM, timedelta(days=CONFIRM_DAYS))
    link = outbox.link(session, f"/confirm/{token}?next={quote(see)}")
    letters.please_confirm(session, person.email, link, CONFIRM_DAYS)


def confirm(session: Session, token: str) -> Person:
    """Confirm the address that the link was sent to. Raises `Gone` when it holds no longer."""
    link = queries.open_link(session, token, Purpose.CONFIRM, to_use=True)
    use_up_links(session, link.person)
    link.person.confirmed_at = link.person.confirmed_at or clock.now()
    journal.record(session, link.person, "account.confirmed", link.person)
    return link.person


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
    token, now = new_token(), clock.now()
    sign_in.token_hash = hash_token(token)
    sign_in.proved_at = sign_in.seen_at = now
    if second:
        sign_in.waits, sign_in.second_at = False, now
        sign_in.expires_at = sign_in.created_at + timedelta(days=SIGNED_IN_DAYS)
    actor = session.get(Person, sign_in.person_id)
    deed = "account.second_step" if second else "account.proved"
    journal.record(session, actor, deed, sign_in)
    return token


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
        _end(session, sign_in, clock.now())


def end_session(session: Session, person: Person, sign_in_id: int) -> SignIn:
    """End one of this person's own sessions. Raises `NotFound` for another's."""
    sign_in = queries.session_of(session, person, sign_in_id)
    _end(session, sign_in, clock.now())
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


def _end(session: Session, sign_in: SignIn, now: datetime) -> None:
    sign_in.ended_at = now
    actor = session.get(Person, sign_in.person_id)
    journal.record(session, actor, "account.signed_out", sign_in)


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
    use_up_links(session, person)
    letters.password_changed(session, person.email)


def change_name(session: Session, person: Person, name: str) -> None:
    """Another public name, under what was written before as well. Raises `Invalid` when a resident
    takes an official's."""
    if not person.grants:
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
