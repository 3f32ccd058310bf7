"""An author edits a note that was published, and it waits once more, while moderators decide on it,
black words out of it, hide it: all hold the note first, so on PostgreSQL nobody waits in a circle.
"""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session, select

from app import clock, selfcheck
from app.accounts.domain import start_sign_in
from app.comments import stopping
from app.comments.stopping_again import hold_own, stop_again
from app.comments.targets import Target
from app.models import (
    Blackout,
    Comment,
    CommentKind,
    CommentState,
    CommentWording,
    Person,
    Process,
)
from app.moderation import releasing
from tests.accounts.test_at_once import postgres_app
from tests.cast import invite
from tests.moderation.pressing import pressed_at_once

__all__ = ["postgres_app"]
pytestmark = pytest.mark.postgres
OWN, DESK = "/p/ankommen/comments/{n}", "/desk/p/ankommen"
ROUNDS = 2


def test_edits_and_decisions_on_one_note_at_one_instant_never_wait_in_a_circle(postgres_app):
    app = postgres_app
    with TestClient(app) as client, Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        place = Target.find(session, cast.process, "hf1-1-1")
        for n in range(ROUNDS):
            said = {
                "kind": CommentKind.NOTE,
                "text": f"Frau Seltsam kennt {n} Kurse.",
                "now": clock.now(),
            }
            stopping.stop_comment(session, place, cast.amira, ["links"], **said)
        amira, bernd, jonas = (
            start_sign_in(session, who) for who in (cast.amira, cast.bernd, cast.jonas)
        )
        session.commit()
        statuses = []
        for n in range(1, ROUNDS + 1):
            linked = f"Siehe https://a.example/{n} und https://b.example/{n} und Frau Seltsam."
            refusal = {"rule": "3", "reason": "Nennt eine Nachbarin."}
            black = {"passage": "Frau Seltsam", "reason": "Nennt eine Nachbarin."}
            deeds = (
                (amira, f"{OWN.format(n=n)}/edit", {"text": linked, "kind": "note", "seen": "0"}),
                (bernd, f"{DESK}/stopped/{n}/publish", {"seen": ""}),
                (jonas, f"{DESK}/stopped/{n}/refuse", refusal | {"seen": ""}),
                (bernd, f"{DESK}/comments/{n}/blackout", black),
                (jonas, f"{DESK}/comments/{n}/hide", refusal),
                (amira, f"{OWN.format(n=n)}/withdraw", {}),
            )
            statuses += pressed_at_once(app, client, list(itertools.chain(deeds, deeds[:3])))
        assert {status for status in statuses if status >= 500} == set()
        assert statuses.count(303) >= ROUNDS
        for row in session.exec(select(Blackout)):
            note = session.get_one(Comment, row.comment_id)
            assert "Seltsam" not in note.text
        told = session.exec(select(CommentWording.text)).all()
        assert len(told) <= ROUNDS
        assert [found.problem for found in selfcheck.counters(session) if found.problem] == []


def test_who_decides_waits_for_the_author_without_holding_what_the_author_needs(postgres_app):
    engine = postgres_app.state.engine
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        place = Target.find(session, cast.process, "hf1-1-1")
        said = {"kind": CommentKind.NOTE, "text": "Mehr Kurse am Abend.", "now": clock.now()}
        note = stopping.stop_comment(session, place, cast.amira, ["links"], **said)
        session.commit()

        def publish():
            with Session(engine) as other:
                process = other.get_one(Process, cast.process.id)
                moderator = other.get_one(Person, cast.bernd.id)
                stop = releasing.hold_stop(other, process, 1)
                releasing.publish(other, stop, moderator, clock.now())
                other.commit()

        hold_own(session, note)
        with ThreadPoolExecutor(1) as pool:
            decision = pool.submit(publish)
            waits = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            with Session(engine) as looking:
                while not looking.execute(waits).scalar_one():
                    assert not decision.done()
                    looking.rollback()
            stop_again(session, note, ["word"], clock.now())
            session.commit()
            decision.result(timeout=20)
        session.refresh(note)
        assert note.state is CommentState.PUBLIC
