"""Runs migrations on the engine that the application hands over, or on the settings' database."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import app.models  # noqa: F401 - makes every table known
from app import db
from app.config import Settings


def run(connection: Connection) -> None:
    """Run what is asked for on this connection."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = db.make_engine(Settings().database)
    with engine.connect() as connection:
        run(connection)
        connection.commit()
    engine.dispose()
