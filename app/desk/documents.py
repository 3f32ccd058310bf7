"""The documents of a process on the desk: uploaded, named, put in order, replaced, removed."""

from typing import Annotated, Any

from fastapi import Depends, File, Form, Path, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app import db
from app.accounts.rules import may_manage
from app.db import Db
from app.desk import paper_taking
from app.desk.drafts import ProcessInPath, process_in_path
from app.errors import Conflict, Invalid
from app.i18n import _
from app.identity import SignedIn, visitor_of
from app.models import Document, Person, Process
from app.processes import documents
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/p/{slug}/documents")
Slug = Annotated[str, Path(max_length=80)]
MOST_BYTES = paper_taking.LARGEST + 1_000_000  # what is too large is said in a sentence


class DocumentForm:
    """What was typed stays; a file has to be chosen again. `seen` is the mark of what its writer
    has read."""

    def __init__(
        self,
        title: Annotated[str, Form(max_length=1000)] = "",
        note: Annotated[str, Form(max_length=1000)] = "",
        seen: Annotated[str, Form(max_length=64)] = "",
    ) -> None:
        self.typed = {"title": title, "note": note}
        self.words = (title, note)
        self.seen = seen
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return self.typed[name]

    @classmethod
    def of(cls, document: Document) -> "DocumentForm":
        """With what stands now."""
        return cls(document.title, document.note, documents.mark_of(document))

    def faults(self, brought: "Brought", *, needed: bool) -> dict[str, str]:
        """What is wrong with the words and the file, in the order of the page."""
        faults = documents.faults_of(*self.words)
        if brought.error:
            return faults | {"file": brought.error}
        if brought.paper is None and needed:
            return faults | {"file": _("Wählen Sie zuerst eine Datei aus.")}
        if brought.paper is not None and faults:
            return faults | {"file": _("Bitte wählen Sie die Datei noch einmal aus.")}
        return faults


class Brought:
    """A file that came with the form and was looked through, if one came; or why it is not
    taken."""

    def __init__(self) -> None:
        self.paper: documents.Paper | None = None
        self.error = ""


def taken_before(
    request: Request, slug: str, file: Annotated[UploadFile | None, File()] = None
) -> Brought:
    """Look at the file before the transaction that keeps it, so that others can write meanwhile;
    and ask first who brings it, so that nobody else makes us look."""
    with db.looking(request.app.state.engine, request.state.city) as session:
        process = process_in_path(request, slug, session)
        require(may_manage(visitor_of(request, session), process))
        session.expunge_all()
    brought = Brought()
    try:
        if file is not None and file.filename:
            data = file.file.read(paper_taking.LARGEST + 1)
            brought.paper = paper_taking.take(file.filename[-200:], data)
    except Invalid as refusal:
        brought.error = refusal.fields.get("file", refusal.reason)
    return brought


Taken = Annotated[Brought, Depends(taken_before, scope="function")]
Typed = Annotated[DocumentForm, Depends()]


@router.get("")
def show_documents(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """All documents in their order, and the form for one more."""
    return _show(request, session, process, person, DocumentForm(), done=done)


def _show(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: DocumentForm,
    *,
    status: int = 200,
    **more: Any,
) -> Response:
    values: dict[str, Any] = {"done": "", "chosen": None}
    return render(
        request,
        "desk/documents.html",
        status=status,
        process=process,
        form=form,
        documents=documents.documents_of(session, process),
        most=paper_taking.LARGEST // 1_000_000,
        may_change=may_manage(person, process),
        said=_said(),
        **(values | more),
    )


def _said() -> dict[str, str]:
    return {
        "added": _("Die Unterlage ist veröffentlicht."),
        "changed": _("Gespeichert."),
        "moved": _("Die Reihenfolge ist geändert."),
        "removed": _("Die Unterlage ist entfernt."),
    }


@router.post("", max_body_size=MOST_BYTES)
def add(
    request: Request,
    brought: Taken,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Typed,
) -> Response:
    """Publish one more document."""
    require(may_manage(person, process))
    form.errors = form.faults(brought, needed=True)
    if form.errors or brought.paper is None:
        return _show(request, session, process, person, form, status=422)
    try:
        documents.add_document(session, process, *form.words, brought.paper, person)
    except Conflict as refusal:
        form.errors["title"] = refusal.reason
        return _show(request, session, process, person, form, status=409)
    return _back(process, "added")


@router.get("/{document}")
def show_document(
    request: Request, process: ProcessInPath, document: Slug, person: SignedIn, session: Db
) -> Response:
    """One document, with the form to change it."""
    chosen = documents.document_of(session, process, document)
    form = DocumentForm.of(chosen)
    return _show(request, session, process, person, form, chosen=chosen)


@router.post("/{document}", max_body_size=MOST_BYTES)
def change(
    request: Request,
    brought: Taken,
    process: ProcessInPath,
    document: Slug,
    person: SignedIn,
    session: Db,
    form: Typed,
) -> Response:
    """Name it otherwise, or put another file in its place. Of two at one time the second is shown
    what the first has made of it, with its own words kept."""
    require(may_manage(person, process))
    chosen = documents.document_of(session, process, document)
    form.errors = form.faults(brought, needed=False)
    if form.errors:
        return _show(request, session, process, person, form, chosen=chosen, status=422)
    about = (form.seen, form.words, brought.paper, person)
    try:
        documents.change_document(session, process, document, *about)
    except Conflict as refusal:
        form.errors["title"], form.seen = refusal.reason, documents.mark_of(chosen)
        if brought.paper is not None:
            form.errors["file"] = _("Bitte wählen Sie die Datei noch einmal aus.")
        return _show(request, session, process, person, form, chosen=chosen, status=409)
    return _back(process, "changed")


@router.post("/{document}/move")
def move(
    process: ProcessInPath,
    document: Slug,
    person: SignedIn,
    session: Db,
    to: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Put it one place up, or down."""
    require(may_manage(person, process))
    documents.move_document(session, process, document, person, up=to == "up")
    return _back(process, "moved")


@router.post("/{document}/remove")
def remove(
    process: ProcessInPath,
    document: Slug,
    person: SignedIn,
    session: Db,
    seen: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Take it off the page, with its file."""
    require(may_manage(person, process))
    documents.remove_document(session, process, document, seen, person)
    return _back(process, "removed")


def _back(process: Process, done: str) -> Response:
    return RedirectResponse(f"/desk/p/{process.slug}/documents?done={done}#getan", status_code=303)
