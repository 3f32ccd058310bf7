"""The file a backup is: a ZIP with a manifest, the database, and the data folder's files.

Nothing is ever unpacked by the names in it: the manifest lists what belongs to it, each with its
size and SHA-256, and only that is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from app.backup.state import State
from app.errors import Refused

MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "data/"
FORMAT = 1
PIECE = 1024 * 1024
MOST_MANIFEST = 16 * PIECE
Progress = Callable[[str, float], None]


@dataclass(frozen=True)
class Member:
    """A file in the archive."""

    size: int
    sha256: str


@dataclass
class Manifest:
    """What the archive says of itself. `kind` is "sqlite" or "postgresql"; `key` says where
    the key for tokens is ("inside", "left out", "setting"), and `key_print` recognises it."""

    made_at: datetime
    kind: str
    server: str
    state: State
    key: str
    key_print: str
    members: dict[str, Member] = field(default_factory=dict)

    def as_json(self) -> str:
        """For the archive."""
        told = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(told, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Out of the archive. Raises `Refused` where it is none of ours."""
        try:
            told: dict[str, Any] = json.loads(text)
            if told.pop("format") != FORMAT:
                raise Refused("A newer program made this backup: restore it with that one.")
            told["made_at"] = datetime.fromisoformat(told["made_at"])
            told["state"] = State(**told["state"])
            told["members"] = {name: Member(**one) for name, one in told["members"].items()}
            return cls(**told)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise Refused("The manifest of this backup cannot be read.") from None


class Writer:
    """Puts files into a new archive that only its owner may read."""

    def __init__(self, path: Path) -> None:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = os.fdopen(handle, "w+b")
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self.members: dict[str, Member] = {}

    def add(self, name: str, source: Path, progress: Progress, packed: bool = False) -> None:
        """Add the file `source`; what is `packed` already is not packed again."""
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        digest, size, whole = hashlib.sha256(), 0, max(source.stat().st_size, 1)
        with source.open("rb") as content, self.zip.open(info, "w", force_zip64=True) as target:
            while piece := content.read(PIECE):
                digest.update(piece)
                size += len(piece)
                target.write(piece)
                progress("Packing", min(size / whole, 1.0))
        self.members[name] = Member(size, digest.hexdigest())

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, and see all of it onto the disk."""
        manifest.members = self.members
        info = zipfile.ZipInfo(MANIFEST)
        info.external_attr = 0o600 << 16
        self.zip.writestr(info, manifest.as_json())
        self.zip.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


class Reader:
    """Reads an archive, and believes nothing that it has not added up itself."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self.zip = archive
        self.manifest = manifest

    def files(self) -> list[str]:
        """The data folder's files in it, as paths below that folder."""
        return sorted(
            name.removeprefix(FILES) for name in self.manifest.members if name.startswith(FILES)
        )

    def extract(self, name: str, target: IO[bytes], progress: Progress) -> None:
        """Write a member out. Raises `Refused` where it is not what the manifest says."""
        told = self.manifest.members[name]
        digest, size = hashlib.sha256(), 0
        with self.zip.open(name) as content:
            while piece := content.read(PIECE):
                digest.update(piece)
                size += len(piece)
                if size > told.size:
                    break
                target.write(piece)
                progress("Unpacking", min(size / max(told.size, 1), 1.0))
        if (size, digest.hexdigest()) != (told.size, told.sha256):
            raise Refused(f"{name} in this backup is damaged: its SHA-256 is another.")


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """The archive at `path`. Raises `Refused` when it is no backup, or a damaged one."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = set(archive.namelist())
            if MANIFEST not in inside or archive.getinfo(MANIFEST).file_size > MOST_MANIFEST:
                raise Refused(f"{path.name} is no backup of Randnotiz.")
            manifest = Manifest.from_json(archive.read(MANIFEST).decode(errors="replace"))
            listed = set(manifest.members)
            if DATABASE not in listed or listed - inside or not all(map(_is_proper, listed)):
                raise Refused(f"{path.name} lacks parts that its manifest names.")
            yield Reader(archive, manifest)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError) as problem:
        raise Refused(f"{path.name} is no backup, or damaged: {problem}.") from None
    except OSError as problem:
        raise Refused(f"{path} could not be read: {problem.strerror or problem}.") from None


def _is_proper(name: str) -> bool:
    """The database, or a file below the data folder. Spelt in one way only: of `data//etc/x`
    what stands behind the folder would be a place of its own."""
    if name == DATABASE:
        return True
    below = PurePosixPath(name.removeprefix(FILES))
    return (
        name == f"{FILES}{below}"
        and bool(below.parts)
        and not below.is_absolute()
        and not {"..", "\0"} & {*below.parts, *name}
    )
