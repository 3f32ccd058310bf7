"""Wiring, and nothing else: the one module that knows every feature."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module

from fastapi import Depends, FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from app import db, htmx, jobs, metrics, refusing, safekeeping, security, web
from app.accounts import seen
from app.accounts.provider import provider_of
from app.api.application import mounted
from app.cities import NOBODY, Cities
from app.comments import gathered, gathering, guests, receipting, sketching
from app.comments.letters import ANSWERED
from app.config import ROOT, Settings
from app.desk import entry_words
from app.doorkeeper import Doorkeeper
from app.groups import exporting
from app.groups import jobs as packing
from app.groups.returning import keeping as handed_back
from app.groups.returning import taking as taking_back
from app.line import Line
from app.moderation import group_answering, inquiry_round
from app.news import moved, sending, spreading, watching
from app.paper import taking
from app.public.cache import Recent, Shelf
from app.publishing import announcing, comparing
from app.reporting import domain as reporting
from app.routing import Pages

log = logging.getLogger("randnotiz.start")
MOST_BYTES = 5 * 1024 * 1024

# In the order in which they are asked: first the page that is read most; `comments/new` comes
# before `comments/{number}`.
ROUTERS = (
    "public.fields",
    *("comments.routes", "comments.guest_routes", "comments.own_routes", "comments.leaving_routes"),
    *("public.routes", "public.similar", "public.topics", "accounts.routes"),
    *("moderation.notice_routes", "moderation.inquiry_office"),
    *("moderation.routes", "moderation.group_desk", "groups.routes"),
    *("groups.hand_back_desk", "groups.document_desk"),
    "paper.routes",
    "reporting.routes",
    *("organisations.routes", "news.routes", "news.feed_routes", "desk.routes"),
)


class Files(StaticFiles):
    """Static files; those asked for with `?v=…` never change and may be kept for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, with how long it may be kept."""
        response = await super().get_response(path, scope)
        asked = Request(scope)
        lasting = "v" in asked.query_params
        response.headers["cache-control"] = (
            "public, max-age=31536000, immutable" if lasting else "public, max-age=3600"
        )
        return response


class Randnotiz(FastAPI):
    """The application; its door stands outside of everything, the framework's limits included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The layers around the routes, from the outermost."""
        inner = refusing.SaysTooLarge(super().build_middleware_stack(), self)
        counted = metrics.Counting(inner, self.state.tally)
        return Doorkeeper(counted, self.state.settings, self.state.cities)


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    with db.served_here(settings.database):
        for fault in await run_in_threadpool(safekeeping.insist, app.state.engine):
            log.warning(fault)
        app.state.turns = db.Turns(app.state.engine, settings.pool_size)
        app.state.line = Line(app.state.turns)
        await run_in_threadpool(app.state.cities.read)
        worker = jobs.Worker(app.state.engine, settings, app.state.handlers, rounds(settings))
        app.state.worker = worker
        app.state.bell = worker.bell
        await run_in_threadpool(worker.start)
        noting = asyncio.create_task(seen.keep_writing(app.state.engine, app.state.seen))
        yield
        noting.cancel()
        await run_in_threadpool(seen.try_to_write, app.state.engine, app.state.seen)
        await run_in_threadpool(worker.stop)
        await run_in_threadpool(db.close, app.state.engine)


# The journal's words stand above the room that shows what it says of one note.
web.environment.globals["deed_words"] = entry_words.deeds


@cache
def _pages() -> Pages:
    """All pages. What the framework works out about one, on its first visit, is the same for every
    application in this process."""
    pages = Pages(dependencies=[Depends(security.own_form)])
    for name in ROUTERS:
        pages.take_in(import_module(f"app.{name}").router)
    # Mail programs send no form of ours (RFC 8058): what they know is in the address.
    pages.routes.extend(import_module("app.news.unsubscribing").router.routes)
    return pages


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application for these settings (else those of the environment)."""
    settings = settings or Settings()
    app = Randnotiz(
        title="Randnotiz",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_life,
        max_body_size=MOST_BYTES,
    )
    app.state.settings = settings
    app.state.secret = settings.secret()
    app.state.engine = db.make_engine(
        settings.database,
        pool_size=settings.pool_size,
        base_url=settings.base_url,
        digest_hour=settings.digest_hour,
    )
    app.state.cities = Cities(app.state.engine, settings)
    app.state.handlers = handlers()
    app.state.provider = provider_of(settings)
    app.state.seen = {}  # sessions in use, until it is written down
    app.state.tally = metrics.Tally()
    app.state.shelf = Shelf()
    app.state.synopses = Recent()
    app.state.feeds = Recent(64)
    app.state.setting = asyncio.Semaphore(1)  # files that take a while are made one at a time
    web.install(app)
    refusing.install(app)
    app.router.routes.extend(_pages().routes)
    if settings.htmx == "self":
        _serve_htmx(app, htmx.read(settings.data_dir))
    app.router.routes.append(mounted(app, "/api/v1"))
    app.mount("/static", Files(directory=ROOT / "static"), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    return app


def _serve_htmx(app: FastAPI, content: bytes) -> None:
    """The pinned file from this server, for cities that want no third party."""

    def serve_htmx() -> Response:
        keep = {"cache-control": "public, max-age=31536000, immutable"}
        return Response(content, media_type="text/javascript", headers=keep)

    app.add_api_route(web.Site("self", NOBODY).htmx, serve_htmx, include_in_schema=False)


def handlers() -> dict[str, jobs.Handler]:
    """What the worker can do, by kind of job."""
    return {
        packing.KIND: packing.build_bundle,
        exporting.KIND: exporting.write_export,
        handed_back.KIND: handed_back.check_hand_back,
        announcing.KIND: announcing.tell_authors,
        comparing.KIND: comparing.compare_version,
        guests.KIND: guests.remind,
        group_answering.KIND: group_answering.give,
        ANSWERED: spreading.tell_of_answer,
        spreading.DECIDED: spreading.tell_of_decision,
        moved.KIND: moved.tell_of_move,
        gathered.RESIZED: gathered.renew_pages,
        watching.KIND: watching.watch,
    }


def rounds(settings: Settings) -> tuple[jobs.Round, ...]:
    """What the worker looks for by itself."""
    return (
        receipting.round_of(settings),
        sending.round_of(settings),
        inquiry_round.round_of(settings),
        sketching.sketch_some,
        gathering.gather_some,
        reporting.renew,
        taking.take_some,
        taking_back.take_some,
    )
