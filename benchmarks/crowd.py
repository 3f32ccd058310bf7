"""A crowd for five minutes: 200 people sign in, read, write, agree and answer, each from a network
of their own, at the pace of people. One that is refused (429 too) is a failure.

    make bench ARGS=crowd               # SQLite
    RANDNOTIZ_DATABASE_URL=postgresql+psycopg://… make bench ARGS=crowd    # an empty database

The people run in this process, beside the server, on the same machine. Exit status 1 when less
than 99 % succeed or one answer is a 5xx.
"""

import asyncio
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from app import db
from app.accounts.passwords import hash_password
from app.config import Settings
from benchmarks.seeding import FIELD, PROCESS, open_process, people, prepared, say
from benchmarks.serving import free_port, serving

PEOPLE, SECONDS, ARRIVING = 200, 300, 60
THINKING = (3.0, 9.0)
WORDS = (
    *("Kurs", "Abend", "Betreuung", "Eltern", "Kinder", "Bahn", "Stadtteil", "Verein", "Termin"),
    *("Wohnung", "Arbeit", "Schule", "Lehrkraft", "Bibliothek", "Sprache", "Gruppe", "Treffpunkt"),
    *("Beratung", "Formular", "Plan", "Woche", "Angebot", "Hilfe", "Sommer", "Raum", "Rathaus"),
)
PASSWORD = "eine lange Wendung"
_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')


class Seen:
    """What was answered: how often, how fast, how wrong."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {}
        self.wrong: Counter[str] = Counter()
        self.faults = 0

    def note(self, what: str, seconds: float, status: int, good: tuple[int, ...]) -> None:
        self.times.setdefault(what, []).append(seconds)
        if status not in good:
            self.wrong[f"{what}: {status}"] += 1
        self.faults += status >= 500

    @property
    def total(self) -> int:
        return sum(map(len, self.times.values()))

    @property
    def share(self) -> float:
        """What went well, of all."""
        return 1 - sum(self.wrong.values()) / max(1, self.total)


class Visitor:
    """One of the crowd."""

    def __init__(self, number: int, base: str, seen: Seen) -> None:
        self.number, self.seen = number, seen
        self.chance = random.Random(number)
        address = f"10.{number // 250}.{number % 250}.7"
        self.client = httpx.AsyncClient(
            base_url=base, headers={"X-Forwarded-For": address}, timeout=30
        )

    async def ask(self, what: str, path: str, *good: int, **form: str) -> str:
        """One request, noted; the page."""
        method, begun = "POST" if form else "GET", time.perf_counter()
        try:
            answer = await self.client.request(method, path, data=form or None)
        except (httpx.RemoteProtocolError, httpx.ReadError):
            # The server had just closed the line for want of use: browsers ask again, too.
            answer = await self.client.request(method, path, data=form or None)
        self.seen.note(what, time.perf_counter() - begun, answer.status_code, good or (200,))
        return answer.text

    async def think(self) -> None:
        await asyncio.sleep(self.chance.uniform(*THINKING))

    def words(self, n: int) -> str:
        """Something that nobody else says."""
        return " ".join(self.chance.choice(WORDS) for _ in range(n)) + "."

    async def live(self, until: float) -> None:
        """Sign in, then read and write until it is over."""
        await asyncio.sleep(self.chance.uniform(0, ARRIVING))
        page = await self.ask("sign-in page", "/sign-in")
        await self.think()
        fields = dict(_HIDDEN.findall(page))
        fields |= {"email": f"person-{self.number}@example.org", "password": PASSWORD}
        await self.ask("signing in", "/sign-in", 303, **fields)
        while time.monotonic() < until:
            await self.chance.choices((self.read, self.write, self.agree), (6, 2, 2))[0]()
            await self.think()
        await self.client.aclose()

    async def read(self) -> None:
        await self.ask("process", f"/p/{PROCESS}")
        await self.think()
        await self.ask("field", f"/p/{PROCESS}/fields/{FIELD}")
        await self.think()
        await self.ask("note", f"/p/{PROCESS}/comments/{self.chance.randint(1, 120)}")

    async def write(self) -> None:
        place = f"hf1-{self.chance.randint(1, 60)}-{self.chance.randint(1, 4)}"
        page = await self.ask("form", f"/p/{PROCESS}/comments/new?at={place}")
        await self.think()
        form = page[page.find(f'action="/p/{PROCESS}/comments"') :]
        fields = dict(_HIDDEN.findall(form[: form.find("</form>")]))
        fields |= {"target": place, "kind": "note"}
        fields["text"] = f"{self.words(12)} {self.words(9)}"
        await self.ask("posting", f"/p/{PROCESS}/comments", 201, 303, **fields)

    async def agree(self) -> None:
        number = self.chance.randint(1, 120)
        page = await self.ask("note", f"/p/{PROCESS}/comments/{number}")
        found = _TOKEN.search(page)
        await self.think()
        path = f"/p/{PROCESS}/comments/{number}/support"
        token = found[1] if found else ""
        await self.ask("agreeing", path, 200, 303, 409, form_token=token)


def set_up(folder: Path) -> None:
    """The installation: a process, 120 notes, 200 people who know their password."""
    settings = Settings(data_dir=folder)
    engine = prepared(settings)
    with db.writing(engine) as session:
        process = open_process(session)
        crowd = people(session, PEOPLE)
        known = hash_password(PASSWORD)
        for person in crowd:
            person.password_hash = known
        say(session, process, crowd[:20], 120)
    db.close(engine)


async def _all(base: str, seconds: float) -> Seen:
    seen, until = Seen(), time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for number in range(PEOPLE):
            group.create_task(Visitor(number, base, seen).live(until))
    return seen


def show(seen: Seen, seconds: float, load: float) -> None:
    """What happened, as a table."""
    table = Table(title=f"{PEOPLE} people, {seconds:.0f} s, load {load:.1f}")
    for heading in ("what", "requests", "median ms", "95 % ms", "longest ms"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for what, times in sorted(seen.times.items()):
        cuts = statistics.quantiles(times, n=20) if len(times) > 1 else times * 19
        figures = (statistics.median(times), cuts[-1], max(times))
        table.add_row(what, str(len(times)), *(f"{1000 * figure:.0f}" for figure in figures))
    console = Console()
    console.print(table)
    console.print(f"{seen.total} requests, {100 * seen.share:.2f} % as wanted, {seen.faults} 5xx")
    for what, n in seen.wrong.most_common(12):
        console.print(f"  {n} × {what}")


def main() -> int:
    """Run the crowd; 1 where it was let down."""
    seconds = float(next((a[10:] for a in sys.argv if a.startswith("--seconds=")), SECONDS))
    with tempfile.TemporaryDirectory() as name:
        set_up(Path(name))
        port = free_port()
        command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
        with serving(command, port, RANDNOTIZ_DATA_DIR=name, RANDNOTIZ_PROXY_HOPS="1"):
            seen = asyncio.run(_all(f"http://127.0.0.1:{port}", seconds))
        show(seen, seconds, os.getloadavg()[0])
    return int(seen.share < 0.99 or seen.faults > 0)
