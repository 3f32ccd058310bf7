"""The round in which the worker counts anew, so that a page costs one row."""

import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app import clock, db
from app.models import Figures, Process, Status
from app.reporting.counting import count

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
PAUSE = 100  # times as long as the last count took, before the next of that process
LOOKED_AT = 20
_AT_AN_END = (Status.DECIDED, Status.ARCHIVED)
_table: Any = Figures.__table__  # type: ignore[attr-defined]


def renew(engine: Engine) -> int:
    """Count one process whose figures are not those of its present revision any more, but each at
    most once a minute, and where counting takes long less often; what shows in no revision (a
    question to an office) once an hour. How many were counted: 0 or 1."""
    now = clock.now()
    began = time.monotonic()
    with db.reading(engine) as session:
        process = _due(session, now)
        if process is None:
            return 0
        content = count(session, process)
    content["took"] = round(time.monotonic() - began, 3)
    with db.writing(engine) as session:
        _keep(session, process, content, now)
    return 1


def _due(session: Session, now: datetime) -> Process | None:
    moved = (col(Figures.revision) != col(Process.revision)) & (
        col(Figures.made_at) <= now - MINUTE
    )
    aged = and_(col(Figures.made_at) <= now - HOUR, col(Process.status).not_in(_AT_AN_END))
    query: Any = (
        select(Process, Figures)
        .outerjoin(Figures, col(Figures.process_id) == col(Process.id))
        .where(
            col(Process.status) != Status.PREPARING,
            or_(col(Figures.id).is_(None), moved, aged),
        )
        .order_by(col(Figures.id).is_not(None), col(Figures.made_at), col(Process.id))
        .limit(LOOKED_AT)
    )
    for process, known in session.exec(query):
        if known is None or now - known.made_at >= PAUSE * _took(known):
            return process  # type: ignore[no-any-return]
    return None


def _took(known: Figures) -> timedelta:
    took = known.content.get("took")
    return timedelta(seconds=took if isinstance(took, int | float) else 0)


def _keep(session: Session, process: Process, content: dict[str, object], now: datetime) -> None:
    """Write them down, unless another worker has written newer ones meanwhile."""
    row = {
        "process_id": process.id,
        "revision": process.revision,
        "made_at": now,
        "content": content,
    }
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    write = insert(_table).values(**row)
    write = write.on_conflict_do_update(
        index_elements=["process_id"],
        set_={name: write.excluded[name] for name in ("revision", "made_at", "content")},
        where=_table.c.made_at <= write.excluded.made_at,
    )
    session.execute(write)
