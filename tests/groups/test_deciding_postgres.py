"""Two who lead decide at one instant on PostgreSQL, while a moderator hides: one after the other,
nobody overwrites unseen, and the figures are what the rows say."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import db, selfcheck
from app.comments.queries import by_number
from app.groups import deciding
from app.groups.decided import Said
from app.models import Comment, Decision, Disposition, EarlierDisposition, HouseRule, Person
from app.moderation.domain import hide, unhide
from app.processes.queries import group_by_id
from tests.cast import WHILE_OPEN, invite
from tests.groups.test_domain_postgres import engine

__all__ = ["engine"]
pytestmark = pytest.mark.postgres
Deed = Callable[[Session], object]


def at_once(engine: Engine, deeds: list[Deed]) -> list[object]:
    """What each of these deeds gives, or what it is refused with."""
    start = Barrier(len(deeds))

    def one(deed: Deed) -> object:
        start.wait()
        try:
            with db.writing(engine) as session:
                return deed(session)
        except deciding.Overtaken as refused:
            return refused

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


@pytest.fixture
def seated(engine: Engine) -> dict[str, int]:
    """Six notes on the language field, and who acts."""
    with db.writing(engine) as session:
        cast = invite(session)
        for n in range(6):
            cast.says(session, f"Das ist Anmerkung {n}.")
        ids = {"group": cast.group.id, "ines": cast.ines.id, "bernd": cast.bernd.id}
        ids |= {"rule": cast.rule.id}
    return ids


def settling(ids: dict[str, int], decision: Decision, seen: int | None, *numbers: int) -> Deed:
    def deed(session: Session) -> object:
        group, lead = group_by_id(session, ids["group"]), session.get_one(Person, ids["ines"])
        notes = session.exec(select(Comment).where(col(Comment.number).in_(numbers))).all()
        if seen is not None:
            deciding.need_seen(session, notes[0], decision=seen)
        said = Said(decision, "Das ist der Grund.")
        deciding.settle(session, sorted(notes, key=lambda n: -n.id), group, lead, said, WHILE_OPEN)
        return decision

    return deed


def hiding(ids: dict[str, int], number: int) -> Deed:
    def deed(session: Session) -> object:
        process = group_by_id(session, ids["group"]).process
        note = by_number(session, process, number)
        moderator = session.get_one(Person, ids["bernd"])
        rule = session.get_one(HouseRule, ids["rule"])
        hide(session, note, moderator, rule, "Das beleidigt jemanden.", WHILE_OPEN)
        session.flush()
        unhide(session, note, moderator, WHILE_OPEN)
        return "hidden"

    return deed


def test_leads_at_one_instant_come_one_after_the_other(engine: Engine, seated) -> None:
    deeds = [
        settling(seated, Decision.ADOPTED, None, 1, 2, 3, 4),
        settling(seated, Decision.NOTED, None, 4, 3, 2),
        settling(seated, Decision.NOT_ADOPTED, None, 6, 5, 3, 1),
        *(hiding(seated, number) for number in (2, 3, 5)),
    ]
    for _round in range(3):
        given = at_once(engine, deeds)
        assert not any(isinstance(one, Exception) for one in given)

    with db.reading(engine) as session:
        assert [one.problem for one in selfcheck.counters(session) if one.problem] == []
        assert len(session.exec(select(Disposition)).all()) == 6
        assert session.exec(select(EarlierDisposition)).all()


def test_of_two_who_have_seen_the_same_one_is_told_what_the_other_decided(
    engine: Engine, seated
) -> None:
    both = [settling(seated, word, 0, 1) for word in (Decision.ADOPTED, Decision.NOTED)]

    given = at_once(engine, both)

    [refused] = [one for one in given if isinstance(one, deciding.Overtaken)]
    [won] = [one for one in given if isinstance(one, Decision)]
    assert (refused.now.decision, refused.changes) == (won, 1)
