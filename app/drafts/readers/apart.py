"""Reads files of strangers in a process of its own, which may die without harm.

A file can be made to eat memory or time in ways no check foresees. So its reading has a limit on
memory, on processor time and on silence, may open nothing and gets no secret; and what it hands
back is plain data, checked on arrival (OWASP ASVS 5.0, V5.2; TRUST.md, "files are hostile").
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from select import select
from typing import IO

from pydantic import TypeAdapter

from app.config import ROOT
from app.drafts.outline import ReadDraft
from app.drafts.readers.refusals import Unreadable
from app.errors import Busy
from app.i18n import _

STARTING = 30.0  # seconds until it is there at all: on a busy machine it loads slowly
SILENCE = 10.0  # seconds without a sign of life after that
LONGEST = 120.0  # seconds for a file that goes on giving signs, such as hundreds of pages of PDF
AS_DATA = TypeAdapter(ReadDraft)
READER = "app.drafts.readers.child"
AT_ONCE = 2  # files read side by side; each may take half a gigabyte
PATIENCE = 60.0  # seconds to wait for one's turn
MOST_WAITING = 6  # more than that would take the threads that make pages for everybody else
TOO_MUCH = 3  # the status of a process that ran out of memory

_turns = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
log = logging.getLogger(__name__)


def read_apart(contents: Sequence[tuple[str, bytes]]) -> ReadDraft:
    """The draft in these (name, bytes), read by a process of its own.

    Refused with Unreadable like the readers, and where they take too long or too much memory;
    with Busy while too many others hand in files.
    """
    return AS_DATA.validate_json(ask_apart(contents, READER))


def ask_apart(contents: Sequence[tuple[str, bytes]], reader: str) -> bytes:
    """What the `main` of this module of ours, in a process of its own, makes of these contents;
    refused like `read_apart`."""
    if not _places.acquire(blocking=False):
        raise _crowded()
    try:
        if not _turns.acquire(timeout=PATIENCE):
            raise _crowded()
        try:
            return _ask(contents, reader)
        finally:
            _turns.release()
    finally:
        _places.release()


def _crowded() -> Busy:
    from app.turns import CROWDED  # who reads loads this module too, and needs no database

    return Busy(CROWDED)


def _ask(contents: Sequence[tuple[str, bytes]], reader: str) -> bytes:
    child = subprocess.Popen(  # noqa: S603 - our own module, nothing of a stranger's in the call
        [sys.executable, "-I", "-c", _START, str(ROOT), reader],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": os.defpath, "PYTHONHASHSEED": "0"},
        cwd="/",
    )
    stdin, stdout, signs = _pipes(child)
    answer: list[bytes] = []
    talk = [
        threading.Thread(target=_send, args=(stdin, contents), daemon=True),
        threading.Thread(target=_receive, args=(stdout, answer), daemon=True),
    ]
    for thread in talk:
        thread.start()
    last_words = _listen(signs)
    if last_words is None:
        child.kill()
    for thread in talk:
        thread.join()
    status = child.wait()
    for stream in (stdin, stdout, signs):
        stream.close()
    if status == 0 and last_words is not None:
        return _understood(answer[0])
    names = ", ".join(f"„{name}“" for name, _data in contents)
    if last_words is None or status == TOO_MUCH or status < 0:
        raise Unreadable(_too_much() % {"names": names})
    log.error("Reading %s failed: %s", names, last_words.decode(errors="replace"))
    raise Unreadable(_strange() % {"names": names})


# Isolated from the environment and the folder it is started in, so the path is given.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]);"
    "from importlib import import_module; import_module(sys.argv[2]).main()"
)


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    if child.stdin is None or child.stdout is None or child.stderr is None:
        raise RuntimeError("started without pipes")
    return child.stdin, child.stdout, child.stderr


def _send(stream: IO[bytes], contents: Sequence[tuple[str, bytes]]) -> None:
    head = json.dumps([(name, len(data)) for name, data in contents])
    try:
        stream.write(head.encode() + b"\n")
        for _name, data in contents:
            stream.write(data)
        stream.close()
    except OSError:  # it died; why is said elsewhere
        return


def _receive(stream: IO[bytes], answer: list[bytes]) -> None:
    answer.append(stream.read())


def _listen(signs: IO[bytes]) -> bytes | None:
    """Until the process has closed its side: the last it said, or None after too long a
    silence."""
    end, said, patience = time.monotonic() + LONGEST, b"", STARTING
    while (left := end - time.monotonic()) > 0:
        ready, _w, _x = select([signs], [], [], min(patience, left))
        if not ready:
            return None
        patience = SILENCE
        heard = os.read(signs.fileno(), 4096)
        if not heard:
            return said
        said = (said + heard.lstrip(b"."))[-4000:]
    return None


def _understood(answer: bytes) -> bytes:
    if answer.startswith(b"-"):
        raise Unreadable(answer[1:].decode())
    return answer


def _too_much() -> str:
    return _(
        "%(names)s lässt sich nicht lesen: Das braucht zu viel Zeit oder Speicher. Speichern Sie "
        "die Datei neu oder teilen Sie sie auf."
    )


def _strange() -> str:
    return _(
        "%(names)s lässt sich nicht lesen: Etwas darin ist anders gebaut, als Randnotiz es kennt. "
        "Speichern Sie die Datei in Word oder LibreOffice neu."
    )
