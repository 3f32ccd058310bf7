"""A primary PostgreSQL, and a standby for which every commit waits."""

import time
from pathlib import Path

import psycopg

from tests.postgres import SETTINGS, Postgres

STANDBY = "b"


class Primary(Postgres):
    """Where one writes, until it is killed."""

    settings = SETTINGS | {"wal_level": "replica", "max_wal_senders": "4"}

    def wait_for_standby(self) -> None:
        """From now on a commit returns when the standby has it, too."""
        for words in (f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'",):
            self._command(words)
        self._command("SELECT pg_reload_conf()")
        deadline = time.monotonic() + 60
        while not self._has_standby():
            assert time.monotonic() < deadline, "the standby did not come"
            time.sleep(0.1)

    def _has_standby(self) -> bool:
        with psycopg.connect(self.url("postgres", "postgresql"), autocommit=True) as connection:
            asked = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
            row = connection.execute(asked).fetchone()
        return row == (1,)


class Standby(Postgres):
    """A copy of the primary that follows it, until it is promoted."""

    settings = Primary.settings

    def __init__(self, binaries: Path, primary: Primary) -> None:
        super().__init__(binaries)
        self.primary = primary

    def _make(self) -> None:
        where = f"host={self.primary.folder} user=postgres application_name={STANDBY}"
        self._run(
            "pg_basebackup",
            *("-D", str(self.data), "-d", where, "-R", "-X", "stream"),
            *("--checkpoint=fast", "--no-sync"),
        )
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.write(f"primary_conninfo = '{where}'\n")

    def promote(self) -> None:
        """Become the one where one writes."""
        self._run("pg_ctl", "-D", str(self.data), "-w", "promote")
