"""The workbook of a bundle against xlsxwriter alone, which writes the same cells with the same
options and formats, and knows nothing of notes; and the other tables of the same notes.

    python -m benchmarks.sheets [--notes 10000] [--rounds 5] [--profile]

Five rounds in one run, one after the other in turn; the ratio is that of the medians, in processor
seconds, because others may work on the machine. Exit status 1 if it is below the goal.
"""

import argparse
import cProfile
import io
import os
import pstats
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import xlsxwriter

from app.groups.contents import Contents
from app.groups.writers import csv, ods, xlsx
from app.groups.writers.book import fitting
from app.groups.writers.columns import ANSWERS, columns_of, rows_to_decide
from benchmarks.bundle_memory import contents

GOAL = 0.5  # of xlsxwriter's speed
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
Cells = list[tuple[list[Any], bool]]


def plainly(cells: Cells, folder: str) -> None:
    """xlsxwriter alone: cells that lie ready, each with the method of its type and a format."""
    book = xlsxwriter.Workbook(io.BytesIO(), OPTIONS | {"tmpdir": folder})
    sheet = book.add_worksheet()
    wrapped = book.add_format({"text_wrap": True, "bottom": 1})
    moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    for line, (row, _is_open) in enumerate(cells, 1):
        for at, value in enumerate(row):
            if isinstance(value, str):
                if value:
                    sheet.write_string(line, at, value, wrapped)
                else:
                    sheet.write_blank(line, at, None, wrapped)
            elif isinstance(value, datetime):
                sheet.write_datetime(line, at, value, moment)
            else:
                sheet.write_number(line, at, value, wrapped)
    book.close()


def ready(given: Contents) -> Cells:
    """The cells of a bundle in memory, as they are written."""
    return [
        ([fitting(value) if isinstance(value, str) else value for value in row], is_open)
        for row, is_open in rows_to_decide(given)
    ]


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one piece of work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def rounds(given: Contents, cells: Cells, times: int) -> dict[str, list[float]]:
    """Each of them so many times, in turn."""
    spent: dict[str, list[float]] = {"xlsxwriter": [], "xlsx": [], "ods": [], "csv": []}
    with tempfile.TemporaryDirectory() as folder:
        for _round in range(times):
            spent["xlsxwriter"].append(seconds(lambda: plainly(cells, folder)))
            spent["xlsx"].append(seconds(lambda: xlsx.write(given, io.BytesIO())))
            spent["ods"].append(seconds(lambda: ods.write(given, io.BytesIO())))
            spent["csv"].append(seconds(lambda: csv.write(given, io.BytesIO())))
    return spent


def main() -> int:
    """Print the table; 1 if the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    options, _others = parser.parse_known_args()
    given = contents(options.notes)
    if options.profile:
        with cProfile.Profile() as profile:
            xlsx.write(given, io.BytesIO())
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return 0
    cells = ready(given)
    width = len(columns_of(given))
    print(
        f"{options.notes:,} notes, {width} columns ({len(ANSWERS)} to fill in); "
        f"median of {options.rounds}; load of the machine {os.getloadavg()[0]:.2f}"
    )
    spent = rounds(given, cells, options.rounds)
    middle = {name: statistics.median(times) for name, times in spent.items()}
    for name, times in spent.items():
        print(f"{name:<12}{middle[name]:>8.2f} s  ({min(times):.2f} to {max(times):.2f})")
    ratio = middle["xlsxwriter"] / middle["xlsx"]
    print(f"ours at {ratio:.2f} of its speed; goal {GOAL}: {'met' if ratio >= GOAL else 'missed'}")
    return int(ratio < GOAL)


if __name__ == "__main__":
    sys.exit(main())
