"""The desk's page of large files about a process: asking for one, how far it is, taking it."""

from typing import Annotated, Any

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session, col, select
from starlette.responses import StreamingResponse

from app import clock, db, journal
from app.db import Db
from app.groups import exporting
from app.groups.bundle_rules import may_draw_for_all
from app.groups.bundles_desk import ProcessHere
from app.groups.export_rules import require_ready
from app.i18n import _
from app.identity import SignedIn
from app.models import BundleState, Export, Person, Process
from app.outdated import outdated
from app.retention import EXPORTS
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/desk/p/{slug}/exports")
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
MOST = 50  # files on the page


def form_words() -> dict[str, tuple[str, str]]:
    """What each file is called, and what is in it."""
    return {
        "notes.csv": (
            _("Alle Anmerkungen als Tabelle"),
            _(
                "CSV für Excel und LibreOffice: eine Zeile für jede Anmerkung, mit Antworten und "
                "Entscheidungen."
            ),
        ),
        "notes.jsonl": (
            _("Alle Anmerkungen für Programme"),
            _("JSON: eine Zeile für jede Anmerkung, mit allem, was öffentlich ist."),
        ),
        "results.pdf": (
            _("Die Ergebnisse zum Lesen und Drucken"),
            _("PDF: was aus jeder Anmerkung wurde, und was sich im Text geändert hat."),
        ),
        "results.xlsx": (
            _("Die Ergebnisse als Tabelle"),
            _("Excel: eine Zeile für jede Anmerkung mit ihrer Entscheidung."),
        ),
    }


@router.get("")
def show_exports(
    request: Request,
    process: ProcessHere,
    person: SignedIn,
    session: Db,
    asked: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> Response:
    """What can be written, and the files that are there."""
    return render(
        request,
        "groups/exports.html",
        fragment="groups/_exports.html",
        asked=asked,
        **_shown(session, process, person),
    )


def _shown(session: Session, process: Process, person: Person) -> dict[str, Any]:
    query = (
        select(Export)
        .where(Export.process_id == process.id)
        .order_by(col(Export.id).desc())
        .limit(MOST)
    )
    exports = session.exec(query).all()
    words = form_words()
    return {
        "process": process,
        "exports": exports,
        "outdated": outdated(session, exports),
        "forms": [(form, *words[form]) for form in words if form in exporting.FORMS],
        "words": words,
        "preparing": any(export.state is BundleState.PREPARING for export in exports),
        "may_ask": may_draw_for_all(person, process),
        "days": EXPORTS.days,
    }


@router.post("")
def ask_for_export(
    process: ProcessHere,
    person: SignedIn,
    session: Db,
    form: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Ask for a file. One that says the same and is there, or on its way, is that one."""
    require(may_draw_for_all(person, process))
    export = exporting.ask(session, process, form, person, clock.now())
    there = f"/desk/p/{process.slug}/exports?asked={export.id}#datei-{export.id}"
    return RedirectResponse(there, status_code=303)


def export_in_path(export_id: Number, process: ProcessHere, session: Db) -> Export:
    """The file of this address, of this very process."""
    return exporting.export_by_id(session, process, export_id)


ExportInPath = Annotated[Export, Depends(export_in_path, scope="function")]


@router.get("/{export_id}/file")
def download_export(
    request: Request, export: ExportInPath, process: ProcessHere, person: SignedIn, session: Db
) -> Response:
    """The file's bytes, piece by piece; that somebody takes it is written down before. What says
    more than the pages do by now is refused."""
    require_ready(session, export)
    engine = request.app.state.engine
    with db.writing(engine, patience=db.BUSY_SECONDS) as writing:
        deed = "export.downloaded"
        journal.record(writing, person, deed, export, process=process, what=export.form)
    headers = {
        "content-disposition": f'attachment; filename="{export.filename}"',
        "content-length": str(export.size),
        "etag": f'"{export.sha256}"',
    }
    pieces = exporting.pieces_of(engine, export.id)
    return StreamingResponse(pieces, media_type=exporting.media_of(export), headers=headers)
