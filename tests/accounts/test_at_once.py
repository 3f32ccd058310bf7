"""The same thing twenty times at one instant, on both databases."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from app import db, schema
from app.accounts import attempts, domain
from app.config import Settings
from app.main import create_app
from app.models import Link, Person, Purpose, SignIn
from app.security import form_token, hash_token

NEW = {"email": "neu@example.org", "name": "Neu", "password": "drei neue Wörter"}
AT_ONCE = 20


def migrate(url: str) -> None:
    engine = db.make_engine(url)
    schema.upgrade(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def busy_app(request, settings: Settings) -> Iterator[FastAPI]:
    """The application on either database."""
    url = ""
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        url = server.fresh_database(migrate)
    app = create_app(settings.model_copy(update={"database_url": url}))
    yield app
    app.state.engine.dispose()
    if url:
        server.drop(url)


def at_once(app: FastAPI, path: str, **fields: str) -> Counter[int]:
    """Send the same form from twenty browsers at one instant; how often which status came."""
    start = Barrier(AT_ONCE)
    with TestClient(app) as client:

        def send(_number: int) -> int:
            body = fields | {"form_token": form_token(app.state.secret, "")}
            start.wait()
            return client.post(path, data=body, follow_redirects=False).status_code

        with ThreadPoolExecutor(AT_ONCE) as people:
            return Counter(people.map(send, range(AT_ONCE)))


def test_twenty_registrations_make_one_account(busy_app, monkeypatch):
    monkeypatch.setattr(attempts, "MAILS", AT_ONCE)
    answers = at_once(busy_app, "/register", **NEW)

    assert answers == {303: AT_ONCE}
    with db.reading(busy_app.state.engine) as session:
        assert session.exec(select(Person.email)).all() == [NEW["email"]]


def test_of_twenty_registrations_only_five_send_a_mail(busy_app):
    assert at_once(busy_app, "/register", **NEW) == {303: 5, 429: AT_ONCE - 5}


def test_one_link_signs_in_once(busy_app):
    with Session(busy_app.state.engine) as session:
        domain.register(session, email=NEW["email"], name="Neu", password_hash="x", see="/")
        link = session.exec(select(Link).where(Link.purpose == Purpose.CONFIRM)).one()
        link.token_hash = hash_token("the-token")
        session.add(link)
        session.commit()

    assert at_once(busy_app, "/confirm/the-token") == {303: 1, 410: AT_ONCE - 1}
    with db.reading(busy_app.state.engine) as session:
        assert len(session.exec(select(SignIn)).all()) == 1


def test_twenty_guesses_at_once_are_ten_guesses(busy_app):
    answers = at_once(busy_app, "/sign-in", email=NEW["email"], password="falsches Wort")
    assert answers == {422: attempts.SOME, 429: AT_ONCE - attempts.SOME}
