"""Handing over: a bundle is drawn, numbered and packed; downloads are written down."""

import os
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, update
from sqlmodel import Session, col

from app import clock, db, jobs, journal
from app.config import Settings
from app.drafts.queries import published
from app.errors import Conflict
from app.groups import queries
from app.groups.all_groups import rows_of
from app.groups.jobs import KIND, build_bundle
from app.groups.rights import Rights
from app.groups.rules import drawn_as
from app.groups.writers.names import bundle_name
from app.i18n import _
from app.models import Bundle, BundleState, GroupKind, Person, Process, WorkingGroup
from app.processes.queries import group_by_id

# A form that downloads is noted when it is sent, the download it leads to is not noted again.
SAME_DOWNLOAD = timedelta(minutes=1)


def draw_bundle(
    session: Session,
    group: WorkingGroup,
    by: Person | None,
    now: datetime,
    since: Bundle | None = None,
) -> Bundle:
    """Draw the group's next bundle: everything said on its fields up to `now`, or what an earlier
    bundle (`since`) does not cover. It is packed in the background.

    The group comes with its process and organisation; `by` is nobody for a command. Refused with
    `Conflict` while no draft is public, when the group has no field, or while the earlier bundle is
    not ready.
    """
    bundle = _number(session, group, by, now, since)
    jobs.enqueue(session, KIND, bundle.process_id, bundle=bundle.id)
    return bundle


def draw_for_all(
    session: Session, process: Process, by: Person | None, now: datetime, *, only_new: bool
) -> list[Bundle]:
    """Draw the next bundle of every group that has a field. With `only_new` each holds what came
    since the group's last one, and a group for which nothing came gets none."""
    drawn = []
    for row in rows_of(session, process):
        since = row.ready if only_new else None
        if row.fields and (row.fresh or not only_new):
            group = group_by_id(session, row.group.id)
            drawn.append(draw_bundle(session, group, by, now, since))
    return drawn


def _number(
    session: Session,
    group: WorkingGroup,
    by: Person | None,
    now: datetime,
    since: Bundle | None = None,
) -> Bundle:
    _require_drawable(session, group, since)
    process, rights = group.process, Rights.of_group(group)
    version, covers = published(session, process), queries.count_notes(session, group, now)
    last = since.number if since else 0
    said = {"drawn_as": drawn_as(by, group, process), "rights": rights.as_data()}
    bundle = Bundle(
        process_id=process.id,
        group_id=group.id,
        version_id=version.id,
        number=_next_number(session, group),
        drawn_by_id=by.id if by else None,
        drawn_at=now,
        since_id=since.id if since else None,
        with_contacts=rights.contacts,
        notes_count=_count_new(session, group, since) if since else covers,
        figures=said | {"covers": covers, "since": last},
    )
    session.add(bundle)
    session.flush()
    bundle = queries.bundle_by_id(session, bundle.id)
    bundle.filename = bundle_name(queries.head_of(bundle, version.number, since=last))
    session.add(bundle)
    about: dict[str, Any] = {"group": group.slug, "number": bundle.number, "since": last}
    journal.record(session, by, "bundle.drawn", bundle, process=process, **about)
    return bundle


def _require_drawable(session: Session, group: WorkingGroup, since: Bundle | None) -> None:
    if not group.process.current_version:
        raise Conflict(_("Zu diesem Verfahren ist noch kein Entwurf veröffentlicht."))
    if group.kind is GroupKind.TOPIC:
        _require_gathered(session, group, since)
    elif not queries.fields_of(session, group):
        raise Conflict(
            _("Der %(group)s ist kein Handlungsfeld zugeordnet.") % {"group": group.name}
        )
    if since is not None:
        require_ready(since)
        if since.group_id != group.id:
            raise Conflict(_("Das ist ein Paket einer anderen Arbeitsgruppe."))


def _require_gathered(session: Session, group: WorkingGroup, since: Bundle | None) -> None:
    """A topic's bundle is whole: what belongs to a topic is said anew each time."""
    if since is not None:
        raise Conflict(_("Ein Themenpaket enthält immer alles."))
    if not queries.count_notes(session, group, clock.now()):
        raise Conflict(_("Zu Ihren Themen ist noch keine Anmerkung gesammelt."))


def _count_new(session: Session, group: WorkingGroup, since: Bundle) -> int:
    return queries.count_new(session, queries.fields_of(session, group), since)


def _next_number(session: Session, group: WorkingGroup) -> int:
    counted = (
        update(WorkingGroup)
        .where(col(WorkingGroup.id) == group.id)
        .values(last_bundle_number=WorkingGroup.last_bundle_number + 1)
        .returning(col(WorkingGroup.last_bundle_number))
        .execution_options(synchronize_session=False)
    )
    number = int(session.execute(counted).scalar_one())
    session.expire(group, ["last_bundle_number"])
    return number


def require_ready(bundle: Bundle) -> None:
    """Go on with a bundle that can be downloaded; else raise `Conflict`."""
    if bundle.state is not BundleState.READY:
        raise Conflict(
            _("Paket %(number)d ist noch nicht fertig gepackt.") % {"number": bundle.number}
        )


def note_download(session: Session, bundle: Bundle, by: Person, process: Process) -> None:
    """Write down that somebody downloads the bundle."""
    journal.record(session, by, queries.DOWNLOADED, bundle, process=process, number=bundle.number)


def is_noted(session: Session, bundle: Bundle, by: Person) -> bool:
    """Whether this very download stands in the journal already."""
    return queries.downloaded_since(session, bundle, by, clock.now() - SAME_DOWNLOAD)


def write_bundle_now(
    engine: Engine, settings: Settings, group_id: int, by: Person | None, since: int = 0
) -> Bundle:
    """Draw a bundle and pack it at once, for the command line; the bundle, ready. `since` is the
    number of an earlier one: then it holds what is new.

    Should this process die before it is done, a worker finishes after the usual lease.
    """
    with db.writing(engine) as session:
        group = group_by_id(session, group_id)
        earlier = queries.bundle_by_number(session, group, since) if since else None
        bundle = _number(session, group, by, clock.now(), earlier)
        job = jobs.enqueue(session, KIND, bundle.process_id, bundle=bundle.id)
        job.due_at += jobs.LEASE
    build_bundle(engine, settings, {"bundle": bundle.id})
    with db.reading(engine) as session:
        return queries.bundle_by_id(session, bundle.id)


def crc32_of(engine: Engine, bundle: Bundle) -> int:
    """The check sum that a ZIP around the bundle must say; of bundles packed before it was kept it
    is worked out now, once through their bytes."""
    kept = bundle.figures.get("crc32")
    if isinstance(kept, int):
        return kept
    check = 0
    for piece in queries.chunks_of(engine, bundle.id):
        check = zlib.crc32(piece, check)
    return check


def save_bundle(engine: Engine, bundle_id: int, path: Path) -> None:
    """Write the bundle's bytes to `path`, whole or not at all. Refused with `Conflict` while it
    is not ready."""
    with db.reading(engine) as session:
        require_ready(queries.bundle_by_id(session, bundle_id))
    unfinished = path.with_name(f".{path.name}.part")
    with unfinished.open("wb") as file:
        for chunk in queries.chunks_of(engine, bundle_id):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
