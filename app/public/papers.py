"""Documents, rules, and whether the installation is well."""

from fastapi import Request, Response

from app.db import Db
from app.identity import Visitor
from app.moderation.attachments import safe_name
from app.processes import queries as processes
from app.processes.documents import document_of
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
    paper = document_of(session, process, document, "html")
    return render(request, "public/document.html", process=process, paper=paper)


@router.get("/p/{slug}/documents/{document}/file")
def download_document(slug: str, document: str, session: Db) -> Response:
    """The paper as the file it came as, to be kept, never to be shown here."""
    process = processes.by_slug(session, slug)
    paper = document_of(session, process, document, "content")
    headers = {
        "content-disposition": f'attachment; filename="{safe_name(paper.filename)}"',
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(paper.content, media_type=paper.media_type, headers=headers)
