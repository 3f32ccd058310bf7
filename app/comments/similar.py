"""The notes on a field that say nearly what somebody is about to say."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func, or_, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.comments import sketching
from app.comments.sketches import ALIKE, BANDS, bands, resemblance
from app.comments.targets import Target
from app.models import Comment, CommentKind, CommentState, NoteBand

CANDIDATES = 30  # notes that are compared
_IN_A_BAND = 60  # of the notes in one band no more are looked at, the newest first
SHOWN = 5
_COLUMNS = (
    *("id", "number", "author_id", "author_name", "kind", "text", "proposed_wording", "quote"),
    *("language", "supports"),
)


@dataclass(frozen=True)
class Near:
    """A public note that says nearly the same, as much of it as a line shows."""

    id: int
    number: int
    author_name: str
    kind: CommentKind
    text: str
    language: str
    supports: int
    state: CommentState = CommentState.PUBLIC


@dataclass(frozen=True)
class Alike:
    """How many people said nearly the same (`is_most`: or more), and the best supported of their
    notes."""

    people: int
    notes: tuple[Near, ...]
    is_most: bool = False


def alike(
    session: Session, place: Target, text: str, wording: str, author_id: int | None
) -> Alike | None:
    """The public notes on the field of `place` that say nearly the same, without the author's own;
    None where there are none. One question to the database: at most thirty candidates, read by the
    index of the bands, and compared here word by word."""
    said = sketching.says(text, wording, place.quote)
    sketch = bands(said)
    if not sketch:
        return None
    wanted: dict[str, object] = {f"value_{band}": value for band, value in enumerate(sketch)}
    wanted |= {"process": place.process.id, "field": place.field.id, "author": author_id or 0}
    found = []
    for row in session.connection().execute(_candidates(), wanted):
        theirs = sketching.says(row.text, row.proposed_wording, row.quote)
        if resemblance(said, theirs) >= ALIKE:
            found.append(row)
    if not found:
        return None
    found.sort(key=lambda row: (-row.supports, row.number))
    shown = tuple(
        Near(row.id, row.number, row.author_name, row.kind, row.text, row.language, row.supports)
        for row in found[:SHOWN]
    )
    authors = {row.author_id or -row.id for row in found}
    return Alike(len(authors), shown, is_most=len(found) == CANDIDATES)


@cache
def _candidates() -> Any:
    """The notes with most bands in common, put together once."""
    each = [
        select_columns(
            select_columns(col(NoteBand.comment_id).label("note"))
            .where(
                col(NoteBand.process_id) == bindparam("process"),
                col(NoteBand.band) == band,
                col(NoteBand.value) == bindparam(f"value_{band}"),
            )
            .order_by(col(NoteBand.id).desc())
            .limit(_IN_A_BAND)
            .subquery()
        )
        for band in range(BANDS)
    ]
    shared = union_all(*each).subquery()
    return (
        select_columns(*(getattr(Comment, name) for name in _COLUMNS))
        .join(shared, shared.c.note == col(Comment.id))
        .where(
            col(Comment.process_id) == bindparam("process"),
            col(Comment.field_id) == bindparam("field"),
            col(Comment.state) == CommentState.PUBLIC,
            or_(col(Comment.author_id).is_(None), col(Comment.author_id) != bindparam("author")),
        )
        .group_by(col(Comment.id))
        .order_by(func.count().desc(), col(Comment.id).desc())
        .limit(CANDIDATES)
    )
