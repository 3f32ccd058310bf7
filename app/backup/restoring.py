"""Bringing a backup back: never over something unless asked to, and never by halves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, exc, make_url, update
from sqlmodel import Session, col, func, select

from app import clock, db, schema
from app.backup import postgres
from app.backup.archive import Manifest, Progress, Reader, opened
from app.backup.checking import closing, extracted, restored_well
from app.backup.files import places, put_back
from app.backup.making import key_print
from app.backup.record import RESTORED, remember
from app.backup.state import is_empty
from app.config import Settings
from app.errors import Refused
from app.models import Link, OutboxMail, SignIn

FULL = (
    "There is data in this database. With --replace the backup takes its place; what was written "
    "since the backup is then gone."
)


@dataclass
class Restored:
    """What was done: the manifest, what was kept aside, mails that will go out."""

    manifest: Manifest
    aside: list[str] = field(default_factory=list)
    migrated: bool = False
    mails_waiting: int = 0
    other_key: bool = False


def restore_backup(
    settings: Settings,
    archive: Path,
    progress: Progress,
    *,
    replace: bool = False,
    end_sessions: bool = False,
) -> Restored:
    """Restore `archive` into the database and the data folder of `settings`, count it, bring an
    older schema up to date, and write it into the journal.

    Refused over a database that holds something unless `replace`, over one that is served, and
    when the archive is damaged or of another kind of database; then everything stays as it was.
    """
    with opened(archive) as reader:
        kind = make_url(settings.database).get_backend_name()
        if reader.manifest.kind != kind:
            raise Refused(f"This is a backup of {reader.manifest.kind}, the database is {kind}.")
        settings.keep_private()
        list(places(reader, settings.data_dir))
        done = Restored(reader.manifest)
        suffix = f".before-{clock.now():%Y-%m-%dT%H-%M-%SZ}"
        into = _into_sqlite if kind == "sqlite" else _into_postgres
        with into(reader, settings, replace, suffix, progress, done) as engine:
            _finish(engine, done, end_sessions)
        done.aside += put_back(reader, settings.data_dir, suffix, progress)
        ours = key_print(settings)
        done.other_key = bool(reader.manifest.key_print) and ours != reader.manifest.key_print
        return done


def _finish(engine: Engine, done: Restored, end_sessions: bool) -> None:
    """In the restored database, before anybody can see it."""
    with db.writing(engine) as session:
        if end_sessions:
            _end_sessions(session)
        done.mails_waiting = session.exec(
            select(func.count()).select_from(OutboxMail).where(col(OutboxMail.sent_at).is_(None))
        ).one()
        remember(session, RESTORED, made_at=done.manifest.made_at.isoformat())


def _end_sessions(session: Session) -> None:
    """What was ended or used up after the backup would be good again: end all of it."""
    now = clock.now()
    session.execute(update(SignIn).where(col(SignIn.ended_at).is_(None)).values(ended_at=now))
    session.execute(update(Link).where(col(Link.used_at).is_(None)).values(used_at=now))


@contextmanager
def _into_sqlite(
    reader: Reader,
    settings: Settings,
    replace: bool,
    suffix: str,
    progress: Progress,
    done: Restored,
) -> Iterator[Engine]:
    """The archive's database in a file beside the real one, which takes its place at the end."""
    target = Path(make_url(settings.database).database or "")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _nobody_serves(settings):
        if not replace:
            _refuse_what_is_full(target)
        with TemporaryDirectory(prefix=".randnotiz-restore-", dir=target.parent) as room:
            fresh = Path(room) / "randnotiz.db"
            extracted(reader, fresh, progress)
            with closing(f"sqlite:///{fresh}") as engine:
                restored_well(reader, engine, progress)
                done.migrated = _was_migrated(reader)
                yield engine
                db.checkpoint(engine, whole=True)
            with db.WriteLock(db.make_engine(settings.database)).held():
                for end in ("", "-wal", "-shm"):
                    old = Path(f"{target}{end}")
                    if old.exists():
                        old.rename(f"{target}{suffix}{end}")
                        done.aside += [f"{target.name}{suffix}"] if not end else []
                fresh.rename(target)


@contextmanager
def _nobody_serves(settings: Settings) -> Iterator[None]:
    try:
        with db.only_server(settings.database):
            yield
    except Refused as refusal:
        if refusal.reason == db.ALREADY_SERVED:
            raise Refused("A server runs on this database: stop it first.") from None
        raise


def _refuse_what_is_full(target: Path) -> None:
    if not target.exists():
        return
    try:
        with closing(f"sqlite:///{target}") as engine, engine.connect() as connection:
            empty = is_empty(connection)
    except exc.DBAPIError as problem:
        raise Refused(
            f"{target.name} is there and cannot be read ({problem.orig}). With --replace it is "
            "kept aside, and the backup takes its place."
        ) from None
    if not empty:
        raise Refused(FULL)


def _was_migrated(reader: Reader) -> bool:
    return reader.manifest.state.revision != schema.HEAD


@contextmanager
def _into_postgres(
    reader: Reader,
    settings: Settings,
    replace: bool,
    suffix: str,
    progress: Progress,
    done: Restored,
) -> Iterator[Engine]:
    """The archive's tables in place of those that are there, which come back if it fails."""
    with closing(settings.database) as engine:
        with engine.connect() as connection:
            folder = postgres.programs(settings, postgres.server_version(connection))
            if not is_empty(connection) and not replace:
                raise Refused(FULL)
            if connected := postgres.others(connection):
                raise Refused(
                    f"{connected} other connections use this database: stop servers and workers "
                    "first."
                )
        with (
            TemporaryDirectory(prefix=".randnotiz-restore-", dir=settings.data_dir) as room,
            postgres.emptied(engine),
        ):
            source = Path(room) / "database"
            extracted(reader, source, progress)
            progress("Restoring", 0.0)
            postgres.restore(folder, engine.url, source)
            restored_well(reader, engine, progress)
            done.migrated = _was_migrated(reader)
            yield engine
