"""The head of a request at the real server: bounded, and no hindrance to anybody honest."""

import http.client
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.server import ServerProcess

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def server(tmp_path: Path, migrated: Path) -> Iterator[ServerProcess]:
    (tmp_path / "randnotiz.db").write_bytes(migrated.read_bytes())
    command = [sys.executable, "-m", "app", "serve", "--port", "{port}"]
    with ServerProcess(command, {"RANDNOTIZ_DATA_DIR": str(tmp_path)}, ready="/healthz") as server:
        yield server


BEGINNINGS = {
    "one header": (b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: ", b"a" * 50_000),
    "many headers": (b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n", b"X: aaaaa\r\n" * 5_000),
    "an address": (b"GET /", b"a" * 50_000),
}


def test_a_head_without_end_is_refused_soon(server: ServerProcess):
    for name, (beginning, more) in BEGINNINGS.items():
        assert megabytes_until_refused(server.url, beginning, more) < 5, name


def megabytes_until_refused(url: str, beginning: bytes, more: bytes) -> float:
    where = urlsplit(url)
    sent = 0
    with socket.create_connection((where.hostname, where.port), timeout=10) as line:
        line.sendall(beginning)
        with suppress(ConnectionError):
            while sent < 20_000_000:
                line.sendall(more)
                sent += len(more)
    return sent / 1_000_000


def test_large_bodies_and_many_requests_on_one_line_are_no_long_head(server: ServerProcess):
    where = urlsplit(server.url)
    line = http.client.HTTPConnection(where.hostname or "", where.port, timeout=10)
    for _ in range(200):
        line.request("GET", "/healthz", headers={"X": "a" * 1_000})
        answer = line.getresponse()
        assert (answer.status, len(answer.read()) > 0) == (200, True)
    for _ in range(3):
        line.request("POST", "/sign-out", b"a=" + b"b" * 900_000, {"Content-Type": FORM})
        answer = line.getresponse()
        assert (answer.status, len(answer.read()) > 0) == (403, True)
    line.close()
