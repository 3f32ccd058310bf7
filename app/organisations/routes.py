"""What a city says of itself: its legal pages, its files, and its page at the desk."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from app import colours, retention
from app.config import Settings
from app.db import Db
from app.errors import NotFound
from app.i18n import _
from app.identity import Visitor
from app.organisations import queries
from app.organisations.desk import router as desk
from app.routing import Pages
from app.web import own_colours, render, site_of

router = Pages()
router.take_in(desk)
FOR_EVER = "public, max-age=31536000, immutable"
LEGAL = ("imprint", "privacy", "accessibility")


@router.get("/imprint")
def show_imprint(request: Request, visitor: Visitor, session: Db) -> Response:
    """Who answers for these pages (§ 5 DDG, § 18 MStV)."""
    return _legal(request, session, "imprint")


@router.get("/privacy")
def show_privacy(request: Request, visitor: Visitor, session: Db) -> Response:
    """What is kept, for how long, who sees it (Art. 13 GDPR)."""
    return _legal(request, session, "privacy")


@router.get("/accessibility")
def show_accessibility(request: Request, visitor: Visitor, session: Db) -> Response:
    """The declaration of accessibility with whom to tell (BITV 2.0, § 12b BGG)."""
    return _legal(request, session, "accessibility")


def _legal(request: Request, session: Db, page: str) -> Response:
    settings: Settings = request.app.state.settings
    organisation = queries.organisation_of(session, request.state.city)
    return render(
        request,
        f"organisations/{page}.html",
        organisation=organisation,
        uses_cdn=settings.htmx == "cdn",
        kept=retention,
        provider=settings.oidc_name if settings.oidc_issuer else "",
    )


@router.get("/about/{page}")
def show_where_it_was(page: str) -> Response:
    """Where these pages stood before; links to them stay good."""
    if page not in LEGAL:
        raise NotFound(_("Diese Seite gibt es nicht."))
    return RedirectResponse(f"/{page}", status_code=308)


@router.get("/city-{digest}.css")
def serve_colours(request: Request, digest: str, session: Db) -> Response:
    """The city's colours. Another process may know of a change a moment before this one, so the
    database is asked when the address is not the known one."""
    wanted = f"/city-{digest}.css"
    address, content = own_colours(site_of(request))
    if address != wanted:
        city = queries.organisation_of(session, request.state.city)
        content = colours.stylesheet(city.colour) if city else ""
        address = colours.address(content)
    if not content or address != wanted:
        raise NotFound(_("Diese Farben gibt es nicht mehr."))
    # Also for a page of ours in another site's frame, which counts as another origin there.
    headers = {"cache-control": FOR_EVER, "cross-origin-resource-policy": "cross-origin"}
    return Response(content, media_type="text/css", headers=headers)


@router.get("/logo-{digest}")
def serve_logo(request: Request, digest: str, session: Db) -> Response:
    """The city's logo, as we drew it."""
    emblem = queries.emblem_by_digest(session, request.state.city, digest)
    headers = {"cache-control": FOR_EVER, "content-security-policy": "default-src 'none'"}
    return Response(emblem.content, media_type=emblem.media_type, headers=headers)
