"""How fast pages are read and notes are stored, as ratios to a plain handler in the same run.

    make bench

Two servers run side by side on loopback, ours and `benchmarks/plain.py`, which returns the same
bytes. Rounds alternate; the table shows the median of five, and the machine's load beside them.
"""

import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.load import Round, get, measure, post
from benchmarks.seeding import FIELD, PROCESS, seed

ROUNDS, CONNECTIONS = 5, 8
GOALS = {"anonymous": 0.25, "signed in": 0.1, "posting": 0.05}


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(command: list[str], port: int, **environment: str) -> Iterator[int]:
    """A server in a process of its own, until the end of the block."""
    process = subprocess.Popen(command, env=os.environ | environment)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def fetch(port: int, request: bytes) -> bytes:
    """The body of one answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(request.replace(b"HTTP/1.1\r\n", b"HTTP/1.1\r\nConnection: close\r\n", 1))
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return answer.partition(b"\r\n\r\n")[2]


def compare(name: str, ours: Callable[[], Round], theirs: Callable[[], Round]) -> dict[str, object]:
    """Alternate rounds of both; the medians and their ratio."""
    own, plain = [], []
    for _ in range(ROUNDS):
        plain.append(theirs())
        own.append(ours())
    mine = statistics.median(each.per_second for each in own)
    other = statistics.median(each.per_second for each in plain)
    return {
        "name": name,
        "ours": mine,
        "plain": other,
        "ratio": mine / other,
        "wrong": sum(each.wrong for each in own + plain),
        "bytes": own[-1].size,
    }


def posts(cookie: str, token: str, n: int) -> list[bytes]:
    """Many notes, each with a key of its own."""
    requests = []
    for _ in range(400):
        n += 1
        key = f"{n}-{time.time_ns()}"  # the same words sent again would wait to be read
        fields = {
            "form_token": token,
            "target": f"hf1-{n % 20 + 1}",
            "kind": "note",
            "text": f"Eine Anmerkung zum Messen, Nummer {key}, mit etwas Text.",
            "idempotency_key": key,
        }
        headers = {
            "Cookie": cookie,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urllib.parse.urlencode(fields).encode()
        requests.append(post(f"/p/{PROCESS}/comments", body, headers))
    return requests


def run(folder: Path) -> list[dict[str, object]]:
    """Seed, serve, measure."""
    cookies = seed(folder)
    port, plain_port = free_port(), free_port()
    field = f"/p/{PROCESS}/fields/{FIELD}"
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with serving(
        command,
        port,
        RANDNOTIZ_DATA_DIR=str(folder),
        RANDNOTIZ_WRITES_PER_MINUTE="0",
    ):
        cookie = f"randnotiz={cookies[0]}"
        pages = folder / "plain"
        pages.mkdir()
        signed = fetch(port, get(field, cookie=cookie))
        (pages / "anonymous").write_bytes(fetch(port, get(field)))
        (pages / "signed").write_bytes(signed)
        (pages / "posted").write_bytes(b"x" * 1800)
        plain_command = [
            *(sys.executable, "-m", "uvicorn", "benchmarks.plain:app"),
            *("--port", str(plain_port), "--log-level", "warning"),
        ]
        with serving(plain_command, plain_port, PLAIN_PAGES=str(pages)):
            return _rounds(port, plain_port, field, cookies)


def _rounds(port: int, plain: int, field: str, cookies: list[str]) -> list[dict[str, object]]:
    everybody = [[get(field)]] * CONNECTIONS
    signed = [[get(field, cookie=f"randnotiz={one}")] for one in cookies[:CONNECTIONS]]
    tokens = []
    for one in cookies[:CONNECTIONS]:
        page = fetch(port, get("/", cookie=f"randnotiz={one}")).decode()
        found = re.search(r'X-Form-Token": "([^"]+)"', page)
        tokens.append(found[1] if found else "")
    empty = post("/post", b"x" * 200, {"Content-Type": "text/plain"})

    def notes() -> list[list[bytes]]:
        mine = zip(cookies[:CONNECTIONS], tokens, strict=True)
        return [posts(f"randnotiz={c}", t, 1000 * k) for k, (c, t) in enumerate(mine)]

    return [
        compare(
            "anonymous",
            lambda: measure(port, everybody),
            lambda: measure(plain, [[get("/anonymous")]] * CONNECTIONS),
        ),
        compare(
            "signed in",
            lambda: measure(port, signed),
            lambda: measure(plain, [[get("/signed")]] * CONNECTIONS),
        ),
        compare(
            "posting",
            lambda: measure(port, notes(), good=201),
            lambda: measure(plain, [[empty]] * CONNECTIONS, good=201),
        ),
    ]


def show(rows: list[dict[str, object]], load: tuple[float, float, float]) -> None:
    """The table, absolute figures and ratios."""
    table = Table(title=f"Field page and posting, median of {ROUNDS}, load {load[0]:.1f}")
    for heading in ("what", "ours/s", "plain/s", "ratio", "goal", "", "bytes", "wrong"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for row in rows:
        goal = GOALS[str(row["name"])]
        ratio = float(str(row["ratio"]))
        table.add_row(
            str(row["name"]),
            f"{row['ours']:,.0f}",
            f"{row['plain']:,.0f}",
            f"{ratio:.3f}",
            f"{goal}",
            "met" if ratio >= goal else "MISSED",
            str(row["bytes"]),
            str(row["wrong"]),
        )
    Console().print(table)


def main() -> None:
    """Measure and print; `--json` for programs."""
    with tempfile.TemporaryDirectory() as folder:
        rows = run(Path(folder))
    if "--json" in sys.argv:
        print(json.dumps(rows))
    else:
        show(rows, os.getloadavg())


if __name__ == "__main__":
    main()
