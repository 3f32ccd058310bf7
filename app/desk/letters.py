"""The mails that landed as files, decoded so that a person can read them."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from email.utils import parsedate_to_datetime

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from app import clock
from app.config import Settings
from app.mail import latest_files
from app.models import Organisation, OutboxMail
from app.text import clean, to_html

MOST = 50
_OPENS = re.compile(r"/(?:confirm|reset|sign-in/link|address)/[A-Za-z0-9_-]{20}")


@dataclass(frozen=True)
class Letter:
    """One mail. `html` is its text with links that can be followed."""

    name: str
    to: str
    subject: str
    at: datetime
    html: str


def read_letters(session: Session, settings: Settings, organisation_id: int) -> list[Letter]:
    """The newest mails of a city first; none when they go out by SMTP. Those that belong to no
    city, because a command wrote them, show where there is only one; and only there those that open
    an account: it may have a role in another city, and whoever asks for a link chooses the host."""
    cities = session.exec(select(func.count(col(Organisation.id)))).one()
    here = col(OutboxMail.organisation_id) == organisation_id
    of_nobody = col(OutboxMail.organisation_id).is_(None)
    ids = session.exec(
        select(OutboxMail.id)
        .where(or_(here, of_nobody) if cities == 1 else here)
        .order_by(col(OutboxMail.id).desc())
        .limit(MOST)
    )
    found = [_read(name, raw) for name, raw in latest_files(settings, ids)]
    return [letter for letter, opens in found if cities == 1 or not opens]


def _read(name: str, raw: str) -> tuple[Letter, bool]:
    """A mail, and whether a link in it opens an account."""
    message = message_from_string(raw, policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    sent = message["Date"]
    letter = Letter(
        name=name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=parsedate_to_datetime(sent) if sent else clock.now(),
        html=to_html(clean(text)),
    )
    return letter, _OPENS.search(text) is not None
