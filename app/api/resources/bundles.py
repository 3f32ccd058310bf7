"""Bundles: what a working group takes home."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse

from app import clock, db
from app.accounts.rules import may_draw_bundle, may_take_bundle
from app.api import queries, shapes
from app.api.asked import LARGEST_ID, NAME, Key, Slug
from app.api.identity import Changing, MayTakeBundles
from app.api.paging import absolute
from app.api.problems import answers
from app.db import Db
from app.groups import domain
from app.groups.queries import bundle_by_id, chunks_of
from app.idempotency import once
from app.models import Bundle, BundleState, Person
from app.processes.queries import by_slug
from app.rules import require

router = APIRouter(tags=["bundles"])
GroupName = Annotated[
    str,
    Path(pattern=NAME, examples=["ag-1"], description="Its slug, or its id."),
]
BundleId = Annotated[int, Path(ge=1, le=LARGEST_ID, description="Its id.")]
ACCEPTED = {
    "description": "It is drawn, and packed in the background.",
    "headers": {
        "Location": {"description": "Where its state is told.", "schema": {"type": "string"}}
    },
    "links": {
        "state": {"operationId": "get_bundle", "parameters": {"bundle": "$response.body#/id"}},
        "bytes": {"operationId": "download_bundle", "parameters": {"bundle": "$response.body#/id"}},
    },
}
ZIP = {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}


@router.post(
    "/processes/{process}/groups/{group}/bundles",
    status_code=202,
    responses={202: ACCEPTED, **answers(401, 403, 404, 409, 422, 429)},
    dependencies=[Changing],
)
def draw_bundle(
    request: Request,
    response: Response,
    process: Slug,
    group: GroupName,
    caller: MayTakeBundles,
    session: Db,
    key: Key = None,
) -> shapes.Bundle:
    """Draw the group's next bundle: everything said on its fields up to now. For members of the
    group and moderators of the process. Scope `bundles:read`."""
    about = by_slug(session, process)
    drawn_for = queries.group(session, about, group)
    require(may_draw_bundle(caller.person, drawn_for, about))
    first = once(session, caller.person, f"api bundles {drawn_for.id}", key or "")
    if first.result is None:
        bundle_id = domain.draw_bundle(session, drawn_for, caller.person, clock.now()).id
        first.keep(bundle=bundle_id)
    else:
        bundle_id = first.result["bundle"]
    response.headers["location"] = absolute(request, f"/bundles/{bundle_id}")
    return _shown(request, bundle_by_id(session, bundle_id))


@router.get(
    "/bundles/{bundle}.zip",
    response_class=StreamingResponse,
    responses={200: ZIP, **answers(401, 403, 404, 409, 422)},
)
def download_bundle(
    request: Request, bundle: BundleId, caller: MayTakeBundles, session: Db
) -> Response:
    """The bundle as a ZIP file, the same bytes every time; 409 while it is not ready. Every
    download is written down. Scope `bundles:read`."""
    found = bundle_by_id(session, bundle)
    require(may_take_bundle(caller.person, found.group, found.process))
    domain.require_ready(found)
    if not domain.is_noted(session, found, caller.person):
        _note_beside(request, found, caller.person)
    headers = {
        "content-disposition": f'attachment; filename="{found.filename}"',
        "content-length": str(found.size),
        "etag": f'"{found.sha256}"',
    }
    chunks = chunks_of(request.app.state.engine, found.id)
    return StreamingResponse(chunks, media_type="application/zip", headers=headers)


def _note_beside(request: Request, bundle: Bundle, person: Person) -> None:
    """The download must stand in the journal before a byte leaves, and the transaction of a GET
    only reads: so in a short one beside it, as on the page."""
    with db.writing(request.app.state.engine, patience=db.BUSY_SECONDS) as session:
        domain.note_download(session, bundle, person, bundle.process)


@router.get("/bundles/{bundle}", responses=answers(401, 403, 404, 422))
def get_bundle(
    request: Request, bundle: BundleId, caller: MayTakeBundles, session: Db
) -> shapes.Bundle:
    """A bundle and how far it is packed. Scope `bundles:read`."""
    found = bundle_by_id(session, bundle)
    require(may_take_bundle(caller.person, found.group, found.process))
    return _shown(request, found)


def _shown(request: Request, of: Bundle) -> shapes.Bundle:
    ready = of.state is BundleState.READY
    return shapes.Bundle(
        id=of.id,
        process=of.process.slug,
        group=of.group.slug,
        number=of.number,
        state=of.state,
        comments=of.notes_count,
        done=of.done_count,
        size=of.size,
        sha256=of.sha256 or None,
        drawn_at=of.drawn_at,
        ready_at=of.ready_at,
        download=absolute(request, f"/bundles/{of.id}.zip") if ready else None,
    )
