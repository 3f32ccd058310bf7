"""A topic that runs across the cast's fields."""

from collections.abc import Sequence

from sqlmodel import Session

from app.groups.topics import domain
from app.models import Comment, Topic
from tests.cast import WHILE_OPEN, Cast


def topic(
    session: Session, cast: Cast, notes: Sequence[Comment] = (), words: Sequence[str] = ()
) -> Topic:
    """ "Ehrenamt", for AG 1 to advise on, with these notes."""
    found = domain.create(
        session, cast.process, cast.jonas, "Ehrenamt", words=words, group=cast.group
    )
    domain.gather(session, cast.process, found, notes, cast.bernd, WHILE_OPEN)
    return found
