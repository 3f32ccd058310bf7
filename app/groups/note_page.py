"""What the page of one note shows to its group: the passage in its surroundings, the note with all
that was said to it, what is proposed and decided, what was before, which notes stand around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists
from sqlalchemy import select as choose
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.comments.joined import Family, family_of
from app.comments.queries import by_number, replies_of
from app.comments.translating import translations_of
from app.errors import NotFound
from app.groups.asked import Asked, Place
from app.groups.in_text import numbers_around, start_of
from app.groups.narrow import Narrow
from app.groups.queries import fields_of
from app.groups.similar import Together, together
from app.groups.topics.queries import advice_on, topics_on
from app.i18n import _
from app.models import (
    Advice,
    Block,
    Comment,
    DispositionDraft,
    EarlierDisposition,
    Echo,
    NoteTranslation,
    Person,
    Reply,
    Topic,
    TopicNote,
    WorkingGroup,
)

NEAR = 4  # blocks that are looked at for a neighbour: positions may have gaps of headings


@dataclass(frozen=True)
class Passage:
    """The paragraph that the note is about in three pieces (what it is about is the middle one),
    and the paragraphs before and behind it."""

    before: str = ""
    opening: str = ""
    meant: str = ""
    rest: str = ""
    behind: str = ""


@dataclass(frozen=True)
class Earlier:
    """A decision that held before, and who settled it."""

    said: EarlierDisposition
    by: str


@dataclass(frozen=True)
class NotePage:
    """All of it. `echo` is what the author says to the decision that holds."""

    note: Comment
    passage: Passage
    replies: Sequence[Reply]
    rest: int
    draft: DispositionDraft | None
    drafted_by: str
    settled_by: str
    echo: Echo | None
    earlier: Sequence[Earlier]
    translations: Sequence[NoteTranslation]
    advice: Sequence[Advice]
    topics: Sequence[Topic]
    family: Family | None
    together: Together
    previous: int
    next: int


def note_of(session: Session, group: WorkingGroup, number: int) -> Comment:
    """Note #number, which stands on one of this group's fields, as shown. Raises `NotFound`."""
    note = by_number(session, group.process, number, answers=False)
    if note.field.group_id != group.id:
        raise NotFound(_("Zu Ihrem Text gibt es diese Anmerkung nicht."))
    return note


def page_of(session: Session, group: WorkingGroup, note: Comment, asked: Asked) -> NotePage:
    """What stands around `note` (as `note_of` gives it), for its group. What few notes have is
    asked for only where it is said that there is something."""
    facts = _facts(session, note)
    blocks = _blocks_around(session, note)
    replies, rest = replies_of(session, note)
    narrow = Narrow(group.process, group, fields_of(session, group), asked)
    previous, following = numbers_around(session, narrow, _place(session, note, blocks))
    return NotePage(
        note=note,
        passage=_passage(note, blocks),
        replies=replies,
        rest=rest,
        draft=facts[0],
        drafted_by=facts.drafted_by or "",
        settled_by=facts.settled_by or "",
        echo=facts[1],
        earlier=_earlier(session, note) if facts.has_earlier else (),
        translations=translations_of(session, note) if facts.is_translated else (),
        advice=advice_on(session, note) if facts.is_advised else (),
        topics=topics_on(session, note) if facts.is_on_topic else (),
        family=family_of(session, note) if _has_family(note, facts) else None,
        together=together(session, note, group),
        previous=previous,
        next=following,
    )


def _facts(session: Session, note: Comment) -> Any:
    """What is proposed, what the author says to the decision, and what else there is."""
    decided, by, lead = note.disposition, aliased(Person), aliased(Person)
    again = aliased(Comment)
    to_it = and_(
        col(Echo.comment_id) == col(Comment.id),
        col(Echo.disposition_id) == (decided.id if decided else None),
        col(Echo.decided_at) == (decided.decided_at if decided else None),
    )
    settled_by = decided.settled_by_id if decided else None
    query: Any = (
        choose(
            DispositionDraft,
            Echo,
            col(by.name).label("drafted_by"),
            col(lead.name).label("settled_by"),
            exists(1).where(col(EarlierDisposition.comment_id) == note.id).label("has_earlier"),
            exists(1).where(col(NoteTranslation.comment_id) == note.id).label("is_translated"),
            exists(1).where(col(Advice.comment_id) == note.id).label("is_advised"),
            exists(1).where(col(again.duplicate_of_id) == note.id).label("is_repeated"),
            exists(1).where(col(TopicNote.comment_id) == note.id).label("is_on_topic"),
        )
        .select_from(Comment)
        .outerjoin(DispositionDraft, col(DispositionDraft.comment_id) == col(Comment.id))
        .outerjoin(by, col(by.id) == col(DispositionDraft.by_id))
        .outerjoin(lead, col(lead.id) == settled_by)
        .outerjoin(Echo, to_it)
        .where(col(Comment.id) == note.id)
    )
    return session.execute(query).one()


def _has_family(note: Comment, facts: Any) -> bool:
    return bool(note.part_of_id or note.parts_count or note.duplicate_of_id or facts.is_repeated)


def _earlier(session: Session, note: Comment) -> list[Earlier]:
    query: Any = (
        choose(EarlierDisposition, col(Person.name))
        .outerjoin(Person, col(Person.id) == col(EarlierDisposition.settled_by_id))
        .where(col(EarlierDisposition.comment_id) == note.id)
        .order_by(col(EarlierDisposition.position).desc())
        .limit(50)
    )
    return [Earlier(row[0], row[1] or "") for row in session.execute(query)]


def _blocks_around(session: Session, note: Comment) -> Sequence[Block]:
    if note.block_id is None:
        return ()
    here = select(Block.position).where(Block.id == note.block_id).scalar_subquery()
    query: Any = (
        select(Block)
        .where(
            Block.version_id == note.version_id,
            Block.field_id == note.field_id,
            col(Block.position).between(here - NEAR, here + NEAR),
        )
        .order_by(col(Block.position))
    )
    found: Sequence[Block] = session.exec(query).all()
    return found


def _place(session: Session, note: Comment, blocks: Sequence[Block]) -> Place:
    """Where it stands in the order of the text."""
    own = next((block for block in blocks if block.id == note.block_id), None)
    if own is None:
        return Place(start_of(session, note.field), 0, note.number)
    return Place(own.position, (note.sentence or 0) + 1, note.number)


def _passage(note: Comment, blocks: Sequence[Block]) -> Passage:
    texts = [block.text for block in blocks]
    at = next((n for n, block in enumerate(blocks) if block.id == note.block_id), None)
    if at is None:
        return Passage(meant=note.quote)
    before = texts[at - 1] if at else ""
    behind = texts[at + 1] if at + 1 < len(texts) else ""
    opening, meant, rest = texts[at].partition(note.quote) if note.quote else ("", "", "")
    if not meant:  # a row of a table, or a figure: its words stand otherwise in the text
        opening, meant, rest = "", note.quote or texts[at], ""
    return Passage(before, opening, meant, rest, behind)
