"""Making a backup while the server goes on, and checking it at once."""

from __future__ import annotations

import hmac
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, exc, text

from app import clock, db
from app.backup import embedded, postgres
from app.backup.archive import DATABASE, FILES, Manifest, Progress, Writer, opened
from app.backup.checking import verify
from app.backup.files import KEY, worth_keeping
from app.backup.record import MADE, remember
from app.backup.state import state_of
from app.config import Settings
from app.errors import Busy, Refused

NAME = "randnotiz-{:%Y-%m-%dT%H-%M-%SZ}.zip"
SPARE = 50 * 1024 * 1024


@dataclass(frozen=True)
class Made:
    """A backup that was restored and counted. `noted` says whether the journal knows of it."""

    path: Path
    size: int
    manifest: Manifest
    noted: bool
    dropped: tuple[str, ...] = ()


def make_backup(
    settings: Settings,
    out: Path | None,
    progress: Progress,
    *,
    with_secret: bool = True,
    scratch: str = "",
    keep: int = 0,
) -> Made:
    """Back up the database and what else the installation needs, restore it into a scratch
    database, and write it into the journal.

    Refused with a sentence, and nothing is left behind, when anything of it did not work.
    """
    engine = db.make_engine(settings.database)
    try:
        moment = clock.now()
        path = _place(settings, out, moment)
        _refuse_if_narrow(engine, path.parent)
        draft = path.with_name(f".{path.name}.part")
        try:
            with TemporaryDirectory(prefix=".randnotiz-backup-", dir=path.parent) as room:
                manifest, folder = _written(
                    engine, settings, moment, draft, Path(room), progress, with_secret
                )
            with opened(draft) as reader:
                verify(reader, settings, path.parent, progress, folder, scratch)
            draft.rename(path)
        finally:
            draft.unlink(missing_ok=True)
        _onto_disk(path.parent)
        noted = _note(engine, path, manifest)
    finally:
        db.close(engine)
    return Made(path, path.stat().st_size, manifest, noted, _drop_old(path, keep))


def _place(settings: Settings, out: Path | None, moment: datetime) -> Path:
    if out is None:
        settings.keep_private()
        out = settings.data_dir / "backups"
    if out.suffix != ".zip" and out.parent.is_dir() and not out.exists():
        out.mkdir(mode=0o700)  # else the first of all nights would give a file that name
    path = out / NAME.format(moment) if out.is_dir() else out
    if path.exists():
        raise Refused(f"{path} is there already: nothing was overwritten.")
    if not path.parent.is_dir():
        raise Refused(f"There is no folder {path.parent}.")
    return path


def _refuse_if_narrow(engine: Engine, folder: Path) -> None:
    """A backup that fills the server's disk on its way would do harm."""
    if db.is_sqlite(engine):
        file = Path(engine.url.database or "")
        if not file.is_file():
            raise Refused(f"There is no database {file}.")
        size = file.stat().st_size
    else:
        with engine.connect() as connection:
            asked = text("SELECT pg_database_size(current_database())")
            size = int(connection.execute(asked).scalar_one()) // 2
    needed, free = 2 * size + SPARE, shutil.disk_usage(folder).free
    if free < needed:
        raise Refused(
            f"{folder} has {free // 2**20} MB free, and about {needed // 2**20} MB are needed on "
            "the way. Name another place with --out."
        )


def _written(
    engine: Engine,
    settings: Settings,
    moment: datetime,
    draft: Path,
    room: Path,
    progress: Progress,
    with_secret: bool,
) -> tuple[Manifest, Path | None]:
    """The archive with everything in it. Counts and copy are of one state of the data."""
    copy, folder = room / "database", None
    with db.reading(engine) as session:
        connection = session.connection()
        progress("Counting", 0.0)
        state = state_of(connection)
        server = _server(connection)
        if db.is_sqlite(engine):
            embedded.copy(connection, copy, progress)
        else:
            folder = postgres.programs(settings, postgres.server_version(connection))
            snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
            progress("Dumping the database", 0.0)
            postgres.dump(folder, engine, str(snapshot), copy)
    key = "setting" if settings.secret_key else "inside" if with_secret else "left out"
    manifest = Manifest(moment, engine.dialect.name, server, state, key, key_print(settings))
    writer = Writer(draft)
    writer.add(DATABASE, copy, progress, packed=not db.is_sqlite(engine))
    database = Path(engine.url.database) if db.is_sqlite(engine) and engine.url.database else None
    for path in worth_keeping(settings.data_dir, database, with_secret=with_secret):
        if path.parent != draft.parent or path.name != draft.name:
            writer.add(FILES + path.relative_to(settings.data_dir).as_posix(), path, progress)
    writer.finish(manifest)
    return manifest, folder


def _server(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return f"SQLite {embedded.version(connection)}"
    return f"PostgreSQL {postgres.server_version(connection)}"


def key_print(settings: Settings) -> str:
    """A fingerprint of the key, by which it is recognised and from which it cannot be had; ""
    where there is none yet."""
    if not settings.secret_key and not (settings.data_dir / KEY).is_file():
        return ""
    return hmac.new(settings.secret().encode(), b"randnotiz backup", "sha256").hexdigest()[:16]


def _onto_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _note(engine: Engine, path: Path, manifest: Manifest) -> bool:
    """Write it into the journal; a database that cannot be written was backed up all the same."""
    try:
        with db.writing(engine) as session:
            remember(
                session,
                MADE,
                file=path.name,
                rows=manifest.state.rows,
                link=manifest.state.link,
                sha256=manifest.members[DATABASE].sha256,
            )
    except (exc.DBAPIError, Busy):
        return False
    return True


def _drop_old(path: Path, keep: int) -> tuple[str, ...]:
    """With `keep`, only that many of our own archives stay in the folder: the newest."""
    if not keep:
        return ()
    found = sorted(path.parent.glob("randnotiz-????-??-??T??-??-??Z.zip"), reverse=True)
    old = [one for one in found[keep:] if one != path]
    for one in old:
        one.unlink()
    return tuple(one.name for one in old)
