"""The data folder's own files: what belongs into a backup, and how it comes back."""

import os
from collections.abc import Iterator
from pathlib import Path

from app.backup.archive import FILES, Progress, Reader
from app.errors import Refused

KEY = "secret.key"
LEFT_OUT = ("tmp", "backups")  # what is made anew, and what would hold itself
# The database comes by its own way; locks belong to processes that run.
DATABASE_ENDS = ("-wal", "-shm", "-journal", ".lock", ".server", ".part")


def worth_keeping(folder: Path, database: Path | None, *, with_secret: bool) -> Iterator[Path]:
    """The regular files below the data folder that a restored installation needs."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(
            name
            for name in folders
            if not (here == folder and name in LEFT_OUT) and not name.startswith(".")
        )
        for name in sorted(names):
            path = here / name
            is_key = path == folder / KEY
            if path.is_symlink() or not path.is_file() or path == database:
                continue
            if name.endswith(DATABASE_ENDS) or ".before-" in name or name.startswith("."):
                continue
            if with_secret or not is_key:
                yield path


def places(reader: Reader, folder: Path) -> Iterator[tuple[str, Path]]:
    """The archive's files, and where each belongs. Raises `Refused` when one would come to lie
    outside of the data folder, also by way of a linked folder in it."""
    home = folder.resolve()
    for name in reader.files():
        path = folder / name
        if not path.parent.resolve().is_relative_to(home):
            raise Refused(f"{name} in this backup leads out of the data folder.")
        yield name, path


def put_back(reader: Reader, folder: Path, suffix: str, progress: Progress) -> list[str]:
    """Write the archive's files into the data folder, each with mode 600. One that is there with
    other content is kept beside it, named `….before-…`; returns those."""
    moved = []
    for name, path in list(places(reader, folder)):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.part")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            reader.extract(FILES + name, file, progress)
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and path.read_bytes() != draft.read_bytes():
            path.rename(path.with_name(path.name + suffix))
            moved.append(path.name + suffix)
        draft.rename(path)
    return moved
