"""A real mail server on loopback that keeps what it is given, for the tests of the outbox."""

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session


@dataclass
class Delivery:
    """One accepted message: who the envelope says it is from and for, and what was in it."""

    sender: str
    recipients: list[str]
    message: EmailMessage
    raw: bytes

    @property
    def text(self) -> str:
        """The plain text a reader sees."""
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""


class MailServer:
    """`url` is what goes into SMTP_URL; `deliveries` is what came.

    With `user` and `password` it takes mail only from who signs in with them.
    """

    def __init__(self, user: str = "", password: str = "") -> None:
        self.deliveries: list[Delivery] = []
        self._refusals: list[str] = []
        self._secret = (user, password)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self._controller = _OnSocket(
            self,
            self._socket,
            hostname="127.0.0.1",
            port=self.port,
            authenticator=self._authenticate if user else None,
            auth_require_tls=False,
        )

    @property
    def url(self) -> str:
        user, password = self._secret
        return f"smtp://{f'{user}:{password}@' if user else ''}127.0.0.1:{self.port}"

    def start(self) -> "MailServer":
        """Listen; returns itself once mail is taken."""
        self._controller.start()
        return self

    def stop(self) -> None:
        """Take no more mail: a connection is refused from now on."""
        self._controller.stop()

    def refuse(self, answer: str = "451 4.3.0 Try again later", times: int = 1) -> None:
        """Answer the next messages with this line instead of taking them."""
        self._refusals += [answer] * times

    def wait_for(self, number: int, seconds: float = 5) -> list[Delivery]:
        """The deliveries, once there are `number` of them; fails when they do not come."""
        deadline = time.monotonic() + seconds
        while len(self.deliveries) < number and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(self.deliveries) >= number, f"{len(self.deliveries)} of {number} mails came"
        return self.deliveries

    def _authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any
    ) -> AuthResult:
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self._secret, handled=given == self._secret)

    async def handle_MAIL(  # noqa: N802
        self, _server: Any, session: Session, envelope: Envelope, sender: str, options: list[str]
    ) -> str:
        if self._secret[0] and not session.authenticated:
            return "530 5.7.0 Sign in first"
        envelope.mail_from = sender
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: Any, _session: Session, envelope: Envelope
    ) -> str:
        if self._refusals:
            return self._refusals.pop(0)
        raw = bytes(envelope.content or b"")
        message = BytesParser(policy=SMTP).parsebytes(raw)
        assert isinstance(message, EmailMessage)
        sender = envelope.mail_from or ""
        self.deliveries.append(Delivery(sender, list(envelope.rcpt_tos), message, raw))
        return "250 2.0.0 Kept"


class _OnSocket(Controller):
    """aiosmtpd wants to know its port beforehand; a bound socket needs no guessing."""

    def __init__(self, handler: MailServer, bound: socket.socket, **options: Any) -> None:
        super().__init__(handler, **options)
        self._bound = bound

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._bound)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """An open mail server, gone after the test."""
    server = MailServer().start()
    yield server
    server.stop()
