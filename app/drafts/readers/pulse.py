"""A long reading says that it goes on, so that it is not taken for one that hangs."""

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def beat() -> None:
    """Say that another page has been read."""
    for tell in _listeners:
        tell()


def listen(tell: Callable[[], None]) -> None:
    """From now on call `tell` at each beat."""
    _listeners.append(tell)
