"""The results of a process as files, read from one state of the data."""

from collections.abc import Callable
from typing import BinaryIO

from sqlmodel import Session

from app.groups.ledger_reading import results_of
from app.models import Process
from app.outbox import BASE_URL


def write_xlsx(
    session: Session, process: Process, file: BinaryIO, progress: Callable[[int, int], None]
) -> None:
    """`results.xlsx`. The session sees one state of the data until it is written; `progress` hears
    how many notes are written, of how many."""
    from app.groups.writers import results_xlsx

    base_url = session.get_bind().get_execution_options().get(BASE_URL, "")
    total = process.comments_count
    results = results_of(session, process, base_url)
    results_xlsx.write(results, file, lambda written: progress(min(written, total), total))


def write_pdf(
    session: Session, process: Process, file: BinaryIO, progress: Callable[[int, int], None]
) -> None:
    """`results.pdf`, or where one file would be too heavy a ZIP of several; otherwise the same."""
    from app.groups.writers import results_pdf

    base_url = session.get_bind().get_execution_options().get(BASE_URL, "")
    total = process.comments_count
    results = results_of(session, process, base_url)
    results_pdf.write(results, file, lambda written: progress(min(written, total), total))
