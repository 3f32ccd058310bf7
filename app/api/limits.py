"""How much and how often: the size of a body, and changes in a minute."""

from datetime import timedelta

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import clock, db
from app.config import Settings
from app.errors import Busy
from app.models import Person
from app.security import slow_down

MOST_BYTES = 5 * 1024 * 1024
WINDOW = timedelta(minutes=1)
# Changes of any kind for each note or answer that may be written in a minute: support, bundles,
# drafts, and what is sent again under an idempotency key.
CHANGES_PER_WRITE = 6


def count_change(session: Session, person: Person, settings: Settings) -> None:
    """Count one more change by this person, and raise `TooMany` beyond six times what the setting
    WRITES_PER_MINUTE allows (0: no limit)."""
    if settings.writes_per_minute:
        most = settings.writes_per_minute * CHANGES_PER_WRITE
        slow_down(session, f"api:{person.id}", most, WINDOW)


def count_change_now(engine: Engine, person: Person, settings: Settings) -> None:
    """The same in a transaction of its own: counted even if what follows is refused. `Busy` while
    nothing can be stored."""
    try:
        with db.writing(engine, db.BUSY_SECONDS) as session:
            count_change(session, person, settings)
    except OperationalError as error:
        raise Busy(db.NOT_STORED) from error


def seconds_left(seconds: int) -> int:
    """Until the present window of so many seconds ends and is counted from nothing again."""
    return seconds - int(clock.now().timestamp()) % seconds


class BodyLimit:
    """Refuses a body of more than `most_bytes`, said or sent, with 413.

    The framework's own limit answers in plain text; where this one stands, that one is off.
    """

    def __init__(self, app: ASGIApp, most_bytes: int = MOST_BYTES) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count while the body is read."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = Headers(scope=scope).get("content-length", "0")
        read = 0

        async def receive_counted() -> Message:
            nonlocal read
            if len(said) > 15 or (said.isdecimal() and int(said) > self.most_bytes):
                raise HTTPException(413)
            message = await receive()
            read += len(message.get("body", b""))
            if read > self.most_bytes:
                raise HTTPException(413)
            return message

        await self.app(scope, receive_counted, send)


class ReadableFromAnywhere:
    """Lets scripts of other sites read what everybody may read (CORS), and nothing more.

    Only GET and HEAD, no cookies, no tokens: a request with a header of its own asks first
    (OPTIONS), and that is not answered here. The library's middleware would answer it, and say
    no in plain text.
    """

    HEADERS = (
        (b"access-control-allow-origin", b"*"),
        (b"access-control-expose-headers", b"Link, Retry-After"),
        (b"cross-origin-resource-policy", b"cross-origin"),
    )

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the headers on answers to reading."""

        async def send_open(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.HEADERS]
            await send(message)

        is_reading = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        await self.app(scope, receive, send_open if is_reading else send)
