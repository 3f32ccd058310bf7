"""Mail is a row in the transaction of the deed it tells of; the worker sends it afterwards."""

from sqlmodel import Session

from app import clock
from app.models import OutboxMail
from app.text import clean, clean_line

BASE_URL = "base_url"


def link(session: Session, path: str) -> str:
    """The full address of a page, for a mail. The session knows under which address the
    installation is reached (db.py puts it there)."""
    return f"{session.get_bind().get_execution_options().get(BASE_URL, '')}{path}"


def post(
    session: Session,
    *,
    to: str,
    name: str = "",
    subject: str,
    text: str,
    process_id: int | None = None,
) -> OutboxMail:
    """Put a mail of plain text into the outbox. No line break ever reaches a header."""
    mail = OutboxMail(
        to_address=clean_line(to),
        to_name=clean_line(name),
        subject=clean_line(subject)[:200],
        text=clean(text),
        process_id=process_id,
        created_at=clock.now(),
        due_at=clock.now(),
    )
    session.add(mail)
    session.info["work"] = True
    return mail
