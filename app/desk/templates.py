"""The city's own Word template for its bundles: uploaded, tried, removed."""

import io
from collections.abc import Iterable
from typing import Annotated

from fastapi import Depends, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import clock, db
from app.accounts.rules import is_admin, is_auditor, may_administer, may_manage
from app.db import Db
from app.drafts.readers.refusals import Unreadable
from app.errors import NotFound
from app.groups import templates
from app.groups.writers import docx
from app.groups.writers.specimen import specimen
from app.i18n import _
from app.identity import SignedIn, visitor_of
from app.models import DocumentTemplate, Person, Process
from app.moderation.queries import processes_of
from app.routing import Pages
from app.rules import No, Verdict, require
from app.text import clean_line
from app.web import render

router = Pages(prefix="/templates")
MOST_BYTES = templates.LARGEST + 500_000  # what is too large is said in a sentence
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DONE = frozenset({"put", "ended"})
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]


def may_dress(person: Person | None, organisation_id: int, process: Process | None) -> Verdict:
    """Who may put a template in force: of a process its manager, of all the office."""
    if process is not None:
        return may_manage(person, process)
    return may_administer(person, organisation_id)


def _places(session: Session, person: Person, city_id: int) -> list[Process]:
    """The processes whose bundles this person may dress. Refused for those who may dress none,
    and are no auditor."""
    managed = [
        process
        for process in processes_of(session, person)
        if process.organisation_id == city_id and may_manage(person, process)
    ]
    may_look = managed or is_admin(person, city_id) or is_auditor(person, city_id)
    because = _("Vorlagen sehen und ändern das Beteiligungsbüro und die Verfahrensleitung.")
    require(True if may_look else No(because))
    return managed


class Brought:
    """A template that was handed in and read; or why it cannot be taken."""

    def __init__(self) -> None:
        self.named: tuple[str, bytes] | None = None
        self.error = ""


def read_before(
    request: Request,
    template: Annotated[UploadFile | None, File()] = None,
    place: Annotated[str, Form(max_length=80)] = "",
) -> Brought:
    """Read the file before the transaction that keeps it, so that others can write meanwhile; and
    ask first who brings it, so that nobody else makes us read."""
    city, brought = request.state.city, Brought()
    with db.looking(request.app.state.engine, city) as session:
        person = visitor_of(request, session)
        process = _chosen(processes_of(session, person) if person else (), place)
        require(may_dress(person, city.id, process))
        session.expunge_all()
    if template is None or not template.filename:
        brought.error = _("Wählen Sie zuerst eine Datei aus.")
        return brought
    name = clean_line(template.filename.replace("\\", "/").rpartition("/")[2])[-120:] or "docx"
    try:
        data = template.file.read(templates.LARGEST + 1)
        brought.named = (name, templates.read_template(name, data))
    except Unreadable as refusal:
        brought.error = refusal.reason
    return brought


def _chosen(processes: Iterable[Process], place: str) -> Process | None:
    """The process of this slug; none is chosen for all of the city."""
    found = next((process for process in processes if process.slug == place), None)
    if place and found is None:
        raise NotFound(_("Dieses Verfahren gibt es nicht."))
    return found


@router.get("")
def show_templates(
    request: Request,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Which templates are in force, and the form for another."""
    return _page(request, session, person, done=done if done in DONE else "")


def _page(
    request: Request,
    session: Session,
    person: Person,
    *,
    done: str = "",
    error: str = "",
    place: str = "",
) -> Response:
    city = request.state.city
    managed = _places(session, person, city.id)
    return render(
        request,
        "desk/templates.html",
        status=422 if error else 200,
        templates=templates.templates_of(session, city.id),
        places=managed,
        managed={process.id for process in managed},
        for_all=is_admin(person, city.id),
        done=done,
        error=error,
        place=place,
        most=templates.LARGEST // 1_000_000,
    )


@router.post("", max_body_size=MOST_BYTES)
def put_template(
    request: Request,
    brought: Annotated[Brought, Depends(read_before, scope="function")],
    person: SignedIn,
    session: Db,
    place: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Let the template dress the bundles that are drawn from now on."""
    city = request.state.city
    process = _chosen(processes_of(session, person), place)
    require(may_dress(person, city.id, process))
    if brought.named is None:
        return _page(request, session, person, error=brought.error, place=place)
    templates.put_template(session, city.id, process, brought.named, person, clock.now())
    return RedirectResponse("/desk/templates?done=put", status_code=303)


def own_template(
    request: Request, template_id: Number, person: SignedIn, session: Db
) -> DocumentTemplate:
    """The template of this address, for those who see this page."""
    _places(session, person, request.state.city.id)
    return templates.template_by_id(session, request.state.city.id, template_id)


OwnTemplate = Annotated[DocumentTemplate, Depends(own_template, scope="function")]


@router.post("/{template_id}/remove")
def end_template(person: SignedIn, template: OwnTemplate, session: Db) -> Response:
    """Dress the bundles drawn from now on as before."""
    process = session.get(Process, template.process_id) if template.process_id else None
    require(may_dress(person, template.organisation_id, process))
    templates.end_template(session, template, process, person, clock.now())
    return RedirectResponse("/desk/templates?done=ended", status_code=303)


@router.get("/{template_id}/sample.docx")
def fetch_sample(request: Request, template: OwnTemplate) -> Response:
    """A small invented bundle in this template's dress."""
    file = io.BytesIO()
    docx.write(specimen(request.state.city.name, template.content, clock.now()), file)
    headers = {
        "cache-control": "private, no-store",
        "content-disposition": 'attachment; filename="Muster.docx"',
    }
    return Response(file.getvalue(), media_type=DOCX, headers=headers)
