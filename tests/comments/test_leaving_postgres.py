"""On PostgreSQL somebody deletes the account while a moderator decides on a note of theirs: the one
waits for the other, and neither in a circle."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app import clock, selfcheck
from app.accounts import leaving
from app.comments.holding import hold
from app.comments.queries import by_number
from app.comments.withdrawing import withdraw_all
from app.models import Comment, CommentState, HouseRule, Person
from app.moderation import domain, hiding
from tests.accounts.test_at_once import postgres_app
from tests.cast import invite

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres
WAITS = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def leave(engine, who, takes_back):
    """Delete the account, in a transaction of its own."""
    with Session(engine) as session:
        person = session.get_one(Person, who.id)
        back = (lambda: withdraw_all(session, person, person, clock.now())) if takes_back else None
        leaving.leave(session, person, give_up=False, by=person, withdraw=back)
        session.commit()


@pytest.mark.parametrize("takes_back", [True, False])
def test_who_leaves_waits_for_who_decides_and_holds_nothing_that_they_need(
    postgres_app, takes_back
):
    engine = postgres_app.state.engine
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        first, other = cast.says(session), cast.says(session, "Etwas von Dora.", by=cast.dora)
        cast.says(session, "Noch ein Wort.", at="hf2-1")
        said = domain.comments.reply(session, other, cast.amira, text="Ja.", now=clock.now())
        rule = session.exec(select(HouseRule)).first()
        session.commit()
        notes = [by_number(session, cast.process, one.number) for one in (first, other)]
        for note in notes:
            hold(session, note)
        session.refresh(said, ["state"], with_for_update=True)
        with ThreadPoolExecutor(1) as pool:
            leaves = pool.submit(leave, engine, cast.amira, takes_back)
            try:
                with Session(engine) as looking:
                    while not looking.execute(WAITS).scalar_one():
                        assert not leaves.done()
                        looking.rollback()
                domain.hide(session, notes[0], cast.bernd, rule, "Nennt jemanden.", clock.now())
                hiding.hide_reply(session, said, cast.bernd, rule, "Auch hier.", clock.now())
                session.commit()
            finally:
                session.rollback()  # or a failure would wait for who waits
            leaves.result(timeout=20)
        states = session.exec(select(Comment.state).order_by(Comment.number)).all()
        rest = CommentState.WITHDRAWN if takes_back else CommentState.PUBLIC
        assert states == [CommentState.HIDDEN, CommentState.PUBLIC, rest]
        assert [found.problem for found in selfcheck.counters(session) if found.problem] == []
