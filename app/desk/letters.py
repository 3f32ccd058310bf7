"""The mails that landed as files, decoded so that a person can read them."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_string, policy
from email.utils import parsedate_to_datetime

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from app import clock
from app.config import Settings
from app.mail import latest_files
from app.models import Organisation, OutboxMail
from app.text import clean, to_html

MOST = 50


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
    city, because a command wrote them, show where there is only one."""
    cities = select(func.count(col(Organisation.id))).scalar_subquery()
    ids = session.exec(
        select(OutboxMail.id)
        .where(
            or_(
                col(OutboxMail.organisation_id) == organisation_id,
                and_(col(OutboxMail.organisation_id).is_(None), cities == 1),
            )
        )
        .order_by(col(OutboxMail.id).desc())
        .limit(MOST)
    )
    return [_read(name, raw) for name, raw in latest_files(settings, ids)]


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
