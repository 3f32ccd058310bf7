"""Large files about a whole process, written in the background and kept for a while.

What can be written is known by its form ("notes.csv"): a writer gets a session that sees one state
of the data, and an open file. Asking for a form whose file is of this very state of the data gives
that file, whoever asks. A file is kept in packed pieces, so none ever stands in memory whole, and
any of several machines can send it.
"""

import hashlib
import os
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import is_zipfile
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, delete, func, insert, update
from sqlmodel import Session, col, select

from app import clock, db, jobs, journal
from app.apart import Stopped, run_apart
from app.config import Settings
from app.errors import Busy, NotFound
from app.groups import exported_notes, results_files
from app.groups.export_rules import is_good
from app.groups.writers.names import plain_name
from app.i18n import _, speaking
from app.loading import one
from app.models import ActionField, BundleState, Export, ExportChunk, Person, Process

KIND = "export"
PIECE = 1 << 20
AT_ONCE = 16  # pieces that are stored in one transaction: others want to write too
LARGE = 500  # notes; more are written by a process of its own
# Typesetting has its own process anyway; starting one more takes longer than reading these.
LARGE_PAPER = 3_000
SECONDS_BETWEEN_REPORTS = 0.5

Progress = Callable[[int, int], None]
Writer = Callable[[Session, Process, BinaryIO, Progress], None]
FORMS: dict[str, Writer] = {
    "notes.csv": exported_notes.write_csv,
    "notes.jsonl": exported_notes.write_lines,
    "results.xlsx": results_files.write_xlsx,
    "results.pdf": results_files.write_pdf,
}
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def ask(
    session: Session,
    process: Process,
    form: str,
    person: Person | None,
    now: datetime,
    language: str = "de",
) -> Export:
    """A file of this form about the process as it is now: one that is there or being written, else
    it is asked for. The process comes with its organisation. Raises `NotFound` for a form that
    nobody writes."""
    if form not in FORMS:
        raise NotFound(_("Diese Datei gibt es nicht."))
    stamp = stamp_of(session, process)
    found = newest(session, process, form, language)
    if found and found.stamp == stamp and is_good(session, found):
        return found
    export = Export(
        process_id=process.id,
        form=form,
        language=language,
        stamp=stamp,
        filename=_name(process, form, now),
        total_count=process.comments_count,
        by_id=person.id if person else None,
        asked_at=now,
    )
    session.add(export)
    session.flush()
    journal.record(session, person, "export.asked", export, process=process, what=form)
    jobs.enqueue(session, KIND, process.id, export=export.id)
    return export


def _name(process: Process, form: str, now: datetime) -> str:
    """A readable name in plain ASCII: "integrationskonzept_Anmerkungen_2016-11-10.csv"."""
    what, _dot, ending = form.partition(".")
    word = {"notes": "Anmerkungen", "results": "Ergebnisse"}.get(what, what)
    day = now.astimezone(ZoneInfo(process.zone))
    return f"{plain_name(process.slug)}_{word}_{day:%Y-%m-%d}.{ending}"


def stamp_of(session: Session, process: Process) -> str:
    """Another one whenever something has changed that pages show."""
    query = select(func.sum(ActionField.revision)).where(ActionField.process_id == process.id)
    return f"{process.revision}.{session.exec(query).one() or 0}.{process.last_comment_number}"


def newest(session: Session, process: Process, form: str, language: str = "de") -> Export | None:
    """The file of this form that was asked for last."""
    query = select(Export).where(
        Export.process_id == process.id, Export.form == form, Export.language == language
    )
    return session.exec(query.order_by(col(Export.id).desc()).limit(1)).first()


def export_by_id(session: Session, process: Process, number: int) -> Export:
    """A file of this process. Raises `NotFound`."""
    query = select(Export).where(Export.id == number, Export.process_id == process.id)
    export = session.exec(query).one_or_none()
    if export is None:
        raise NotFound(_("Diese Datei gibt es nicht, oder sie ist schon gelöscht."))
    return export


def media_of(export: Export) -> str:
    """What kind of file it is, for browsers."""
    return MEDIA.get(export.filename.rpartition(".")[2], "application/octet-stream")


def pieces_of(engine: Engine, export_id: int) -> Iterator[bytes]:
    """The file's bytes, each piece read in a transaction of its own: a slow line holds none."""
    position = 0
    while True:
        query = select(ExportChunk.content).where(
            ExportChunk.export_id == export_id, ExportChunk.position == position
        )
        with db.reading(engine) as session:
            content = session.exec(query).first()
        if content is None:
            return
        yield zlib.decompress(content)
        position += 1


