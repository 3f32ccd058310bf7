"""The desk's page of all bundles of a process: drawing for all groups at once, taking them in one
file, and what each group may learn."""

import secrets
from collections.abc import Sequence
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session
from starlette.responses import StreamingResponse

from app import clock, db, idempotency
from app.db import Db
from app.errors import Conflict, NotFound
from app.groups import domain, queries, zipping
from app.groups.all_groups import Row, last_ready, ready_bundles, rows_of
from app.groups.bundle_rules import may_draw_for_all, may_give_rights, may_see_bundles
from app.groups.rights import Rights, give_rights
from app.groups.writers.names import plain_name
from app.i18n import _
from app.identity import SignedIn, signed_in
from app.models import Bundle, BundleState, People, Person, Process
from app.processes.queries import by_slug, group_by_id
from app.routing import Pages
from app.rules import require
from app.web import render

router = Pages(prefix="/desk/p/{slug}")
NEW, WHOLE = "new", "whole"


def process_with_bundles(request: Request, slug: str, session: Db) -> Process:
    """The process of this address, for those who may see all its bundles."""
    person = signed_in(request, session)
    process = by_slug(session, slug)
    require(may_see_bundles(person, process))
    return process


ProcessHere = Annotated[Process, Depends(process_with_bundles, scope="function")]


@router.get("/bundles")
def show_bundles(
    request: Request,
    process: ProcessHere,
    person: SignedIn,
    session: Db,
    done: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """All groups with their last bundle, and what is new since."""
    return render(
        request,
        "groups/bundles_desk.html",
        fragment="groups/_bundles_of_all.html",
        done=done,
        **_shown(session, process, person),
    )


def _shown(session: Session, process: Process, person: Person) -> dict[str, Any]:
    rows = rows_of(session, process)
    ready = [row.ready for row in rows if row.ready]
    return {
        "process": process,
        "rows": rows,
        "preparing": any(_is_packed_now(row) for row in rows),
        "some_new": any(row.fresh and row.fields for row in rows),
        "ready_size": zipping.length_of(_entries(None, process, ready)) if ready else 0,
        "ready_count": len(ready),
        "may_draw": bool(process.current_version) and may_draw_for_all(person, process),
        "may_give": may_give_rights(person, process),
        "people": _people(),
        "new_key": secrets.token_urlsafe(12),
    }


def _is_packed_now(row: Row) -> bool:
    return row.last is not None and row.last.state is BundleState.PREPARING


def _people() -> dict[str, str]:
    """What a group may learn of authors, in words."""
    return {
        People.NONE.value: _("keine Namen"),
        People.NAMES.value: _("die öffentlichen Namen"),
        People.CONTACTS.value: _("die Namen und wie jemand zu erreichen ist"),
    }


@router.post("/bundles")
def draw_bundles(
    process: ProcessHere,
    person: SignedIn,
    session: Db,
    what: Annotated[str, Form()] = WHOLE,
    group: Annotated[int, Form(ge=0, le=2**63 - 1)] = 0,
    idempotency_key: Annotated[str, Form()] = "",
) -> Response:
    """Draw for all groups, or for one: whole, or what is new. Sent twice with the same key, it is
    done once."""
    require(may_draw_for_all(person, process))
    here = f"/desk/p/{process.slug}/bundles"
    once = idempotency.once(session, person, f"all bundles:{process.id}", idempotency_key)
    if once.result:
        count = int(once.result["drawn"])
    else:
        count = len(_draw(session, process, person, group, only_new=what == NEW))
        once.keep(drawn=count)
    return RedirectResponse(f"{here}?done={count}#getan", status_code=303)


def _draw(
    session: Session, process: Process, person: Person, group_id: int, *, only_new: bool
) -> list[Bundle]:
    if not group_id:
        return domain.draw_for_all(session, process, person, clock.now(), only_new=only_new)
    group = group_by_id(session, group_id)
    if group.process_id != process.id:
        raise NotFound(_("Diese Arbeitsgruppe gibt es nicht."))
    since = last_ready(session, group) if only_new else None
    return [domain.draw_bundle(session, group, person, clock.now(), since)]


@router.post("/bundles/rights")
def set_rights(
    process: ProcessHere,
    person: SignedIn,
    session: Db,
    group: Annotated[int, Form(ge=1, le=2**63 - 1)],
    people: Annotated[People, Form()] = People.NAMES,
    sees_hidden: Annotated[bool, Form()] = False,
) -> Response:
    """Say what a group's next bundles tell of authors and of hidden notes."""
    require(may_give_rights(person, process))
    found = group_by_id(session, group)
    if found.process_id != process.id:
        raise NotFound(_("Diese Arbeitsgruppe gibt es nicht."))
    give_rights(session, found, person, Rights(people, sees_hidden))
    there = f"/desk/p/{process.slug}/bundles?done=rights#gruppe-{found.slug}"
    return RedirectResponse(there, status_code=303)


@router.get("/bundles.zip")
def download_all(request: Request, process: ProcessHere, person: SignedIn, session: Db) -> Response:
    """The newest bundle of every group in one ZIP, as they are, piece by piece. That somebody takes
    them stands in the journal before a byte leaves."""
    bundles = ready_bundles(session, process)
    if not bundles:
        raise Conflict(_("Noch ist kein Paket fertig gepackt."))
    engine = request.app.state.engine
    entries = _entries(engine, process, bundles)
    length = zipping.length_of(entries)
    if length > zipping.MOST:
        raise Conflict(_("Zusammen sind die Pakete zu groß. Laden Sie sie einzeln herunter."))
    fresh = [bundle for bundle in bundles if not domain.is_noted(session, bundle, person)]
    if fresh:
        with db.writing(engine, patience=db.BUSY_SECONDS) as writing:
            for bundle in fresh:
                domain.note_download(writing, bundle, person, process)
    day = clock.now().astimezone(ZoneInfo(process.zone))
    name = plain_name(f"{process.slug}_Pakete_{day:%Y-%m-%d}.zip")
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(length),
    }
    return StreamingResponse(zipping.stream(entries), media_type="application/zip", headers=headers)


def _entries(engine: Any, process: Process, bundles: Sequence[Bundle]) -> list[zipping.Entry]:
    zone = ZoneInfo(process.zone)
    return [
        zipping.Entry(
            name=bundle.filename,
            at=bundle.drawn_at.astimezone(zone),
            size=bundle.size,
            crc32=domain.crc32_of(engine, bundle) if engine is not None else 0,
            pieces=lambda number=bundle.id: queries.chunks_of(engine, number),  # type: ignore[misc]
        )
        for bundle in bundles
    ]
