"""Which bundle a file was that comes back, and whether it is this group's."""

from __future__ import annotations

import re

from sqlmodel import Session, col, select

from app.drafts.readers.refusals import Unreadable
from app.groups.returning.rows import Brought
from app.i18n import _
from app.loading import one
from app.models import Bundle, Process, WorkingGroup

_KEY = re.compile(r"randnotiz:bundle:([^:\s]{1,80}):([^:\s]{1,80}):([0-9]{1,9})")


def bundle_of(session: Session, group: WorkingGroup, brought: Brought) -> Bundle | None:
    """The bundle that this file says it was; None where it does not say. Refused with Unreadable
    when it is another group's, another process's, or one that was never drawn here."""
    if not brought.bundle_key:
        return None
    found = _KEY.fullmatch(brought.bundle_key.strip())
    if found is None:
        raise Unreadable(_("Diese Datei ist aus keinem Rückmeldepaket von Randnotiz."))
    process, slug, number = found[1], found[2], int(found[3])
    if process != group.process.slug:
        raise Unreadable(
            _("Diese Datei gehört zu %(process)s, hier geht es um „%(here)s“.")
            % {"process": _process_named(session, group, process), "here": group.process.title}
        )
    if slug != group.slug:
        raise Unreadable(
            _("Das ist Paket %(number)d der %(group)s, hier ist die %(here)s.")
            % {"number": number, "group": _group_named(session, group, slug), "here": group.name}
        )
    bundle = session.exec(
        select(Bundle)
        .where(Bundle.group_id == group.id, Bundle.number == number)
        .options(one(Bundle.group), one(Bundle.drawn_by))
    ).one_or_none()
    if bundle is None:
        raise Unreadable(
            _("Ein Paket %(number)d hat die %(group)s hier nie gezogen.")
            % {"number": number, "group": group.name}
        )
    return bundle


def _process_named(session: Session, group: WorkingGroup, slug: str) -> str:
    """Only what is public of another process: its name in the address if it is not."""
    query = select(Process.title).where(
        Process.slug == slug,
        Process.organisation_id == group.process.organisation_id,
        col(Process.current_version) > 0,
    )
    title = session.exec(query).first()
    return _("dem Verfahren „%(title)s“") % {"title": title or slug}


def _group_named(session: Session, group: WorkingGroup, slug: str) -> str:
    query = select(WorkingGroup.name).where(
        WorkingGroup.process_id == group.process_id, WorkingGroup.slug == slug
    )
    return session.exec(query).first() or slug
