"""`manifest.json`: what was handed over, so that anyone can prove it is still the same."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from app.groups.contents import Head
from app.groups.writers.counts import Counts
from app.groups.writers.json import FORMAT, FORMAT_VERSION, head

CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in the bundle: its name, size in bytes and SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The bundle's head, its numbers and every file in it but the manifest itself."""

    head: Head
    counts: Counts
    files: tuple[PackedFile, ...]


def seal(path: Path) -> PackedFile:
    """Read a finished file once, in pieces, and say its size and hash."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return PackedFile(path.name, path.stat().st_size, digest.hexdigest())


def as_data(manifest: Manifest) -> dict[str, Any]:
    """The manifest as plain data, the same as in the file."""
    counts = manifest.counts
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        **head(manifest.head),
        "counts": {
            "notes": counts.notes,
            "by_kind": dict(sorted(counts.by_kind.items())),
            "by_state": dict(sorted(counts.by_state.items())),
            "answered": counts.answered,
            "answers": dict(sorted(counts.by_voice.items())),
        },
        "files": [
            {"name": file.name, "bytes": file.size, "sha256": file.sha256}
            for file in manifest.files
        ],
    }


def write(manifest: Manifest, file: BinaryIO) -> None:
    """Indented JSON in ASCII: what a program reads, a person can check."""
    file.write(json.dumps(as_data(manifest), indent=2).encode() + b"\n")
