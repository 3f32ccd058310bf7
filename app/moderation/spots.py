"""Where a note stands, and the counters of two places between which one moves."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import update
from sqlmodel import Session, col

from app.comments import domain as comments
from app.comments import joined
from app.comments.targets import Target
from app.models import ActionField, Block, Comment, Sentence

PLACE = ("block_id", "sentence", "first_word", "last_word", "address", "fragment", "quote")


class Spot(NamedTuple):
    """Where a note stands: its field, and the columns that say the place."""

    field_id: int
    block_id: int | None
    sentence: int | None
    first_word: int | None
    last_word: int | None
    address: str
    fragment: str
    quote: str

    @classmethod
    def of(cls, note: Comment) -> Spot:
        """Where this note stands now."""
        return cls(note.field_id, *(getattr(note, name) for name in PLACE))

    @classmethod
    def at(cls, target: Target) -> Spot:
        """This place in the text."""
        first, last = target.words or (None, None)
        return cls(
            target.field.id,
            target.block.id if target.block else None,
            target.sentence.number if target.sentence else None,
            first,
            last,
            target.address.label,
            target.address.fragment,
            target.quote,
        )

    @property
    def seal(self) -> str:
        """What a form carries of it, to find out whether the note stands there still."""
        words = f".{self.first_word}-{self.last_word}" if self.first_word else ""
        return f"{self.fragment}{words}"


def count_at(session: Session, note: Comment, before: Spot, there: Spot) -> None:
    """The note, which is public, stands there now and no longer before: fields, sentences, blocks,
    in the order in which posting takes them. The process counts as many as ever."""
    _on_fields(session, note, before.field_id, there.field_id)
    _on_sentences(session, before, there)
    _on_blocks(session, before, there)


def _on_fields(session: Session, note: Comment, before: int, there: int) -> None:
    counts = 1 if joined.counts(note) and before != there else 0
    answered = counts if note.is_answered else 0
    for field_id in sorted({before, there}):
        sign = 1 if field_id == there else -1
        comments.bump(
            session,
            field_id,
            comments_count=col(ActionField.comments_count) + sign * counts,
            answered_count=col(ActionField.answered_count) + sign * answered,
        )


def _on_sentences(session: Session, before: Spot, there: Spot) -> None:
    for spot, n in sorted([(before, -1), (there, 1)], key=_by_sentence):
        if spot.sentence is None:
            continue
        session.execute(
            update(Sentence)
            .where(col(Sentence.block_id) == spot.block_id, col(Sentence.number) == spot.sentence)
            .values(comments_count=Sentence.comments_count + n)
            .execution_options(synchronize_session=False)
        )


def _by_sentence(one: tuple[Spot, int]) -> tuple[int, int]:
    return one[0].block_id or 0, one[0].sentence or 0


def _on_blocks(session: Session, before: Spot, there: Spot) -> None:
    more: dict[int, int] = {}
    for spot, n in ((before, -1), (there, 1)):
        if spot.block_id is not None:
            more[spot.block_id] = more.get(spot.block_id, 0) + n
    for block_id, n in sorted(more.items()):
        comments.show_in_margin(session, block_id, comments_count=col(Block.comments_count) + n)
