"""Rows that many write at one instant on PostgreSQL, where the conflict is the database's to see:
the figures of a process, and a link by mail that is good once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlmodel import Session, select

from app import clock, db
from app.models import Challenge, Figures, Process
from app.news import once
from app.reporting import domain
from tests.accounts.test_at_once import postgres_app
from tests.cast import WHILE_OPEN, invite

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres
AT_ONCE = 6


def test_of_many_at_one_instant_the_newest_figures_stay_and_a_link_is_used_once(
    postgres_app, it_is
):
    engine = postgres_app.state.engine
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session)
        session.commit()
        process = session.get_one(Process, cast.process.id, populate_existing=True)
    start = Barrier(AT_ONCE)

    def write(n):
        start.wait()
        with db.writing(engine) as session:
            domain._keep(session, process, {"notes": n}, WHILE_OPEN + timedelta(seconds=n))
        with db.writing(engine) as session:
            return once.use(session, "the same link")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert sorted(pool.map(write, range(AT_ONCE))) == [False] * (AT_ONCE - 1) + [True]
    with Session(engine) as session:
        assert session.exec(select(Figures.content)).one() == {"notes": AT_ONCE - 1}
        used = session.exec(select(Challenge)).one()
        assert once.is_used(session, "the same link")
        assert used.used_at == clock.now()

    it_is(WHILE_OPEN + timedelta(hours=2))
    counted = domain.renew(engine)
    while domain.renew(engine):
        counted += 1
    assert counted
    with Session(engine) as session:
        own = select(Figures).where(Figures.process_id == process.id)
        figures = session.exec(own).one()
        assert (figures.content["notes"], figures.content["days"]) == (1, {"2016-10-15": [1, 0]})
