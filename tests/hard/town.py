"""An installation that is served as a process of its own, and residents who write by real HTTP."""

import http.client
import secrets
import sys
import threading
import time
import urllib.parse
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session, select

from app import clock, db, schema
from app.accounts.domain import start_sign_in
from app.models import Comment
from app.security import form_token
from tests.cast import invite
from tests.server import ServerProcess

SECRET = "Kreuzung Bahnhof 1897 Linde Fahrrad 4"
PATIENCE = 60.0  # for a start, on a machine that has other things to do
PAGE = "/p/ankommen/comments"


@dataclass
class Town:
    """One installation. Amira is signed in; `server` is started by whoever needs it."""

    folder: Path
    url: str = ""
    cookie: str = ""
    surroundings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.database = self.url or f"sqlite:///{self.folder / 'randnotiz.db'}"
        self.surroundings = {
            "RANDNOTIZ_DATA_DIR": str(self.folder),
            "RANDNOTIZ_DATABASE_URL": self.database,
            "RANDNOTIZ_SECRET_KEY": SECRET,
            "RANDNOTIZ_WRITES_PER_MINUTE": "0",
            **self.surroundings,
        }
        command = [sys.executable, "-m", "app", "serve", "--port", "{port}"]
        self.server = ServerProcess(command, self.surroundings, ready="/healthz")

    def found(self) -> "Town":
        """The cast moves in, and comments are open until tomorrow; returns itself."""
        engine = db.make_engine(self.database)
        schema.upgrade(engine)
        with Session(engine, expire_on_commit=False) as session:
            cast = invite(session)
            cast.process.closes_at = clock.now() + timedelta(days=1)
            session.add(cast.process)
            self.cookie = start_sign_in(session, cast.amira)
            session.commit()
        db.close(engine)
        return self

    def notes(self) -> Counter[str]:
        """The stored notes by their text, read from the database while nobody serves it."""
        engine = db.make_engine(self.database)
        with db.reading(engine) as session:
            found = Counter(session.exec(select(Comment.text)))
        db.close(engine)
        return found

    def ask(
        self, method: str, path: str, body: str = "", seconds: float = 30, **headers: str
    ) -> tuple[int, str]:
        """Status and text of one answer; status 0 where the line broke before there was one."""
        host = urllib.parse.urlsplit(self.server.url).netloc
        line = http.client.HTTPConnection(host, timeout=seconds)
        cookie = {"Cookie": f"randnotiz={self.cookie}"}
        try:
            line.request(method, path, body.encode() or None, {**cookie, **headers})
            answer = line.getresponse()
            return answer.status, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as problem:
            return 0, repr(problem)
        finally:
            line.close()

    def post(self, text: str, key: str = "", *, by_htmx: bool = True) -> tuple[int, str]:
        """Send a note as the page's form does."""
        fields = {
            "target": "hf1-1",
            "kind": "note",
            "text": text,
            "form_token": form_token(SECRET, self.cookie),
            "idempotency_key": key,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        if by_htmx:
            headers["HX-Request"] = "true"
        return self.ask("POST", PAGE, urllib.parse.urlencode(fields), **headers)


def is_stored(status: int) -> bool:
    """Whether this answer says that the note is stored."""
    return status in (201, 303)


class Writers:
    """Residents who write as fast as they are answered. Who gets no answer, or is told to come
    again, sends the same form once more, with the same key, until it is acknowledged."""

    def __init__(self, town: Town, count: int = 4) -> None:
        self.town = town
        self.acknowledged: list[str] = []
        self.answers: Counter[int] = Counter()
        self.refusals: list[str] = []
        self.gap = 0.0
        self._last = time.monotonic()
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(n,)) for n in range(count)]

    def start(self) -> "Writers":
        """Begin; returns itself."""
        self._last = time.monotonic()
        for thread in self._threads:
            thread.start()
        return self

    def finish(self) -> None:
        """Stop after what is being sent."""
        self._done.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def wait_for(self, more: int, seconds: float = 40) -> None:
        """Until so many more notes are acknowledged."""
        wanted, deadline = len(self.acknowledged) + more, time.monotonic() + seconds
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < deadline, f"no more notes: {dict(self.answers)}"
            time.sleep(0.02)

    def _write(self, who: int) -> None:
        for n in range(1_000_000):
            text = f"Anmerkung {n} von {who}, {secrets.token_hex(6)}."
            key = secrets.token_hex(8)
            while not self._send(text, key):
                if self._done.is_set():
                    return
                time.sleep(0.05)
            if self._done.is_set():
                return

    def _send(self, text: str, key: str) -> bool:
        status, said = self.town.post(text, key)
        self.answers[status] += 1
        if not is_stored(status):
            if status:
                self.refusals.append(said)
            return False
        now = time.monotonic()
        self.gap = max(self.gap, now - self._last)
        self._last = now
        self.acknowledged.append(text)
        return True


def nothing_lost(town: Town, writers: Writers) -> None:
    """Every acknowledged note is stored, and none twice."""
    stored = town.notes()
    lost = [text for text in writers.acknowledged if text not in stored]
    doubled = [text for text, times in stored.items() if times > 1]
    assert (lost, doubled) == ([], [])
