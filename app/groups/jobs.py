"""Packing a bundle: slow work, done after the transaction that drew it, and safe to do twice."""

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, insert, update
from sqlmodel import Session, col, select

from app import clock, db, journal
from app.config import Settings
from app.errors import Busy
from app.groups import queries
from app.groups.writers import archive
from app.groups.writers.manifest import Manifest, as_data, seal
from app.i18n import _
from app.models import Bundle, BundleChunk, BundleState

KIND = "bundle"
CHUNK = 256 * 1024
SECONDS_BETWEEN_REPORTS = 0.5
LEFT_BEHIND_SECONDS = 24 * 3600


def build_bundle(engine: Engine, settings: Settings, arguments: Mapping[str, Any]) -> None:
    """Pack the bundle `arguments["bundle"]` and store its bytes; one that is ready stays as it is.

    All is read in one transaction, so the bundle shows one state of the data. What a build that
    died has left is replaced. When something goes wrong the bundle says so, and the error goes
    on to the worker, which tries again.
    """
    bundle_id = int(arguments["bundle"])
    if not _begin(engine, bundle_id):
        return
    try:
        with _workroom(settings) as room:
            path, manifest = _pack(engine, settings, bundle_id, room)
            _store(engine, bundle_id, path, manifest)
    except Exception:
        _fail(engine, bundle_id)
        raise


def _begin(engine: Engine, bundle_id: int) -> bool:
    with db.writing(engine) as session:
        bundle = _locked(session, bundle_id)
        if bundle.state is BundleState.READY:
            return False
        bundle.state = BundleState.PREPARING
        bundle.done_count = 0
        bundle.error = ""
        session.add(bundle)
        return True


def _locked(session: Session, bundle_id: int) -> Bundle:
    """The bundle, so that two workers at one time take turns on PostgreSQL too."""
    return session.exec(select(Bundle).where(Bundle.id == bundle_id).with_for_update()).one()


@contextmanager
def _workroom(settings: Settings) -> Iterator[Path]:
    """A folder that is gone afterwards; a process that was killed leaves one, until a later
    build takes it away."""
    base = settings.data_dir / "tmp"
    base.mkdir(parents=True, exist_ok=True)
    for old in base.glob("bundle-*"):
        if time.time() - old.stat().st_mtime > LEFT_BEHIND_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=base) as room:
        yield Path(room)


def _pack(engine: Engine, settings: Settings, bundle_id: int, room: Path) -> tuple[Path, Manifest]:
    path = room / "bundle.zip"
    with db.reading(engine) as session, path.open("wb") as file:
        bundle = queries.bundle_by_id(session, bundle_id)
        contents = queries.contents_of(session, bundle, settings.base_url)
        return path, archive.pack(contents, file, room, _Progress(engine, bundle_id))


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


def _store(engine: Engine, bundle_id: int, path: Path, manifest: Manifest) -> None:
    sealed = seal(path)
    with db.writing(engine) as session:
        bundle = _locked(session, bundle_id)
        if bundle.state is BundleState.READY:
            return
        session.execute(delete(BundleChunk).where(col(BundleChunk.bundle_id) == bundle_id))
        for position, content in enumerate(_pieces(path)):
            session.execute(
                insert(BundleChunk).values(
                    process_id=bundle.process_id,
                    bundle_id=bundle_id,
                    position=position,
                    content=content,
                )
            )
        said = as_data(manifest)
        bundle.figures = {**bundle.figures, "counts": said["counts"], "files": said["files"]}
        bundle.notes_count = bundle.done_count = manifest.counts.notes
        bundle.size, bundle.sha256 = sealed.size, sealed.sha256
        bundle.state, bundle.ready_at = BundleState.READY, clock.now()
        session.add(bundle)
        whole = queries.bundle_by_id(session, bundle_id)
        journal.record(
            session, None, "bundle.packed", bundle, process=whole.process, sha256=sealed.sha256
        )


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def _fail(engine: Engine, bundle_id: int) -> None:
    with db.writing(engine) as session:
        bundle = _locked(session, bundle_id)
        if bundle.state is not BundleState.READY:
            bundle.state = BundleState.FAILED
            bundle.error = _("Beim Packen ist etwas schiefgegangen.")
            session.add(bundle)
