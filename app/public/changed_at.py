"""Where the text was changed because of a note, as short as a line of the field's page says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.groups.traced import DROPPED, in_public
from app.models import Block, DraftVersion, Trace


class ChangedAt(NamedTuple):
    """The passage as it stands in the version that changed it."""

    version: int
    label: str
    fragment: str


def changed_at(
    session: Session, current: DraftVersion, note_ids: Sequence[int]
) -> dict[int, ChangedAt]:
    """The latest change because of each of these notes, by the note's id; what was dropped stands
    nowhere. One question, and none before there is a second version."""
    if current.number < 2:
        return {}
    query = (
        choose(
            col(Trace.comment_id),
            col(DraftVersion.number),
            col(Block.label),
            col(Block.fragment),
            col(Trace.new_sentence),
        )
        .join(DraftVersion, col(DraftVersion.id) == col(Trace.version_id))
        .join(Block, col(Block.id) == col(Trace.new_block_id))
        .where(col(Trace.comment_id).in_(note_ids), col(Trace.origin) != DROPPED, *in_public())
        .order_by(
            col(DraftVersion.number), col(Block.position).desc(), col(Trace.new_sentence).desc()
        )
    )
    found: dict[int, ChangedAt] = {}
    for note_id, version, label, fragment, sentence in session.execute(query):
        place = (f"{label}.{sentence}", f"{fragment}-{sentence}") if sentence else (label, fragment)
        found[note_id] = ChangedAt(version, *place)
    return found
