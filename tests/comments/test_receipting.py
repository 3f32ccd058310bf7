"""Receipts go out after the note is stored: none is forgotten, none is sent twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.comments import receipting
from app.comments.queries import by_number
from app.comments.withdrawing import withdraw
from app.models import Comment, OutboxMail
from tests.accounts.test_at_once import postgres_app
from tests.browser import Browser
from tests.cast import WHILE_OPEN, invite
from tests.comments.asking import COMMENTS, a_note
from tests.hearing import SECRET

__all__ = ["postgres_app"]


def written(session):
    session.commit()
    return [mail.subject for mail in session.exec(select(OutboxMail).order_by(OutboxMail.id))]


def test_a_note_is_stored_with_the_mark_that_its_receipt_is_due(app, browser, cast, session):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())

    assert written(session) == []
    assert session.exec(select(Comment.receipt_due)).all() == [True]
    session.commit()
    assert receipting.send_due(app.state.engine, SECRET) == 1
    assert receipting.send_due(app.state.engine, SECRET) == 0
    assert written(session) == ["Ihr Beleg für Anmerkung #1"]


def test_it_is_written_in_the_language_of_its_author(app, browser, cast, session):
    cast.amira.locale = "en"
    session.commit()
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())

    receipting.send_due(app.state.engine, SECRET)

    assert written(session) == ["Your receipt for note #1"]


def test_who_withdrew_at_once_or_is_forgotten_gets_none(app, browser, cast, session):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note())
    browser.sign_in(cast.jonas).send(COMMENTS, **a_note(text="Auch am Samstag, bitte."))
    withdraw(session, by_number(session, cast.process, 1), cast.amira, WHILE_OPEN)
    cast.jonas.email = f"forgotten:{cast.jonas.id}"
    session.commit()

    assert receipting.send_due(app.state.engine, SECRET) == 2
    assert written(session) == []


@pytest.mark.postgres
def test_two_workers_send_one_receipt_for_each_note(postgres_app):
    engine = postgres_app.state.engine
    with TestClient(postgres_app) as client, Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        session.commit()
        visitor = Browser(client).sign_in(cast.amira)
        for n in range(5):
            visitor.send(COMMENTS, **a_note(text=f"Gedanke Nummer {n} dazu."))

        with ThreadPoolExecutor(4) as workers:
            done = list(workers.map(receipting.send_due, [engine] * 4, [SECRET] * 4))

        assert sum(done) == 5

        assert sorted(written(session)) == [f"Ihr Beleg für Anmerkung #{n}" for n in range(1, 6)]
