"""The parent's half: data goes to the child as a file, a PDF comes back as a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_CHILD = Path(__file__).with_name("child.py")
PATIENCE = 120.0  # seconds for one file on a busy machine
_LAST = 2_000  # bytes of what the child complained about


class NotSet(RuntimeError):
    """typst did not manage, or its checker for PDF/UA-1 did not let the file pass."""


def press(template: Path, data: Path, target: Path, timestamp: int) -> None:
    """Set `template` with the words in the JSON file `data`, and write the PDF to `target`.

    Words reach typst as data and are never read as its markup; the only other files it can read
    are those beside the template. The same data with the same fonts makes the same bytes. Refused
    with NotSet; then `target` is not there.
    """
    command = [sys.executable, "-I", str(_CHILD), str(template), str(data), str(target)]
    try:
        subprocess.run(  # noqa: S603 - our own module, nothing of a stranger's in the call
            [*command, str(timestamp)], capture_output=True, timeout=PATIENCE, check=True
        )
    except subprocess.SubprocessError as problem:
        said = (getattr(problem, "stderr", b"") or b"").decode(errors="replace")
        target.unlink(missing_ok=True)
        raise NotSet(f"{template.name}: {problem}: {said[-_LAST:]}") from problem
