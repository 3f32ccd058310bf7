"""One engine per process, one transaction per request, committed before the answer leaves.

SQLite (docs/decisions/0005-sqlite.md): WAL, synchronous=FULL, foreign keys on, BEGIN IMMEDIATE
for writing, no automatic checkpoints. Writers go one at a time (turns.py), commands beside the
server included; so does the one checkpointer.
"""

import fcntl
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session, create_engine
from starlette.concurrency import run_in_threadpool

from app.errors import Busy, Refused
from app.line import Line
from app.text import said
from app.turns import BUSY_SECONDS as BUSY_SECONDS
from app.turns import CROWDED as CROWDED
from app.turns import Turns as Turns
from app.turns import WriteLock as WriteLock

Made = TypeVar("Made")
ALREADY_SERVED = (
    "Another process serves this SQLite database. Stop it first, or use PostgreSQL for several."
)
NOT_STORED = said(
    "Das ließ sich gerade nicht speichern. Bitte versuchen Sie es in einer Minute wieder."
)
NOT_READ = said("Das ließ sich gerade nicht lesen. Bitte versuchen Sie es in einer Minute wieder.")
# The database is away, full, faulty, or became one that cannot be written: nobody's mistake here.
# What SQLite raises while a transaction begins comes as it is.
UNAVAILABLE = (OperationalError, InternalError, PoolTimeout, sqlite3.OperationalError)
# A machine that is gone says nothing: within seconds we know, instead of after a quarter of an
# hour. What the URL says goes before.
SOON = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
READ_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def make_engine(
    url: str, *, pool_size: int = 8, base_url: str = "", digest_hour: int = 7
) -> Engine:
    """An engine for SQLite or PostgreSQL with the settings that the laws of the data ask for.

    `base_url` is where people reach the installation: mails written in a transaction of this
    engine link to it. At `digest_hour` go out the mails of who wants them gathered.
    """
    made = _make_engine(url, pool_size)
    return made.execution_options(base_url=base_url, digest_hour=digest_hour)


