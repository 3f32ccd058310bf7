"""Moderators and residents at one instant, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app.main import create_app
from app.models import ActionField, Comment, Process, Reply
from tests.browser import Browser
from tests.cast import invite
from tests.hearing import mails_of
from tests.postgres import with_schema

REPLIES = "/desk/p/ankommen/comments/1/replies"
TOGETHER = 20


@pytest.fixture(params=["sqlite", "postgres"])
def desk(request, settings) -> Iterator[Browser]:
    """Bernd at his desk, on a database of its own; one note waits."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").fresh_database(with_schema)
        settings = settings.model_copy(update={"database_url": url})
    app = create_app(settings)
    with Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session)
        session.commit()
    with TestClient(app) as client:
        yield Browser(client).sign_in(cast.bernd)
    app.state.engine.dispose()


def all_at_once(desk, requests):
    """Send these (address, fields) at one instant; the status of each answer."""
    start = Barrier(len(requests))
    token = desk.token or desk.get("/desk").select_one("[name=form_token]")["value"]

    def send(request):
        address, fields = request
        start.wait()
        data = {"form_token": token} | fields
        return desk.client.post(address, data=data, follow_redirects=False).status_code

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))


def counted(desk):
    """Replies, mails, and what the process and its fields count as answered and as comments."""
    told = mails_of(desk.client.app.state.engine)
    with Session(desk.client.app.state.engine) as session:
        process = session.exec(select(Process).where(Process.slug == "ankommen")).one()
        fields = session.exec(select(ActionField)).all()
        return {
            "replies": len(session.exec(select(Reply)).all()),
            "mails": len(told),
            "answered": {process.answered_count, sum(field.answered_count for field in fields)},
            "comments": {process.comments_count, sum(field.comments_count for field in fields)},
        }


def test_twenty_equal_answers_at_one_instant_make_one(desk):
    answer = (REPLIES, {"text": "Ja, dienstags.", "idempotency_key": "a double click"})
    statuses = all_at_once(desk, [answer] * TOGETHER)

    assert set(statuses) == {303}
    assert counted(desk) == {"replies": 1, "mails": 1, "answered": {1}, "comments": {1}}


def test_twenty_different_answers_at_one_instant_answer_the_note_once(desk):
    answers = [(REPLIES, {"text": f"Antwort {n}."}) for n in range(TOGETHER)]
    statuses = all_at_once(desk, answers)

    assert set(statuses) == {303}
    assert counted(desk)["replies"] == TOGETHER
    assert counted(desk)["answered"] == {1}


def test_answers_and_new_notes_at_one_instant_do_not_stand_in_each_others_way(desk):
    note = {"target": "hf1-1", "kind": "note", "text": "Noch ein Gedanke dazu."}
    requests = []
    for n in range(TOGETHER // 2):
        requests.append((REPLIES, {"text": f"Antwort {n}."}))
        requests.append(("/p/ankommen/comments", note))
    statuses = all_at_once(desk, requests)

    assert set(statuses) == {303}
    half = TOGETHER // 2
    assert counted(desk)["comments"] == {half + 1}
    assert counted(desk)["replies"] == half
    with Session(desk.client.app.state.engine) as session:
        numbers = session.exec(select(Comment.number).order_by(Comment.number)).all()
    assert numbers == list(range(1, half + 2))
