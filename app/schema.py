"""The database's shape: bringing it up to date, and asking whether it is."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

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
    with db.WriteLock(engine).held(60), engine.connect() as connection, connection.begin():
        config = _config()
        config.attributes["connection"] = connection
        step(config, target)  # type: ignore[operator]


def is_current(engine: Engine) -> bool:
    """Whether every migration has been run."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head
