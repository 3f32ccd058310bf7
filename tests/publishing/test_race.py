"""Posting, supporting and publishing at one instant, on both databases: nothing lands on the
version before, and nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from time import sleep

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from app import db, selfcheck
from app.comments import counting
from app.comments.targets import Target
from app.errors import Conflict
from app.main import create_app
from app.models import Comment, DraftVersion, Process
from app.publishing.domain import publish_version
from tests.browser import Browser
from tests.cast import WHILE_OPEN, invite
from tests.postgres import with_schema
from tests.publishing.following import next_version

pytestmark = pytest.mark.usefixtures("doubt")

POSTS = 12


@pytest.fixture(params=["sqlite", "postgres"])
def town(request, settings) -> Iterator[Browser]:
    """Emil at his desk with a prepared version, on a database of its own."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").fresh_database(with_schema)
        settings = settings.model_copy(update={"database_url": url})
    settings = settings.model_copy(update={"writes_per_minute": 0})
    app = create_app(settings)
    with Session(app.state.engine, expire_on_commit=False) as session:
        cast = invite(session)
        cast.says(session, at="hf1-1-1")
        next_version(session, cast)
        session.commit()
    with TestClient(app) as client:
        yield Browser(client).sign_in(cast.emil)
    app.state.engine.dispose()


def test_notes_written_at_the_instant_of_publishing_stand_in_the_new_version(town):
    note = {"target": "hf1-1", "kind": "note", "text": "Noch ein Gedanke dazu.", "version": "1"}
    requests = [("/p/ankommen/comments", note) for _n in range(POSTS)]
    requests.insert(POSTS // 2, ("/desk/p/ankommen/draft/v2/publish", {}))
    start = Barrier(len(requests))
    token = town.get("/desk").select_one("[name=form_token]")["value"]

    def send(request: tuple[str, dict[str, str]]) -> tuple[str, int, str]:
        address, fields = request
        start.wait()
        data = {"form_token": token} | fields
        answer = town.client.post(address, data=data, follow_redirects=False)
        return address, answer.status_code, answer.text

    with ThreadPoolExecutor(len(requests)) as pool:
        answers = list(pool.map(send, requests))

    assert [status for address, status, _text in answers if "publish" in address] == [303]
    posted = [(status, text) for address, status, text in answers if "publish" not in address]
    assert {status for status, _text in posted} <= {303, 409}
    for status, text in posted:
        if status == 409:  # refused, with what was typed
            assert "Noch ein Gedanke dazu." in text
            assert "neue Fassung" in text
    accepted = sum(status == 303 for status, _text in posted)
    engine = town.client.app.state.engine
    with db.reading(engine) as session:
        comments = session.exec(select(Comment).order_by(col(Comment.number))).all()
        current = session.exec(select(DraftVersion.id).where(DraftVersion.number == 2)).one()
        assert [comment.number for comment in comments] == list(range(1, accepted + 2))
        assert {comment.version_id for comment in comments} == {current}
        assert {comment.address for comment in comments[1:]} <= {"HF1 · 2"}
        assert [f for f in selfcheck.counters(session) if not f.is_fine] == []


@pytest.mark.parametrize("town", ["postgres"], indirect=True)  # on SQLite writers take turns
def test_who_found_the_place_before_and_posts_after_is_refused(town):
    engine = town.client.app.state.engine
    refused: list[Conflict] = []

    def post() -> None:
        with db.writing(engine) as session:
            process = session.exec(select(Process).where(Process.slug == "ankommen")).one()
            target = Target.find(session, process, "hf1-1")
            found.wait()
            sleep(0.3)  # meanwhile the other one publishes and holds the process
            try:
                counting.next_number(session, process, target.version.number, WHILE_OPEN)
            except Conflict as refusal:
                refused.append(refusal)

    found = Barrier(2)
    writer = Thread(target=post)
    writer.start()
    with db.writing(engine) as session:
        process = session.exec(select(Process).where(Process.slug == "ankommen")).one()
        version = session.exec(select(DraftVersion).where(DraftVersion.number == 2)).one()
        found.wait()
        publish_version(session, process, version, by=None)
        sleep(0.6)
    writer.join()
    assert len(refused) == 1


def test_a_form_opened_on_the_version_before_is_refused_with_its_text(town):
    note = {"target": "hf1-1", "kind": "note", "text": "Das schrieb ich vorhin.", "version": "1"}
    town.send("/desk/p/ankommen/draft/v2/publish")
    page = town.send("/p/ankommen/comments", status=409, **note)
    assert "eben eine neue Fassung bekommen" in page.get_text()
    assert "Das schrieb ich vorhin." in page.select_one("textarea").get_text()
    way = page.select_one("[role=alert] a[href='/p/ankommen/comments/new?at=hf1-2']")
    assert way.get_text() == "Dort schreiben, wo die Stelle jetzt steht: HF1 · 2"
    part = town.send_with_htmx("/p/ankommen/comments", status=409, **note)
    assert "Das schrieb ich vorhin." in part.select_one("textarea").get_text()


def test_a_note_on_a_passage_that_has_moved_is_led_to_its_place(town):
    note = {"target": "hf1-3", "kind": "note", "text": "Das schrieb ich vorhin.", "version": "1"}
    town.send("/desk/p/ankommen/draft/v2/publish")
    page = town.send("/p/ankommen/comments", status=409, **note)
    (way,) = [a["href"] for a in page.select("[role=alert] a")]
    assert way == "/p/ankommen/comments/new?at=hf2-2"
    gone_address = note | {"target": "hf1-99"}
    page = town.send("/p/ankommen/comments", status=409, **gone_address)
    assert "Das schrieb ich vorhin." in page.select_one("textarea").get_text()


def test_supports_and_publishing_at_one_instant_keep_the_counters_right(town):
    requests = [("/p/ankommen/comments/1/support", {"support": str(n % 2)}) for n in range(POSTS)]
    requests.append(("/desk/p/ankommen/draft/v2/publish", {}))
    start = Barrier(len(requests))
    token = town.get("/desk").select_one("[name=form_token]")["value"]

    def send(request: tuple[str, dict[str, str]]) -> int:
        start.wait()
        data = {"form_token": token} | request[1]
        return town.client.post(request[0], data=data, follow_redirects=False).status_code

    with ThreadPoolExecutor(len(requests)) as pool:
        assert set(pool.map(send, requests)) == {303}
    with db.reading(town.client.app.state.engine) as session:
        assert [f for f in selfcheck.counters(session) if not f.is_fine] == []
