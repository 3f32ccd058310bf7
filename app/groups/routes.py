"""A working group's room, and the bundles it takes home."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.responses import StreamingResponse

from app import clock, db, idempotency
from app.db import Db
from app.groups import domain, queries
from app.groups.echoes import echoes_of
from app.groups.rules import may_draw_bundle, may_enter, may_take_bundle
from app.identity import SignedIn
from app.models import Bundle, BundleState, Person, WorkingGroup
from app.processes import phases
from app.processes.queries import group_by_id
from app.rules import require
from app.web import asked_by_htmx, done, render

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
SECONDS_TO_LOOK_AGAIN = 5


def group_in_path(group_id: Number, session: Db) -> WorkingGroup:
    """The group of this address, with its process."""
    return group_by_id(session, group_id)


def bundle_in_path(bundle_id: Number, member: SignedIn, session: Db) -> Bundle:
    """The bundle of this address, for those who may take it."""
    bundle = queries.bundle_by_id(session, bundle_id)
    require(may_take_bundle(member, bundle.group, bundle.process))
    return bundle


GroupInPath = Annotated[WorkingGroup, Depends(group_in_path, scope="function")]
BundleInPath = Annotated[Bundle, Depends(bundle_in_path, scope="function")]


@router.get("/groups/{group_id}")
def show_room(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    session: Db,
    before: Annotated[int, Query(ge=0, le=2**63 - 1)] = 0,
) -> Response:
    """What the group works on, its bundles, and what authors say to its decisions."""
    require(may_enter(member, group, group.process))
    echoes = echoes_of(session, group, before)
    return render(request, "groups/room.html", echoes=echoes, **_room(session, group, member))


def _room(session: Session, group: WorkingGroup, member: Person) -> dict[str, Any]:
    room = queries.room_of(session, group, clock.now())
    preparing = any(bundle.state is BundleState.PREPARING for bundle in room.bundles)
    return {
        "group": group,
        "process": group.process,
        "room": room,
        "preparing": preparing,
        "may_draw": bool(may_draw_bundle(member, group, group.process)),
        "new_key": secrets.token_urlsafe(12),
        "status_line": phases.status_line(group.process, clock.now()),
    }


@router.post("/groups/{group_id}/bundles")
def draw_bundle(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    session: Db,
    idempotency_key: Annotated[str, Form()] = "",
) -> Response:
    """Draw the group's next bundle. Sent twice with the same key, it is one bundle."""
    require(may_draw_bundle(member, group, group.process))
    once = idempotency.once(session, member, f"bundles:{group.id}", idempotency_key)
    if once.result:
        bundle = queries.bundle_by_id(session, int(once.result["bundle"]))
    else:
        bundle = domain.draw_bundle(session, group, member, clock.now())
        once.keep(bundle=bundle.id)
    return done(
        request,
        fragment="groups/_bundles.html",
        see=f"/groups/{group.id}#paket-{bundle.number}",
        drawn=bundle,
        **_room(session, group, member),
    )


@router.get("/bundles/{bundle_id}.zip")
def download_bundle(
    request: Request, member: SignedIn, bundle: BundleInPath, session: Db
) -> Response:
    """The bundle's bytes, piece by piece.

    No byte leaves before the download stands in the journal. A GET changes nothing, so the
    page's button is a form that writes it down and leads here; whoever comes straight to this
    address is written down in a short transaction of its own, beside the one that only reads.
    """
    domain.require_ready(bundle)
    headers = {
        "content-disposition": f'attachment; filename="{bundle.filename}"',
        "content-length": str(bundle.size),
        "etag": f'"{bundle.sha256}"',
    }
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers={"etag": headers["etag"]})
    if not domain.is_noted(session, bundle, member):
        _note_beside(request, bundle, member)
    chunks = queries.chunks_of(request.app.state.engine, bundle.id)
    return StreamingResponse(chunks, media_type="application/zip", headers=headers)


def _note_beside(request: Request, bundle: Bundle, member: Person) -> None:
    with db.writing(request.app.state.engine, patience=db.BUSY_SECONDS) as session:
        domain.note_download(session, bundle, member, bundle.process)


@router.post("/bundles/{bundle_id}/download")
def ask_for_download(member: SignedIn, bundle: BundleInPath, session: Db) -> Response:
    """Write the download down, then hand it over. Whoever only reads goes straight to the file,
    and is written down there."""
    require(may_draw_bundle(member, bundle.group, bundle.process))
    domain.require_ready(bundle)
    domain.note_download(session, bundle, member, bundle.process)
    return RedirectResponse(f"/bundles/{bundle.id}.zip", status_code=303)


@router.get("/bundles/{bundle_id}")
def show_bundle(request: Request, member: SignedIn, bundle: BundleInPath) -> Response:
    """How far the bundle is: for htmx the one line, else a page that looks again by itself."""
    preparing = bundle.state is BundleState.PREPARING
    answer = render(
        request,
        "groups/bundle.html",
        fragment="groups/_bundle.html",
        bundle=bundle,
        group=bundle.group,
        process=bundle.process,
        preparing=preparing,
        may_draw=bool(may_draw_bundle(member, bundle.group, bundle.process)),
        polled=asked_by_htmx(request),
    )
    if preparing and not asked_by_htmx(request):
        answer.headers["refresh"] = f"{SECONDS_TO_LOOK_AGAIN}; url=/bundles/{bundle.id}"
    return answer
