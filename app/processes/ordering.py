"""Things of a process that stand in an order of their own, by `position` from 1 on."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

from sqlmodel import Session


class Placed(Protocol):
    """What has a place."""

    position: int


Thing = TypeVar("Thing", bound=Placed)


def shift(session: Session, things: Iterable[Thing], one: Thing, *, up: bool) -> bool:
    """Put one of the things, which come in their order, a place up, or down, and number them all
    anew; whether anything happened: at the end of the list nothing does."""
    order = list(things)
    at = order.index(one)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return False
    order[at], order[to] = order[to], order[at]
    for position, each in enumerate(order, 1):
        each.position = position
        session.add(each)
    return True
