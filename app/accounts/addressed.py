"""Mails in the language of whoever reads them, not of whoever caused them: anybody can ask for a
link to somebody else's address."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlmodel import Session, select

from app import i18n
from app.accounts.emails import normal
from app.models import Person

Given = ParamSpec("Given")
Sent = TypeVar("Sent")


@contextmanager
def speaking_to(session: Session, email: str, otherwise: str = "") -> Iterator[None]:
    """Within this block the language of the account with this address is spoken; where there is
    none, `otherwise`, or as before."""
    query = select(Person.locale).where(Person.email == normal(email))
    with i18n.speaking(session.exec(query).one_or_none() or otherwise or i18n.locale()):
        yield


def addressed(
    write: Callable[Concatenate[Session, str, Given], Sent],
) -> Callable[Concatenate[Session, str, Given], Sent]:
    """A letter that is written to an address (its second parameter) in its owner's language."""

    @wraps(write)
    def to_them(session: Session, to: str, /, *args: Given.args, **named: Given.kwargs) -> Sent:
        with speaking_to(session, to):
            return write(session, to, *args, **named)

    return to_them
