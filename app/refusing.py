"""What people see of a request that was refused or went wrong: a page with one sentence, and ways
on."""

import logging
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import db
from app.db import NOT_READ, READ_METHODS, UNAVAILABLE
from app.errors import Busy, Invalid, NotFound, NotFresh, Refused, TooLarge, TooMany
from app.i18n import _
from app.identity import card_of
from app.security import cookie_name
from app.web import asked_by_htmx, page_asked, page_before, render

log = logging.getLogger("randnotiz.refusing")


def _is_open(request: Request) -> bool:
    """Whether somebody may be signed in of whom the page does not know yet."""
    cookie = request.cookies.get(cookie_name(request.app.state.settings))
    return bool(cookie) and not hasattr(request.state, "visitor")


def _ask_who(request: Request) -> None:
    """Who asks, for a page that no route made: nobody was asked there, or too late. Never fails;
    where it cannot be told, the page says so by leaving it open."""
    if asked_by_htmx(request) or not _is_open(request):
        return
    try:
        with db.looking(request.app.state.engine, request.state.city) as session:
            card_of(request, session)
    except Exception as fault:
        log.warning("a page of a refusal does not know who asked: %r", fault)
        request.state.unsure = True


def show_refusal(request: Request, refusal: Exception, **context: Any) -> Response:
    """A refusal as a page, or as a fragment in the place that was to be changed."""
    refusal = cast(Refused, refusal)
    if isinstance(refusal, Busy):
        refusal.reason = _(refusal.reason)
        request.state.unsure = _is_open(request)  # ask no more of the database now
    else:
        _ask_who(request)
    answer = render(
        request,
        "parts/refused.html",
        fragment="parts/_refused.html",
        status=refusal.status,
        refusal=refusal,
        typed=getattr(request.state, "typed", []),
        **context,
    )
    if isinstance(refusal, Busy | TooMany):
        answer.headers["retry-after"] = str(refusal.seconds)
    return answer


def _ask_for_proof(request: Request, refusal: Exception) -> Response:
    """Lead to the page that asks for a proof, and from there back: to the page asked for, or for
    a form to the page that it stood on. Whoever has written something gets it back instead."""
    refusal = cast(NotFresh, refusal)
    if getattr(request.state, "typed", []):
        return show_refusal(request, refusal)
    is_page = request.method in READ_METHODS
    back = page_asked(request) if is_page else page_before(request, "/account")
    see = f"{refusal.page}?{urlencode({'next': back})}"
    if asked_by_htmx(request):
        return Response(status_code=204, headers={"hx-redirect": see})
    return RedirectResponse(see, status_code=303)


def _show_http_error(request: Request, error: Exception) -> Response:
    error = cast(HTTPException, error)
    if error.status_code == 404:
        return show_refusal(request, NotFound(_("Diese Seite gibt es nicht.")))
    if error.status_code == 413:
        return show_refusal(request, _too_large())
    refusal = Refused(_("Das geht so nicht."))
    refusal.status = error.status_code
    return show_refusal(request, refusal, back=page_before(request))


def _show_fault(request: Request, _error: Exception) -> Response:
    """A fault of ours; the framework writes down which, and nobody else is told."""
    refusal = Refused(_("Hier ist uns ein Fehler unterlaufen. Versuchen Sie es später wieder."))
    refusal.status = 500
    return show_refusal(request, refusal)


def _too_large() -> TooLarge:
    return TooLarge(_("Das ist zu groß: So viel liest diese Seite nicht auf einmal."))


class SaysTooLarge:
    """Answers with a page of ours where the framework, which sits outside of all handlers, would
    say in plain English that a request is too large."""

    def __init__(self, app: ASGIApp, whole: FastAPI) -> None:
        self.app = app
        self.whole = whole

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on but that one answer."""
        is_refused = False

        async def send_ours(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and message["status"] == 413:
                kind = Headers(raw=message["headers"]).get("content-type", "")
                is_refused = kind.startswith("text/plain")
            if not is_refused:
                await send(message)

        await self.app(scope, receive, send_ours)
        if is_refused:
            request = Request({**scope, "app": self.whole})
            answer = await run_in_threadpool(show_refusal, request, _too_large())
            await answer(scope, receive, send)


def _show_misunderstood(request: Request, _error: Exception) -> Response:
    return show_refusal(request, Invalid(_("In der Adresse oder im Formular stimmt etwas nicht.")))


def _show_unavailable(request: Request, _error: Exception) -> Response:
    """For pages that open a transaction of their own; `Db` says it by itself."""
    return show_refusal(request, Busy(NOT_READ))


def install(app: FastAPI) -> None:
    """Teach the application to answer refusals with pages."""
    app.add_exception_handler(Refused, show_refusal)
    app.add_exception_handler(NotFresh, _ask_for_proof)
    for kind in UNAVAILABLE:
        app.add_exception_handler(kind, _show_unavailable)
    app.add_exception_handler(HTTPException, _show_http_error)
    app.add_exception_handler(Exception, _show_fault)
    app.add_exception_handler(RequestValidationError, _show_misunderstood)
