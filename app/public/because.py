"""The notes that caused the changes between two versions, for the rows of the synopsis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.drafts.synopsis.rows import Row
from app.groups.traced import holds
from app.i18n import _
from app.models import Block, Comment, CommentState, Disposition, DraftVersion, Trace
from app.public.beside import Note

SHOWN = 12  # of a passage; the rest is counted


@dataclass
class Because:
    """Why a row changed: notes, how many more there are, and whether part of it (`others`) or all
    of it (`is_own`) is the group's own change."""

    notes: list[Note] = field(default_factory=list)
    more: int = 0
    others: bool = False
    is_own: bool = False

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.notes) or self.is_own


def in_words(because: Because) -> str:
    """Why something changed, for a file: a line that names the notes, and one where part of it, or
    all, is the group's own."""
    if because.is_own:
        return _("Änderung der Arbeitsgruppe")
    numbers = ", ".join(f"#{note.number}" for note in because.notes) + " …" * bool(because.more)
    lines = [_("Wegen %(notes)s") % {"notes": numbers}] if because.notes else []
    if because.others:
        lines.append(_("Das Übrige hat die Arbeitsgruppe geändert."))
    return "\n".join(lines)


@dataclass
class Causes:
    """What caused what: rows of traces by the blocks where the change stood and stands. Where
    `is_complete`, what has no cause is the group's own change."""

    is_complete: bool = False
    by_block: Mapping[int, Sequence[Any]] = field(default_factory=dict)

    def of(self, row: Row) -> Because:
        """Why this row changed."""
        if not row.is_change or row.is_heading:
            return Because()
        told = [
            trace
            for block in (*row.olds, *row.news)
            for trace in self.by_block.get(block.id, ())
            if _meets(trace, row)
        ]
        if not told:
            return Because(is_own=self.is_complete)
        notes = {trace.number: _note(trace) for trace in told}
        more = max(max(trace.total for trace in told) - len(notes), 0)
        others = self.is_complete and any(
            not _covers(told, block_id, number)
            for block_id, numbers in row.touched.items()
            for number in numbers
        )
        return Because([notes[number] for number in sorted(notes)], more, others)


def _meets(trace: Any, row: Row) -> bool:
    """Whether the change is this row's, where its old and its new block stand in two."""
    news = {block.id for block in row.news}
    if trace.new_block_id is not None and news:
        return trace.new_block_id in news
    return trace.old_block_id in {block.id for block in row.olds}


def _covers(told: Sequence[Any], block_id: int, number: int) -> bool:
    return any(
        trace.old_block_id == block_id and trace.old_sentence in (None, number) for trace in told
    )


def _note(trace: Any) -> Note:
    at = trace.label or ""
    sentence = trace.new_sentence or trace.old_sentence
    return Note(
        number=trace.number,
        kind=trace.kind,
        author=trace.author_name,
        is_hidden=False,
        address=f"{at}.{sentence}" if sentence else at,
        decision=trace.decision,
    )


def causes_between(
    session: Session, versions: Sequence[DraftVersion], block_ids: Collection[int]
) -> Causes:
    """What caused the changes that these versions brought to these blocks. Two questions, whose
    rows grow with the text alone. With one version, for which somebody has said what caused its
    changes, the rest of them is the group's own."""
    if not versions or not block_ids:
        return Causes()
    said = choose(col(Trace.id)).where(col(Trace.version_id) == versions[0].id, holds()).limit(1)
    if len(versions) == 1 and session.execute(said).first() is None:
        return Causes()
    query = _best(versions, block_ids)
    by_block: dict[int, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        for block_id in {row.old_block_id, row.new_block_id} - {None}:
            by_block[block_id].append(row)
    return Causes(len(versions) == 1, by_block)


def _best(versions: Sequence[DraftVersion], block_ids: Collection[int]) -> Any:
    """The best supported causes of each passage, with how many it has."""
    place = func.coalesce(col(Trace.new_block_id), col(Trace.old_block_id))
    names = ("old_block_id", "old_sentence", "new_block_id", "new_sentence")
    columns: list[Any] = [getattr(Trace, name) for name in names]
    columns += [getattr(Comment, name) for name in ("number", "kind", "author_name")]
    ranked = (
        choose(
            *columns,
            place.label("place"),
            col(Comment.id).label("note_id"),
            func.count().over(partition_by=place).label("total"),
            func.row_number()
            .over(partition_by=place, order_by=(col(Comment.supports).desc(), col(Comment.number)))
            .label("rank"),
        )
        .join(Comment, col(Comment.id) == col(Trace.comment_id))
        .where(
            col(Trace.version_id).in_([version.id for version in versions]),
            holds(),
            col(Comment.state) == CommentState.PUBLIC,
            or_(
                col(Trace.old_block_id).in_(block_ids),
                col(Trace.new_block_id).in_(block_ids),
            ),
        )
        .subquery()
    )
    return (
        choose(ranked, col(Block.label), col(Disposition.decision))
        .join(Block, col(Block.id) == ranked.c.place)
        .outerjoin(Disposition, col(Disposition.comment_id) == ranked.c.note_id)
        .where(ranked.c.rank <= SHOWN)
        .order_by(ranked.c.number)
    )
