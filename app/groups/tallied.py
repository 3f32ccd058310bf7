"""How far a working group is: what its decisions on each field are, what is open, what members have
proposed. Decisions come from their counters (`Tally`); what is open is counted on the index that
holds open notes alone, so it gets quicker as the group goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, Select, String, func, literal, type_coerce, union_all
from sqlalchemy import select as choose
from sqlmodel import Session, col

from app.comments.joined import still_open
from app.models import ActionField, Comment, Decision, DispositionDraft, Process, Tally

_TALLY, _OPEN, _PROPOSED = "tally", "open", "proposed"


@dataclass
class Tallied:
    """Of one field, or of several together: how many notes each decision holds for, how many are
    open, and for how many of these somebody has proposed a decision."""

    decided: dict[Decision, int] = field(default_factory=dict)
    open: int = 0
    proposed: int = 0

    @property
    def settled(self) -> int:
        """How many notes are decided."""
        return sum(self.decided.values())

    @property
    def all(self) -> int:
        """How many notes the group decides on."""
        return self.settled + self.open

    def parts(self) -> list[tuple[str, int]]:
        """What a bar of it consists of, in one order everywhere: each decision, then "open"."""
        told = [(decision.value, self.decided.get(decision, 0)) for decision in Decision]
        return [*told, (_OPEN, self.open)]

    def drawn(self) -> list[tuple[str, float, float]]:
        """Its bar: each part that there is, where it begins and how wide it is, in hundredths."""
        found, at = [], 0.0
        for name, notes in self.parts():
            if notes:
                wide = 100 * notes / self.all
                found.append((name, round(at, 2), round(wide, 2)))
                at += wide
        return found

    def take(self, other: Tallied) -> None:
        """Count the other's notes in."""
        for decision, notes in other.decided.items():
            self.decided[decision] = self.decided.get(decision, 0) + notes
        self.open += other.open
        self.proposed += other.proposed

    @classmethod
    def together(cls, several: Iterable[Tallied]) -> Tallied:
        """All of them as one."""
        whole = cls()
        for one in several:
            whole.take(one)
        return whole


def tallied_of(
    session: Session, process: Process, fields: Sequence[ActionField]
) -> Mapping[int, Tallied]:
    """How far it is on each of these fields of the process, by their ids. One question."""
    found = {one.id: Tallied() for one in fields}
    if not found:
        return found
    ids = list(found)
    asked = union_all(_tallies(ids), _still_open(process, ids), _proposals(process, ids))
    for row in session.execute(asked):
        tallied = found[row.field_id]
        if row.what == _TALLY and row.notes:
            tallied.decided[Decision(row.decision)] = row.notes
        elif row.what == _OPEN:
            tallied.open = row.notes
        elif row.what == _PROPOSED:
            tallied.proposed = row.notes
    return found


def _columns(what: str, decision: Any, field_id: Any, notes: Any) -> tuple[Any, ...]:
    return (
        literal(what, String).label("what"),
        decision.label("decision"),
        field_id.label("field_id"),
        notes.label("notes"),
    )


def _tallies(ids: Sequence[int]) -> Select[Any]:
    decision = type_coerce(col(Tally.decision), String)
    columns = _columns(_TALLY, decision, col(Tally.field_id), col(Tally.notes))
    return choose(*columns).where(col(Tally.field_id).in_(ids))


def _counted(what: str) -> Select[Any]:
    none, count = literal("", String), type_coerce(func.count(), Integer)
    return choose(*_columns(what, none, col(Comment.field_id), count)).select_from(Comment)


def _still_open(process: Process, ids: Sequence[int]) -> Select[Any]:
    return (
        _counted(_OPEN)
        .where(col(Comment.process_id) == process.id, col(Comment.field_id).in_(ids), still_open())
        .group_by(col(Comment.field_id))
    )


def _proposals(process: Process, ids: Sequence[int]) -> Select[Any]:
    return (
        _counted(_PROPOSED)
        .join(DispositionDraft, col(DispositionDraft.comment_id) == col(Comment.id))
        .where(
            col(DispositionDraft.process_id) == process.id,
            col(Comment.field_id).in_(ids),
            still_open(),
        )
        .group_by(col(Comment.field_id))
    )
