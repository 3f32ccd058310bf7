"""The same thing twenty times at one instant, on both databases."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from threading import Barrier

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from app import db
from app.accounts import attempts, domain
from app.accounts.giving import create_account, grant
from app.accounts.passwords import hash_password
from app.config import Settings
from app.errors import Conflict
from app.main import create_app
from app.models import Grant, Link, Organisation, OutboxMail, Person, Purpose, Role, SignIn
from app.security import form_token, hash_token
from tests.cast import WHILE_OPEN
from tests.postgres import Postgres, with_schema

NEW = {"email": "neu@example.org", "name": "Neu", "password": "drei neue Wörter"}
AT_ONCE = 20


@pytest.fixture
def postgres_app(postgres: Postgres, settings: Settings) -> Iterator[FastAPI]:
    """The application on PostgreSQL, where writers do not queue."""
    url = postgres.fresh_database(with_schema)
    app = create_app(settings.model_copy(update={"database_url": url}))
    yield app
    app.state.engine.dispose()
    postgres.drop(url)


@pytest.fixture(params=["app", pytest.param("postgres_app", marks=pytest.mark.postgres)])
def busy_app(request: pytest.FixtureRequest) -> FastAPI:
    """The application on either database."""
    return request.getfixturevalue(request.param)


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
    monkeypatch.setattr(attempts, "MAILS_IN_ALL", AT_ONCE)
    answers = at_once(busy_app, "/register", **NEW)

    assert answers == {303: AT_ONCE}
    with db.reading(busy_app.state.engine) as session:
        assert session.exec(select(Person.email)).all() == [NEW["email"]]


def test_of_twenty_registrations_only_five_send_a_mail(busy_app):
    assert at_once(busy_app, "/register", **NEW) == {303: 5, 429: AT_ONCE - 5}


WORD = "ein gutes langes Wort"


def test_one_link_signs_in_once(busy_app):
    with Session(busy_app.state.engine) as session:
        domain.register(
            session,
            email=NEW["email"],
            name="Neu",
            password_hash=hash_password(WORD),
            see="/",
        )
        link = session.exec(select(Link).where(Link.purpose == Purpose.CONFIRM)).one()
        link.token_hash = hash_token("the-token")
        session.add(link)
        session.commit()

    answers = at_once(busy_app, "/confirm/the-token", password=WORD)
    assert answers[303] == 1
    assert set(answers) <= {303, 410, 429}  # the passwords of one account are counted
    with db.reading(busy_app.state.engine) as session:
        assert len(session.exec(select(SignIn)).all()) == 1


def test_twenty_guesses_at_once_are_ten_guesses(busy_app):
    answers = at_once(busy_app, "/sign-in", email=NEW["email"], password="falsches Wort")
    assert answers == {422: attempts.SOME, 429: AT_ONCE - attempts.SOME}


def while_another_waits(engine: Engine, deed: Callable[[Session], object]) -> list[object]:
    """Do the same deed in two transactions of which the first has not ended when the second
    begins; what came of each (an exception that it raised counts)."""

    def second() -> object:
        with Session(engine) as session:
            try:
                deed(session)
                session.commit()
            except Conflict as refusal:
                return type(refusal)
            return None

    with Session(engine) as first, ThreadPoolExecutor(1) as other:
        deed(first)
        first.flush()
        waiting = other.submit(second)
        with pytest.raises(FutureTimeout):
            waiting.result(0.5)
        first.commit()
        return [None, waiting.result(10)]


def test_whoever_registers_an_instant_later_waits_and_is_told_by_mail(postgres_app):
    engine = postgres_app.state.engine

    def deed(session: Session) -> None:
        domain.register(session, email=NEW["email"], name="Neu", password_hash="x")

    assert while_another_waits(engine, deed) == [None, None]
    with db.reading(engine) as session:
        assert session.exec(select(Person.email)).all() == [NEW["email"]]
        subjects = session.exec(select(OutboxMail.subject).order_by(OutboxMail.id)).all()
    assert subjects == ["Bitte bestätigen Sie Ihre Adresse", "Bitte wählen Sie Ihr Passwort"]


def test_whoever_gives_the_same_role_an_instant_later_is_refused(postgres_app):
    engine = postgres_app.state.engine
    with Session(engine) as session:
        session.add(Organisation(slug="stadt", name="Stadt", created_at=WHILE_OPEN))
        create_account(session, **NEW)
        session.commit()

    def deed(session: Session) -> None:
        (city,), (person,) = (session.exec(select(t)).all() for t in (Organisation, Person))
        grant(session, person, Role.ADMIN, organisation=city)

    assert while_another_waits(engine, deed) == [None, Conflict]
    with db.reading(engine) as session:
        assert len(session.exec(select(Grant)).all()) == 1
