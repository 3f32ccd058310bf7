"""One version on the desk, from what was read to what its page shows."""

from typing import Any

from fastapi import Request, Response
from sqlmodel import Session

from app.accounts.rules import is_admin
from app.desk.versions import outline_of, readiness_of
from app.i18n import _
from app.models import DraftVersion, Person, Process
from app.web import render


def colour_names() -> tuple[tuple[str, str], ...]:
    """The six colour tokens, by the names that people call them."""
    names = (_("Blau"), _("Dunkelrot"), _("Violett"), _("Schiefer"), _("Ocker"), _("Aubergine"))
    return tuple((str(token), name) for token, name in enumerate(names, 1))


def version_page(
    request: Request,
    session: Session,
    process: Process,
    version: DraftVersion,
    person: Person,
    *,
    edit: str = "",
    refusal: str = "",
    status: int = 200,
) -> Response:
    """The page of one version; with `refusal`, what could not be done."""
    context = version_context(session, process, version, person, edit)
    return render(request, "desk/draft_version.html", status=status, refusal=refusal, **context)


def version_context(
    session: Session, process: Process, version: DraftVersion, person: Person, edit: str = ""
) -> dict[str, Any]:
    """What the page of a version and its parts show."""
    outline = outline_of(session, process, version)
    may_change = is_admin(person, process.organisation_id) and version.published_at is None
    return {
        "process": process,
        "version": version,
        "outline": outline,
        "readiness": readiness_of(process, outline),
        "edit": edit if may_change else "",
        "colours": colour_names(),
        "with_notes": False,
        "may_change": may_change,
    }
