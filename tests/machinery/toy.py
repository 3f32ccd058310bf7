"""A page, a fragment and a few faults, to try the tests' browser and servers on."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from app.security import HTMX_CDN, HTMX_HASH

PAGE = """<!doctype html>
<html lang="de">
<head><title>Probe</title><meta name="viewport" content="width=device-width">
<style>:root { color-scheme: light dark } body { color: #222; background: #fff }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #111 } }</style>
HEAD</head>
<body><main><h1>Probe</h1>
<p id="here"><a href="/more" hx-get="/more" hx-target="#here">Mehr zeigen</a></p>
<noscript><p>Ohne Skript</p></noscript>
BODY</main></body></html>"""

HTMX = f'<script defer src="{HTMX_CDN}" integrity="INTEGRITY" crossorigin="anonymous"></script>'
PAGES = {
    "/": (HTMX.replace("INTEGRITY", HTMX_HASH), ""),
    "/forged": (HTMX.replace("INTEGRITY", "sha384-" + "A" * 64), ""),
    "/foreign": ("", '<img src="https://elsewhere.example/pixel.png" alt="">'),
    "/missing": ("", '<img src="/nowhere.png" alt="">'),
    "/throws": ("", "<script>throw new Error('kaputt')</script>"),
    "/shouts": ("", "<script>console.error('so nicht')</script>"),
    "/unlabelled": ("", "<form><input name=q><button>Los</button></form>"),
}


def page(request: Request) -> Response:
    head, body = PAGES[request.url.path]
    return HTMLResponse(PAGE.replace("HEAD", head).replace("BODY", body))


def more(request: Request) -> Response:
    if request.headers.get("HX-Request") == "true":
        return HTMLResponse("<b>Das ist mehr.</b>")
    return HTMLResponse(PAGE.replace("HEAD", "").replace("BODY", "<p>Eine ganze Seite.</p>"))


def refuse(_request: Request) -> Response:
    return HTMLResponse(PAGE.replace("HEAD", "").replace("BODY", "Abgelehnt."), status_code=422)


def process(_request: Request) -> Response:
    import os

    return PlainTextResponse(str(os.getpid()))


app = Starlette(
    routes=[
        *(Route(path, page) for path in PAGES),
        Route("/more", more),
        Route("/refused", refuse),
        Route("/pid", process),
    ]
)
