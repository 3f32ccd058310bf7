"""A disk that is full, or faulty: a clear answer with the text kept, reading goes on, and writing
resumes by itself. And each note is on the disk before it is acknowledged."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.hard.town import PATIENCE, Town, Writers, is_stored, nothing_lost

FAULTS = Path(__file__).with_name("faults.c")
LONG = "Ein langer Gedanke über Kurse am Abend. " * 60


@pytest.fixture
def faulty(tmp_path: Path) -> Town:
    """A town whose disk fails on demand: `fail(town, "sync 5")`."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("Faults are put under the server by a C compiler on Linux: there is none here.")
    library = tmp_path / "faults.so"
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", library, FAULTS, "-ldl"]
    subprocess.run(command, check=True)
    folder = tmp_path / "town"
    folder.mkdir()
    loaded = {"LD_PRELOAD": str(library), "RANDNOTIZ_FAULTS": str(tmp_path / "order")}
    return Town(folder, surroundings=loaded).found()


def fail(town: Town, order: str) -> None:
    """From now on; an empty order ends it."""
    path = Path(town.surroundings["RANDNOTIZ_FAULTS"])
    if order:
        path.write_text(order)
    else:
        path.unlink()


def refuses_clearly_and_reads_on(town: Town) -> None:
    """What people see while nothing can be stored."""
    for by_htmx in (True, False):
        status, said = town.post("Mein Gedanke, den ich nicht zweimal schreibe.", by_htmx=by_htmx)
        assert status == 503, (status, said[:300])
        assert "nicht speichern" in said
        assert "Mein Gedanke, den ich nicht zweimal schreibe." in said
    for path in ("/", "/p/ankommen", "/p/ankommen/fields/sprache", "/healthz"):
        status, said = town.ask("GET", path)
        assert status == 200, (path, status, said[:300])


@pytest.mark.parametrize("order", ["sync 5", "write 5", "write 28"])
def test_while_the_disk_fails_it_says_so_and_goes_on_by_itself(faulty, order):
    faulty.server.start(PATIENCE)
    writers = Writers(faulty, 2).start()
    try:
        writers.wait_for(5)
        fail(faulty, order)
        time.sleep(0.3)
        refuses_clearly_and_reads_on(faulty)
        meanwhile = len(writers.acknowledged)
        time.sleep(0.5)
        assert len(writers.acknowledged) == meanwhile, "acknowledged what no disk has taken"
        fail(faulty, "")
        writers.wait_for(10)
    finally:
        writers.finish()
        faulty.server.stop()

    nothing_lost(faulty, writers)
    assert writers.answers[503] > 0
    assert set(writers.answers) <= {0, 201, 503}


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """A disk of a few megabytes, in memory."""
    place.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if (
        os.geteuid() != 0
        or mount is None
        or subprocess.run(command, capture_output=True).returncode
    ):
        pytest.skip("Only root may mount a small disk, and not in every container.")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_on_a_full_disk_it_says_so_and_goes_on_once_there_is_room(tmp_path):
    with small_disk(tmp_path / "disk", 24) as disk:
        ballast = disk / "ballast"
        ballast.write_bytes(b"x" * 12_000_000)
        town = Town(disk).found()
        town.server.start(PATIENCE)
        stored: list[str] = []
        try:
            for n in range(3_000):
                text = f"{n}: {LONG}"
                status, said = town.post(text)
                if not is_stored(status):
                    assert status == 503, (status, said[:300])
                    break
                stored.append(text)
            else:
                pytest.fail("the disk did not fill up: this proves nothing")
            refuses_clearly_and_reads_on(town)
            assert town.ask("GET", "/readyz")[0] == 503
            ballast.unlink()
            deadline = time.monotonic() + 30
            while not is_stored(town.post("Jetzt ist wieder Platz.", "after")[0]):
                assert time.monotonic() < deadline, "writing did not resume"
                time.sleep(0.5)
            assert town.ask("GET", "/readyz")[0] == 200
        finally:
            town.server.stop()
        notes = town.notes()
    assert len(stored) > 20
    assert [text for text in stored if notes[text.strip()] != 1] == []
    assert notes["Jetzt ist wieder Platz."] == 1


def test_each_note_is_on_the_disk_before_it_is_acknowledged(town, tmp_path):
    """kill -9 cannot see a missing sync, because the system still has the pages: count them."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("Syncs are counted by strace, which is not installed here.")
    town.server.start(PATIENCE)
    log = tmp_path / "syncs"
    watching = subprocess.Popen(
        [
            strace,
            "-f",
            "-qq",
            "-e",
            "trace=fsync,fdatasync",
            "-o",
            log,
            "-p",
            str(town.server.process_id),
        ],
        stderr=subprocess.DEVNULL,
    )
    try:
        time.sleep(1)
        if watching.poll() is not None:
            pytest.skip("strace may not look at another process here.")
        before = count_syncs(log)
        for n in range(20):
            status, said = town.post(f"Anmerkung {n}, die auf der Platte steht.")
            assert is_stored(status), said[:300]
        time.sleep(0.3)
        assert count_syncs(log) - before >= 20
    finally:
        watching.send_signal(signal.SIGINT)
        watching.wait(timeout=10)
        town.server.stop()


def count_syncs(log: Path) -> int:
    text = log.read_text() if log.exists() else ""
    return len(
        re.findall(r"f(?:data)?sync\(\d+\)\s+= 0|<... f(?:data)?sync resumed>\)\s+= 0", text)
    )
