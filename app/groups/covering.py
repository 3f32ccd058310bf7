"""Which notes a bundle covers, so that a later one can hold what is new since.

A bundle covers all notes that stood on its group's fields when it was packed, those included that
lie in the bundle it goes on from. Their ids are kept beside its bytes, in the piece before the
first one (`BundleChunk.position` -1): eight bytes each, packed.
"""

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, exists, func, or_
from sqlmodel import Session, col, select

from app.models import (
    ActionField,
    Addition,
    Bundle,
    BundleChunk,
    Comment,
    CommentState,
    Disposition,
    Pointer,
    Reply,
)

BESIDE = -1  # the piece that is no part of the file
_SEEN = (CommentState.PUBLIC, CommentState.HIDDEN, CommentState.WITHDRAWN)


class Covered:
    """The ids of notes that a bundle covers, in order: found by halving, in little memory."""

    def __init__(self, ids: Iterable[int]) -> None:
        self.ids = array("q", sorted(ids))

    def __contains__(self, key: int) -> bool:
        place = bisect_left(self.ids, key)
        return place < len(self.ids) and self.ids[place] == key

    def __len__(self) -> int:
        return len(self.ids)

    def packed(self) -> bytes:
        """For the piece beside the bundle's bytes; the same on every machine."""
        ids = array("q", self.ids)
        if ids.itemsize != 8:  # pragma: no cover - "q" is eight bytes wherever CPython runs
            raise RuntimeError("ids are kept in eight bytes")
        return zlib.compress(b"".join(key.to_bytes(8, "little") for key in ids))

    @classmethod
    def unpacked(cls, content: bytes) -> "Covered":
        """Out of such a piece."""
        plain = memoryview(zlib.decompress(content))
        return cls(
            int.from_bytes(plain[start : start + 8], "little") for start in range(0, len(plain), 8)
        )


def covered_by(session: Session, bundle: Bundle, field_ids: Sequence[int]) -> Covered:
    """What the bundle covers. Of one that was packed before this was kept: what had been written
    when it was drawn, but for what was moved to these fields since."""
    query = select(BundleChunk.content).where(
        BundleChunk.bundle_id == bundle.id, BundleChunk.position == BESIDE
    )
    content = session.exec(query).first()
    if content is not None:
        return Covered.unpacked(content)
    moved = select(Pointer.comment_id).where(
        Pointer.process_id == bundle.process_id, col(Pointer.at) > bundle.drawn_at
    )
    before = select(Comment.id).where(
        Comment.process_id == bundle.process_id,
        col(Comment.field_id).in_(field_ids),
        col(Comment.is_listed).is_(True),
        col(Comment.created_at) <= bundle.drawn_at,
        col(Comment.id).not_in(moved),
    )
    return Covered(session.exec(before.execution_options(yield_per=5_000)))


def changed_since(
    session: Session, fields: Sequence[ActionField], bundle: Bundle, covered: Covered
) -> int:
    """How many of the notes that the bundle covers have been edited, added to, answered, decided,
    hidden or withdrawn since it was drawn: they are not new, but not the same either."""
    query = select(Comment.id).where(
        Comment.process_id == bundle.process_id,
        col(Comment.field_id).in_([field.id for field in fields]),
        col(Comment.is_listed).is_(True),
        _touched(bundle),
    )
    found = session.exec(query.execution_options(yield_per=5_000))
    return sum(1 for key in found if key in covered)


def _touched(bundle: Bundle) -> ColumnElement[bool]:
    since = bundle.drawn_at
    own = (Comment.edited_at, Comment.hidden_at, Comment.withdrawn_at, Comment.answered_at)
    answered = exists().where(
        col(Reply.comment_id) == Comment.id,
        col(Reply.state).in_(_SEEN),
        col(Reply.position) > 0,
        func.coalesce(Reply.edited_at, Reply.created_at) > since,
    )
    added = exists().where(col(Addition.comment_id) == Comment.id, col(Addition.created_at) > since)
    decided = exists().where(
        col(Disposition.comment_id) == Comment.id, col(Disposition.decided_at) > since
    )
    return or_(*(col(moment) > since for moment in own), answered, added, decided)
