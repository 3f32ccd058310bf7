"""The results of a process as files, read from one state of the data."""

from typing import BinaryIO

from sqlmodel import Session

from app.groups.ledger_reading import results_of
from app.groups.writers import results_xlsx
from app.groups.writers.stream import Progress, quiet
from app.models import Process


def xlsx(
    session: Session,
    process: Process,
    file: BinaryIO,
    progress: Progress = quiet,
    *,
    base_url: str = "",
) -> None:
    """`results.xlsx`. The session sees one state of the data until it is written; `progress` hears
    how many notes are."""
    results_xlsx.write(results_of(session, process, base_url), file, progress)
