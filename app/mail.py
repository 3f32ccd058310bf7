"""Carries one mail to its receiver: by SMTP, or in development into a file."""

import smtplib
import ssl
from collections.abc import Iterable
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, make_msgid, parseaddr
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from app.config import Settings
from app.models import Organisation, OutboxMail
from app.text import slugify

SMTP_SECONDS = 20


class WholeSubjects(EmailPolicy):
    """Encodes a subject with umlauts as a whole: where Python encodes word by word and a line ends
    between two of them, readers see them without the space (RFC 2047, 6.2)."""

    def fold(self, name: str, value: str) -> str:
        """The header as text. An address in it is one word, which no reader puts together again."""
        if name.lower().startswith("list-"):
            return f"{name}: {value}{self.linesep}"
        if name.lower() != "subject" or value.isascii():
            return str(super().fold(name, value))
        encoded = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {encoded}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header as bytes."""
        return self.fold(name, value).encode("ascii", "surrogateescape")


def compose(mail: OutboxMail, settings: Settings, city: Organisation | None = None) -> EmailMessage:
    """The message as it goes out, in the name of the city it belongs to: from that city's address
    where it has one of a domain that is still allowed; then `Sender` names the installation's
    (RFC 5322, 3.6.2). What may be ended says how (RFC 8058, 3.1). Raises ValueError for an address
    that is none."""
    message = EmailMessage(policy=WholeSubjects())
    name, address = parseaddr(settings.mail_from)
    domain = city.mail_from.rpartition("@")[2] if city else ""
    if city is not None and domain in settings.sender_domains:
        message["From"] = _ours("From", city.name, city.mail_from)
        message["Sender"] = _ours("Sender", "", address)
    else:
        message["From"] = _ours("From", name, address)
    message["To"] = Address(display_name=mail.to_name, addr_spec=mail.to_address)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = make_msgid(f"outbox-{mail.id}", domain=address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["Precedence"] = "bulk"
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text + "\n", charset="utf-8", cte="quoted-printable")
    return message


@lru_cache(maxsize=64)
def _ours(header: str, name: str, address: str) -> Any:
    """A header with an address of ours, understood once: it is the same in thousands of mails."""
    return EmailPolicy.header_factory(header, str(Address(display_name=name, addr_spec=address)))


def deliver(mail: OutboxMail, settings: Settings, city: Organisation | None = None) -> None:
    """Send it. Raises OSError or smtplib.SMTPException when that did not work."""
    message = compose(mail, settings, city)
    if settings.smtp_url:
        _by_smtp(message, settings.smtp_url, parseaddr(settings.mail_from)[1])
    else:
        _into_file(message, mail, settings.data_dir / "mail")


def _by_smtp(message: EmailMessage, url: str, envelope: str) -> None:
    """Bounces go to `envelope`, the installation's own address, whoever the mail is from."""
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    with kind(parts.hostname or "127.0.0.1", port, timeout=SMTP_SECONDS) as server:
        if parts.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message, from_addr=envelope)


def _into_file(message: EmailMessage, mail: OutboxMail, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    to = slugify(mail.to_address.replace("@", "-at-"), "mail")
    path = folder / f"{mail.created_at:%Y-%m-%d_%H-%M-%S}_{mail.id:05d}_{to}.eml"
    draft = path.with_suffix(".part")
    draft.write_bytes(bytes(message))
    draft.rename(path)


def latest_files(settings: Settings, ids: Iterable[int]) -> list[tuple[str, str]]:
    """Of these mails those that landed as files: name and text, newest first."""
    folder = settings.data_dir / "mail"
    if settings.smtp_url or not folder.is_dir():
        return []
    paths = sorted((path for n in ids for path in folder.glob(f"*_{n:05d}_*.eml")), reverse=True)
    return [(path.name, path.read_text(encoding="utf-8", errors="replace")) for path in paths]
