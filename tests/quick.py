"""What makes thousands of applications, one for each test, affordable.

Each engine would compile the same statements anew, and keep them: a third of the whole run, and
a gigabyte. So all engines of one kind share what was compiled. What was imported lives as long as
the process: the garbage collector need not look at it after every few tests. A password that
fitted a hash fits it again: Argon2 takes its time on purpose, at every sign-in of every test. And
the client that asks them crosses into the application's thread once for each page, not eight times.
"""

import gc
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine
from starlette import testclient

from app import db
from app.accounts import passwords
from tests.asking import ask

_first: dict[str, Engine] = {}
_made: list[Engine] = []


def _share(engine: Engine) -> Engine:
    """Let it compile as the first engine of its kind does, into the same cache."""
    first: Any = _first.setdefault(engine.dialect.name, engine)
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache
    _made.append(engine)
    return engine


@pytest.fixture(scope="session", autouse=True)
def _engines_share_what_is_compiled() -> Iterator[None]:
    make = db.create_engine
    db.create_engine = lambda *about, **more: _share(make(*about, **more))
    yield
    db.create_engine = make


class _RemembersWhatFitted(PasswordHasher):
    """With the product's own parameters. What does not fit is tried in full, every time."""


_RemembersWhatFitted.verify = cache(PasswordHasher.verify)  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _what_fits_is_tried_once() -> Iterator[None]:
    real = passwords._hasher
    passwords._hasher = _RemembersWhatFitted.from_parameters(real._parameters)
    yield
    passwords._hasher = real


testclient._TestClientTransport.handle_request = ask  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _what_a_test_opens_is_closed() -> Iterator[None]:
    yield
    while _made:
        _made.pop().dispose()


def pytest_collection_finish() -> None:
    """All tests are imported. Of what a test makes, little is in circles: look less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
