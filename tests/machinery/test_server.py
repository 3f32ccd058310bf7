"""The servers of the tests answer on a real socket, and end when they are told to."""

import sys
import urllib.request

import pytest

from tests.machinery.toy import app
from tests.server import LiveServer, ServerProcess

TOY = [sys.executable, "-m", "uvicorn", "tests.machinery.toy:app", "--port", "{port}"]
QUIET = ["--log-level", "critical"]


def read(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
        return answer.read().decode()


def test_the_application_learns_its_address_and_answers_there():
    told = []
    with LiveServer(lambda url: told.append(url) or app) as server:
        assert told == [server.url]
        assert "Eine ganze Seite" in read(f"{server.url}/more")


def test_a_stopped_server_answers_no_more():
    server = LiveServer(lambda _url: app).start()
    server.stop()
    with pytest.raises(OSError, match="refused"):
        read(server.url)


def test_an_application_that_does_not_start_is_said_so():
    async def broken(_scope, _receive, _send) -> None:
        raise RuntimeError("no database")

    with pytest.raises(RuntimeError, match="did not start"):
        LiveServer(lambda _url: broken).start()


def test_a_process_survives_kill_9_at_the_same_address():
    server = ServerProcess(TOY + QUIET).start()
    before = read(f"{server.url}/pid")
    assert server.kill() == -9
    with pytest.raises(OSError, match="refused"):
        read(server.url)
    server.start()
    assert read(f"{server.url}/pid") != before
    assert server.stop() in (0, -15)


def test_a_process_that_ends_at_once_is_said_so():
    with pytest.raises(RuntimeError, match="ended with 3"):
        ServerProcess([sys.executable, "-c", "raise SystemExit(3)"]).start()
