"""The mails that landed as files, decoded so that a person can read them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from email.utils import parsedate_to_datetime

from app import clock
from app.config import Settings
from app.mail import latest_files
from app.text import clean, to_html


@dataclass(frozen=True)
class Letter:
    """One mail. `html` is its text with links that can be followed."""

    name: str
    to: str
    subject: str
    at: datetime
    html: str


def read_letters(settings: Settings, limit: int = 50) -> list[Letter]:
    """The newest mails first; none when they go out by SMTP."""
    return [_read(name, raw) for name, raw in latest_files(settings, limit)]


def _read(name: str, raw: str) -> Letter:
    message = message_from_string(raw, policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    sent = message["Date"]
    return Letter(
        name=name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=parsedate_to_datetime(sent) if sent else clock.now(),
        html=to_html(clean(text)),
    )
