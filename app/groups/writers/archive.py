"""The ZIP a working group takes home: every format of the same notes, sealed by a manifest."""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Protocol
from zoneinfo import ZoneInfo

from app.groups.contents import Contents, Head, Note
from app.groups.writers import counts as counting
from app.groups.writers import csv, docx, json, manifest, ods, pdf, readme, xlsx
from app.groups.writers.counts import Counts
from app.groups.writers.manifest import Manifest, PackedFile, SignedWith
from app.groups.writers.stream import Progress

FOLDER = "Anlagen"
PACKED_ALREADY = frozenset({".xlsx", ".docx", ".ods", ".pdf", ".jpg", ".jpeg", ".png"})
FORMATS = 6  # that write every note: XLSX, DOCX, PDF, ODS, CSV, JSON


class Signs(Protocol):
    """The installation's key, as the archive sees it (app/groups/signing.py)."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def public(self) -> str:
        """Its public half, in base64."""

    @property
    def sign(self) -> Callable[[bytes], bytes]:
        """What makes a signature of bytes."""


class NotesChanged(RuntimeError):
    """The notes were not the same each time they were asked for: such a bundle proves nothing."""


def nobody(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


def pack(
    contents: Contents,
    file: BinaryIO,
    workdir: Path,
    progress: Callable[[int, int], None] = nobody,
    signer: Signs | None = None,
) -> Manifest:
    """Write the bundle as a ZIP into `file` and say what is in it; with a `signer`, signed.

    Each format is written to a file in `workdir`, hashed, packed and removed, so memory and disk
    stay bounded. The same contents make the same bytes. `progress` hears (written, total), where
    each note counts once for every format. The notes are read seven times; if that gives a
    different number of them, NotesChanged is raised and `file` is not to be used.
    """
    counts = counting.take(contents)
    packed: list[PackedFile] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(contents, counts, workdir, progress):
            packed.append(manifest.seal(path))
            _add(archive, path, contents.head)
        for attachment in contents.attachments():
            path, name = workdir / "attachment", f"{FOLDER}/{attachment.name}"
            path.write_bytes(attachment.content)
            packed.append(manifest.seal(path, name, attachment.notes))
            _add(archive, path, contents.head, name)
        key = SignedWith(signer.name, signer.public) if signer else None
        sealed = Manifest(contents.head, counts, tuple(packed), key)
        said = manifest.write(sealed)
        for name, content in _proofs(said, signer):
            path = workdir / name
            path.write_bytes(content)
            _add(archive, path, contents.head)
    return sealed


def _proofs(said: bytes, signer: Signs | None) -> Iterator[tuple[str, bytes]]:
    yield manifest.NAME, said
    if signer is not None:
        yield manifest.SIGNATURE, signer.sign(said)


def _files(
    contents: Contents, counts: Counts, workdir: Path, progress: Callable[[int, int], None]
) -> Iterator[Path]:
    """The files of the bundle in their order, each complete when it is handed over."""
    total = FORMATS * counts.notes
    progress(0, total)

    def after(formats: int) -> Progress:
        return lambda written: progress(formats * counts.notes + written, total)

    constant = _watched(contents, counts.notes)
    yield _written(
        workdir / "comments.xlsx",
        lambda file: xlsx.write(constant, file, after(0), counts=counts, workdir=workdir),
    )
    documents = docx.write_parts(constant, workdir, after(1), counts=counts)
    names = [document.name for document in documents]
    yield from documents
    papers = pdf.write_parts(constant, workdir, after(2), counts=counts)
    names += [paper.name for paper in papers]
    yield from papers
    yield _written(
        workdir / "comments.ods", lambda file: ods.write(constant, file, after(3), counts=counts)
    )
    yield _written(workdir / "comments.csv", lambda file: csv.write(constant, file, after(4)))
    yield _written(workdir / "comments.json", lambda file: json.write(constant, file, after(5)))
    yield _written(
        workdir / "README.txt",
        lambda file: readme.write(contents, file, counts=counts, documents=names),
    )


def _written(path: Path, write: Callable[[BinaryIO], None]) -> Path:
    with path.open("wb") as file:
        write(file)
    return path


def _watched(contents: Contents, expected: int) -> Contents:
    def notes() -> Iterator[Note]:
        count = 0
        for note in contents.notes():
            count += 1
            yield note
        if count != expected:
            raise NotesChanged(f"{expected} notes were counted, then {count} were read")

    return replace(contents, notes=notes)


def _add(archive: zipfile.ZipFile, path: Path, head: Head, name: str = "") -> None:
    """Pack the file, and remove it from the folder."""
    drawn = head.drawn_at.astimezone(ZoneInfo(head.zone))
    info = zipfile.ZipInfo(name or path.name, drawn.timetuple()[:6])
    is_packed = Path(info.filename).suffix.lower() in PACKED_ALREADY
    info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
    info.create_system = 3  # said the same on every machine
    info.external_attr = 0o644 << 16
    info.file_size = path.stat().st_size
    with path.open("rb") as source, archive.open(info, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)
    path.unlink()
