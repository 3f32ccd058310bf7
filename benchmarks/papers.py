"""The reading copy of 10,000 notes, and the results of as many: how long, how much memory.

    make bench ARGS=papers

The notes are those of `ARGS=bundle`. Every file is set by a process of its own; the memory that
counts is ours and that of the largest child together. Exit status 1 if it is more than the goal.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console

from app.groups.ledger import Change, Counts, Entry, FieldResults, Head, Results
from app.groups.writers import pdf, results_pdf
from app.models import CommentKind, CommentState, Decision
from benchmarks.bundle_memory import SENTENCE, START, TEXT, contents

NOTES, GOAL = 10_000, 400  # MB, ours and the child's
REASON = "Das regelt das Land, die Stadt kann es nicht ändern; wir geben es ihm weiter. "


def entries(count: int) -> Iterator[Entry]:
    """Notes with decisions; every fifth changed the text, every tenth is open."""
    decisions = (*Decision, None)
    for n in range(1, count + 1):
        decision = None if n % 10 == 0 else decisions[n % 6]
        new = SENTENCE.replace("so früh wie möglich", "im ersten Monat")
        change = Change(2, 1, "HF1 · 3.2", SENTENCE, "HF1 · 3.2", new)
        yield Entry(
            n, CommentState.PUBLIC, CommentKind.NOTE, "HF1 · 3.2", "hf1-3-2", SENTENCE,
            (TEXT * 8)[: 40 + n * 37 % 1_210], f"Person {n % 9_000}", "Anwohnerin", START,
            decision=decision, reason=REASON * (n % 4 + 1) if decision else "",
            changes=(change,) if n % 5 == 0 else (),
        )  # fmt: skip


def results(count: int) -> Results:
    """One field with all of them."""
    head = Head("Stadt Lindenau", "Konzept", "konzept", 2, 2, "Europe/Berlin", START, "https://x")
    counts = Counts(adopted=count)
    field = FieldResults(1, "HF1", "hf1", "Wohnen", 1, "AG 1", counts, lambda: entries(count))
    return Results(head, counts, (field,))


def measured(what: str) -> None:
    """Write one of both and print what it took: run as a child."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        if what == "bundle":
            made = pdf.write_parts(contents(NOTES), Path(folder))
            files, size = len(made), sum(path.stat().st_size for path in made)
        else:
            path = Path(folder) / "results"
            with path.open("wb") as file:
                results_pdf.write(results(NOTES), file)
            files, size = 0, path.stat().st_size
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    busy = sum(used.ru_utime + used.ru_stime for used in (own, children))
    peaks = (own.ru_maxrss // 1024, children.ru_maxrss // 1024)
    print(round(time.perf_counter() - started, 1), round(busy, 1), *peaks, size // 1024, files)


def main() -> int:
    """Measure both, each in a process of its own."""
    console, missed = Console(), 0
    for what in ("bundle", "results"):
        child = [sys.executable, "-c", f"from benchmarks.papers import *; measured('{what}')"]
        done = subprocess.run(child, capture_output=True, text=True, check=True)
        seconds, busy, own, largest, kilobytes, files = done.stdout.split()
        together = int(own) + int(largest)
        missed += together > GOAL
        console.print(
            f"{what}: {NOTES:,} notes, {seconds} s ({busy} of processor time), {together} MB "
            f"({own} ours, {largest} the largest child; goal {GOAL}), {int(kilobytes):,} kB"
            + (f" in {files} files" if files != "0" else "")
        )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
