"""Frames on the city's own site: which sites may show a process, the HTML to copy, a preview."""

from html import escape
from typing import Annotated

from fastapi import Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.accounts.rules import may_manage
from app.db import Db
from app.desk.drafts import ProcessInPath
from app.errors import Conflict, Invalid
from app.i18n import _
from app.identity import SignedIn
from app.models import ActionField, Person, Process, Status
from app.processes.embedding import LONGEST, allow_site, end_site, sites_of
from app.processes.queries import shown_fields_of
from app.public.framed import field_in_frame, process_in_frame
from app.public.queries import field_place
from app.routing import Pages
from app.rules import require
from app.security import content_policy
from app.web import render

router = Pages(prefix="/p/{slug}/embedding")
SELF = ("'self'",)
HEIGHT = 640
SNIPPET = (
    '<iframe src="{src}" title="{title}" width="100%" height="{height}" loading="lazy" '
    'sandbox="allow-top-navigation-by-user-activation"></iframe>'
)
FieldSlug = Annotated[str, Query(max_length=80)]


class SiteForm:
    """A site as typed."""

    def __init__(self, origin: Annotated[str, Form()] = "") -> None:
        self.origin = origin[: LONGEST + 1]
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))


@router.get("")
def show_embedding(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    field: FieldSlug = "",
) -> Response:
    """The sites, the form for another, the HTML for the process or the `field`, and how it will
    look."""
    return _page(request, session, process, person, SiteForm(""), field)


def _page(
    request: Request,
    session: Session,
    process: Process,
    person: Person,
    form: SiteForm,
    chosen: str = "",
    status: int = 200,
) -> Response:
    fields = shown_fields_of(session, process)
    field = next((one for one in fields if one.slug == chosen), None)
    answer = render(
        request,
        "desk/embedding.html",
        status=status,
        process=process,
        sites=sites_of(session, process),
        fields=fields,
        chosen=field,
        form=form,
        may_change=bool(may_manage(person, process)),
        is_public=process.status is not Status.PREPARING,
        snippet=_snippet(request.state.city.base_url, process, field),
        height=HEIGHT,
    )
    policy = content_policy(request.app.state.settings)
    answer.headers["content-security-policy"] = f"{policy}; frame-src 'self'"
    return answer


def _snippet(base_url: str, process: Process, field: ActionField | None) -> str:
    where = f"{base_url.rstrip('/')}/embed/p/{process.slug}"
    title = _("Beteiligung: %(title)s") % {"title": process.title}
    if field is not None:
        where += f"/fields/{field.slug}"
        title = f"{title}, {field.label} {field.title}"
    return SNIPPET.format(src=escape(where), title=escape(title), height=HEIGHT)


@router.get("/preview")
def preview(
    request: Request,
    process: ProcessInPath,
    session: Db,
    field: FieldSlug = "",
    text: Annotated[str, Query(max_length=12)] = "",
) -> Response:
    """The page as a frame shows it, for a frame of ours."""
    if field:
        place = field_place(session, process.slug, field)
        within = f"/desk/p/{process.slug}/embedding/preview?field={place.field.slug}"
        return field_in_frame(request, session, place, SELF, text, within)
    return process_in_frame(request, session, process, SELF)


@router.post("/sites")
def add_site(
    request: Request,
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    form: Annotated[SiteForm, Depends()],
) -> Response:
    """Let a site show the process; what is no site is refused beside the field."""
    require(may_manage(person, process))
    try:
        allow_site(session, process, form.origin, by=person)
    except (Invalid, Conflict) as refusal:
        form.errors = refusal.fields
        return _page(request, session, process, person, form, status=refusal.status)
    return _back(process)


@router.post("/sites/{site_id}/end")
def remove_site(
    process: ProcessInPath,
    person: SignedIn,
    session: Db,
    site_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
) -> Response:
    """A site may no longer show the process."""
    require(may_manage(person, process))
    end_site(session, process, site_id, by=person)
    return _back(process)


def _back(process: Process) -> Response:
    return RedirectResponse(f"/desk/p/{process.slug}/embedding", status_code=303)
