"""Two installations on each database: one with the cast in it, and an empty one."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app import chain, db
from app.backup.making import Made, make_backup
from app.backup.restoring import Restored, restore_backup
from app.backup.state import State, state_of
from app.comments.domain import post_comment
from app.comments.targets import Target
from app.config import Settings
from app.models import Comment, CommentKind, Process
from tests.cast import WHILE_OPEN, Cast, invite
from tests.postgres import Postgres, with_schema


def silent(_step: str, _share: float) -> None:
    """Nobody watches."""


@dataclass
class House:
    """An installation to be backed up, or restored into."""

    settings: Settings
    engine: Engine
    cast: Cast | None = None

    def back_up(self, out: Path | None = None, **options: object) -> Made:
        return make_backup(self.settings, out, options.pop("progress", silent), **options)

    def restore(self, archive: Path, **options: object) -> Restored:
        self.engine.dispose()
        return restore_backup(self.settings, archive, silent, **options)

    def says(self, session: Session, text: str) -> Comment:
        """Amira writes once more, in a later transaction."""
        assert self.cast is not None
        process = session.get_one(Process, self.cast.process.id)
        target = Target.find(session, process, "hf1-1-1")
        return post_comment(
            session, target, self.cast.amira, kind=CommentKind.NOTE, text=text, now=WHILE_OPEN
        )

    def state(self) -> State:
        with self.engine.connect() as connection:
            return state_of(connection)


def house_at(folder: Path, url: str = "") -> House:
    settings = Settings(data_dir=folder, database_url=url)
    settings.secret()
    return House(settings, db.make_engine(settings.database))


def peopled(house: House) -> House:
    """With the cast, a note, and the journal's chain."""
    with Session(house.engine, expire_on_commit=False) as session:
        house.cast = invite(session)
        house.cast.says(session)
        session.commit()
    chain.lengthen(house.engine)
    return house


@pytest.fixture
def house(tmp_path: Path, migrated: Path) -> Iterator[House]:
    """On SQLite."""
    house = house_at(tmp_path / "here")
    (tmp_path / "here" / "randnotiz.db").write_bytes(migrated.read_bytes())
    yield peopled(house)
    house.engine.dispose()


@pytest.fixture
def large_house(postgres: Postgres, tmp_path: Path) -> Iterator[House]:
    """On PostgreSQL."""
    url = postgres.fresh_database(with_schema)
    house = house_at(tmp_path / "large", url)
    yield peopled(house)
    house.engine.dispose()
    postgres.drop(url)


@pytest.fixture(params=["house", "large_house"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> House:
    """On each of the two."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """An empty installation, on the same kind of database."""
    url = ""
    if "[postgresql" in request.node.name:
        url = request.getfixturevalue("postgres").fresh_database()
    other = house_at(tmp_path / "there", url)
    yield other
    other.engine.dispose()
    if url:
        request.getfixturevalue("postgres").drop(url)
