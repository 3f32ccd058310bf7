"""Programs for the tests of the API: one that only reads, and those that act for somebody."""

from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session

from app.accounts.giving import create_token
from app.models import Person
from tests.api.program import Program
from tests.cast import Cast

EVERYTHING = ["comments:write", "answers:write", "drafts:write", "bundles:read", "decisions:write"]
Acting = Callable[..., Program]


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """The application, running; its faults are answered and not raised."""
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def reader(client: TestClient, cast: Cast) -> Program:
    """A program of nobody's."""
    return Program(client)


@pytest.fixture
def acting(client: TestClient, cast: Cast, session: Session) -> Acting:
    """`acting(person, "comments:write")` is a program with a token of this person's."""

    def act(person: Person, *scopes: str) -> Program:
        token = create_token(session, person, list(scopes or EVERYTHING), "for a test")
        session.commit()
        return Program(client, token)

    return act
