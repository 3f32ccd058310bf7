"""What can be looked at in a few milliseconds: for `/readyz`, and first in every check."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, exc, func, text
from sqlmodel import Session, col, select

from app import clock, db, safekeeping, schema
from app.backup.record import latest_backup
from app.config import NO_KEY, SHORTEST_KEY, Settings
from app.models import Job, JournalEntry, OutboxMail
from app.selfcheck.finding import Finding

MEGABYTE = 1024 * 1024
DAY = timedelta(days=1)
PATIENCE = timedelta(minutes=10)
CLOCKS_APART = timedelta(seconds=5)
BACKWARDS = timedelta(minutes=1)
NO_ANSWER = (exc.DBAPIError, exc.TimeoutError, sqlite3.Error)
WELL_KNOWN = ("secret", "changeme", "password", "geheim", "passwort", "randnotiz")


def look_quickly(engine: Engine, settings: Settings) -> list[Finding]:
    """Everything that needs no counting. Never changes anything, never raises: a database that
    does not answer is a finding."""
    findings = [_secret(settings), _mail(settings), _second_factor(settings), _disk(settings)]
    try:
        with db.reading(engine) as session:
            findings += _of_database(session, engine, settings)
    except NO_ANSWER as problem:
        said = str(getattr(problem, "orig", None) or problem).strip().split("\n", 1)[0]
        sentence = f"The database does not answer: {said or type(problem).__name__}."
        findings.append(Finding("database", sentence, stops=True))
    return findings


def _of_database(session: Session, engine: Engine, settings: Settings) -> Iterator[Finding]:
    connection = session.connection()
    wrong = safekeeping.faults(connection)
    yield Finding("database", " ".join(wrong))
    if schema.revision(connection) != schema.HEAD:
        sentence = "Migrations are missing: run `randnotiz migrate`."
        yield Finding("schema", sentence, stops=True)
        return
    yield Finding("schema")
    yield _clock(session, engine)
    yield _backup(session, settings)
    yield _waiting(session, "jobs", Job, Job.finished_at)
    yield _waiting(session, "outbox", OutboxMail, OutboxMail.sent_at)
    newest = select(OutboxMail).order_by(col(OutboxMail.id).desc()).limit(1_000).subquery()
    recent = newest.c.failed_at > clock.now() - 7 * DAY
    failed = session.exec(select(newest.c.id).where(recent).limit(1)).first()
    undelivered = "Mails of the last seven days could not be delivered." if failed else ""
    yield Finding("outbox: failed", undelivered, serious=False)


def _secret(settings: Settings) -> Finding:
    key = settings.secret_key
    if not key:  # one of our own making, in the data folder
        return Finding("secret", _own_key(settings.data_dir / "secret.key"))
    if len(key) < SHORTEST_KEY:
        return Finding("secret", "SECRET_KEY is shorter than 32 characters.")
    if len(set(key)) < 12 or key.lower().startswith(WELL_KNOWN):
        return Finding("secret", "SECRET_KEY can be guessed: take 48 random characters.")
    return Finding("secret")


def _own_key(path: Path) -> str:
    try:
        found = path.read_text().strip()
    except FileNotFoundError:  # made at the start
        return ""
    except OSError as problem:
        return f"secret.key cannot be read: {problem.strerror}."
    return "" if len(found) >= SHORTEST_KEY else f"secret.key {NO_KEY}"


def _mail(settings: Settings) -> Finding:
    missing = not settings.is_local and not settings.smtp_url
    problem = "SMTP_URL is not set: mails land as files and reach nobody." if missing else ""
    return Finding("mail", problem)


def _second_factor(settings: Settings) -> Finding:
    loose = not settings.is_local and not settings.staff_needs_second
    problem = "SECOND_FACTOR is only offered: staff sign in with a password alone." if loose else ""
    return Finding("second factor", problem)


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir
    while not folder.exists():
        folder = folder.parent
    disk = shutil.disk_usage(folder)
    free = disk.free // MEGABYTE
    if free < 5:
        sentence = f"The disk of the data folder is full ({free} MB free): nothing can be stored."
        return Finding("disk", sentence, stops=True)
    if free < 200 or (free < 5_000 and disk.free < disk.total / 20):
        sentence = f"The disk of the data folder is nearly full: {free:,} MB are free."
        return Finding("disk", sentence)
    return Finding("disk")


def _clock(session: Session, engine: Engine) -> Finding:
    """Whether this machine's clock is right, as far as that shows without asking a third party:
    PostgreSQL may have another machine's clock to compare with. Beside SQLite there is only the
    past: whether something was written later than now, so that a clock that goes ahead, or has
    always gone wrong, is not noticed."""
    if not db.is_sqlite(engine):
        theirs: datetime = (
            session.connection().execute(text("SELECT clock_timestamp()")).scalar_one()
        )
        apart = theirs - clock.now()
        if abs(apart) > CLOCKS_APART:
            sentence = (
                f"This clock and the database's are {abs(apart).total_seconds():.0f} s apart."
            )
            return Finding("clock", sentence)
    newest = session.exec(
        select(JournalEntry.at).order_by(col(JournalEntry.id).desc()).limit(1)
    ).first()
    if newest is not None and newest - clock.now() > BACKWARDS:
        return Finding("clock", f"The journal's newest entry is from the future ({newest:%F %T}).")
    file = Path(engine.url.database or "") if db.is_sqlite(engine) else None
    # What the system stamps is compared with the system's own clock.
    if file and file.exists() and file.stat().st_mtime > time.time() + BACKWARDS.total_seconds():
        return Finding("clock", "The database file was changed in the future: the clock is behind.")
    return Finding("clock")


def _backup(session: Session, settings: Settings) -> Finding:
    last = latest_backup(session)
    if last is None:
        first = session.exec(
            select(JournalEntry.at).order_by(col(JournalEntry.id)).limit(1)
        ).first()
        if first is None or clock.now() - first < DAY:
            return Finding("backup")
        sentence = f"There has never been a backup, and there is data since {first:%F}."
        return Finding("backup", sentence, serious=not settings.is_local)
    age = clock.now() - last
    if age < DAY + timedelta(hours=2):  # a daily one may run late
        return Finding("backup")
    old = f"The last backup that was verified is {age.days} days old ({last:%F %H:%M} UTC)."
    return Finding("backup", old, serious=age > 7 * DAY and not settings.is_local)


def _waiting(session: Session, name: str, table: Any, done: Any) -> Finding:
    """Whether something that was due ten minutes ago is still not done."""
    due = clock.now() - PATIENCE
    late = select(table.id).where(col(done).is_(None), table.due_at < due).limit(100).subquery()
    count = session.exec(select(func.count()).select_from(late)).one()
    many = "100 or more" if count == 100 else str(count)
    problem = f"{many} {name} wait for more than ten minutes: does a worker run?" if count else ""
    return Finding(name, problem, serious=False)
