"""A new version takes over from the old one: nobody is signed out, and nobody is turned away."""

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlmodel import Session

from app import db, schema
from tests.cast import PASSWORD, invite
from tests.server import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    engine = db.make_engine(f"sqlite:///{tmp_path / 'randnotiz.db'}")
    schema.upgrade(engine)
    with Session(engine) as session:
        invite(session)
        session.commit()
    db.close(engine)
    return tmp_path


@pytest.fixture
def line() -> Iterator[socket.socket]:
    """The socket that stays, as systemd keeps it."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def started(folder: Path, line: socket.socket) -> subprocess.Popen[bytes]:
    """A serving process on that socket; it need not answer yet."""
    number = line.fileno()
    return subprocess.Popen(
        [sys.executable, "-m", "app", "serve", "--fd", str(number)],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "RANDNOTIZ_DATA_DIR": str(folder)},
        pass_fds=[number],
    )


def ended(process: subprocess.Popen[bytes]) -> int:
    """Politely, as systemd does; its status."""
    process.terminate()
    return process.wait(timeout=30)


def test_a_new_process_takes_over_and_everybody_stays_signed_in(folder, line):
    url = f"http://127.0.0.1:{line.getsockname()[1]}"
    seen: list[int] = []
    over = threading.Event()

    def ask_all_the_time() -> None:
        while not over.is_set():
            seen.append(httpx.get(f"{url}/p/ankommen", timeout=60).status_code)

    old = started(folder, line)
    with httpx.Client(base_url=url, timeout=60) as browser:
        token = re.search(r'name="form_token" value="([^"]+)"', browser.get("/sign-in").text)
        form = {"email": "amira@example.org", "password": PASSWORD, "form_token": token[1]}
        assert browser.post("/sign-in", data=form).status_code == 303
        asking = [threading.Thread(target=ask_all_the_time) for _ in range(4)]
        for one in asking:
            one.start()
        time.sleep(1)
        try:
            assert ended(old) == -signal.SIGTERM
            new = started(folder, line)
            assert "Abmelden" in browser.get("/account").text
            time.sleep(1)
        finally:
            over.set()
            for one in asking:
                one.join()
        assert ended(new) == -signal.SIGTERM
    assert len(seen) >= 8  # four while nobody served
    assert set(seen) == {200}
