"""The pinned htmx file, kept beside the environment and out of git, so that browser tests can
answer for the CDN and the browser checks the hash for real.

`python -m tests.htmx` fetches it, and says in one sentence if it cannot.
"""

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from app.errors import Refused
from app.htmx import NAME, fetch
from app.htmx import read as read_checked
from app.security import HTMX_CDN, HTMX_VERSION

FOLDER = Path(sys.prefix) / "share"
MISSING = (
    f"The browser tests need htmx {HTMX_VERSION}, and neither npm nor the CDN gave the file with "
    "the pinned hash: install npm or go online, then run make test again."
)


def read() -> bytes | None:
    """The file, or None where it is absent or not genuine."""
    try:
        return read_checked(FOLDER)
    except Refused:
        return None


def fetch_from_npm() -> bool:
    """Take it out of the package htmx.org, by the machine's npm."""
    npm = shutil.which("npm")
    if not npm:
        return False
    command = [npm, "pack", "--silent", "--ignore-scripts", f"htmx.org@{HTMX_VERSION}"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
            with tarfile.open(next(Path(folder).glob("*.tgz"))) as package:
                found = package.extractfile("package/dist/htmx.min.js")
                file.write_bytes(found.read() if found else b"")
        except (subprocess.SubprocessError, OSError, StopIteration, tarfile.TarError, KeyError):
            return False
        return fetch_from(file.as_uri())


def fetch_from(address: str) -> bool:
    """Take it from there, if it is the pinned file."""
    try:
        fetch(FOLDER, address)
    except Refused:
        return False
    return True


if __name__ == "__main__" and not (read() or fetch_from_npm() or fetch_from(HTMX_CDN)):
    sys.exit(MISSING)
