"""Everything that knows about HTML: the template environment, pages, fragments, redirects."""

import gzip
import hashlib
import ipaddress
import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import URL

from app import asked_tongue, clock, colours, i18n, tongues, untranslated
from app.cities import NOBODY, City
from app.config import ROOT
from app.db import READ_METHODS
from app.models import Role
from app.security import HTMX_CDN, HTMX_HASH, HTMX_VERSION, cookie_name, form_token
from app.text import shorten

# Pages that a search engine may find, each in all languages.
_PUBLIC = re.compile(
    r"/(?:privacy|accessibility|imprint|offices|results"
    r"|p/[^/]+(?:/(?:draft(?:/v\d+)?|changes|results|removals|rules|offices|topics"
    r"|(?:fields|blocks|comments|topics|similar|documents)/[^/]+))?)?"
)
VARY = "Accept-Language, Cookie, HX-Request"  # what an answer depends on beside its address
environment = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,  # a template is read once; asking the disk each time cost a sixth of a page
    extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
)
environment.install_gettext_callables(  # type: ignore[attr-defined]
    untranslated.gettext, untranslated.ngettext, newstyle=True
)
environment.globals.update(
    day=i18n.day,
    near_day=i18n.near_day,
    days_between=clock.days_between,
    weekday=i18n.weekday,
    hour=i18n.hour,
    instant=i18n.instant,
    number=i18n.number,
    size=i18n.size,
    locale=i18n.locale,
    direction=i18n.direction,
    comma=i18n.comma,
    languages=i18n.NAMES,
    awaiting_a_reader=i18n.AWAITING_A_READER,
    Role=Role,
)
environment.globals.update(german=tongues.german, tongue=tongues.tongue, spoken=tongues.spoken)
environment.filters.update(german=tongues.in_german, numbered=tongues.numbered)
environment.filters["excerpt"] = lambda words: shorten(" ".join(words.split()), 110)
environment.filters["shortly"] = lambda words: shorten(" ".join(words.split()), 320)
# HTML knows no more than milliseconds.
environment.filters["to_second"] = lambda moment: moment.isoformat(timespec="seconds")
# A day is one of the city: in UTC it may be the one before.
environment.filters["to_day"] = lambda moment, zone: (
    moment.astimezone(ZoneInfo(zone)).date().isoformat()
)
environment.filters["upper_first"] = lambda words: words[:1].upper() + words[1:]
environment.filters["safe_html"] = Markup  # only for HTML that we rendered when it was written


def asked_by_htmx(request: Request) -> bool:
    """Whether a fragment is wanted instead of a page."""
    return request.headers.get("hx-request") == "true"


def context_of(request: Request) -> dict[str, Any]:
    """What every template may use: who asks, the form token, where the files lie."""
    state = request.app.state
    cookie = request.cookies.get(cookie_name(state.settings), "")
    return {
        "request": request,
        "visitor": getattr(request.state, "visitor", None),
        "token": form_token(state.secret, cookie),
        "now": clock.now(),
        "site": site_of(request),
        "path": request.url.path,
        "public_url": public_url(request),
        "named_address": named_address(request),
        "back": request.url.path if request.method in READ_METHODS else page_before(request),
        "unsure": getattr(request.state, "unsure", False),
    }


def public_url(request: Request) -> str:
    """The full address of a page for everybody, without its query, under which search engines
    shall know it in all its languages; "" for other pages, and for what answers a form. It holds
    nothing that another asker of the same finished page would not see."""
    path = request.url.path
    if request.method not in READ_METHODS or not _PUBLIC.fullmatch(path):
        return ""
    return f"{request.state.city.base_url.rstrip('/')}{quote(path)}"


def page_asked(request: Request) -> str:
    """The page that was asked for, as a path."""
    return _path_of(request.url)


def _path_of(where: URL) -> str:
    return f"{where.path}?{where.query}" if where.query else where.path


def page_before(request: Request, otherwise: str = "/") -> str:
    """The page of ours that a form stood on or a link led from, as a path; `otherwise` where the
    browser does not say."""
    where = URL(request.headers.get("referer", ""))
    try:
        is_ours = where.path and where.netloc.lower() == request.headers.get("host", "").lower()
    except ValueError:  # what it says is no address at all
        return otherwise
    return _path_of(where) if is_ours else otherwise


def named_address(request: Request) -> str | None:
    """Where this page is under a name, when it was asked for under a number: browsers know
    passkeys at names alone (Web Authentication Level 3, 5.1.3, step 8). "" where no name is known,
    None where it has one."""
    host = _number(request.url.hostname or "")
    if host is None:
        return None
    settings = request.app.state.settings
    if host.is_loopback and "localhost" in settings.hosts:
        path = request.url.path if request.method in READ_METHODS else "/sign-in"
        return str(request.url.replace(hostname="localhost", path=path, query=""))
    base = settings.base_url
    return base if _number(URL(base).hostname or "") is None else ""


