"""The database's shape: bringing it up to date, and asking whether it is.

Asking is done at every start and must be quick: the migrations themselves, and what runs them, are
loaded when there is something to do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, column, inspect, select, table

from app import db
from app.config import ROOT

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

# The newest migration of this program: whoever adds one says so here (tests/test_migrations.py).
HEAD = "0022_rules_reworded"


def _scripts() -> "ScriptDirectory":
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(Config(str(ROOT / "alembic.ini")))


def upgrade(engine: Engine, target: str = "head") -> None:
    """Run the migrations up to `target`, in one transaction, under the write lock."""
    _move(engine, "upgrade", target)


def downgrade(engine: Engine, target: str = "base") -> None:
    """Take migrations back down to `target`."""
    _move(engine, "downgrade", target)


def _move(engine: Engine, step: str, target: str) -> None:
    from alembic import command
    from alembic.config import Config

    with (
        db.WriteLock(engine).held(60),
        engine.connect() as connection,
        _tables_may_be_rebuilt(connection),
        connection.begin(),
    ):
        config = Config(str(ROOT / "alembic.ini"))
        config.attributes["connection"] = connection
        getattr(command, step)(config, target)
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


def revision(connection: Connection) -> str:
    """The newest migration that this database has seen; "" where it has seen none."""
    seen = table("alembic_version", column("version_num"))
    if not inspect(connection).has_table(seen.name):
        return ""
    return str(connection.scalar(select(seen.c.version_num)) or "")


def is_known(number: str) -> bool:
    """Whether this program has a migration of that number: else a newer program made it."""
    return number in {step.revision for step in _scripts().walk_revisions()}


def is_current(engine: Engine) -> bool:
    """Whether every migration has been run."""
    with engine.connect() as connection:
        return revision(connection) == HEAD
