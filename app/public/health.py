"""For those who watch over an installation: alive, ready, and in numbers."""

import asyncio
import re
import shutil
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from sqlmodel import Session, col, func, select
from starlette.concurrency import run_in_threadpool

from app import clock, db, metrics
from app.accounts.rules import OF_CITY, roles_of
from app.backup.record import latest_backup
from app.config import LOOPBACK
from app.errors import NotAllowed
from app.i18n import _
from app.identity import visitor_of
from app.models import Job, Organisation, OutboxMail, Process
from app.routing import Pages
from app.security import network_of
from app.selfcheck import Finding, look_quickly

router = Pages()
SECONDS = 2.0  # after which a database that says nothing counts as away
FORWARDED = re.compile(  # what proxies add, each in its own way
    "x-(forwarded|original|envoy|client|cluster|azure|amzn|arr|proxy)[a-z-]*|(cf|fastly|fly)-.*"
    "|x-real-ip|x-request-start|forwarded|via|(true-)?client-ip"
)


@router.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive"})


@router.get("/readyz")
async def ready(request: Request) -> Response:
    """Whether this process can answer and store. What exactly is wrong, only staff of a city and
    this machine itself are told."""
    found = await _findings(request)
    stopping = [finding for finding in found if finding.stops and finding.problem]
    told: dict[str, Any] = {}
    if await _may_watch(request):
        told["findings"] = [
            {"name": f.name, "problem": f.problem, "serious": f.serious and bool(f.problem)}
            for f in found
        ]
    if not stopping:
        return JSONResponse({"status": "ready", **told})
    problem = {
        "type": "urn:randnotiz:problem:not-ready",
        "title": _("Nicht bereit"),
        "status": 503,
        "detail": _("Gerade lässt sich nichts lesen oder nichts speichern."),
        "instance": "/readyz",
        **told,
    }
    headers = {"retry-after": "5"}
    return JSONResponse(problem, 503, headers, "application/problem+json")


async def _findings(request: Request) -> list[Finding]:
    """What a quick look finds; one look at a time, however many ask."""
    state = request.app.state
    look = getattr(state, "look", None)
    if look is None or look.done():
        look = asyncio.ensure_future(run_in_threadpool(look_quickly, state.engine, state.settings))
        state.look = look
    done, _waiting = await asyncio.wait({look}, timeout=SECONDS)
    if done:
        return look.result()  # type: ignore[no-any-return]
    sentence = f"The database has not answered for {SECONDS:.0f} seconds."
    return [Finding("database", sentence, stops=True)]


async def _may_watch(request: Request) -> bool:
    """Whether somebody of a city's office or an auditor asks, or this machine itself."""
    if _is_this_machine(request):
        return True
    if not request.cookies:
        return False
    return await run_in_threadpool(_is_staff, request)


def _is_this_machine(request: Request) -> bool:
    """A proxy on this machine passes strangers on: whatever a proxy has touched is not ours."""
    if any(map(FORWARDED.fullmatch, request.headers)) or request.url.hostname not in LOOPBACK:
        return False
    try:
        return ip_address(network_of(request)).is_loopback
    except ValueError:
        return False


def _is_staff(request: Request) -> bool:
    try:
        with db.looking(request.app.state.engine, request.state.city) as session:
            if len(session.exec(select(Organisation.id).limit(2)).all()) > 1:
                return False  # of all cities together, which is no single city's business
            person = visitor_of(request, session)
            return any(grant.role in OF_CITY for grant in roles_of(person))
    except db.UNAVAILABLE:
        return False


@router.get("/metrics")
async def measured(request: Request) -> Response:
    """What Prometheus collects."""
    if not await _may_watch(request):
        raise NotAllowed(_("Diese Zahlen sieht nur, wer die Anlage betreibt."))
    found = await _findings(request)
    lines = [*request.app.state.tally.lines()]
    if not any(finding.stops and finding.problem for finding in found):
        lines += await run_in_threadpool(_stored, request)
    lines += _looked(request, found)
    return Response("\n".join([*lines, ""]), media_type=metrics.MEDIA_TYPE)


def _looked(request: Request, found: list[Finding]) -> Iterator[str]:
    yield from metrics.head("problem", "gauge", "1 where the self-check finds something wrong.")
    for finding in found:
        yield metrics.sample("problem", int(bool(finding.problem)), {"name": finding.name})
    free = shutil.disk_usage(request.app.state.settings.data_dir).free
    yield from metrics.head("disk_free_bytes", "gauge", "Free where the data folder lies.")
    yield metrics.sample("disk_free_bytes", free)


def _stored(request: Request) -> list[str]:
    """Numbers of the database, out of counters and indexes."""
    with db.looking(request.app.state.engine, request.state.city) as session:
        return [*_notes(session), *_work(session), *_backup(session)]


def _notes(session: Session) -> Iterator[str]:
    public, hidden = session.exec(
        select(
            func.coalesce(func.sum(Process.comments_count), 0),
            func.coalesce(func.sum(Process.hidden_count), 0),
        )
    ).one()
    yield from metrics.head("notes", "gauge", "Notes of all processes.")
    yield metrics.sample("notes", int(public), {"state": "public"})
    yield metrics.sample("notes", int(hidden), {"state": "hidden"})


def _work(session: Session) -> Iterator[str]:
    tables: tuple[tuple[str, Any, Any], ...] = (
        ("jobs", Job, Job.finished_at),
        ("mails", OutboxMail, OutboxMail.sent_at),
    )
    for name, table, done in tables:
        waiting = select(func.count()).select_from(table).where(col(done).is_(None))
        yield from metrics.head(name, "gauge", "Still to be done; `late`: due already.")
        yield metrics.sample(name, session.exec(waiting).one(), {"state": "waiting"})
        late = waiting.where(table.due_at < clock.now())
        yield metrics.sample(name, session.exec(late).one(), {"state": "late"})


def _backup(session: Session) -> Iterator[str]:
    last = latest_backup(session)
    if last is not None:
        yield from metrics.head("backup_seconds", "gauge", "Age of the last verified backup.")
        yield metrics.sample("backup_seconds", (clock.now() - last).total_seconds())
