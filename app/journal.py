"""Every deed is written down in the transaction that does it."""

from sqlalchemy import insert
from sqlmodel import Session

from app import clock
from app.models import Doer, JournalEntry, Process
from app.models.base import Table

# Nobody works on with an entry, so it need not become an object first.
_WRITE = insert(JournalEntry.__table__)  # type: ignore[attr-defined]


def record(
    session: Session,
    actor: Doer | None,
    deed: str,
    subject: Table,
    *,
    process: Process | None = None,
    organisation_id: int | None = None,
    **details: object,
) -> None:
    """Write that `actor` did `deed` ("comment.posted") to `subject`, with plain JSON details.

    What belongs to no process may belong to an organisation, whose office reads it then. No
    personal value belongs into the details: they are never edited.
    """
    session.flush()  # the subject needs its id
    entry = {
        "deed": deed,
        "subject_type": type(subject).__name__,
        "subject_id": subject.id,
        "actor_id": actor.id if actor else None,
        "process_id": process.id if process else None,
        "organisation_id": process.organisation_id if process else organisation_id,
        "details": details,
        "at": clock.now(),
    }
    session.connection().execute(_WRITE, entry)


def record_by_command(session: Session, deed: str, subject_type: str, **details: object) -> None:
    """Write what the machine's administrator did to the installation as a whole."""
    entry = {
        "deed": deed,
        "subject_type": subject_type,
        "subject_id": 0,
        "actor_id": None,
        "process_id": None,
        "organisation_id": None,
        "details": details,
        "at": clock.now(),
    }
    session.connection().execute(_WRITE, entry)
