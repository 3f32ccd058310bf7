"""Switches one defence after the other off, in a copy of the checkout, and runs the test that must
then fail. scripts/defences.toml lists them.

`python -m scripts.defences [WORD …]` takes those with one of these words in their name. Exit status
1 where a test passes all the same, 2 where the copy does not pass before anything is touched.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SECONDS = 120  # for one test; a defence whose absence makes it hang is one that was missed
FAILED = 1  # pytest's status for tests that ran and failed


class Switch(NamedTuple):
    """One defence, switched off by replacing `there` wherever it stands in `file`."""

    defence: str
    file: str
    there: str
    instead: str
    test: str


def switches() -> list[Switch]:
    """All of them, in the order of the list."""
    listed = tomllib.loads((ROOT / "scripts/defences.toml").read_text())
    return [Switch(**switch) for switch in listed["switch"]]


def copied(target: Path) -> Path:
    """The tracked files as they stand now, under `target`."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def outcome(copy: Path, *tests: str) -> int | None:
    """pytest's status for these tests in the copy; None when they took too long."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider"]
    # Python trusts compiled files by time and length, and a switch may change neither.
    surroundings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
    most = SECONDS * len(tests)
    try:
        ran = subprocess.run(
            [*command, *tests], cwd=copy, env=surroundings, capture_output=True, timeout=most
        )
    except subprocess.TimeoutExpired:
        return None
    return ran.returncode


def switched_off(copy: Path, switch: Switch) -> int | None:
    """The outcome of its test while a defence is off."""
    file = copy / switch.file
    text = file.read_text()
    if switch.there not in text:
        raise SystemExit(f"{switch.file} no longer says: {switch.there}")
    file.write_text(text.replace(switch.there, switch.instead))
    try:
        return outcome(copy, switch.test)
    finally:
        file.write_text(text)


def main(words: list[str]) -> int:
    """Try the switches with one of these words in their names (all, without any)."""
    wanted = [s for s in switches() if not words or any(word in s.defence for word in words)]
    held = 0
    with tempfile.TemporaryDirectory(prefix="defences-") as folder:
        copy = copied(Path(folder))
        if outcome(copy, *sorted({switch.test for switch in wanted})) != 0:
            print("The tests do not all pass before anything is switched off.")
            return 2
        for switch in wanted:
            status = switched_off(copy, switch)
            held += status == FAILED
            says = "test failed (good)" if status == FAILED else f"NOT NOTICED (status {status})"
            print(f"{switch.defence:<52}  switched off → {says}", flush=True)
    print(f"{held} of {len(wanted)} defences are held by their test.")
    return 0 if held == len(wanted) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
