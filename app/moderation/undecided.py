"""What is to be decided about one note beside its answer: what waits there, notices, an
objection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from app.models import Comment, HouseRule, Notice, Person, Removal
from app.moderation import noticed, removals
from app.moderation.rules import may_decide_notice, may_decide_objection, may_release
from app.moderation.waiting import Stopped, stopped
from app.processes.house_rules import rules_of
from app.rules import Verdict

_MOST = 5  # of a kind; the rest stands on that kind's own page


@dataclass(frozen=True)
class Undecided:
    """What waits about a note, with the `rules` to decide by, and whether who looks may."""

    stops: Sequence[Stopped] = ()
    notices: Sequence[Notice] = ()
    objections: Sequence[Removal] = ()
    rules: Sequence[HouseRule] = ()
    may_release: Verdict = True
    may_rule: Verdict = True
    may_decide: Verdict = True


def undecided(
    session: Session, note: Comment, person: Person, first: Mapping[str, int]
) -> Undecided:
    """What waits about `note`, asked for only where there is something: `first` names the tables
    that hold something open about it, each with the first of these rows."""
    if not first:
        return Undecided()
    process = note.process
    stops: list[Stopped] = []
    notices: list[Notice] = []
    objected: list[Any] = []
    if "stop" in first:
        stops, _rest = stopped(session, process, first["stop"] - 1)
    if "notice" in first:
        notices, _rest = noticed.open_notices(session, process, first["notice"] - 1)
    if "removal" in first:
        objected, _rest = noticed.open_objections(session, process, first["removal"] - 1)
    mine = [one for one, _name in objected if one.comment_id == note.id][:_MOST]
    others = bool(mine) and removals.others_moderate(session, process, person.id)
    return Undecided(
        stops=[one for one in stops if one.stop.comment_id == note.id][:_MOST],
        notices=[one for one in notices if one.comment_id == note.id][:_MOST],
        objections=mine,
        rules=rules_of(session, process) if stops or notices else (),
        may_release=may_release(person, process),
        may_rule=may_decide_notice(person, process),
        may_decide=_may_decide(person, mine, note, others=others),
    )


def _may_decide(person: Person, mine: Sequence[Removal], note: Comment, *, others: bool) -> Verdict:
    if not mine:
        return True
    return may_decide_objection(person, mine[0], note.process, others=others)
