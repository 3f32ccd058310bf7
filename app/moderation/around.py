"""Everything that stands around one note on the desk. What every note has is one question; what
few have is asked for only where that one says that there is something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from app.comments.joined import Family, family_of
from app.comments.queries import replies_of
from app.models import Comment, Inquiry, NoteSource, Person, Reply
from app.moderation.beside import Beside, beside
from app.moderation.blacked import Deed, deeds_of
from app.moderation.drafts import Aids, aids
from app.moderation.gathering import Together
from app.moderation.gathering import beside_note as gathered_with
from app.moderation.inquired import beside_note as inquired
from app.moderation.rules import may_answer
from app.moderation.undecided import Undecided, undecided
from app.paper.queries import beside_note as how_it_came


@dataclass(frozen=True)
class Around:
    """A note's answers (`rest` is the place to go on behind), what stands beside it, what else is
    to be decided about it, and what was done to it. `aids` are for its answer."""

    replies: Sequence[Reply] = ()
    rest: int = 0
    beside: Beside = field(default_factory=Beside)
    undecided: Undecided = field(default_factory=Undecided)
    aids: Aids = field(default_factory=Aids)
    inquiries: Sequence[Inquiry] = ()
    blacked: Sequence[Deed] = ()
    family: Family | None = None
    together: Together | None = None
    source: NoteSource | None = None


def around(session: Session, note: Comment, person: Person, now: datetime) -> Around:
    """What stands around `note`, as `person` sees it. Three questions for most notes: its answers,
    what is beside it, what helps with answering."""
    process = note.process
    replies, rest = replies_of(session, note)
    about = beside(session, note, person, now)
    helped = may_answer(person, note, process)
    return Around(
        replies=replies,
        rest=rest,
        beside=about,
        undecided=undecided(session, note, person, about.open),
        aids=aids(session, process, note, person) if helped else Aids(),
        inquiries=inquired(session, process, note) if "inquiry_note" in about.has else (),
        blacked=deeds_of(session, note) if "blackout" in about.has else (),
        family=family_of(session, note) if _has_family(note, about) else None,
        together=gathered_with(session, process, note),
        source=how_it_came(session, process, note),
    )


def _has_family(note: Comment, about: Beside) -> bool:
    return bool(
        note.part_of_id or note.parts_count or note.duplicate_of_id or "repeated" in about.has
    )
