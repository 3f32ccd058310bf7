"""100,000 notes to XLSX, ODS, CSV and JSON, each in a process of its own: seconds and peak memory.

    python -m benchmarks.bundle_memory [--notes 100000] [--docx]

Exit status 1 if a format takes more than the goal. `--docx` writes the Word documents as well.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from app.groups.contents import Answer, Contents, Field, Head, Note, Passage
from app.groups.writers import csv, docx, json, ods, xlsx
from app.groups.writers.stream import quiet

GOAL = 250  # MB
FIELDS, BLOCKS = 3, 40
SENTENCE = "Die Stadt sorgt dafür, dass jeder Mensch so früh wie möglich einen Kurs besuchen kann."
TEXT = (
    "Wir wünschen uns mehr Plätze am Abend, weil viele am Tag arbeiten oder Kinder haben. "
    "Wichtig ist auch, dass der Weg kurz ist und jemand hilft, wenn ein Brief kommt. "
)
START = datetime(2016, 10, 4, 6, 0, tzinfo=UTC)


def contents(count: int) -> Contents:
    """A bundle of three fields with `count` notes in the order of the text, made as asked for."""
    head = Head(
        "Stadt Lindenau", "Integrationskonzept", "konzept", "AG 2", "ag-2", 3, 2, START,
        START + timedelta(days=35), "Europe/Berlin", START + timedelta(days=37), "Jana Albers",
        "https://beteiligung.lindenau.example/p/konzept",
    )  # fmt: skip
    fields = tuple(_field(number) for number in range(1, FIELDS + 1))
    return Contents(head, fields, lambda: _notes(count))


def _field(number: int) -> Field:
    passages = [Passage("heading", "", (("", "Was wir vorhaben"),), level=2)]
    for block in range(1, BLOCKS + 1):
        address = f"HF{number} · {block}"
        sentences = tuple((f"{address}.{n}", f"{SENTENCE} ({n})") for n in range(1, 5))
        passages.append(Passage("paragraph", address, sentences))
    return Field(f"HF{number}", "Deutsch lernen", number, tuple(passages))


def _notes(count: int) -> Iterator[Note]:
    """Notes of 40 to 1,250 characters; every third proposes a wording, every fourth is answered."""
    for index in range(count):
        place = index * FIELDS * BLOCKS * 4 // count
        field, block, sentence = place // (BLOCKS * 4) + 1, place // 4 % BLOCKS + 1, place % 4 + 1
        at = START + timedelta(minutes=index % 50_000)
        office = Answer("office", "Amt für Zuwanderung", at, TEXT)
        yield Note(
            index + 1, f"HF{field}", f"HF{field} · {block}.{sentence}",
            "Deutsch lernen › Was wir vorhaben", SENTENCE,
            ("note", "question", "suggestion")[index % 3],
            f"{index}: {TEXT * 8}"[: 40 + index * 37 % 1_210],
            SENTENCE if index % 3 == 2 else "", f"Person {index % 9_000}", "Anwohnerin", at,
            index % 70, "public", (office,) if index % 4 == 0 else (),
            first_word=8, last_word=11,
        )  # fmt: skip


def measured(name: str, count: int, folder: Path) -> None:
    """Write one format and print seconds, CPU seconds, peak memory and size: run as a child."""
    before = peak()
    started, busy = time.perf_counter(), time.process_time()
    if name == "docx":
        paths = docx.write_parts(contents(count), folder)
    else:
        paths = [folder / f"comments.{name}"]
        with paths[0].open("wb") as file:
            TABLES[name](contents(count), file)
    size = sum(path.stat().st_size for path in paths) / 1e6
    print(
        time.perf_counter() - started, time.process_time() - busy, before, peak(), size, len(paths)
    )


def _read(given: Contents, _file: object) -> None:
    for _note in given.notes():
        quiet(0)


TABLES: dict[str, Callable[[Contents, BinaryIO], None]] = {
    "none": _read,
    "xlsx": xlsx.write,
    "ods": ods.write,
    "csv": csv.write,
    "json": json.write,
}


def peak() -> float:
    """The most memory this process has held so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main() -> int:
    """Run each format in a child and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=100_000)
    parser.add_argument("--docx", action="store_true")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        measured(options.child, options.notes, options.folder)
        return 0
    return table(options.notes, [*TABLES, *["docx"] * options.docx])


def table(count: int, names: list[str]) -> int:
    """Print one line for each format; 1 if one of them needs more memory than the goal."""
    print(f"{count:,} notes, goal {GOAL} MB; load of the machine {os.getloadavg()[0]:.2f}")
    print(f"{'format':<8}{'seconds':>9}{'CPU':>9}{'start MB':>10}{'peak MB':>9}{'size MB':>9}"
          f"{'files':>7}  goal")  # fmt: skip
    missed = 0
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            child = [sys.executable, "-m", "benchmarks.bundle_memory", "--child", name]
            child += ["--notes", str(count), "--folder", folder]
            out = subprocess.run(child, check=True, capture_output=True, text=True).stdout
        wall, cpu, before, most, size, files = map(float, out.split())
        missed += most > GOAL
        print(f"{name:<8}{wall:>9.1f}{cpu:>9.1f}{before:>10.0f}{most:>9.0f}{size:>9.1f}"
              f"{files:>7.0f}  {'missed' if most > GOAL else 'met'}")  # fmt: skip
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
