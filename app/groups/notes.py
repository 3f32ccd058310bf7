"""The notes on a group's fields, in the order of the text, read in batches.

100,000 notes never stand in memory together: which ones, and in which order, is read once as
keys; the notes come a batch at a time, each batch with its answers, as often as they are asked
for.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as choose  # columns, as many as one likes
from sqlmodel import Session, col, select

from app.groups import joined as joining
from app.groups.contents import Added, Answer, Note
from app.groups.covering import Covered
from app.groups.rights import Rights
from app.groups.saying import sayings
from app.i18n import _
from app.models import (
    ActionField,
    Addition,
    Block,
    Comment,
    CommentState,
    DraftVersion,
    HouseRule,
    Office,
    Perspective,
    Reply,
    Section,
    Standing,
    Statement,
    Voice,
)
from app.tongues import CITYS

BATCH = 500
_COLUMNS = (
    *("id", "number", "field_id", "block_id", "address", "quote", "first_word", "last_word"),
    *("kind", "state", "text", "proposed_wording", "author_name", "author_role", "supports"),
    *("author_organisation", "author_district", "shows_self"),
    *(
        "created_at",
        "language",
        "parts_count",
        "additions_count",
        "standing",
        "made_fragment",
        "fragment",
        "made_address",
        "made_quote",
        "duplicate_of_id",
        "imported_agrees",
        "imported_disagrees",
    ),
)
_REPLY_COLUMNS = ("comment_id", "voice", "author_name", "created_at", "state", "text")
_SAID = (CommentState.PUBLIC, CommentState.HIDDEN, CommentState.WITHDRAWN)


def handed_over(until: datetime) -> tuple[ColumnElement[bool], ...]:
    """Public notes and tombstones made until then; what waits, expired or was never confirmed
    is handed to nobody."""
    return (col(Comment.is_listed).is_(True), col(Comment.created_at) <= until)


class NotesInOrder:
    """The notes on some fields: those on the whole field first, then by block, sentence and
    number; without those that an earlier bundle covers already (`before`). The session must see
    one state of the data until the last one is read. `rights`: what of authors and hidden notes is
    told. `which`: what else must be true of them."""

    def __init__(
        self,
        session: Session,
        process_id: int,
        fields: Sequence[ActionField],
        until: datetime,
        rights: Rights = Rights(),  # noqa: B008 - it is frozen
        before: Covered | None = None,
        which: tuple[ColumnElement[bool], ...] = (),
    ) -> None:
        self.which = which
        self.session, self.until, self.rights = session, until, rights
        self.process_id = process_id
        self.labels = {field.id: field.label for field in fields}
        self.headings = _Headings(session, process_id, fields)
        keys = array("q")
        for field in fields:
            keys.extend(self.keys_on(field))
        self._standing = keys
        self.keys = array("q", (key for key in keys if key not in before)) if before else keys

    @property
    def covered(self) -> Covered:
        """All notes that stand there, new or not."""
        return Covered(self._standing)

    def batches(self) -> Iterator[list[int]]:
        """The keys in their order, some at a time."""
        for start in range(0, len(self.keys), BATCH):
            yield list(self.keys[start : start + BATCH])

    def keys_on(self, field: ActionField) -> Iterator[int]:
        """Those of one field, in their order."""
        query = (
            select(Comment.id)
            .outerjoin(Block, col(Block.id) == col(Comment.block_id))
            .where(
                Comment.process_id == field.process_id,
                Comment.field_id == field.id,
                *handed_over(self.until),
                *self.which,
            )
            .order_by(
                func.coalesce(Block.position, 0),
                func.coalesce(Comment.sentence, 0),
                col(Comment.number),
            )
            .execution_options(yield_per=BATCH)
        )
        yield from self.session.exec(query)

    def __iter__(self) -> Iterator[Note]:
        """All of them, read anew."""
        for keys in self.batches():
            answers = self._answers_to(keys)
            rows = {row.id: row for row in self._rows(keys)}
            added = self._additions_to([row.id for row in rows.values() if row.additions_count])
            carried = [row.id for row in rows.values() if row.made_version is not None]
            moved = joining.moved_from(self.session, carried)
            foreign = [row.id for row in rows.values() if row.language != CITYS]
            german = joining.translations(self.session, foreign)
            said = sayings(self.session, rows.values(), with_contacts=self.rights.contacts)
            for key in keys:
                note = self._note(rows[key], tuple(answers.get(key, ())), tuple(added.get(key, ())))
                yield replace(
                    note,
                    joined=joining.joined(rows[key], moved.get(key, ())),
                    translation=german.get(key, "") if note.state == "public" else "",
                    group_size=rows[key].similar if (rows[key].similar or 0) > 1 else 0,
                    **said.of(key, told=note.state == "public"),
                )

    def _rows(self, keys: list[int]) -> Sequence[Any]:
        columns: list[Any] = [getattr(Comment, name) for name in _COLUMNS]
        query = (
            choose(
                *columns,
                col(HouseRule.number).label("rule"),
                col(DraftVersion.number).label("made_version"),
                col(Perspective.name).label("perspective"),
                *joining.columns(),
            )
            .select_from(Comment)
            .outerjoin(HouseRule, col(HouseRule.id) == col(Comment.hidden_rule_id))
            .outerjoin(Perspective, col(Perspective.id) == col(Comment.perspective_id))
            .outerjoin(DraftVersion, col(DraftVersion.id) == col(Comment.made_version_id))
            .where(col(Comment.id).in_(keys))
        )
        return self.session.execute(joining.beside(query)).all()

    def _answers_to(self, keys: list[int]) -> dict[int, list[Answer]]:
        columns: list[Any] = [getattr(Reply, name) for name in _REPLY_COLUMNS]
        query = (
            choose(*columns, col(Office.name).label("office"))
            .select_from(Reply)
            .outerjoin(Statement, col(Statement.id) == col(Reply.statement_id))
            .outerjoin(Office, col(Office.id) == col(Statement.office_id))
            .where(
                col(Reply.comment_id).in_(keys),
                col(Reply.created_at) <= self.until,
                col(Reply.state).in_(_SAID),
                col(Reply.position) > 0,  # what was stopped and never public is handed to nobody
            )
            .order_by(col(Reply.comment_id), col(Reply.position))
        )
        found: dict[int, list[Answer]] = {}
        for row in self.session.execute(query):
            found.setdefault(row.comment_id, []).append(_answer(row, names=self.rights.names))
        return found

    def _additions_to(self, keys: list[int]) -> dict[int, list[Added]]:
        if not keys:
            return {}
        query = (
            select(Addition)
            .where(col(Addition.comment_id).in_(keys), col(Addition.created_at) <= self.until)
            .order_by(col(Addition.comment_id), col(Addition.position))
        )
        found: dict[int, list[Added]] = {}
        for addition in self.session.exec(query):
            added = Added(at=addition.created_at, text=addition.text)
            found.setdefault(addition.comment_id, []).append(added)
        return found

    def _note(self, row: Any, answers: tuple[Answer, ...], additions: tuple[Added, ...]) -> Note:
        is_told = row.state is CommentState.HIDDEN and self.rights.sees_hidden
        shown = row.state is CommentState.PUBLIC or is_told
        named = shown and self.rights.names
        return Note(
            number=row.number,
            field=self.labels[row.field_id],
            address=row.address,
            section=self.headings.above(row.block_id, row.field_id),
            quote=row.quote,
            kind=row.kind.value,
            text=row.text if shown else "",
            proposed_wording=row.proposed_wording if shown else "",
            author=row.author_name if named else "",
            role=_role(row) if named else "",
            created_at=row.created_at,
            supports=row.supports,
            source_agrees=row.imported_agrees,
            source_disagrees=row.imported_disagrees,
            state=row.state.value,
            answers=answers,
            additions=additions if shown else (),
            first_word=row.first_word,
            last_word=row.last_word,
            hidden_rule="" if row.rule is None else str(row.rule),
            **_made(row),
        )


def _role(row: Any) -> str:
    """As whom somebody writes: their role, and for whom they speak where they want it shown."""
    own = (row.perspective, row.author_organisation, row.author_district)
    return " · ".join(part for part in (row.author_role, *(own if row.shows_self else ())) if part)


def _made(row: Any) -> dict[str, Any]:
    """Where a note was made, if that is not where it stands now."""
    made = (row.made_fragment, row.made_quote)
    if row.made_version is None or made == (row.fragment, row.quote):
        return {}
    return {
        "made_version": row.made_version,
        "made_address": row.made_address,
        "made_quote": row.made_quote,
        "is_gone": row.standing == Standing.GONE,
    }


def _answer(row: Any, *, names: bool) -> Answer:
    if row.state is CommentState.PUBLIC:
        by = row.office if row.voice is Voice.OFFICE and row.office else row.author_name
        by = by if names or row.voice is not Voice.RESIDENT else ""
        return Answer(voice=row.voice.value, by=by, at=row.created_at, text=row.text)
    gone = (
        _("[Diese Antwort ist zurückgezogen.]")
        if row.state is CommentState.WITHDRAWN
        else _("[Diese Antwort ist ausgeblendet.]")
    )
    return Answer(voice=Voice.RESIDENT.value, by="", at=row.created_at, text=gone)


class _Headings:
    """The headings above every block of some fields, in whichever version it stands."""

    def __init__(self, session: Session, process_id: int, fields: Sequence[ActionField]) -> None:
        query: Any = select(Section.id, Section.parent_id, Section.title, Section.is_field)
        rows = session.exec(query.where(Section.process_id == process_id))
        self.sections: dict[int, Any] = {row.id: row for row in rows}
        self.titles = {field.id: field.title for field in fields}
        blocks = session.exec(
            select(Block.id, Block.section_id).where(
                Block.process_id == process_id, col(Block.field_id).in_(self.titles)
            )
        )
        self.section_of = dict(blocks.all())
        self.paths: dict[int, str] = {}

    def above(self, block_id: int | None, field_id: int) -> str:
        """The headings above a block, from the field's own down, joined by " › "."""
        section_id = self.section_of.get(block_id or 0)
        if section_id is None:
            return self.titles[field_id]
        if section_id not in self.paths:
            self.paths[section_id] = " › ".join(self._path(section_id))
        return self.paths[section_id]

    def _path(self, section_id: int) -> list[str]:
        row = self.sections.get(section_id)
        if row is None:
            return []
        above = self._path(row.parent_id) if row.parent_id and not row.is_field else []
        return [*above, row.title]
