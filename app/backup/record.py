"""The journal remembers backups, so that every machine knows how old the last one is."""

from datetime import datetime

from sqlmodel import Session, col, select

from app import journal
from app.models import JournalEntry

SUBJECT = "Backup"  # the journal's index leads straight to these few entries
MADE, RESTORED = "backup.made", "backup.restored"


def latest_backup(session: Session) -> datetime | None:
    """The state that the last verified backup holds, by its moment; None without any."""
    return session.exec(
        select(JournalEntry.at)
        .where(
            JournalEntry.subject_type == SUBJECT,
            JournalEntry.subject_id == 0,
            JournalEntry.deed == MADE,
        )
        .order_by(col(JournalEntry.id).desc())
        .limit(1)
    ).first()


def remember(session: Session, deed: str, **details: object) -> None:
    """Write a backup, or a restoring, into the journal."""
    journal.record_by_command(session, deed, SUBJECT, **details)
