"""The same promises on PostgreSQL."""

import hashlib
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app import db, schema
from app.config import Settings
from app.groups import domain
from app.groups.writers import archive
from tests.cast import invite
from tests.groups.packing import draw_at_one_instant, everything_in, stored
from tests.postgres import Postgres


def _migrate(url: str) -> None:
    engine = db.make_engine(url)
    schema.upgrade(engine)
    engine.dispose()


@pytest.fixture
def engine(postgres: Postgres) -> Iterator[Engine]:
    url = postgres.fresh_database(_migrate)
    engine = db.make_engine(url, pool_size=10)
    yield engine
    engine.dispose()
    postgres.drop(url)


def test_twenty_at_one_instant_get_twenty_numbers(engine: Engine) -> None:
    with db.writing(engine) as session:
        group_id = invite(session).group.id

    assert draw_at_one_instant(engine, group_id) == list(range(1, 21))


def test_a_bundle_shows_one_state_of_the_data_though_others_write_meanwhile(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session, "Mehr Kurse am Abend bitte.")
        session.commit()
        real = archive.xlsx.write

        def busy(*words: object, **more: object) -> None:
            real(*words, **more)
            cast.says(session, "Mitten hinein.")
            session.commit()

        monkeypatch.setattr(archive.xlsx, "write", busy)
        bundle = domain.write_bundle_now(engine, settings, cast.group.id, None)

    content = stored(engine, bundle)
    assert hashlib.sha256(content).hexdigest() == bundle.sha256
    assert "Mehr Kurse am Abend bitte." in everything_in(content)
    assert "Mitten hinein." not in everything_in(content)
    assert bundle.notes_count == 1
