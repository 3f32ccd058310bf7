"""The cast on both databases."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from app import db, schema
from tests.cast import Cast, invite


def with_schema(url: str) -> None:
    engine = db.make_engine(url)
    schema.upgrade(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def both(request, settings) -> Iterator[Session]:
    """A session on an empty database, once on SQLite and once on PostgreSQL."""
    url = settings.database
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").fresh_database(with_schema)
    engine = db.make_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def people(both: Session) -> Cast:
    """Everybody, on either database."""
    return invite(both)