def _make_engine(url: str, pool_size: int) -> Engine:
    where = make_url(url)
    if where.get_backend_name() == "sqlite":
        if where.database:
            Path(where.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url, pool_size=pool_size, max_overflow=32, connect_args={"timeout": BUSY_SECONDS}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=4,
        pool_pre_ping=True,
        pool_timeout=BUSY_SECONDS,
        connect_args={name: n for name, n in SOON.items() if name not in where.query},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Whether this is the embedded database."""
    return engine.dialect.name == "sqlite"


def _prepare_postgresql(connection: Any, _record: object) -> None:
    """What was acknowledged is on disk, whatever the server does by default."""
    connection.execute(
        "SELECT set_config('synchronous_commit', 'on', false) "
        "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
    )
    connection.commit()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA wal_autocheckpoint = 0")
    cursor.execute("PRAGMA cache_size = -16000")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", True)
    pooled: Any = connection.connection
    cursor = pooled.cursor()
    if pooled.info.get("writes") is not writes:
        pooled.info["writes"] = None  # until it is said, nothing is known
        cursor.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        pooled.info["writes"] = writes
    cursor.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    cursor.close()


@lru_cache(maxsize=64)
def _engine_for(engine: Engine, writes: bool) -> Engine:
    if is_sqlite(engine):
        return engine.execution_options(writes=writes)
    return engine.execution_options(postgresql_readonly=not writes)


def _session(engine: Engine, *, writes: bool) -> Session:
    return Session(_engine_for(engine, writes), expire_on_commit=False)


@contextmanager
def _within(session: Session) -> Iterator[Session]:
    """Commit at the end; roll back when anything is raised."""
    try:
        yield session
        _finish(session)
    except BaseException:
        _give_up(session)
        raise


def _give_up(session: Session) -> None:
    """Roll back, but leave what was read as it is: the refusal's page still names the visitor."""
    session.expunge_all()
    session.rollback()
    session.close()


def _finish(session: Session) -> None:
    session.commit()
    session.close()


@contextmanager
def looking(engine: Engine, city: object) -> Iterator[Session]:
    """A short read-only transaction, for a page of this city (app/cities.py)."""
    with _within(_session(engine, writes=False)) as session:
        session.info["city"] = city
        yield session


@contextmanager
def writing(engine: Engine, patience: float = 60.0) -> Iterator[Session]:
    """A transaction that changes something, for commands and workers: committed at the end,
    rolled back when anything is raised."""
    with (
        WriteLock(engine).held(patience),
        _within(_session(engine, writes=True)) as session,
    ):
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A transaction that sees one state of the data and cannot change it."""
    with _within(_session(engine, writes=False)) as session:
        if not is_sqlite(engine):
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        yield session


async def in_one_go(request: Request, deed: Callable[[Session], Made]) -> Made:
    """What `deed` makes in one transaction for this request, like `Db`, but begun, used and
    committed in one visit to one thread: for what must be quick when a whole town writes. On
    SQLite such writers stand in one line (line.py)."""
    writes = request.method not in READ_METHODS
    state = request.app.state
    if writes and is_sqlite(state.engine):
        line: Line = state.line
        made, session = await line.stand(partial(_do, request, deed, writes))
    else:
        async with state.turns.take(writes=writes):
            made, session = await run_in_threadpool(_do, request, deed, writes)
    if writes:
        _tell(request, session)
    return made


def _do(request: Request, deed: Callable[[Session], Made], writes: bool) -> tuple[Made, Session]:
    session = _session(request.app.state.engine, writes=writes)
    session.info["city"] = request.state.city
    try:
        with _within(session):
            return deed(session), session
    except UNAVAILABLE as error:
        raise Busy(NOT_STORED if writes else NOT_READ) from error


def _tell(request: Request, session: Session) -> None:
    """What others in this process should know of what was written."""
    if session.info.get("work"):
        request.app.state.bell.set()
    if session.info.get("cities_changed"):
        request.app.state.cities.forget()


async def open_transaction(request: Request) -> AsyncIterator[Session]:
    """One transaction for this request: read-only for GET and HEAD, else writing. Committed when
    the handler returns, rolled back when it raises. Nobody else commits."""
    writes = request.method not in READ_METHODS
    async with request.app.state.turns.take(writes=writes):
        session = _session(request.app.state.engine, writes=writes)
        session.info["city"] = request.state.city
        try:
            yield session
            await run_in_threadpool(_finish, session)
        except UNAVAILABLE as error:
            await run_in_threadpool(_give_up, session)
            raise Busy(NOT_STORED if writes else NOT_READ) from error
        except BaseException:
            await run_in_threadpool(_give_up, session)
            raise
    if writes:
        _tell(request, session)


# scope="function" commits *before* the answer leaves; the default would commit after it.
Db = Annotated[Session, Depends(open_transaction, scope="function")]


def checkpoint(engine: Engine, *, whole: bool = False) -> None:
    """Bring the write-ahead log into the database file, under the write lock (SQLite only)."""
    if not is_sqlite(engine):
        return
    with WriteLock(engine).held(60), engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        mode = "TRUNCATE" if whole else "PASSIVE"
        raw.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()


def close(engine: Engine) -> None:
    """Give back all connections; the last one to close an SQLite file checkpoints, hence the
    lock."""
    with WriteLock(engine).held(60):
        engine.dispose()


_served: set[str] = set()


@contextmanager
def only_server(url: str) -> Iterator[None]:
    """Be the one serving process of an SQLite database (its faults need two), as long as this
    lasts. Raises `Refused` when another serves it. On PostgreSQL there may be many."""
    where = make_url(url)
    if where.get_backend_name() != "sqlite" or not where.database:
        yield
        return
    with open(f"{where.database}.server", "ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(ALREADY_SERVED) from None
        _served.add(url)
        try:
            yield
        finally:
            _served.discard(url)


@contextmanager
def served_here(url: str) -> Iterator[None]:
    """The same for an application however it was started; within a process that is the one
    already, it is."""
    if url in _served:
        yield
        return
    with only_server(url):
        yield
