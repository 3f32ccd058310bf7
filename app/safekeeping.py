"""What the database must be set to so that "stored" means stored: asked at start, and by the
self-check (docs/decisions/0005-sqlite.md)."""

from typing import Any

from sqlalchemy import Connection, Engine, text

from app import db
from app.errors import Refused

SQLITE = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "wal_autocheckpoint": 0}
# What a crash may cost while it is off; the connection sets synchronous_commit itself (db.py).
POSTGRESQL = {
    "synchronous_commit": "what was acknowledged is lost in a crash",
    "fsync": "a crash of the machine destroys the database",
    "full_page_writes": "a crash of the machine may damage the database",
}


def faults(connection: Connection) -> list[str]:
    """What is set in a way that can lose what was acknowledged, each in a sentence."""
    if connection.dialect.name == "sqlite":
        found: dict[str, Any] = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in SQLITE
        }
        return [
            f"SQLite runs with {name}={found[name]}, which must be {wanted}."
            for name, wanted in SQLITE.items()
            if found[name] != wanted
        ]
    names = ", ".join(f"current_setting('{name}') AS {name}" for name in POSTGRESQL)
    row = connection.execute(text(f"SELECT {names}")).mappings().one()
    return [
        f"PostgreSQL runs with {name}={row[name]}: {cost}."
        for name, cost in POSTGRESQL.items()
        if row[name] in ("off", "local")
    ]


def insist(engine: Engine) -> list[str]:
    """Refuse to serve where our own settings did not take; what the server's owner has set
    otherwise comes back as sentences for the log."""
    with engine.connect() as connection:
        found = faults(connection)
    if db.is_sqlite(engine) and found:
        raise Refused(" ".join(found))
    return found
