"""The process that reads files of strangers: takes them from its input, answers on its output."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import replace

from app.drafts.readers import pulse
from app.drafts.readers.apart import AS_DATA, TOO_MUCH
from app.drafts.readers.refusals import Unreadable

MOST_MEMORY = 480 * 1024 * 1024  # bytes of data, what was loaded until now included
MOST_SECONDS = 120  # of processor time
MOST_FILES = 64
PARENT_DIED = 1  # PR_SET_PDEATHSIG in linux/prctl.h


def main() -> None:
    """Read, count again, answer: the draft as JSON, or the refusal."""
    # Before the fence, which counts what is loaded; not by those who take `serve` from here.
    from app.drafts.readers.reading import read_here
    from app.drafts.recount import recount

    def answer(contents: list[tuple[str, bytes]]) -> bytes:
        draft = read_here(contents)
        pulse.beat()
        found = recount(contents, draft.texts(), draft.dropped)
        pulse.beat()
        return AS_DATA.dump_json(replace(draft, recount=found, dropped=()))

    serve(answer)


def serve(read: Callable[[list[tuple[str, bytes]]], bytes]) -> None:
    """Answer with what `read` makes of the contents that came, or "-" and the sentence of a
    refusal. Whatever else goes wrong ends the process with a status, and the parent says a
    sentence."""
    contents = _received()
    _fence()
    pulse.listen(_say_alive)
    pulse.beat()  # on a busy machine getting here may take seconds
    try:
        answer = read(contents)
    except Unreadable as refusal:
        answer = b"-" + refusal.reason.encode()
    except MemoryError:
        sys.exit(TOO_MUCH)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()


def _say_alive() -> None:
    os.write(2, b".")


def _received() -> list[tuple[str, bytes]]:
    head = json.loads(sys.stdin.buffer.readline())
    return [(name, sys.stdin.buffer.read(length)) for name, length in head]


def _fence() -> None:
    """No more memory, time, files or processes than a reader needs."""
    if sys.platform == "linux":  # whoever asked may die first: nobody waits for the answer then
        ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)
    for what, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
