"""Whose turn it is: writers of an embedded database go one at a time, in one process by a queue
and between processes by a file; on PostgreSQL there are as many as there are connections.
"""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import IO

from sqlalchemy import Engine

from app.errors import Busy
from app.text import said

BUSY_SECONDS = 10.0
CROWDED = said("Gerade wird viel gespeichert. Bitte versuchen Sie es gleich wieder.")


def is_embedded(engine: Engine) -> bool:
    """Whether this is SQLite."""
    return engine.dialect.name == "sqlite"


class WriteLock:
    """The file beside an SQLite database that one writer or checkpointer at a time holds."""

    def __init__(self, engine: Engine) -> None:
        name = engine.url.database if is_embedded(engine) else None
        self.path = f"{name}.lock" if name and name != ":memory:" else None

    def try_once(self) -> IO[bytes] | None:
        """The locked file, or None while somebody else holds it."""
        if self.path is None:
            return open(os.devnull, "rb")
        file = open(self.path, "ab")  # noqa: SIM115 - closed by whoever releases the lock
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    @contextmanager
    def held(self, patience: float = BUSY_SECONDS) -> Iterator[None]:
        """Hold the lock; raise `Busy` after `patience` seconds."""
        deadline = time.monotonic() + patience
        while (file := self.try_once()) is None:
            if time.monotonic() > deadline:
                raise Busy(CROWDED)
            time.sleep(0.002)
        with file:
            yield

    @asynccontextmanager
    async def held_async(self) -> AsyncIterator[None]:
        """The same without blocking the event loop."""
        deadline = time.monotonic() + BUSY_SECONDS
        while (file := self.try_once()) is None:
            if time.monotonic() > deadline:
                raise Busy(CROWDED)
            await asyncio.sleep(0.002)
        with file:
            yield


class Turns:
    """Who may use the database now: one writer at a time on SQLite, as many as there are
    connections on PostgreSQL. Waiting costs no thread, so the one at work always gets one."""

    def __init__(self, engine: Engine, pool_size: int) -> None:
        self.engine = engine
        self.lock = WriteLock(engine)
        self.writers = asyncio.Semaphore(1 if is_embedded(engine) else pool_size)
        self.readers = asyncio.Semaphore(max(pool_size, 4) if is_embedded(engine) else pool_size)
        # Threads that only compute get in each other's way: eight took half as long again as two.
        self.glancers = asyncio.Semaphore(2 if is_embedded(engine) else pool_size)

    @asynccontextmanager
    async def take(self, *, writes: bool, brief: bool = False) -> AsyncIterator[None]:
        """Wait for a turn; raise `Busy` when it takes too long. A `brief` reader finds most of what
        it needs finished, and hardly waits for the database."""
        queue = self.writers if writes else self.glancers if brief else self.readers
        await _wait_in(queue)
        try:
            if writes and is_embedded(self.engine):
                async with self.lock.held_async():
                    yield
            else:
                yield
        finally:
            queue.release()


async def _wait_in(queue: asyncio.Semaphore) -> None:
    if not queue.locked():  # at once, without setting an alarm first
        await queue.acquire()
        return
    try:
        await asyncio.wait_for(queue.acquire(), BUSY_SECONDS * 2)
    except TimeoutError:
        raise Busy(CROWDED) from None
