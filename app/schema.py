"""The database's shape: bringing it up to date, and asking whether it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from app import db
from app.config import ROOT


def _config() -> Config:
    return Config(str(ROOT / "alembic.ini"))


def upgrade(engine: Engine, target: str = "head") -> None:
    """Run the migrations up to `target`, in one transaction, under the write lock."""
    _move(engine, command.upgrade, target)


def downgrade(engine: Engine, target: str = "base") -> None:
    """Take migrations back down to `target`."""
    _move(engine, command.downgrade, target)


def _move(engine: Engine, step: object, target: str) -> None:
    with (
        db.WriteLock(engine).held(60),
        engine.connect() as connection,
        _tables_may_be_rebuilt(connection),
        connection.begin(),
    ):
        config = _config()
        config.attributes["connection"] = connection
        step(config, target)  # type: ignore[operator]
        _refuse_dangling(connection)


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the old one, which every row that points
    at it forbids; so the foreign keys rest meanwhile, and are asked before the commit."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _refuse_dangling(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if dangling is not None:
            raise RuntimeError(f"A row of {dangling[0]} points at no row of {dangling[2]}.")


@lru_cache(maxsize=1)
def head() -> str:
    """The newest migration of this program."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def revision(connection: Connection) -> str:
    """The newest migration that this database has seen; "" where it has seen none."""
    return MigrationContext.configure(connection).get_current_revision() or ""


def is_known(number: str) -> bool:
    """Whether this program has a migration of that number: else a newer program made it."""
    return number in {
        step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions()
    }


def is_current(engine: Engine) -> bool:
    """Whether every migration has been run."""
    with engine.connect() as connection:
        return revision(connection) == head()
