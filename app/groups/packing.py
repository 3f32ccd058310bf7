"""What packing a bundle does: read one state of the data, write the file, store its bytes in
pieces, and say meanwhile how far it is."""

import shutil
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col, select

from app import clock, db, journal
from app.config import Settings
from app.errors import Busy
from app.groups import queries, signing
from app.groups.covering import BESIDE, Covered
from app.groups.writers import archive
from app.groups.writers.manifest import Manifest, as_data, seal
from app.i18n import _
from app.models import Bundle, BundleChunk, BundleState

CHUNK = 256 * 1024
SECONDS_BETWEEN_REPORTS = 0.5
LEFT_BEHIND_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Packed:
    """A finished file, what it says of itself, and which notes it covers."""

    path: Path
    manifest: Manifest
    covered: Covered


def begun(engine: Engine, bundle_id: int) -> Bundle | None:
    """Say that this bundle is being packed; None where it is ready already."""
    with db.writing(engine) as session:
        bundle = _locked(session, bundle_id)
        if bundle.state is BundleState.READY:
            return None
        bundle.state = BundleState.PREPARING
        bundle.done_count = 0
        bundle.error = ""
        session.add(bundle)
        return bundle


def _locked(session: Session, bundle_id: int) -> Bundle:
    """The bundle, so that two workers at one time take turns on PostgreSQL too."""
    return session.exec(select(Bundle).where(Bundle.id == bundle_id).with_for_update()).one()


def pack_and_store(engine: Engine, settings: Settings, bundle_id: int) -> None:
    """Pack the bundle and store its bytes, in this process."""
    with workroom(settings) as room:
        store(engine, bundle_id, pack(engine, settings, bundle_id, room))


@contextmanager
def workroom(settings: Settings) -> Iterator[Path]:
    """A folder that is gone afterwards; a process that was killed leaves one, until a later
    build takes it away."""
    base = settings.data_dir / "tmp"
    base.mkdir(parents=True, exist_ok=True)
    for old in base.glob("bundle-*"):
        if time.time() - old.stat().st_mtime > LEFT_BEHIND_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=base) as room:
        yield Path(room)


def pack(engine: Engine, settings: Settings, bundle_id: int, room: Path) -> Packed:
    """Write the bundle's file into `room`. All is read in one transaction, so it shows one state of
    the data."""
    path = room / "bundle.zip"
    signer = signing.signer_of(engine, settings.secret())
    with db.reading(engine) as session, path.open("wb") as file:
        bundle = queries.bundle_by_id(session, bundle_id)
        found = queries.opened(session, bundle, settings.base_url)
        progress = _Progress(engine, bundle_id)
        manifest = archive.pack(found.contents, file, room, progress, signer)
    return Packed(path, manifest, found.notes.covered)


class _Progress:
    """Says now and then how many notes are packed, in a short transaction of its own: the one
    that reads cannot write."""

    def __init__(self, engine: Engine, bundle_id: int) -> None:
        self.engine = engine
        self.bundle_id = bundle_id
        self.next_at = time.monotonic() + SECONDS_BETWEEN_REPORTS

    def __call__(self, written: int, total: int) -> None:
        """Every note is written once for each format; people count notes."""
        if time.monotonic() < self.next_at:
            return
        self.next_at = time.monotonic() + SECONDS_BETWEEN_REPORTS
        counts = {
            "done_count": written // archive.FORMATS,
            "notes_count": total // archive.FORMATS,
        }
        try:
            with db.writing(self.engine, patience=0.2) as session:
                session.execute(
                    update(Bundle).where(col(Bundle.id) == self.bundle_id).values(**counts)
                )
        except Busy:  # others are writing; the next report tells more anyway
            return


def store(engine: Engine, bundle_id: int, packed: Packed) -> None:
    """Store the file's bytes piece by piece, and say at the end that the bundle is ready. What a
    build that died has left is replaced; of two builds at one time the first to end counts."""
    sealed, check = seal(packed.path), _crc32(packed.path)
    beside = [(BESIDE, packed.covered.packed())]
    with db.writing(engine) as session:
        bundle = _locked(session, bundle_id)
        if bundle.state is BundleState.READY:
            return
        session.execute(delete(BundleChunk).where(col(BundleChunk.bundle_id) == bundle_id))
        _put(session, bundle, beside)
        _put(session, bundle, enumerate(_pieces(packed.path)))
        said = as_data(packed.manifest)
        bundle.figures = {
            **bundle.figures,
            "counts": said["counts"],
            "files": said["files"],
            "covers": len(packed.covered),
            "crc32": check,
        }
        bundle.notes_count = bundle.done_count = packed.manifest.counts.notes
        bundle.size, bundle.sha256 = sealed.size, sealed.sha256
        bundle.state, bundle.ready_at = BundleState.READY, clock.now()
        session.add(bundle)
        whole = queries.bundle_by_id(session, bundle_id)
        journal.record(
            session, None, "bundle.packed", bundle, process=whole.process, sha256=sealed.sha256
        )


def _put(session: Session, bundle: Bundle, pieces: Iterable[tuple[int, bytes]]) -> None:
    for position, content in pieces:
        session.execute(
            insert(BundleChunk).values(
                process_id=bundle.process_id,
                bundle_id=bundle.id,
                position=position,
                content=content,
            )
        )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _crc32(path: Path) -> int:
    """What a ZIP that holds this file must say before its bytes (app/groups/zipping.py)."""
    check = 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            check = zlib.crc32(piece, check)
    return check


def fail(engine: Engine, bundle_id: int) -> None:
    """Say that it did not work; the worker tries again."""
    with db.writing(engine) as session:
        bundle = _locked(session, bundle_id)
        if bundle.state is not BundleState.READY:
            bundle.state = BundleState.FAILED
            bundle.error = _("Beim Packen ist etwas schiefgegangen.")
            session.add(bundle)
