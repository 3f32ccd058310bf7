"""Bundles: what a working group takes home."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from app import clock, db
from app.accounts.rules import may_draw_bundle, may_take_bundle
from app.api import queries
from app.api.asked import LARGEST_ID, NAME, Key, Slug
from app.api.identity import Changing, MayTakeBundles
from app.api.paging import absolute
from app.api.problems import answers
from app.api.shapes_of_bundles import Bundle, BundleList
from app.db import Db
from app.groups import domain
from app.groups.bundle_rules import may_draw_for_all
from app.groups.queries import bundle_by_id, bundle_by_number, chunks_of
from app.idempotency import once
from app.models import Bundle as Row
from app.models import BundleState, Person
from app.processes.queries import by_slug
from app.rules import require

router = APIRouter(tags=["bundles"])
GroupName = Annotated[
    str,
    Path(pattern=NAME, examples=["ag-1"], description="Its slug, or its id."),
]
Since = Annotated[
    int | None, Query(ge=1, le=2**31 - 1, description="Number of an earlier bundle of the group.")
]
OnlyNew = Annotated[bool, Query(description="Only what is new since each group's last bundle.")]
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
    since: Since = None,
    key: Key = None,
) -> Bundle:
    """Draw the group's next bundle: everything said on its fields up to now, or with `since` what
    is new since its bundle of that number. For members of the group and moderators of the process.
    Scope `bundles:read`."""
    about = by_slug(session, process)
    drawn_for = queries.group(session, about, group)
    require(may_draw_bundle(caller.person, drawn_for, about))
    first = once(session, caller.person, f"api bundles {drawn_for.id}", key or "", since)
    if first.result is None:
        earlier = bundle_by_number(session, drawn_for, since) if since else None
        bundle_id = domain.draw_bundle(session, drawn_for, caller.person, clock.now(), earlier).id
        first.keep(bundle=bundle_id)
    else:
        bundle_id = first.result["bundle"]
    response.headers["location"] = absolute(request, f"/bundles/{bundle_id}")
    return _shown(request, bundle_by_id(session, bundle_id))


@router.post(
    "/processes/{process}/bundles",
    status_code=202,
    responses=answers(401, 403, 404, 409, 422, 429),
    dependencies=[Changing],
)
def draw_all_bundles(
    request: Request,
    process: Slug,
    caller: MayTakeBundles,
    session: Db,
    only_new: OnlyNew = False,
    key: Key = None,
) -> BundleList:
    """Draw the next bundle of every group that has a field. With `only_new` each holds what is new
    since the group's last one, and a group without anything new gets none. For moderators of the
    process. Scope `bundles:read`."""
    about = by_slug(session, process)
    require(may_draw_for_all(caller.person, about))
    first = once(session, caller.person, f"api all bundles {about.id}", key or "", only_new)
    if first.result is None:
        drawn = domain.draw_for_all(session, about, caller.person, clock.now(), only_new=only_new)
        ids = [bundle.id for bundle in drawn]
        first.keep(bundles=ids)
    else:
        ids = first.result["bundles"]
    found = [_shown(request, bundle_by_id(session, number)) for number in ids]
    return BundleList(items=found, next=None)


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


def _note_beside(request: Request, bundle: Row, person: Person) -> None:
    """The download must stand in the journal before a byte leaves, and the transaction of a GET
    only reads: so in a short one beside it, as on the page."""
    with db.writing(request.app.state.engine, patience=db.BUSY_SECONDS) as session:
        domain.note_download(session, bundle, person, bundle.process)


@router.get("/bundles/{bundle}", responses=answers(401, 403, 404, 422))
def get_bundle(request: Request, bundle: BundleId, caller: MayTakeBundles, session: Db) -> Bundle:
    """A bundle and how far it is packed. Scope `bundles:read`."""
    found = bundle_by_id(session, bundle)
    require(may_take_bundle(caller.person, found.group, found.process))
    return _shown(request, found)


def _shown(request: Request, of: Row) -> Bundle:
    ready = of.state is BundleState.READY
    return Bundle(
        id=of.id,
        process=of.process.slug,
        group=of.group.slug,
        number=of.number,
        since=int(str(of.figures.get("since") or 0)) or None,
        with_contacts=of.with_contacts,
        state=of.state,
        comments=of.notes_count,
        done=of.done_count,
        size=of.size,
        sha256=of.sha256 or None,
        drawn_at=of.drawn_at,
        ready_at=of.ready_at,
        download=absolute(request, f"/bundles/{of.id}.zip") if ready else None,
    )
