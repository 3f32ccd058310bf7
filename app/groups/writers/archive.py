"""The ZIP a working group takes home: every format of the same notes, sealed by a manifest."""

import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from app.groups.contents import Contents, Head, Note
from app.groups.writers import counts as counting
from app.groups.writers import csv, docx, json, manifest, readme, xlsx
from app.groups.writers.counts import Counts
from app.groups.writers.manifest import Manifest, PackedFile
from app.groups.writers.stream import Progress
from app.text import normal

FORMATS = 4  # that write every note: XLSX, DOCX, CSV, JSON

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ẞ": "SS"}
)


class NotesChanged(RuntimeError):
    """The notes were not the same each time they were asked for: such a bundle proves nothing."""


def nobody(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


def pack(
    contents: Contents,
    file: BinaryIO,
    workdir: Path,
    progress: Callable[[int, int], None] = nobody,
) -> Manifest:
    """Write the bundle as a ZIP into `file` and say what is in it.

    Each format is written to a file in `workdir`, hashed, packed and removed, so memory and disk
    stay bounded. The same contents make the same bytes. `progress` hears (written, total), where
    each note counts once for every format. The notes are read five times; if that gives a
    different number of them, NotesChanged is raised and `file` is not to be used.
    """
    counts = counting.take(contents)
    packed: list[PackedFile] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(contents, counts, workdir, progress):
            packed.append(manifest.seal(path))
            _add(archive, path, contents.head)
            path.unlink()
        sealed = Manifest(contents.head, counts, tuple(packed))
        path = workdir / "manifest.json"
        with path.open("wb") as paper:
            manifest.write(sealed, paper)
        _add(archive, path, contents.head)
        path.unlink()
    return sealed


def _files(
    contents: Contents, counts: Counts, workdir: Path, progress: Callable[[int, int], None]
) -> Iterator[Path]:
    """The files of the bundle in their order, each complete when it is handed over."""
    total = FORMATS * counts.notes
    progress(0, total)

    def after(formats: int) -> Progress:
        return lambda written: progress(formats * counts.notes + written, total)

    constant = _watched(contents, counts.notes)
    path = workdir / "comments.xlsx"
    with path.open("wb") as book:
        xlsx.write(constant, book, after(0), counts=counts, workdir=workdir)
    yield path
    documents = docx.write_parts(constant, workdir, after(1), counts=counts)
    names = [document.name for document in documents]
    yield from documents
    path = workdir / "comments.csv"
    with path.open("wb") as table:
        csv.write(constant, table, after(2))
    yield path
    path = workdir / "comments.json"
    with path.open("wb") as data:
        json.write(constant, data, after(3))
    yield path
    path = workdir / "README.txt"
    with path.open("wb") as paper:
        readme.write(contents, paper, counts=counts, documents=names)
    yield path


def _watched(contents: Contents, expected: int) -> Contents:
    def notes() -> Iterator[Note]:
        count = 0
        for note in contents.notes():
            count += 1
            yield note
        if count != expected:
            raise NotesChanged(f"{expected} notes were counted, then {count} were read")

    return replace(contents, notes=notes)


def _add(archive: zipfile.ZipFile, path: Path, head: Head) -> None:
    drawn = head.drawn_at.astimezone(ZoneInfo(head.zone))
    info = zipfile.ZipInfo(path.name, drawn.timetuple()[:6])
    is_packed = path.suffix in (".xlsx", ".docx")
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.create_system = 3  # said the same on every machine
    info.external_attr = 0o644 << 16
    info.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(info, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def bundle_name(head: Head) -> str:
    """A readable name for the ZIP in plain ASCII: "AG-2_Deutscherwerb_Paket-3_2016-11-10.zip".

    Nothing in it can end a header or leave a folder, whatever a group is called; a group whose
    name has no Latin letter goes by its slug.
    """
    found = re.match(r"\s*(AG\s*\d+)\b(.*)", head.group, re.DOTALL)
    parts = [_ascii(part) for part in (found.groups() if found else (head.group,))]
    named = [part for part in parts if part] or [_ascii(head.group_slug) or "Gruppe"]
    drawn = head.drawn_at.astimezone(ZoneInfo(head.zone))
    return "_".join([*named, f"Paket-{head.number}", f"{drawn:%Y-%m-%d}"]) + ".zip"


def _ascii(value: str) -> str:
    composed = normal(value).translate(_UMLAUTS)
    plain = normal(composed, "NFKD").encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60].strip("-")
