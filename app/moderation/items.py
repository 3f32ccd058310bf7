"""What needs a decision, of whatever kind, in one list: one question to the database, in which each
kind is read by an index of its own and no further than a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, String, func, literal, union_all
from sqlalchemy import select as select_columns
from sqlmodel import Session, col

from app.models import CommentKind, Lease, Person, Process
from app.models.base import Moment
from app.moderation.sources import EPOCH, Sources, columns, micros
from app.moderation.wanted import Key, What

PAGE = 20
MOST = 100  # more of a kind are not counted
_COUNTED, _LEASED = "counted", "leased"


@dataclass(frozen=True)
class Item:
    """One thing that needs a decision: about note #`number`, or the inquiry or group `subject`.
    `at` is since when (of an inquiry: until when); `size` the notes in a group; `name` the office
    that was asked, or who wrote; `writer` the colleague who writes an answer just now."""

    key: Key
    number: int | None
    subject: int
    at: datetime
    size: int = 0
    kind: CommentKind | None = None
    excerpt: str = ""
    address: str = ""
    language: str = "de"
    field_id: int | None = None
    name: str = ""
    writer: str = ""

    @property
    def what(self) -> What:
        """What kind of decision it needs."""
        return self.key.what


@dataclass(frozen=True)
class Items:
    """A page of the inbox in its order, the key that continues after it (None at the end), how
    many there are of each kind (at most `MOST` + 1, which means more), and which colleague writes
    about which note (by its id)."""

    items: Sequence[Item] = ()
    next_key: Key | None = None
    counts: Mapping[What, int] = field(default_factory=dict)
    writers: Mapping[int, str] = field(default_factory=dict)

    def following(self, key: Key | None) -> Item | None:
        """The first one behind `key` that no colleague writes about, else the first of them all,
        else None."""
        free = [item for item in self.items if not item.writer] or list(self.items)
        if key is not None:
            free = [item for item in free if item.key.order > key.order] or free
        return free[0] if free else None

    def of(self, key: Key | None, number: int | None) -> Item | None:
        """The one with this key, else the first about this note, if it is on this page."""
        for item in self.items:
            if item.key == key and (number is None or item.number == number):
                return item
        return next((item for item in self.items if item.number == number), None)


def items(session: Session, sources: Sources, person: Person) -> Items:
    """A page of what needs a decision, as `person` sees it, behind the key that is wanted. One
    question, however much there is. Similar notes stand under the one line of their group, until
    somebody asks for one kind of things, or for what one person wrote."""
    wanted = sources.narrowing.wanted
    first = wanted.after.what.rank if wanted.after else 0
    shown = [
        what for what in What if what.rank >= first and (wanted.what is None or what is wanted.what)
    ]
    listed = replace(sources, folds=wanted.what is None and not wanted.person)
    parts = [listed.of(what, wanted.after).limit(PAGE + 1) for what in shown]
    parts += [_counted(what, sources.of(what)) for what in What]
    parts.append(_leased(sources.process, person, sources.now))
    rows = session.execute(union_all(*(select_columns(part.subquery()) for part in parts))).all()
    writers = {row.subject: row.name for row in rows if row.what == _LEASED}
    found = [_item(row, writers) for row in rows if row.what not in (_COUNTED, _LEASED)]
    found.sort(key=lambda item: item.key.order)
    return Items(
        items=found[:PAGE],
        next_key=found[PAGE - 1].key if len(found) > PAGE else None,
        counts={What(row.name): row.size for row in rows if row.what == _COUNTED},
        writers=writers,
    )


_BY_NUMBER_ALONE = (What.REPORTED, What.APPROVAL, What.FOREIGN)


def _item(row: Any, writers: Mapping[int, str]) -> Item:
    what = What(row.what)
    major = 0 if what in _BY_NUMBER_ALONE else micros(row.at)
    return Item(
        key=Key(what, row.size if what is What.SIMILAR else major, row.subject),
        number=row.number,
        subject=row.subject,
        at=row.at,
        size=row.size,
        kind=CommentKind(row.kind) if row.kind else None,
        excerpt=row.excerpt or "",
        address=row.address or "",
        language=row.language or "de",
        field_id=row.field_id,
        name=row.name or "",
        writer=writers.get(row.comment_id, ""),
    )


def _counted(what: What, rows: Select[Any]) -> Select[Any]:
    alone = rows.with_only_columns(literal(1, Integer).label("one"), maintain_column_froms=True)
    bounded = alone.order_by(None).limit(MOST + 1).subquery()
    at, name = literal(EPOCH, Moment), literal(what.value, String)
    about = columns(_COUNTED, at, literal(0, Integer), size=func.count(), name=name)
    return select_columns(*about).select_from(bounded)


def _leased(process: Process, person: Person, now: datetime) -> Select[Any]:
    about = columns(_LEASED, col(Lease.until), col(Lease.comment_id), name=col(Person.name))
    return (
        select_columns(*about)
        .select_from(Lease)
        .join(Person, col(Person.id) == col(Lease.person_id))
        .where(
            col(Lease.process_id) == process.id,
            col(Lease.until) > now,
            col(Lease.person_id) != person.id,
        )
        .limit(MOST)
    )
