"""A working group's room, and the bundles it takes home."""

from typing import Annotated

from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.responses import StreamingResponse

from app import clock, db, idempotency
from app.db import Db
from app.groups import (
    bundles_desk,
    domain,
    exports_desk,
    keys_page,
    note_desk,
    projector_desk,
    queries,
    room_desk,
    trace_desk,
)
from app.groups.bundle_page import bundles_shown
from app.groups.room_paths import GroupInPath, Number
from app.groups.rules import may_draw_bundle, may_take_bundle
from app.groups.topics import advising
from app.groups.topics import desk as topic_desk
from app.identity import SignedIn
from app.models import Bundle, BundleState, Person
from app.routing import Pages
from app.rules import require
from app.web import asked_by_htmx, done, render

router = Pages()
router.take_in(room_desk.router)
router.take_in(note_desk.router)
router.take_in(projector_desk.router)
router.take_in(trace_desk.router)
router.take_in(bundles_desk.router)
router.take_in(keys_page.router)
router.take_in(exports_desk.router)
router.take_in(topic_desk.router)
router.take_in(advising.router)
SECONDS_TO_LOOK_AGAIN = 5


def bundle_in_path(bundle_id: Number, member: SignedIn, session: Db) -> Bundle:
    """The bundle of this address, for those who may take it."""
    bundle = queries.bundle_by_id(session, bundle_id)
    require(may_take_bundle(member, bundle.group, bundle.process))
    return bundle


BundleInPath = Annotated[Bundle, Depends(bundle_in_path, scope="function")]


@router.post("/groups/{group_id}/bundles")
def draw_bundle(
    request: Request,
    member: SignedIn,
    group: GroupInPath,
    session: Db,
    since: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
    idempotency_key: Annotated[str, Form()] = "",
) -> Response:
    """Draw the group's next bundle: whole, or what is new since its bundle of number `since`. Sent
    twice with the same key, it is one bundle."""
    require(may_draw_bundle(member, group, group.process))
    once = idempotency.once(session, member, f"bundles:{group.id}", idempotency_key)
    if once.result:
        bundle = queries.bundle_by_id(session, int(once.result["bundle"]))
    else:
        earlier = queries.bundle_by_number(session, group, since) if since else None
        bundle = domain.draw_bundle(session, group, member, clock.now(), earlier)
        once.keep(bundle=bundle.id)
    return done(
        request,
        fragment="groups/_bundles.html",
        see=f"/groups/{group.id}#paket-{bundle.number}",
        drawn=bundle,
        **bundles_shown(session, group, member),
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
