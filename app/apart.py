"""Slow work in a process of its own, with our settings. Its memory is given back when it ends, and
what it computes holds up no page."""

import os
import signal
import subprocess
import sys
import tempfile
import time

from sqlalchemy import Engine

from app import jobs
from app.config import ROOT, Settings, surroundings

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_BETWEEN_LEASES = 60.0
SECONDS_TO_END = 5.0
LONGEST_ERROR = 2_000


class Stopped(Exception):
    """The worker is to end: the work was broken off, and is to be done again."""


def run_apart(engine: Engine, settings: Settings, module: str, *words: str) -> None:
    """Run a module of ours with these words until it ends, and keep the lease of the job meanwhile.

    Raises RuntimeError with what it said where it fails, and `Stopped` where the worker is to end;
    then the process is ended too.
    """
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - our own module, nothing of a stranger's in the call
            [sys.executable, "-m", module, *words],
            cwd=ROOT,
            env=surroundings(**settings.as_environment()),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        try:
            _wait_for(process, engine)
        finally:
            _end(process)
        if process.returncode:
            said.seek(0)
            words_of_it = said.read().decode("utf-8", "replace")[-LONGEST_ERROR:]
            raise RuntimeError(f"it ended with {process.returncode}: {words_of_it}")


def _wait_for(process: "subprocess.Popen[bytes]", engine: Engine) -> None:
    renewed = time.monotonic()
    while process.poll() is None:
        if jobs.is_to_stop():
            raise Stopped
        if time.monotonic() - renewed > SECONDS_BETWEEN_LEASES:
            jobs.renew_lease(engine)
            renewed = time.monotonic()
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def be_kind() -> None:
    """Let pages go first, in a process that was started for slow work."""
    os.nice(5)
