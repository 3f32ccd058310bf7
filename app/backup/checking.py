"""A backup is one when it has been restored: into a scratch database, counted, its chain read."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, inspect, make_url

from app import chain, db, schema
from app.backup import postgres
from app.backup.archive import DATABASE, Progress, Reader
from app.backup.state import state_of
from app.config import Settings
from app.errors import Refused
from app.selfcheck.storage import rows_and_pages


def restored_well(reader: Reader, engine: Engine, progress: Progress) -> None:
    """Whether `engine` holds what the manifest says: rows, schema, journal. An older schema is
    brought up to date on the way. Raises `Refused` and names what is not as it should be."""
    manifest = reader.manifest
    progress("Counting what was restored", 0.0)
    with engine.connect() as connection:
        found = state_of(connection)
    if wrong := manifest.state.differences(found):
        raise Refused("What was restored is not what was backed up: " + "; ".join(wrong) + ".")
    if found.revision != schema.HEAD:
        if not schema.is_known(found.revision):
            raise Refused("A newer program made this backup: restore it with that one.")
        progress("Bringing the schema up to date", 0.0)
        schema.upgrade(engine)
    progress("Following the journal's chain", 0.0)
    with db.reading(engine) as session:
        broken = chain.broken(session)
    if broken or (broken := rows_and_pages(engine).problem):
        raise Refused(f"The backup is whole, but what it holds is not: {broken}")


@contextmanager
def closing(url: str) -> Iterator[Engine]:
    """An engine, closed at the end."""
    engine = db.make_engine(url)
    try:
        yield engine
    finally:
        db.close(engine)


def extracted(reader: Reader, target: Path, progress: Progress) -> None:
    """The database of the archive as a new file, checked against its SHA-256."""
    with target.open("xb") as file:
        target.chmod(0o600)
        reader.extract(DATABASE, file, progress)


def verify(
    reader: Reader,
    settings: Settings,
    room: Path,
    progress: Progress,
    folder: Path | None = None,
    scratch: str = "",
) -> None:
    """Restore into a scratch database, count, read the journal, and throw it away again.

    `room` has space for a copy of the database; `folder` has PostgreSQL's programs.
    """
    with TemporaryDirectory(prefix=".randnotiz-check-", dir=room) as name:
        source = Path(name) / "database"
        extracted(reader, source, progress)
        if reader.manifest.kind == "sqlite":
            with closing(f"sqlite:///{source}") as engine:
                restored_well(reader, engine, progress)
            return
        assert folder is not None  # noqa: S101 - whoever dumped has it
        with closing(settings.database) as engine:
            _into_scratch(engine, scratch, lambda it: _fill(reader, folder, source, it, progress))


def _fill(reader: Reader, folder: Path, source: Path, engine: Engine, progress: Progress) -> None:
    progress("Restoring into a scratch database", 0.0)
    postgres.restore(folder, engine.url, source)
    restored_well(reader, engine, progress)


def _into_scratch(engine: Engine, given: str, fill: Callable[[Engine], None]) -> None:
    if not given:
        with (
            postgres.scratch(engine) as url,
            closing(url.render_as_string(hide_password=False)) as empty,
        ):
            fill(empty)
        return
    if make_url(given).get_backend_name() != "postgresql":
        raise Refused("--scratch names a PostgreSQL database.")
    with closing(given) as empty:
        _refuse_a_full_one(empty)
        try:
            fill(empty)
        finally:
            postgres.command(empty, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")


def _refuse_a_full_one(engine: Engine) -> None:
    if inspect(engine).get_table_names():
        raise Refused("The database named with --scratch is not empty.")
