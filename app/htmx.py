"""htmx from our own server (RANDNOTIZ_HTMX=self): the same file as the CDN's, checked."""

import base64
import hashlib
import urllib.request
from pathlib import Path

from app.errors import Refused
from app.security import HTMX_CDN, HTMX_HASH, HTMX_VERSION

NAME = f"htmx-{HTMX_VERSION}.min.js"
MOST_BYTES = 1_000_000


def is_genuine(content: bytes) -> bool:
    """Whether these bytes are the pinned file (Subresource Integrity, SHA-384)."""
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    return f"sha384-{digest}" == HTMX_HASH


def fetch(folder: Path, source: str = HTMX_CDN) -> Path:
    """Fetch the file into `folder`. Refused when it cannot be had or is not the pinned one."""
    try:
        with urllib.request.urlopen(source, timeout=30) as answer:  # noqa: S310 - our own constant
            content = answer.read(MOST_BYTES)
    except OSError as problem:
        raise Refused(
            f"htmx could not be fetched ({problem}). Put the file {NAME} of the npm package "
            f"htmx.org {HTMX_VERSION} (dist/htmx.min.js) into the data folder yourself."
        ) from problem
    if not is_genuine(content):
        raise Refused("What came is not the pinned htmx: its hash is another. Nothing was kept.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / NAME
    path.write_bytes(content)
    return path


def read(folder: Path) -> bytes:
    """The file for our own server. Refused when it is missing or not the pinned one."""
    path = folder / NAME
    if not path.is_file():
        raise Refused(f"{NAME} is not in the data folder: run `randnotiz fetch-htmx` first.")
    content = path.read_bytes()
    if not is_genuine(content):
        raise Refused(f"{NAME} in the data folder is not the pinned file: its hash is another.")
    return content
