"""Everything that is kept about a person, as plain data for that person (Art. 15 and 20 GDPR).

`own_parts.py` says which columns of which tables, and by what their rows are found.
"""

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app import clock, forgetting, outbox
from app.accounts.own_parts import PARTS, Part
from app.models import (
    ActionField,
    Comment,
    HouseRule,
    Office,
    Organisation,
    Person,
    Perspective,
    Process,
    WorkingGroup,
)

_SECRET = re.compile(r"(https?://\S*/)[A-Za-z0-9_-]{32,}")
# What a reference says to people: of which table, and which column of it.
_NAMED: dict[str, tuple[Any, str]] = {
    "process_id": (Process, "title"),
    "organisation_id": (Organisation, "name"),
    "group_id": (WorkingGroup, "name"),
    "office_id": (Office, "name"),
    "field_id": (ActionField, "title"),
    "comment_id": (Comment, "number"),
    "hidden_rule_id": (HouseRule, "title"),
    "rule_id": (HouseRule, "title"),
    "perspective_id": (Perspective, "name"),
}

Rows = list[dict[str, Any]]


def everything_about(session: Session, person: Person) -> dict[str, Rows]:
    """All that is kept about this person, by part, each row as plain data: times in UTC, the
    things it points at by what they are called. Links in mails that still open something are
    taken out: this file may lie about."""
    addresses = sorted(forgetting.addresses_of(session, person))
    found = {part.name: _rows(session, part, person.id, addresses) for part in PARTS}
    names = _names(session, found)

    def told(row: dict[str, Any]) -> dict[str, Any]:
        return {key.removesuffix("_id"): _plain(names, key, row[key]) for key in row}

    return {name: [told(row) for row in rows] for name, rows in found.items()}


def _rows(session: Session, part: Part, person_id: int, addresses: Sequence[str]) -> Rows:
    table: Any = part.table
    where = [
        col(getattr(table, name)).in_(addresses)
        if name in ("email", "to_address")
        else getattr(table, name) == person_id
        for name in part.by
    ]
    condition = part.where(person_id) if part.where else or_(*where)
    columns = [getattr(table, name) for name in part.columns.split()]
    query = choose(*columns).where(condition).order_by(table.id)
    return [dict(row) for row in session.execute(query).mappings()]


def _names(session: Session, found: dict[str, Rows]) -> dict[tuple[str, int], object]:
    """What the things are called that the rows point at: one question for each kind."""
    names: dict[tuple[str, int], object] = {}
    for key, (table, column) in _NAMED.items():
        ids = {row[key] for rows in found.values() for row in rows if row.get(key)}
        if ids:
            query = choose(table.id, getattr(table, column)).where(table.id.in_(ids))
            names |= {(key, number): name for number, name in session.execute(query)}
    return names


def _plain(names: dict[tuple[str, int], object], key: str, value: Any) -> Any:
    if key in _NAMED and value is not None:
        return names[key, value]
    if isinstance(value, date):  # a moment as well
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return _SECRET.sub(r"\1…", value)
    return value


def about(session: Session, person: Person) -> dict[str, Any]:
    """The whole file: what it is, when it was made, and the parts."""
    return {
        "what": "everything that is kept about one account",
        "made_at": clock.now().isoformat(),
        "at": outbox.address(session, "/"),
        "parts": everything_about(session, person),
    }
