"""The pinned htmx file, kept beside the environment and out of git, so that browser tests can
answer for the CDN and the browser checks the hash for real.

`python -m tests.htmx` fetches it, and says in one sentence if it cannot.
"""

import base64
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
from pathlib import Path

VERSION = "4.0.1"
INTEGRITY = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"
CDN = f"https://cdn.jsdelivr.net/npm/htmx.org@{VERSION}/dist/htmx.min.js"
PATH = Path(sys.prefix) / "share" / f"htmx-{VERSION}.min.js"
MISSING = (
    f"The browser tests need htmx {VERSION}, and neither npm nor the CDN gave the file with the "
    "pinned hash: install npm or go online, then run make test again."
)


def is_genuine(content: bytes) -> bool:
    """Whether these are the very bytes that the pages' integrity attribute names."""
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return f"sha384-{digest}" == INTEGRITY


def read() -> bytes | None:
    """The file, or None where it is absent or not genuine."""
    try:
        content = PATH.read_bytes()
    except OSError:
        return None
    return content if is_genuine(content) else None


def fetch() -> bool:
    """Put the file in its place, from npm or else from the CDN; False if neither has it."""
    for source in (from_npm, from_cdn):
        content = source()
        if content and is_genuine(content):
            PATH.parent.mkdir(exist_ok=True)
            half = PATH.with_suffix(".part")
            half.write_bytes(content)
            half.replace(PATH)
            return True
    return False


def from_npm() -> bytes | None:
    """The file out of the package htmx.org, by the machine's npm."""
    npm = shutil.which("npm")
    if not npm:
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [npm, "pack", "--silent", "--ignore-scripts", f"htmx.org@{VERSION}"]
        try:
            subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
            package = next(Path(folder).glob("*.tgz")).read_bytes()
            with tarfile.open(fileobj=io.BytesIO(package)) as archive:
                file = archive.extractfile("package/dist/htmx.min.js")
                return file.read() if file else None
        except (subprocess.SubprocessError, OSError, StopIteration, tarfile.TarError, KeyError):
            return None


def from_cdn() -> bytes | None:
    """The file from the address that the pages name."""
    try:
        with urllib.request.urlopen(CDN, timeout=30) as answer:
            content: bytes = answer.read(1_000_000)
            return content
    except OSError:
        return None


if __name__ == "__main__":
    if read() is None and not fetch():
        sys.exit(MISSING)
