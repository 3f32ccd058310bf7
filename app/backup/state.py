"""What a database holds, in numbers: enough to say whether another one holds the same."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, inspect, select, table, text

from app import chain, schema
from app.errors import Refused

LINKS = "journal_link"


@dataclass(frozen=True)
class State:
    """The newest migration, rows of every table, and the last link of the journal's chain."""

    revision: str
    tables: dict[str, int]
    link: int
    link_hash: str

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(self.tables.values())

    def differences(self, other: State) -> list[str]:
        """Where `other` holds something else, each in a few words."""
        said = [
            f"{name}: {self.tables.get(name, 'no table')}, found {other.tables.get(name, 'none')}"
            for name in sorted(self.tables.keys() | other.tables.keys())
            if self.tables.get(name) != other.tables.get(name)
        ]
        if self.revision != other.revision:
            said.append(f"schema {self.revision}, found {other.revision or 'none'}")
        if (self.link, self.link_hash) != (other.link, other.link_hash):
            said.append(f"the journal's chain ends at link {self.link}, found {other.link}")
        return said


def state_of(connection: Connection) -> State:
    """Count every table. Asks in plain SQL, so that the tables of an older program count too."""
    names = sorted(inspect(connection).get_table_names())
    if "alembic_version" not in names:
        raise Refused("This database was never migrated: there is nothing to back up.")
    counts = {
        name: int(connection.execute(select(func.count()).select_from(table(name))).scalar_one())
        for name in names
    }
    last = None
    if LINKS in names:
        newest = text("SELECT number, hash FROM journal_link ORDER BY number DESC LIMIT 1")
        last = connection.execute(newest).first()
    number, digest = last or (0, chain.FIRST)
    return State(schema.revision(connection), counts, number, digest)


def is_empty(connection: Connection) -> bool:
    """Whether no table but that of the migrations holds a row."""
    names = set(inspect(connection).get_table_names()) - {"alembic_version"}
    return not any(
        connection.execute(select(text("1")).select_from(table(name)).limit(1)).first()
        for name in sorted(names)
    )
