"""That the pages of a process show something else from now on."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from app import clock
from app.models import Process


def hold(session: Session, process: Process) -> None:
    """One after the other: of two at one instant the second sees what the first has made."""
    held = select(Process.id).where(Process.id == process.id)
    session.exec(held.with_for_update(key_share=True)).one()


def renew(session: Session, process: Process) -> None:
    """Raise the revision under which pages are kept, and say when that was."""
    session.execute(
        update(Process)
        .where(col(Process.id) == process.id)
        .values(revision=Process.revision + 1, updated_at=clock.now())
        .execution_options(synchronize_session=False)
    )
