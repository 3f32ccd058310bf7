"""Whether the database's own pages and references are whole."""

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, text

from app import db
from app.selfcheck.finding import Finding


def rows_and_pages(engine: Engine) -> Finding:
    """SQLite reads itself through; PostgreSQL keeps references and checks its pages itself."""
    if not db.is_sqlite(engine):
        return Finding("storage")
    with engine.connect() as connection:
        broken = connection.execute(text("PRAGMA quick_check")).scalar_one()
        foreign = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken != "ok":
        return Finding("storage", f"SQLite says: {broken}.")
    if foreign is not None:
        return Finding("storage", f"A row of {foreign[0]} points at nothing.")
    return Finding("storage")


def processes(engine: Engine) -> Finding:
    """On SQLite one process serves. A second is refused at its start; here one shows that came by
    another way. Seen on Linux only, and of others only what this user may see."""
    file = engine.url.database if db.is_sqlite(engine) else None
    if not file:
        return Finding("processes")
    others = sorted(_with_open(Path(file).resolve()) - {os.getpid()})
    if len(others) < 2:
        return Finding("processes")
    numbers = ", ".join(map(str, others))
    sentence = f"Several processes have the SQLite file open ({numbers}): one may serve it."
    return Finding("processes", sentence, serious=False)


def _with_open(file: Path) -> set[int]:
    found = set()
    for link in Path("/proc").glob("[0-9]*/fd/*"):
        with suppress(OSError):  # a process that has ended meanwhile, or is somebody else's
            if os.readlink(link) == str(file):
                found.add(int(link.parts[2]))
    return found