@lru_cache(maxsize=256)
def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def site_of(request: Request) -> "Site":
    """The city whose pages these are, with the addresses of its files."""
    return _site(request.app.state.settings.htmx, request.state.city)


def write(template: str, context: dict[str, Any]) -> str:
    """The template with this context, as text."""
    return untranslated.mend(environment.get_template(template).render(context))


def lead_on(html: str, request: Request) -> str:
    """A page whose links keep the language that its own address names, if it names one."""
    named = getattr(request.state, "named", "")
    return asked_tongue.lead_on(html, named) if named else html


def render(
    request: Request, page: str, *, fragment: str | None = None, status: int = 200, **context: Any
) -> Response:
    """The fragment for htmx, the whole page for a browser without it."""
    name = fragment if fragment and asked_by_htmx(request) else page
    html = lead_on(write(name, context_of(request) | context), request)
    return Response(html, status_code=status, media_type="text/html", headers={"vary": VARY})


def done(
    request: Request, *, fragment: str, see: str, status: int = 201, **context: Any
) -> Response:
    """After a deed: the changed fragment for htmx, otherwise a redirect to where it shows."""
    if asked_by_htmx(request):
        return render(request, fragment, status=status, **context)
    return RedirectResponse(see, status_code=303)


class Site:
    """What pages need to know about whose they are: the city, its files and where htmx comes
    from."""

    def __init__(self, htmx: str, city: City) -> None:
        self.city = city
        self.name = city.name or "Randnotiz"
        self.unit = ", ".join(part for part in (city.name, city.unit) if part)
        self.logo = city.logo
        self.city_css = colours.address(colours.stylesheet(city.colour))
        self.css = f"/static/{stylesheet()[0]}"
        self.script = f"/static/js/randnotiz.js?v={_digest(_read('js/randnotiz.js'))}"
        self.worker = f"/static/js/work.js?v={_digest(_read('js/work.js'))}"
        self.writing = f"/static/js/writing.js?v={_digest(_read('js/writing.js'))}"
        self.passage = f"/static/js/passage.js?v={_digest(_read('js/passage.js'))}"
        self.keeping = f"/static/js/keeping.js?v={_digest(_read('js/keeping.js'))}"
        self.desk = f"/static/js/desk.js?v={_digest(_read('js/desk.js'))}"
        self.projector = f"/static/js/projector.js?v={_digest(_read('js/projector.js'))}"
        self.passkeys = f"/static/js/passkeys.js?v={_digest(_read('js/passkeys.js'))}"
        own = f"/static/htmx-{HTMX_VERSION}.min.js"
        self.htmx = HTMX_CDN if htmx == "cdn" else own
        self.htmx_hash = HTMX_HASH


@lru_cache(maxsize=64)
def _site(htmx: str, city: City) -> Site:
    return Site(htmx, city)


def own_colours(site: Site) -> tuple[str, str]:
    """Address and content of the stylesheet of a city's own colours; both empty without any."""
    return site.city_css, colours.stylesheet(site.city.colour)


def _read(name: str) -> bytes:
    return (ROOT / "static" / name).read_bytes()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


@cache
def stylesheet() -> tuple[str, bytes, bytes]:
    """Name, content and gzipped content of the one stylesheet: `css/app.css` with its imports
    put in their places, so that a phone asks once. There is no build step."""

    def put(found: re.Match[str]) -> str:
        return _read(f"css/{found[1]}").decode()

    text = re.sub(r'@import url\("([a-z/_-]+\.css)"\);', put, _read("css/app.css").decode())
    content = text.encode()
    return f"app-{_digest(content)}.css", content, gzip.compress(content, 9, mtime=0)


def standing_alone(page: str, *styles: str) -> str:
    """A page that is read as a file, without us and without our addresses: these stylesheets of
    `static/css` stand in its head."""
    told = "".join(_read(f"css/{name}").decode() for name in styles)
    return page.replace("</head>", f"<style>\n{told}</style>\n</head>", 1)


def serve_stylesheet(request: Request) -> Response:
    """The one stylesheet; its name changes with its content, so it may be kept for a year."""
    _name, content, packed = stylesheet()
    headers = {
        "cache-control": "public, max-age=31536000, immutable",
        "vary": "Accept-Encoding",
        "cross-origin-resource-policy": "cross-origin",  # a page of ours in a frame has no origin
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        content = packed
    return Response(content, media_type="text/css", headers=headers)


def install(app: FastAPI) -> None:
    """Serve the application's one stylesheet."""
    site = Site(app.state.settings.htmx, NOBODY)
    app.add_api_route(site.css, serve_stylesheet, include_in_schema=False)
