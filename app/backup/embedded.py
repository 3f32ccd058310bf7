"""SQLite: copied by its backup API out of one reading transaction, while the server goes on.

Copying the file would not do: what is in the log would be missing, and the copy may be torn. The
open reading transaction keeps its state of the data however much is written meanwhile; the log
grows until it ends. Nothing here checkpoints (docs/decisions/0005-sqlite.md).
"""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from app.backup.archive import Progress
from app.errors import Refused

PAGES = 2_000  # at a time, between two reports


def copy(connection: Connection, target: Path, progress: Progress) -> None:
    """Write the state that `connection` sees into a new file that needs no log beside it."""

    def tell(_status: int, remaining: int, total: int) -> None:
        progress("Copying the database", 1 - remaining / max(total, 1))

    source: Any = connection.connection.driver_connection
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    copied = sqlite3.connect(target)
    try:
        source.backup(copied, pages=PAGES, progress=tell)
        copied.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.Error as problem:
        raise Refused(f"SQLite could not be copied: {problem}.") from problem
    finally:
        copied.close()


def version(connection: Connection) -> str:
    """SQLite's own."""
    return str(connection.exec_driver_sql("SELECT sqlite_version()").scalar_one())
