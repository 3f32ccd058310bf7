"""What a page of figures reads: one row."""

from sqlmodel import Session, select

from app.models import Figures, Process


def counted(session: Session, process: Process) -> Figures | None:
    """The process's figures as last counted; None before the first time."""
    return session.exec(select(Figures).where(Figures.process_id == process.id)).one_or_none()
