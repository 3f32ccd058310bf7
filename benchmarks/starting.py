"""A second start: from the command to the first page, beside a plain FastAPI application.

    make bench ARGS=starting

Both are started in turn, five times; the data lie ready, as after a first `make run`.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

from app.config import ROOT
from benchmarks.load import get
from benchmarks.serving import fetch, free_port

TIMES = 5
GOAL = 3.0  # seconds to the first answer
PLAIN = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI(openapi_url=None)
app.get("/")(lambda: "here")
app.get("/healthz")(lambda: "ok")
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning")
"""


def _begun(command: Sequence[str], port: int, added: dict[str, str]) -> tuple[float, float, float]:
    """Seconds until it answered, until the first page was there, and of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | added, stdout=subprocess.DEVNULL)
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise RuntimeError("It ended before it answered.")
            time.sleep(0.01)
        answered = time.perf_counter() - begun
        fetch(port, get("/"))
        shown = time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait()
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = now.ru_utime + now.ru_stime - used.ru_utime - used.ru_stime
    return answered, shown, spent


def _answers(port: int) -> bool:
    try:
        fetch(port, get("/healthz"))
    except OSError:
        return False
    return True


def main() -> int:
    """Print the table; 1 if the goal is missed."""
    ours, plain = [], []
    with tempfile.TemporaryDirectory() as folder:
        data = {"RANDNOTIZ_DATA_DIR": str(Path(folder) / "var")}
        for turn in range(TIMES + 1):
            port = free_port()
            took = _begun([sys.executable, "-m", "app", "start", "--port", str(port)], port, data)
            if turn:  # the first one loads the demo
                ours.append(took)
                port = free_port()
                plain.append(_begun([sys.executable, "-c", PLAIN, str(port)], port, {}))
    table = Table(title=f"A second start, median of {TIMES}, load {os.getloadavg()[0]:.1f}")
    for head in ("what", "ours, s", "plain, s", "times", "goal", ""):
        table.add_column(head, justify="left" if head == "what" else "right")
    names = ("until it answers", "until the first page", "processor")
    for at, name in enumerate(names):
        own, other = median(row[at] for row in ours), median(row[at] for row in plain)
        goal = ("", "") if at else (f"{GOAL:.0f}", "met" if own < GOAL else "MISSED")
        table.add_row(name, f"{own:.2f}", f"{other:.2f}", f"{own / other:.1f}", *goal)
    Console().print(table)
    return int(median(row[0] for row in ours) >= GOAL)


if __name__ == "__main__":
    sys.exit(main())