@jobs.slow
def write_export(
    engine: Engine, settings: Settings, arguments: Mapping[str, Any]
) -> datetime | None:
    """The job: write `arguments["export"]` and store it; what is ready stays as it is, what a
    worker that died has left is replaced."""
    number = int(arguments["export"])
    with db.writing(engine) as session:
        export = session.get(Export, number, with_for_update=True)
        if export is None or export.state in (BundleState.READY, BundleState.OUTDATED):
            return None
        export.state, export.error, export.done_count = BundleState.PREPARING, "", 0
        session.add(export)
        is_large = export.total_count > (LARGE_PAPER if export.form == "results.pdf" else LARGE)
    try:
        if is_large:
            run_apart(engine, settings, "app.groups", "write-export", str(number))
        else:
            write_and_store(engine, settings, number)
    except Stopped:
        return clock.now()
    except Exception:
        _fail(engine, number)
        raise
    return None


def write_and_store(engine: Engine, settings: Settings, number: int) -> None:
    """Write the file and store its pieces, in this process."""
    base = settings.data_dir / "tmp"
    base.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bundle-", dir=base) as room:
        path = Path(room) / "export"
        _write(engine, number, path)
        _store(engine, number, path)


def _write(engine: Engine, number: int, path: Path) -> None:
    with db.reading(engine) as session, path.open("wb") as file:
        export = session.get_one(Export, number)
        query = select(Process).where(Process.id == export.process_id)
        process = session.exec(query.options(one(Process.organisation))).one()
        with speaking(export.language):
            FORMS[export.form](session, process, file, _Reports(engine, number))


def write_to(engine: Engine, process_id: int, form: str, path: Path) -> None:
    """The same straight to a file, whole or not at all, or to standard output (`-`)."""
    query = select(Process).where(Process.id == process_id).options(one(Process.organisation))
    with db.reading(engine) as session:
        process = session.exec(query).one()
        if str(path) == "-":
            FORMS[form](session, process, sys.stdout.buffer, _nobody)
            return
        unfinished = path.with_name(f".{path.name}.part")
        with unfinished.open("wb") as file:
            FORMS[form](session, process, file, _nobody)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)


def _nobody(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


class _Reports:
    """Says now and then how far it is, in a transaction of its own."""

    def __init__(self, engine: Engine, number: int) -> None:
        self.engine, self.number = engine, number
        self.next_at = time.monotonic() + SECONDS_BETWEEN_REPORTS

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() < self.next_at:
            return
        self.next_at = time.monotonic() + SECONDS_BETWEEN_REPORTS
        mine = update(Export).where(col(Export.id) == self.number)
        try:
            with db.writing(self.engine, patience=0.2) as session:
                session.execute(mine.values(done_count=done, total_count=total))
        except Busy:  # others are writing; the next report tells more anyway
            return


def _store(engine: Engine, number: int, path: Path) -> None:
    """Some pieces in each transaction; the last one says that it is ready, if all are there."""
    old = delete(ExportChunk).where(col(ExportChunk.export_id) == number)
    with db.writing(engine) as session:
        session.execute(old)
    digest, position, size = hashlib.sha256(), 0, 0
    with path.open("rb") as file:
        while pieces := [piece for _n in range(AT_ONCE) if (piece := file.read(PIECE))]:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
            with db.writing(engine) as session:
                _put(session, number, position, pieces)
            position += len(pieces)
    with db.writing(engine) as session:
        _settle(session, number, position, size, digest.hexdigest())
        if is_zipfile(path):
            _name_archive(session, number)


def _name_archive(session: Session, number: int) -> None:
    """What is too heavy for one PDF comes as an archive of several, and is called so."""
    export = session.get_one(Export, number)
    if export.filename.endswith(".pdf"):
        export.filename = f"{export.filename.removesuffix('.pdf')}.zip"
        session.add(export)


def _put(session: Session, number: int, position: int, pieces: list[bytes]) -> None:
    export = session.get_one(Export, number)
    rows = [
        {
            "process_id": export.process_id,
            "export_id": number,
            "position": position + place,
            "content": zlib.compress(piece, 1),
        }
        for place, piece in enumerate(pieces)
    ]
    session.execute(insert(ExportChunk), rows)


def _settle(session: Session, number: int, pieces: int, size: int, sha256: str) -> None:
    export = session.get_one(Export, number, with_for_update=True)
    counted = select(func.count()).where(ExportChunk.export_id == number)
    if session.exec(counted).one() != pieces:
        raise RuntimeError("somebody else has written the same file meanwhile")
    export.size, export.sha256 = size, sha256
    export.state, export.ready_at = BundleState.READY, clock.now()
    export.done_count = export.total_count
    session.add(export)
    process = session.get_one(Process, export.process_id)
    journal.record(session, None, "export.written", export, process=process, what=export.form)


def _fail(engine: Engine, number: int) -> None:
    with db.writing(engine) as session:
        export = session.get_one(Export, number)
        if export.state is not BundleState.READY:
            export.state = BundleState.FAILED
            export.error = _("Beim Schreiben ist etwas schiefgegangen.")
            session.add(export)
