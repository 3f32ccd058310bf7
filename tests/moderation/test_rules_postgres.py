"""House rules, names in answers, words elsewhere on PostgreSQL, where two write at one instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import Session, col, select

from app.errors import Conflict
from app.greeted import unname
from app.models import Comment, HouseRule, Person, Process, Reply
from app.moderation.black_elsewhere import elsewhere
from app.processes.house_rules import publish_rule, reword_rule
from tests.cast import WHILE_OPEN, invite

pytestmark = pytest.mark.postgres
AT_ONCE = 6


def test_of_many_wordings_at_one_instant_one_holds_and_new_rules_have_numbers_of_their_own(
    postgres_engine,
):
    start = Barrier(2 * AT_ONCE)
    with Session(postgres_engine) as session:
        cast = invite(session)
        process, person = cast.process.id, cast.jonas.id
        session.commit()

    def deed(n):
        with Session(postgres_engine) as session:
            here, by = session.get_one(Process, process), session.get_one(Person, person)
            start.wait()
            try:
                if n < AT_ONCE:
                    reword_rule(session, here, 3, 1, f"Wortlaut {n}", "So.", by)
                else:
                    publish_rule(session, here, title=f"Regel {n}", text="So.", by=by)
            except Conflict:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(2 * AT_ONCE) as pool:
        done = list(pool.map(deed, range(2 * AT_ONCE)))

    assert done[:AT_ONCE].count(True) == 1
    assert all(done[AT_ONCE:])
    with Session(postgres_engine) as session:
        rules = session.exec(select(HouseRule).order_by(col(HouseRule.id))).all()
        holding = sorted(rule.number for rule in rules if rule.ended_at is None)
        assert holding == list(range(3, 3 + AT_ONCE + 1))
        assert len({rule.position for rule in rules if rule.ended_at is None}) == len(holding)


def test_words_elsewhere_and_names_in_answers_are_found_there_too(postgres_engine):
    with Session(postgres_engine) as session:
        cast = invite(session)
        note = cast.says(session, "FRAU Seltsam lernt allein.")
        reply = Reply(
            process_id=note.process_id,
            comment_id=note.id,
            position=1,
            author_name="Bernd",
            text="Liebe Amira, Frau Seltsam auch.",
            html="",
            named="Amira",
            created_at=WHILE_OPEN,
        )
        session.add(reply)
        note.author_name = "Ehemaliges Konto"
        session.flush()

        named = [place.name for place in elsewhere(session, cast.process, "frau seltsam")]
        assert named == ["Anmerkung #1", "Antwort 1 auf #1"]
        assert unname(session, col(Comment.author_id) == cast.amira.id) == 1
        session.refresh(reply)
        assert reply.text == "Liebe Ehemaliges Konto, Frau Seltsam auch."
