"""A document's changes taken in on PostgreSQL, by two groups at one instant."""

import threading

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app import clock, db
from app.groups import domain
from app.models import DraftVersion, HandBack, Trace
from app.processes.queries import group_by_id
from tests.cast import invite
from tests.groups.coming_back import Paper, came, hand_in, take, went
from tests.groups.test_document_text import in_the_new


@pytest.fixture
def engine(postgres_engine: Engine) -> Engine:
    return postgres_engine


def test_two_groups_at_one_instant_propose_one_version(engine: Engine) -> None:
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session, at="hf1-1-2")
        done = []
        for group, by, old, new in (
            (cast.group, cast.ines, "Mai", "Juni"),
            (cast.other_group, cast.fatma, "ein Jahr", "zwei Jahre"),
        ):
            found = group_by_id(session, group.id)
            bundle = domain.draw_bundle(session, found, by, clock.now())
            paper = Paper.drawn(session, bundle).replace(old, went(old) + came(new))
            if group is cast.group:
                paper.say("#1: übernommen.", on=1)
            done.append((hand_in(session, cast, paper.saved(), by).id, by))
        session.commit()

    def taking(number: int, by) -> None:
        with db.writing(engine) as own:
            doing = own.exec(select(HandBack).where(HandBack.id == number).with_for_update()).one()
            take(own, doing, by)

    threads = [threading.Thread(target=taking, args=one) for one in done]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with Session(engine) as session:
        assert [v.number for v in session.exec(select(DraftVersion).order_by(
            col(DraftVersion.number)))] == [1, 2]  # fmt: skip
        assert in_the_new(session) == [
            ("HF1 · 1", "Kurse beginnen z. B. im Juni."),
            ("HF2 · 1", "Niemand wartet länger als zwei Jahre."),
        ]
        assert session.exec(select(Trace.origin)).all() == ["document"]
