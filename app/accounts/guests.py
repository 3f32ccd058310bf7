"""Whoever wrote as a guest: a person with a confirmed address and no way of signing in but by mail.

Their notes are theirs from the first day: what they write, and what becomes of it, belongs to this
row. Choosing a password makes an account of it, with all that was written before.
"""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, select

from app import journal
from app.accounts import domain, queries
from app.loading import many
from app.models import Person


def whose_mailbox(session: Session, email: str, name: str, locale: str, now: datetime) -> Person:
    """The person of an address that has just been shown to be theirs, by a link mailed to it; a
    new one, called `name`, where nobody here has it.

    An account that was registered and never confirmed becomes theirs as well; but the password and
    the name chosen for it hold no longer, for they may be somebody else's (as in
    `mailed.sign_in_by_link`).
    """
    person = queries.person_by_email(session, email) or _new(session, email, name, locale, now)
    if person.confirmed_at is None:
        domain.claim(session, person, now)
        person.name = name
    return person


def _new(session: Session, email: str, name: str, locale: str, now: datetime) -> Person:
    person = Person(
        email=email, name=name, locale=locale, created_at=now, confirmed_at=now, grants=[]
    )
    try:
        with session.begin_nested():
            session.add(person)
            session.flush()
    except IntegrityError:  # another note with this address was confirmed an instant earlier
        query = select(Person).where(Person.email == email).options(many(Person.grants))
        return session.exec(query).one()
    journal.record(session, None, "account.began_as_guest", person)
    return person
