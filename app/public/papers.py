"""Documents, rules, and whether the installation is well."""

from fastapi import Request, Response
from sqlmodel import Session, select

from app.db import Db
from app.errors import NotFound
from app.i18n import _
from app.identity import Visitor
from app.models import Document
from app.processes import queries as processes
from app.processes.house_rules import former_rules_of, rules_of
from app.routing import Pages
from app.web import render

router = Pages()


@router.get("/p/{slug}/rules")
def show_rules(request: Request, slug: str, visitor: Visitor, session: Db) -> Response:
    """The published house rules; hiding a note names one of them."""
    process = processes.by_slug(session, slug)
    return render(
        request,
        "public/rules.html",
        process=process,
        rules=rules_of(session, process),
        former=former_rules_of(session, process),
    )


@router.get("/p/{slug}/documents/{document}")
def show_document(
    request: Request, slug: str, document: str, visitor: Visitor, session: Db
) -> Response:
    """A paper of the process, to be read on a page."""
    process = processes.by_slug(session, slug)
    paper = _paper(session, process.id, document)
    return render(request, "public/document.html", process=process, paper=paper)


@router.get("/p/{slug}/documents/{document}/file")
def download_document(slug: str, document: str, session: Db) -> Response:
    """The paper as the file it came as."""
    process = processes.by_slug(session, slug)
    paper = _paper(session, process.id, document)
    headers = {"content-disposition": f'attachment; filename="{paper.filename}"'}
    return Response(paper.content, media_type=paper.media_type, headers=headers)


def _paper(session: Session, process_id: int, slug: str) -> Document:
    query = select(Document).where(Document.process_id == process_id, Document.slug == slug[:80])
    found = session.exec(query).one_or_none()
    if found is None:
        raise NotFound(_("Diese Unterlage gibt es nicht."))
    return found
