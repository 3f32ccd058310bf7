"""What is taken home: a bundle of 10,000 notes with all formats, and all notes of a process as CSV
and JSON lines.

    python -m benchmarks bundle10k [--notes=10000]
    python -m benchmarks exports [--notes=200000]      --notes=1000000 for the goal itself

Each in a process of its own, as the worker starts it; memory is that of all its processes together.
Exit status 1 if a goal is missed.
"""

import os
import sys
import tempfile
from pathlib import Path

from sqlmodel import select

from app import clock, db
from app.groups.domain import draw_bundle
from app.models import Bundle, WorkingGroup
from app.processes.queries import group_by_id
from benchmarks.seeding import PROCESS
from benchmarks.stocked import measured, stocked

SECONDS, MEGABYTES = 90, 400
GROWTH = 1.25  # what ten times as many notes may need in memory


def _asked(otherwise: int) -> int:
    said = [word.partition("=")[2] for word in sys.argv[1:] if word.startswith("--notes=")]
    return int(said[0]) if said else otherwise


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def bundle() -> int:
    """Draw and pack one bundle; 1 where it takes longer or more than the goals say."""
    notes = _asked(10_000)
    with tempfile.TemporaryDirectory() as folder:
        engine, settings = stocked(Path(folder), notes)
        with db.writing(engine) as session:
            group = group_by_id(session, session.exec(select(WorkingGroup.id)).one())
            number = draw_bundle(session, group, None, clock.now()).id
        load = _load()
        seconds, worked, memory = measured(settings, "app.groups", "pack-bundle", str(number))
        with db.reading(engine) as session:
            packed = session.get_one(Bundle, number)
            size, files = packed.size / 1e6, len(packed.figures["files"])  # type: ignore[arg-type]
        db.close(engine)
    print(
        f"bundle of {notes:,} notes, {files} files, {size:.1f} MB: {seconds:.1f} s "
        f"({worked:.1f} s of the processor), "
        f"{memory:.0f} MB at most ({load}); goals {SECONDS} s, {MEGABYTES} MB"
    )
    return int(notes == 10_000 and (seconds > SECONDS or memory > MEGABYTES))


def exports() -> int:
    """Write both forms for a tenth of the notes and for all; 1 where memory grows."""
    most, failed = _asked(200_000), 0
    found: dict[tuple[str, int], float] = {}
    for notes in (most // 10, most):
        with tempfile.TemporaryDirectory() as folder:
            engine, settings = stocked(Path(folder), notes)
            db.close(engine)
            for form in ("notes.csv", "notes.jsonl"):
                path = Path(folder) / form
                words = ("app", "export", PROCESS, "--form", form, "--to", str(path))
                seconds, worked, memory = measured(settings, *words)
                found[form, notes] = memory
                print(
                    f"{form} of {notes:,} notes, {path.stat().st_size / 1e6:.0f} MB: "
                    f"{seconds:.1f} s ({worked:.1f} s of the processor), "
                    f"{memory:.0f} MB at most ({_load()})"
                )
                path.unlink()
    for form in ("notes.csv", "notes.jsonl"):
        growth = found[form, most] / found[form, most // 10]
        print(f"{form}: {growth:.2f} times the memory for ten times the notes; goal {GROWTH}")
        failed |= growth > GROWTH
    return int(failed)
