"""Mail is a row in the transaction of the deed it tells of; the worker sends it afterwards."""

from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import clock, db, i18n
from app.asked_tongue import with_language
from app.cities import base_url_of, city_of
from app.models import Organisation, OutboxMail, Process
from app.text import clean, clean_line

BASE_URL = "base_url"
# What says something of a person in a row of the outbox, and is emptied with it.
EMPTIED = dict.fromkeys(("to_address", "to_name", "subject", "text", "error", "unsubscribe"), "")


def link(session: Session, path: str, process: Process | None = None) -> str:
    """The full address of a page, for a mail in the language that is spoken now."""
    return in_tongue(address(session, path, process))


def in_tongue(page: str) -> str:
    """An address in a mail: where another language than German is spoken, of the page in that."""
    spoken = i18n.locale()
    return with_language(page, "" if spoken == i18n.DEFAULT else spoken)


def address(session: Session, path: str, process: Process | None = None) -> str:
    """The full address of a page, on the host of the city that was asked. A command names the
    process that it is about; the session knows under which address the installation is reached
    (db.py puts it there)."""
    city = city_of(session)
    if city is not None and city.base_url:
        return f"{city.base_url}{path}"
    host = ""
    if city is None and process is not None:
        host = session.get_one(Organisation, process.organisation_id).host
    base_url = session.get_bind().get_execution_options().get(BASE_URL, "")
    return f"{base_url_of(base_url, host)}{path}"


def _speaker(session: Session, process_id: int | None) -> int | None:
    """The city in whose name a mail goes out: the one that was asked, else the process's."""
    city = city_of(session)
    if city is not None:
        return city.id or None
    return session.get_one(Process, process_id).organisation_id if process_id else None


def post(
    session: Session,
    *,
    to: str,
    name: str = "",
    subject: str,
    text: str,
    process_id: int | None = None,
    unsubscribe: str = "",
) -> OutboxMail:
    """Put a mail of plain text into the outbox. No line break ever reaches a header. Whoever has
    `unsubscribe`, the address of a page of ours, ends mails like it without signing in."""
    now = clock.now()
    mail = OutboxMail(
        to_address=clean_line(to),
        to_name=clean_line(name),
        subject=clean_line(subject)[:200],
        text=clean(text),
        unsubscribe=clean_line(unsubscribe),
        process_id=process_id,
        organisation_id=_speaker(session, process_id),
        created_at=now,
        due_at=now,
    )
    session.add(mail)
    session.info["work"] = True
    return mail


def drop_files(engine: Engine, folder: Path) -> int:
    """Without SMTP mails lie as files: those of emptied mails go too; how many."""
    files = {int(path.name.split("_")[2]): path for path in folder.glob("*_*_*_*.eml")}
    if not files:
        return 0
    with db.reading(engine) as session:
        query = select(OutboxMail.id).where(col(OutboxMail.id).in_(files), OutboxMail.text == "")
        emptied = session.exec(query).all()
    for number in emptied:
        files[number].unlink(missing_ok=True)
    return len(emptied)
