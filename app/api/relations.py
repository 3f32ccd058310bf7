"""What moderators have arranged around comments: parts, duplicates, moves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as choose
from sqlmodel import Session, col, select

from app.models import Comment, Pointer


@dataclass
class Relation:
    """Of one comment: the number of the one it is a part or a duplicate of, of its parts, and how
    it was moved."""

    part_of: int | None = None
    parts: list[int] = field(default_factory=list)
    duplicate_of: int | None = None
    moves: list[Pointer] = field(default_factory=list)


def relations_of(session: Session, comments: Sequence[Comment]) -> dict[int, Relation]:
    """Those of these comments, by id: at most two questions, and none where nothing can be."""
    found = {one.id: Relation() for one in comments}
    numbers = _numbers(session, comments)
    for one in comments:
        found[one.id].part_of = numbers.get(one.part_of_id or 0, (None, None))[0]
        found[one.id].duplicate_of = numbers.get(one.duplicate_of_id or 0, (None, None))[0]
    for number, whole in sorted(numbers.values()):
        if whole in found:
            found[whole].parts.append(number)
    moved = [one.id for one in comments if one.made_version_id is not None]
    if moved:
        query = select(Pointer).where(col(Pointer.comment_id).in_(moved))
        for pointer in session.exec(query.order_by(col(Pointer.id))):
            found[pointer.comment_id].moves.append(pointer)
    return found


def _numbers(session: Session, comments: Sequence[Comment]) -> dict[int, tuple[int, int]]:
    """Of all that belongs to these: its number, and the id of the one it is a part of (else 0)."""
    above = {one.part_of_id for one in comments} | {one.duplicate_of_id for one in comments}
    split = [one.id for one in comments if one.parts_count]
    if above == {None} and not split:
        return {}
    columns: list[Any] = [Comment.id, Comment.number, Comment.part_of_id]
    query = choose(*columns).where(
        or_(col(Comment.id).in_(above - {None}), col(Comment.part_of_id).in_(split)),
        col(Comment.is_listed).is_(True),
    )
    return {row[0]: (row[1], row[2] or 0) for row in session.execute(query)}
