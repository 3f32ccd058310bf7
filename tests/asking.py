"""How the tests' client asks the application: all of an answer in one go.

Starlette's own client crosses between its thread and that of the application for each step of an
answer, so that a test may read one that never ends. Ours all end, and a test asks often: of the
time of a small page, that was half.
"""

from typing import Any
from urllib.parse import unquote

import anyio
import httpx2
from starlette.testclient import _TestClientTransport
from starlette.types import Message, Scope

_PORTS = {"http": 80, "https": 443}


def ask(self: _TestClientTransport, request: httpx2.Request) -> httpx2.Response:
    """Instead of `handle_request`: what the application answers, its body read to the end. An
    exception of the application is raised here, unless the client answers it as a server would.
    """
    talk = _Talk(request.read())
    try:
        with self.portal_factory() as portal:
            portal.call(self.app, _scope(self, request), talk.receive, talk.send)
    except Exception:
        if self.raise_server_exceptions:
            raise
    return _response(request, talk.sent, self.raise_server_exceptions)


class _Talk:
    """What goes to and fro for one request."""

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self._is_over = anyio.Event()
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        """The whole body; whoever asks on is told at the end of the answer that nobody listens."""
        if self._body is None:
            await self._is_over.wait()
            return {"type": "http.disconnect"}
        body, self._body = self._body, None
        return {"type": "http.request", "body": body}

    async def send(self, message: Message) -> None:
        """Keep a part of the answer, if it is its turn."""
        begins = message["type"] == "http.response.start"
        assert begins or message["type"] == "http.response.body", message["type"]
        assert begins is not bool(self.sent), f"out of turn: {message['type']}"
        assert not self._is_over.is_set(), "after the end of the answer"
        self.sent.append(message)
        if not begins and not message.get("more_body", False):
            self._is_over.set()


def _response(request: httpx2.Request, sent: list[Message], must_answer: bool) -> httpx2.Response:
    if not sent:
        assert not must_answer, "the application answered nothing"
        return httpx2.Response(500, request=request)
    start, *parts = sent
    body = b"".join(bytes(part.get("body", b"")) for part in parts)
    return httpx2.Response(
        start["status"],
        headers=[(key.decode(), value.decode()) for key, value in start.get("headers", [])],
        stream=httpx2.ByteStream(b"" if request.method == "HEAD" else body),
        request=request,
    )


def _scope(transport: _TestClientTransport, request: httpx2.Request) -> Scope:
    url = request.url
    sent = [(key.lower().encode(), value.encode()) for key, value in request.headers.multi_items()]
    scope: dict[str, Any] = {
        "type": "http",
        "http_version": "1.1",
        "method": request.method,
        "path": unquote(url.path),
        "raw_path": url.raw_path.split(b"?", 1)[0],
        "root_path": transport.root_path,
        "scheme": url.scheme,
        "query_string": url.query,
        "headers": sent if "host" in request.headers else [(b"host", url.netloc), *sent],
        "client": transport.client,
        "server": [url.host, url.port or _PORTS[url.scheme]],
        "extensions": {},
        "state": transport.app_state.copy(),
    }
    return scope
