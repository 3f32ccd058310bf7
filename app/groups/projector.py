"""One note at a time, for the wall of the room in which a group meets: the note, the passage that
it is about, and which notes come before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from sqlmodel import Session, col, select

from app.comments.words import marked
from app.errors import NotFound
from app.groups.asked import Asked, Place, Stand
from app.groups.in_text import Note, notes_in_order
from app.groups.narrow import Narrow
from app.groups.queries import fields_of
from app.groups.room import last_bundle, narrowed
from app.groups.tallied import Tallied, tallied_of
from app.i18n import _
from app.models import Comment, Sentence, WorkingGroup

LONGEST = 700  # characters of a paragraph that is shown whole around the sentence that is meant


@dataclass(frozen=True)
class Part:
    """A sentence of the passage as HTML; whether the note is about it."""

    html: str
    is_meant: bool


@dataclass(frozen=True)
class Slide:
    """What is on the wall: a note (None: nothing is left of what is asked for) with its passage,
    its neighbours among the notes that are asked for, and how far the group is."""

    asked: Asked
    tallied: Tallied
    note: Note | None = None
    before: Note | None = None
    behind: Note | None = None
    passage: Sequence[Part] = ()

    @property
    def size(self) -> str:
        """How large the note's words can stand: "short", "middle" or "long"."""
        if self.note is None:
            return "short"
        said = len(self.note.comment.text) + len(self.note.comment.proposed_wording)
        return "short" if said <= 220 else "middle" if said <= 700 else "long"


def slide_of(session: Session, group: WorkingGroup, asked: Asked, number: int | None) -> Slide:
    """Note #`number`, else the first behind the place where the filter goes on, else the first of
    all: in eight questions, however many there are.

    Raises `NotFound` for a field or a note that is not the group's.
    """
    fields = fields_of(session, group)
    tallied = Tallied.together(tallied_of(session, group.process, fields).values())
    last = last_bundle(session, group) if asked.stand is Stand.NEW else None
    narrow = narrowed(group, fields, asked, last, tallied)
    if number is not None:
        note = _first(session, replace(narrow, asked=Asked(words=f"#{number}"), are_few=False))
        if note is None:
            raise NotFound(_("Zu Ihrem Text gibt es diese Anmerkung nicht."))
    else:
        note = _first(session, narrow, asked.after) or _first(session, narrow)
    if note is None:
        return Slide(asked, tallied)
    return Slide(
        asked=asked,
        tallied=tallied,
        note=note,
        before=_first(session, narrow, note.place, back=True),
        behind=_first(session, narrow, note.place),
        passage=passage_of(session, note.comment),
    )


def _first(
    session: Session, narrow: Narrow, after: Place | None = None, *, back: bool = False
) -> Note | None:
    found = notes_in_order(session, narrow, after, most=1, back=back).listed
    return found[0] if found else None


def passage_of(session: Session, comment: Comment) -> list[Part]:
    """The words that a note is about, in the paragraph around them where that is not too long; of a
    note on a whole field, or whose passage is gone, what is kept of it."""
    if comment.block_id is None:
        return [Part(escape(comment.quote), True)] if comment.quote else []
    query = (
        select(Sentence)
        .where(Sentence.block_id == comment.block_id)
        .order_by(col(Sentence.number))
        .limit(60)
    )
    sentences = session.exec(query).all()
    meant = [one for one in sentences if comment.sentence in (None, one.number)]
    is_short = sum(len(one.text) for one in sentences) <= LONGEST
    return [_part(one, comment) for one in (sentences if is_short else meant)]


def _part(sentence: Sentence, comment: Comment) -> Part:
    is_meant = comment.sentence in (None, sentence.number)
    if is_meant and comment.first_word and comment.last_word:
        return Part(marked(sentence.text, (comment.first_word, comment.last_word)), True)
    return Part(escape(sentence.text), is_meant)
