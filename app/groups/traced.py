"""Changes of the text with the notes that caused them, read both ways: from a note, and from a
version. Only what holds in a public version is for everybody (`in_public`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.drafts.cells import Rows
from app.drafts.wording import word_diff
from app.models import Block, Comment, CommentState, DraftVersion, Sentence, Trace

PERSON, DOCUMENT, PROPOSED = "person", "document", "proposed"
OVER = 0  # in the place of a sentence: what stands over a table, its caption and its head
DROPPED = "dropped"  # a person says that it was not the cause; never proposed again


@dataclass(frozen=True, slots=True)
class Changed:
    """One change of the text, and the note that caused it.

    `old_text` is "" for what is new, `new_text` for what was dropped; `before` is the number of
    the version in which the old words stood, 0 where there are none; `published_at` says when the
    new ones became public.
    """

    trace_id: int
    comment_id: int
    number: int
    version: int
    origin: str
    is_confirmed: bool
    before: int = 0
    old_label: str = ""
    old_fragment: str = ""
    old_text: str = ""
    new_label: str = ""
    new_fragment: str = ""
    new_text: str = ""
    published_at: datetime | None = None

    @property
    def html(self) -> str:
        """The change word by word, as escaped HTML with `<del>` and `<ins>`."""
        return word_diff(self.old_text, self.new_text)

    @property
    def is_reworded(self) -> bool:
        """Whether the words changed, and not their place alone."""
        return self.old_text.split() != self.new_text.split()


def holds() -> ColumnElement[bool]:
    """Of traces: those that a person or a group's document stands for."""
    return col(Trace.confirmed_at).is_not(None)


def traces_of_note(session: Session, note_id: int) -> list[Changed]:
    """What changed because of this note in versions that are public, in their order."""
    return changes(session, col(Trace.comment_id) == note_id, *in_public())


def traces_of_notes(session: Session, note_ids: Collection[int]) -> dict[int, list[Changed]]:
    """The same of several notes, by their ids: one question."""
    found: dict[int, list[Changed]] = {}
    if note_ids:
        for change in changes(session, col(Trace.comment_id).in_(note_ids), *in_public()):
            found.setdefault(change.comment_id, []).append(change)
    return found


def in_public() -> tuple[ColumnElement[bool], ...]:
    """What everybody may see: traces that hold, of public versions."""
    return (holds(), col(DraftVersion.published_at).is_not(None))


def proposed_by_field(version: DraftVersion) -> Select[Any]:
    """The question how many traces of a version are only proposed, by the field of their passage
    (None: outside of all); of notes that can be read."""
    old, new = aliased(Block), aliased(Block)
    field_id = func.coalesce(new.field_id, old.field_id)
    columns: list[Any] = [field_id, func.count()]
    return (
        choose(*columns)
        .select_from(Trace)
        .join(Comment, col(Comment.id) == col(Trace.comment_id))
        .outerjoin(old, col(old.id) == col(Trace.old_block_id))
        .outerjoin(new, col(new.id) == col(Trace.new_block_id))
        .where(
            col(Trace.version_id) == version.id,
            col(Trace.origin) == PROPOSED,
            ~holds(),
            col(Comment.state) == CommentState.PUBLIC,
        )
        .group_by(field_id)
    )


def changes(session: Session, *which: ColumnElement[bool]) -> list[Changed]:
    """Traces with the words on both sides: one question. Those of notes that nobody sees are left
    out."""
    old, new = aliased(Block), aliased(Block)
    old_words, new_words, before = aliased(Sentence), aliased(Sentence), aliased(DraftVersion)
    columns: list[Any] = [
        Trace.id,
        Trace.comment_id,
        Comment.number,
        DraftVersion.number,
        Trace.origin,
        Trace.confirmed_at,
        before.number,
        *_side(old, old_words, Trace.old_sentence),
        *_side(new, new_words, Trace.new_sentence),
        DraftVersion.published_at,
    ]
    query = (
        choose(*columns)
        .select_from(Trace)
        .join(DraftVersion, col(DraftVersion.id) == col(Trace.version_id))
        .join(Comment, col(Comment.id) == col(Trace.comment_id))
        .outerjoin(old, col(old.id) == col(Trace.old_block_id))
        .outerjoin(old_words, _stands(old_words, Trace.old_block_id, Trace.old_sentence))
        .outerjoin(before, col(before.id) == col(old.version_id))
        .outerjoin(new, col(new.id) == col(Trace.new_block_id))
        .outerjoin(new_words, _stands(new_words, Trace.new_block_id, Trace.new_sentence))
        .where(col(Comment.state) == CommentState.PUBLIC, col(Trace.origin) != DROPPED, *which)
        .order_by(
            col(DraftVersion.number),
            func.coalesce(new.position, old.position, 0),
            func.coalesce(col(Trace.new_sentence), col(Trace.old_sentence), 0),
            col(Comment.number),
        )
    )
    return [_changed(*row) for row in session.execute(query)]


def _side(block: Any, sentence: Any, number: Any) -> tuple[Any, ...]:
    over = case((col(number) == OVER, block.head_html))
    return block.label, block.fragment, block.text, over, sentence.number, sentence.text


def _stands(sentence: Any, block_id: Any, number: Any) -> ColumnElement[bool]:
    return and_(col(sentence.block_id) == col(block_id), col(sentence.number) == col(number))


def _changed(*row: Any) -> Changed:
    old, new = _passage(*row[7:13]), _passage(*row[13:19])
    return Changed(
        trace_id=row[0],
        comment_id=row[1],
        number=row[2],
        version=row[3],
        origin=row[4],
        is_confirmed=row[5] is not None,
        before=row[6] or 0,
        old_label=old[0],
        old_fragment=old[1],
        old_text=old[2],
        new_label=new[0],
        new_fragment=new[1],
        new_text=new[2],
        published_at=row[19],
    )


def _passage(
    label: str | None,
    fragment: str | None,
    text: str | None,
    over: str | None,
    number: int | None,
    words: str | None,
) -> tuple[str, str, str]:
    if label is None or fragment is None:
        return "", "", ""
    if over is not None:
        return label, fragment, Rows.of(over).over()
    if number is None:
        return label, fragment, text or ""
    return f"{label}.{number}", f"{fragment}-{number}", words or ""
