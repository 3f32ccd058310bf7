"""`manifest.json`: what was handed over, so that anyone can prove it is still the same."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.groups.contents import Head
from app.groups.writers.counts import Counts
from app.groups.writers.json import FORMAT, FORMAT_VERSION, head

CHUNK = 1 << 20
NAME, SIGNATURE = "manifest.json", "manifest.sig"


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file in the bundle: its name, size in bytes and SHA-256 in hexadecimal; of an attachment
    the numbers of the notes that it belongs to."""

    name: str
    size: int
    sha256: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedWith:
    """Whose signature stands in `manifest.sig`: the key's name and its public half (base64)."""

    name: str
    public: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The bundle's head, its numbers and every file in it but the manifest itself and its
    signature."""

    head: Head
    counts: Counts
    files: tuple[PackedFile, ...]
    signed_with: SignedWith | None = None


def seal(path: Path, name: str = "", notes: tuple[int, ...] = ()) -> PackedFile:
    """Read a finished file once, in pieces, and say its size and hash; under `name`, if that is
    not the file's own."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return PackedFile(name or path.name, path.stat().st_size, digest.hexdigest(), notes)


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
        "files": [_file(file) for file in manifest.files],
        "signed_with": _signed_with(manifest.signed_with),
    }


def _file(file: PackedFile) -> dict[str, Any]:
    said: dict[str, Any] = {"name": file.name, "bytes": file.size, "sha256": file.sha256}
    return said | ({"notes": list(file.notes)} if file.notes else {})


def _signed_with(key: SignedWith | None) -> dict[str, str] | None:
    if key is None:
        return None
    return {"algorithm": "Ed25519", "key": key.name, "public": key.public, "in": SIGNATURE}


def write(manifest: Manifest) -> bytes:
    """Indented JSON in ASCII: what a program reads, a person can check. The signature is over
    these very bytes."""
    return json.dumps(as_data(manifest), indent=2).encode() + b"\n"
