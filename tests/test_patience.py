"""Who dawdles is not waited for without end, and who is only slow is served."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from app.cli import running
from app.cli.patience import Patient
from tests.server import LiveServer

LARGE = 20_000_000  # more than the kernels of both sides keep
GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n"


class Hasty(Patient):
    """The same in tenths of a second."""

    LOOKS_EVERY = 0.05
    HEAD_SECONDS = 0.4
    BODY_SECONDS = 0.4
    BODY_PACE = 10_000
    FETCH_SECONDS = 0.4
    FETCH_PACE = 10_000_000


async def reads_and_answers(scope: Any, receive: Any, send: Any) -> None:
    """Answers with how much it read, or (`/large`) with much; `/late` lets the body wait."""
    if scope["type"] != "http":
        return
    import asyncio

    if scope["path"] == "/late":
        await asyncio.sleep(1.2)
    if scope["path"] == "/large":
        answer: Response = PlainTextResponse(b"x" * LARGE)
    else:
        try:
            answer = PlainTextResponse(str(len(await Request(scope, receive).body())))
        except ClientDisconnect:
            return
    await answer(scope, receive, send)


@pytest.fixture(scope="module")
def where() -> Iterator[tuple[str, int]]:
    with LiveServer(lambda _url: reads_and_answers, http=Hasty) as server:
        parts = urlsplit(server.url)
        yield parts.hostname or "", parts.port or 0


def opened(where: tuple[str, int]) -> socket.socket:
    return socket.create_connection(where, timeout=8)


def all_that_comes(line: socket.socket) -> bytes:
    """Until the other side hangs up."""
    came = bytearray()
    try:
        while piece := line.recv(1 << 20):
            came += piece
    except ConnectionError:
        pass
    return bytes(came)


def dribble(line: socket.socket, piece: bytes) -> None:
    """The same piece again and again, for three seconds."""
    for _ in range(100):
        line.sendall(piece)
        time.sleep(0.03)


@pytest.mark.parametrize("beginning", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_does_not_come_is_not_waited_for(where, beginning):
    with opened(where) as line:
        line.sendall(beginning)
        assert all_that_comes(line).startswith(b"HTTP/1.1 408 ")


def test_a_head_that_comes_byte_by_byte_is_not_either(where):
    with opened(where) as line:
        line.sendall(GET[:-4])
        with pytest.raises(ConnectionError):
            dribble(line, b"\r\nX: y")


def test_the_second_head_on_a_line_is_due_as_well(where):
    with opened(where) as line:
        line.sendall(GET)
        assert line.recv(65536).startswith(b"HTTP/1.1 200 ")
        line.sendall(b"GET / HTTP/1.1\r\n")
        started = time.monotonic()
        all_that_comes(line)
        assert time.monotonic() - started < 3  # uvicorn's own patience ends with the first byte


@pytest.mark.parametrize("expects", [b"", b"Expect: 100-continue\r\n"])
def test_a_body_that_does_not_come_is_not_waited_for(where, expects):
    with opened(where) as line:
        line.sendall(POST + expects + b"\r\n" + b"a" * 100)
        assert b"HTTP/1.1 408 " in all_that_comes(line)


def test_a_body_that_comes_byte_by_byte_is_not_either(where):
    with opened(where) as line:
        line.sendall(POST + b"\r\n")
        with pytest.raises(ConnectionError):
            dribble(line, b"a")


def test_a_body_at_a_fair_pace_is_read_to_its_end(where):
    with opened(where) as line:
        line.sendall(POST + b"\r\n")
        for _ in range(10):  # twice as long as nothing would be waited for
            line.sendall(b"a" * 10_000)
            time.sleep(0.08)
        assert line.recv(65536).endswith(b"100000")


def test_whom_we_keep_waiting_is_not_to_blame(where):
    with opened(where) as line:
        line.sendall(POST.replace(b" / ", b" /late ").replace(b"100000", b"1000000") + b"\r\n")
        line.sendall(b"a" * 1_000_000)
        assert line.recv(65536).endswith(b"1000000")


def test_an_answer_that_nobody_fetches_is_given_up(where):
    with opened(where) as line:
        line.sendall(GET.replace(b" / ", b" /large "))
        time.sleep(2.5)
        assert len(all_that_comes(line)) < LARGE


def test_an_answer_that_is_fetched_comes_whole(where):
    with opened(where) as line:
        line.sendall(LAST.replace(b" / ", b" /large "))
        assert len(all_that_comes(line)) > LARGE


def test_a_request_on_its_way_while_the_server_ends_is_still_answered():
    with LiveServer(lambda _url: reads_and_answers, http=Patient) as server:
        parts = urlsplit(server.url)
        with opened((parts.hostname or "", parts.port or 0)) as line:
            time.sleep(0.1)
            ending = threading.Thread(target=server.stop)
            ending.start()
            time.sleep(0.4)
            line.sendall(GET)
            came = all_that_comes(line)
            ending.join()
    assert came.startswith(b"HTTP/1.1 200 ")
    assert b"connection: close" in came


def test_the_server_that_people_start_is_patient_and_speaks_nothing_but_http(monkeypatch, settings):
    told: dict[str, Any] = {}
    monkeypatch.setattr(running.uvicorn, "run", lambda _app, **options: told.update(options))
    running._serve(settings, "127.0.0.1", 8000)

    assert told["http"] is Patient
    assert told["ws"] == "none"
