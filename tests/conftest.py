"""Fixtures: the real application on a real database, and time that stands still."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlmodel import Session

from app import clock, db, schema
from app.config import Settings
from app.main import create_app
from tests.browser import Browser
from tests.cast import WHILE_OPEN, Cast, invite

pytest_plugins = ["tests.chromium", "tests.postgres", "tests.smtp", "tests.quick"]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with every migration run, to be copied for each test."""
    path = tmp_path_factory.mktemp("migrated") / "randnotiz.db"
    engine = db.make_engine(f"sqlite:///{path}")
    schema.upgrade(engine)
    db.checkpoint(engine, whole=True)
    db.close(engine)
    return path


@pytest.fixture(scope="session")
def with_everybody(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The same with everybody in it, and the `Cast` as `invite` gave it, pickled."""
    path = tmp_path_factory.mktemp("invited") / "randnotiz.db"
    path.write_bytes(migrated.read_bytes())
    engine = db.make_engine(f"sqlite:///{path}")
    with pytest.MonkeyPatch.context() as patch, Session(engine, expire_on_commit=False) as session:
        patch.setattr(clock, "now", lambda: WHILE_OPEN)
        cast = invite(session)
        session.commit()
        kept = pickle.dumps(cast)
    db.checkpoint(engine, whole=True)
    db.close(engine)
    return path, kept


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Settings:
    """Settings of an installation of its own, on SQLite. Where the test asks for the cast, they
    are in the file already."""
    full = "cast" in request.fixturenames
    path = request.getfixturevalue("with_everybody")[0] if full else migrated
    (tmp_path / "randnotiz.db").write_bytes(path.read_bytes())
    return Settings(
        data_dir=tmp_path,
        secret_key="a secret for tests",
        worker=False,
        second_factor="offered",  # the second step has tests of its own
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[FastAPI]:
    """The application; its worker does nothing unless a test calls `worker.once()`."""
    app = create_app(settings)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def session(app: FastAPI) -> Iterator[Session]:
    """For arranging and looking; commit what pages are to see."""
    with Session(app.state.engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def cast(session: Session, with_everybody: tuple[Path, bytes]) -> Cast:
    """Everybody, in the database and in this session."""
    with closing(session.get_bind().raw_connection()) as connection:
        is_there = connection.cursor().execute("SELECT 1 FROM organisation").fetchone()
    if is_there:
        cast: Cast = pickle.loads(with_everybody[1])  # noqa: S301 - our own, see above
        session.add_all(vars(cast).values())
    else:  # another database than that of `settings`
        cast = invite(session)
        session.commit()
    return cast


@pytest.fixture
def browser(app: FastAPI) -> Iterator[Browser]:
    """Somebody without JavaScript."""
    with TestClient(app) as client:
        yield Browser(client)


@pytest.fixture(autouse=True)
def it_is(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Time stands still while comments are open, unless a test says otherwise."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_to(WHILE_OPEN)
    return set_to


@pytest.fixture
def count_queries(app: FastAPI) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the statements that are sent to the database."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            seen.append(statement)

        event.listen(app.state.engine, "before_cursor_execute", note)
        yield seen
        event.remove(app.state.engine, "before_cursor_execute", note)

    return counting
