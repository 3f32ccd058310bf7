"""A note whose form was opened on an earlier version: where its passage stands now."""

from __future__ import annotations

from sqlmodel import Session, col, select

from app.comments.counting import overtaken
from app.drafts.addresses import Address
from app.drafts.lineage.heirs import heirs_of
from app.errors import Conflict, NotFound
from app.i18n import _
from app.models import Block, DraftVersion, Process
from app.processes.queries import by_slug


def missing(session: Session, slug: str, version: str, address: str) -> Conflict | None:
    """Why a place is not there any more: a new version came meanwhile. None where it is another
    reason. Raises `NotFound` for a process that is not public."""
    process = by_slug(session, slug)
    if not version or version == str(process.current_version):
        return None
    return refusal(session, process, version, address)


def refusal(session: Session, process: Process, version: str, address: str) -> Conflict:
    """The refusal of a note on an earlier version, which leads to the place where its passage
    stands now, or shows where it stood if it is gone. Two or three questions, asked only then."""
    conflict = overtaken()
    try:
        block = _block(session, process, version, Address.parse(address))
    except (ValueError, NotFound):
        return conflict
    if block is None:
        return conflict
    earlier = session.get_one(DraftVersion, block.version_id)
    heir = heirs_of(session, process, earlier).get(block.id)
    if heir is None:
        words = _("Die Stelle ist weggefallen. Sie stand in Fassung %(n)d als %(label)s.")
        conflict.ways = [
            (
                f"/p/{process.slug}/draft/v{earlier.number}#{block.fragment}",
                words % {"n": earlier.number, "label": block.label},
            )
        ]
    else:
        conflict.ways = [
            (
                f"/p/{process.slug}/comments/new?at={heir.fragment}",
                _("Dort schreiben, wo die Stelle jetzt steht: %(label)s") % {"label": heir.label},
            )
        ]
    return conflict


def _block(session: Session, process: Process, version: str, place: Address) -> Block | None:
    if place.block is None or not (version.isascii() and version.isdecimal()):
        return None
    fragment = Address(place.field, place.block).fragment
    query = (
        select(Block)
        .join(DraftVersion, col(DraftVersion.id) == col(Block.version_id))
        .where(
            DraftVersion.process_id == process.id,
            DraftVersion.number == min(int(version), 2**31 - 1),
            Block.fragment == fragment,
            col(DraftVersion.published_at).is_not(None),
        )
    )
    return session.exec(query).one_or_none()
