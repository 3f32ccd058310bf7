"""The same code twenty times at one instant, on both databases."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from app import db
from app.accounts import domain, mailed, recovery, second
from app.errors import Conflict, Gone
from app.main import create_app
from app.models import CodeGenerator, OutboxMail, Person, Purpose, RecoveryCode
from tests.accounts.codes import code_of, with_app
from tests.cast import person
from tests.postgres import with_schema

AT_ONCE = 20


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def busy(request, settings) -> Iterator[FastAPI]:
    """The application on either database."""
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").fresh_database(with_schema)
        settings = settings.model_copy(update={"database_url": url, "pool_size": AT_ONCE})
    app = create_app(settings)
    yield app
    app.state.engine.dispose()


@pytest.fixture
def amira(busy) -> Person:
    """Amira, in that database."""
    with Session(busy.state.engine, expire_on_commit=False) as session:
        amira = person("Amira")
        session.add(amira)
        session.commit()
        return amira


def at_once(app: FastAPI, amira: Person, deed: Callable[[Session, Person], bool]) -> int:
    """Do the deed in twenty transactions that begin together; how often it worked."""
    start = Barrier(AT_ONCE)

    def one(_number: int) -> bool:
        start.wait()
        try:
            with db.writing(app.state.engine) as session:
                mine = session.exec(select(Person).where(Person.id == amira.id)).one()
                return deed(session, mine)
        except (Gone, Conflict, OperationalError):
            return False

    with ThreadPoolExecutor(AT_ONCE) as people:
        return sum(people.map(one, range(AT_ONCE)))


def test_a_code_of_the_app_counts_once(busy, amira):
    with Session(busy.state.engine, expire_on_commit=False) as session:
        code = code_of(with_app(busy, session, amira))
    secret = busy.state.secret

    assert at_once(busy, amira, lambda s, p: second.take_app_code(s, p.id, secret, code)) == 1


def test_a_recovery_code_counts_once(busy, amira):
    with Session(busy.state.engine, expire_on_commit=False) as session:
        [code, *_others] = recovery.make_codes(session, amira, busy.state.secret)
        session.commit()
    secret = busy.state.secret

    assert at_once(busy, amira, lambda s, p: recovery.take_code(s, p, secret, code)) == 1


def test_twenty_times_new_recovery_codes_leave_ten(busy, amira):
    secret = busy.state.secret

    assert at_once(busy, amira, lambda s, p: bool(recovery.make_codes(s, p, secret))) == AT_ONCE
    with db.reading(busy.state.engine) as session:
        assert len(session.exec(select(RecoveryCode)).all()) == recovery.HOW_MANY


def test_an_app_is_begun_and_confirmed_once(busy, amira):
    secret = busy.state.secret

    def begin(session: Session, mine: Person) -> bool:
        second.begin_app(session, mine, secret)
        return True

    def confirm(session: Session, mine: Person) -> bool:
        second.confirm_app(session, mine, secret, code)
        return True

    assert at_once(busy, amira, begin) == AT_ONCE
    with db.reading(busy.state.engine) as session:
        assert len(session.exec(select(CodeGenerator)).all()) == 1
        code = code_of(pyotp.TOTP(second.begun_app(session, amira.id, secret)))
    assert at_once(busy, amira, confirm) == 1
    with db.reading(busy.state.engine) as session:
        assert len(session.exec(select(OutboxMail)).all()) == 1


def test_a_link_that_signs_in_and_one_that_gives_an_address_are_good_once(busy, amira):
    with Session(busy.state.engine, expire_on_commit=False) as session:
        valid = timedelta(minutes=5)
        door = domain.new_link(session, amira, Purpose.SIGN_IN, valid)
        address = domain.new_link(session, amira, Purpose.ADDRESS, valid, "neu@example.org")
        session.commit()

    def change(session: Session, mine: Person) -> bool:
        mailed.take_new_address(session, mine, address, None)
        return True

    assert at_once(busy, amira, lambda s, _p: bool(mailed.sign_in_by_link(s, door))) == 1
    assert at_once(busy, amira, change) == 1
