"""What a link in a mail does besides confirming and resetting: it signs in, and it gives an account
another address."""

from datetime import timedelta
from urllib.parse import quote

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app import clock, journal, outbox
from app.accounts import domain, letters, queries
from app.accounts.emails import normal
from app.errors import Gone, Invalid, NotAllowed
from app.i18n import _
from app.models import Link, Person, Purpose

SIGN_IN_MINUTES, ADDRESS_HOURS = 15, 24


def ask_sign_in(session: Session, email: str, see: str = "/") -> None:
    """A mail with a link that signs in and leads on to `see`; to an address without an account, or
    a blocked one, a mail that helps on without one."""
    person = queries.person_by_email(session, email)
    if person is None or person.blocked_at is not None:
        domain.say_where_things_stand(session, person, normal(email))
        return
    valid = timedelta(minutes=SIGN_IN_MINUTES)
    token = domain.new_link(session, person, Purpose.SIGN_IN, valid)
    link = outbox.link(session, f"/sign-in/link/{token}?next={quote(see)}")
    letters.sign_in_link(session, person.email, link, SIGN_IN_MINUTES)
    journal.record(session, None, "account.asked_link", person)


def sign_in_by_link(session: Session, token: str) -> Person:
    """Whom the link was sent to. It is used up, and others like it are. Raises `Gone`.

    An account that was never confirmed is confirmed by it; but whoever registered it may have been
    somebody else, so the password chosen then holds no longer.
    """
    person = queries.open_link(session, token, Purpose.SIGN_IN, to_use=True).person
    if person.confirmed_at is None:
        domain.claim(session, person, clock.now())
        return person
    session.execute(
        update(Link)
        .where(
            col(Link.person_id) == person.id,
            col(Link.purpose) == Purpose.SIGN_IN,
            col(Link.used_at).is_(None),
        )
        .values(used_at=clock.now())
    )
    return person


def ask_new_address(session: Session, person: Person, email: str) -> None:
    """A mail to the address that shall be `person`'s, with a link; or one that says that it has an
    account already, which is the same for whoever asks. The present address is told. Earlier
    links of this kind end. Raises `Invalid` for one's own address."""
    email = normal(email)
    if email == person.email:
        because = _("Das ist schon die Adresse Ihres Kontos.")
        raise Invalid(because, {"email": because})
    _end_address_links(session, person)
    if queries.person_by_email(session, email) is None:
        valid = timedelta(hours=ADDRESS_HOURS)
        token = domain.new_link(session, person, Purpose.ADDRESS, valid, email)
        link = outbox.link(session, f"/address/{token}")
        letters.new_address(session, email, link, ADDRESS_HOURS)
    else:
        letters.address_has_account(session, email)
    letters.address_asked(session, person.email)
    journal.record(session, person, "account.asked_address", person)


def _end_address_links(session: Session, person: Person) -> None:
    session.execute(
        update(Link)
        .where(
            col(Link.person_id) == person.id,
            col(Link.purpose) == Purpose.ADDRESS,
            col(Link.used_at).is_(None),
        )
        .values(used_at=clock.now())
    )


def address_link(session: Session, person: Person, token: str, *, to_use: bool = False) -> Link:
    """The link that gives `person` another address. Raises `Gone`, and `NotAllowed` for whoever is
    signed in as somebody else: a mistyped address must not become its owner's account."""
    link = queries.open_link(session, token, Purpose.ADDRESS, to_use=to_use)
    if link.person_id != person.id:
        raise NotAllowed(
            _("Dieser Link gehört zu einem anderen Konto. Melden Sie sich mit jenem an.")
        )
    return link


def take_new_address(session: Session, person: Person, token: str, here: int | None) -> None:
    """Give `person` the address that the link was sent to, and tell the one before. Every link
    mailed until now ends, and every session but the one `here`.

    Raises `Gone`, also when somebody else has registered the address meanwhile.
    """
    link = address_link(session, person, token, to_use=True)
    before = person.email
    change = update(Person).where(col(Person.id) == person.id)
    now = clock.now()
    try:
        with session.begin_nested():
            session.execute(
                change.values(email=link.email, confirmed_at=now),
                execution_options={"synchronize_session": False},
            )
    except IntegrityError:
        raise Gone(_("Dieser Link gilt nicht mehr.")) from None
    session.refresh(person, ["email", "confirmed_at"])
    domain.use_up_links(session, person)
    domain.end_others(session, person, but=here)
    letters.address_changed(session, before)
    journal.record(session, person, "account.changed_address", person)
