"""What the desk's page of blackouts reads: the texts as they were, with what is blacked out in
them, and who did that, when and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.comments.blackened import in_force, spans
from app.models import Blackout, Bundle, BundleState, Comment, Person, Reply
from app.moderation.black_places import name_of, places_of
from app.text import BLACKED

Piece = tuple[str, bool]  # words, and whether nobody but staff reads them


@dataclass(frozen=True)
class Original:
    """A text as it was: where it stands, and its words with those that are blacked out."""

    name: str
    pieces: Sequence[Piece]
    language: str
    position: int  # of an answer; 0 for the note's own


@dataclass(frozen=True)
class Deed:
    """One blackout, wherever in the note it is: by whom, when and why; `passage` is "" once it is
    undone, or its original dropped."""

    number: int
    at: datetime
    name: str
    reason: str
    passage: str
    places: Sequence[str]
    undone_at: datetime | None

    @property
    def is_final(self) -> bool:
        """Whether nobody knows the words any more."""
        return not self.passage and self.undone_at is None


def originals(session: Session, note: Comment, after: int = 0) -> list[Original]:
    """The note's texts and fifty of its answers, behind this position, as staff read them."""
    rows = in_force(session, note.id)
    found = []
    for place in places_of(session, note, after=after):
        own = [row for row in rows if (row.part, row.reply_id) == place.key]
        text = own[0].original if own else place.text
        if text:
            language = getattr(place.row, "language", note.language)
            pieces = list(in_pieces(text, [row.passage for row in own]))
            position = place.reply.position if place.reply else 0
            found.append(Original(place.name, pieces, language, position))
    return found


def in_pieces(text: str, passages: Sequence[str]) -> Iterator[Piece]:
    """The text as what everybody reads and what nobody does, in turn."""
    at = 0
    for start, end in spans(text, passages):
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def deeds_of(session: Session, note: Comment) -> list[Deed]:
    """What was blacked out in a note and its answers, the latest first. One question."""
    query = (
        select(Blackout, Person.name, Reply.position)
        .outerjoin(Person, col(Person.id) == col(Blackout.by_id))
        .outerjoin(Reply, col(Reply.id) == col(Blackout.reply_id))
        .where(Blackout.comment_id == note.id)
        .order_by(col(Blackout.id))
    )
    together: dict[datetime, list[tuple[Blackout, str, int]]] = {}
    for row, name, position in session.exec(query):
        together.setdefault(row.at, []).append((row, name or "", position or 0))
    return [_deed(rows) for _at, rows in sorted(together.items(), reverse=True)]


def _deed(rows: Sequence[tuple[Blackout, str, int]]) -> Deed:
    first, name, _position = rows[0]
    return Deed(
        number=first.id,
        at=first.at,
        name=name,
        reason=first.reason,
        passage=next((row.passage for row, _name, _at in rows if row.passage), ""),
        places=[name_of(row.part, position) for row, _name, position in rows],
        undone_at=first.undone_at,
    )


def packed_with(session: Session, note: Comment) -> Sequence[int]:
    """The numbers of the packages that its group has taken home with this note in them: they stay
    as they are."""
    query = (
        select(Bundle.number)
        .where(
            Bundle.process_id == note.process_id,
            Bundle.group_id == note.field.group_id,
            Bundle.state == BundleState.READY,
            Bundle.drawn_at >= note.created_at,
        )
        .order_by(col(Bundle.number))
    )
    return session.exec(query).all()


def as_shown(text: str) -> list[Piece]:
    """A text that everybody reads, with the marks in it apart."""
    pieces: list[Piece] = []
    for n, words in enumerate(text.split(BLACKED)):
        pieces += [(BLACKED, True)] if n else []
        pieces.append((words, False))
    return pieces
