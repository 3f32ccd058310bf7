"""When a session was last seen: noted in memory by any request, a reader's too, and written down
once a minute for all of them, so that no page waits for it or asks the database once more."""

import asyncio
import logging
from datetime import datetime

from sqlalchemy import Engine, bindparam, update
from sqlmodel import col
from starlette.concurrency import run_in_threadpool

from app import db
from app.models import SignIn

log = logging.getLogger("randnotiz.seen")
EVERY_SECONDS = 60.0
_WRITE = (
    update(SignIn.__table__)  # type: ignore[attr-defined]
    .where(col(SignIn.id) == bindparam("key"), col(SignIn.ended_at).is_(None))
    .values(seen_at=bindparam("at"))
)


def write(engine: Engine, seen: dict[int, datetime]) -> None:
    """Write down what has been noted until now. What cannot be written stays noted."""
    rows = [{"key": key, "at": at} for key, at in sorted(seen.copy().items())]
    if not rows:
        return
    with db.writing(engine) as session:
        session.connection().execute(_WRITE, rows)
    for row in rows:
        seen.pop(row["key"], None)  # type: ignore[call-overload]


def try_to_write(engine: Engine, seen: dict[int, datetime]) -> None:
    """Do so; a fault of the database stops nothing else."""
    try:
        write(engine, seen)
    except Exception:
        log.exception("when sessions were seen could not be written down")


async def keep_writing(engine: Engine, seen: dict[int, datetime]) -> None:
    """Do so every minute, until cancelled."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        await run_in_threadpool(try_to_write, engine, seen)
