"""Offices from the command line; and two at one instant, on PostgreSQL, where writers do not
queue."""

import json
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner

from app import db
from app.errors import Conflict, Invalid
from app.models import Office, Person
from app.moderation.city_offices import add_office, remove_office
from tests.accounts.test_at_once import postgres_app
from tests.cast import invite
from tests.commands import program
from tests.comments.stopping import now
from tests.secrets_of_a_city import inquiry

__all__ = ["postgres_app"]


def test_a_command_makes_an_office_that_answers(browser, cast, session, settings, monkeypatch):
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))

    def create(*words):
        return CliRunner().invoke(program, ["create-office", *words])

    reach = ("--email", "Gruen@example.org", "--phone", "0123", "--domain", "parks.example")
    done = create("Amt für  Grün", "--process", "ankommen", *reach, "--json")
    assert done.exit_code == 0, done.output
    facts = json.loads(done.stdout)
    assert facts == {"slug": "amt-fuer-gruen", "name": "Amt für Grün", "processes": ["ankommen"]}
    shown = browser.get("/p/ankommen").select("ul.offices li")
    assert [one.b.text for one in shown] == ["Amt für Schule", "Amt für Grün"]
    assert "gruen@example.org" in shown[1].text

    assert create("Amt für Grün", "--process", "ankommen").exit_code == 0, "once more is no change"
    other = ("--city", "musterstadt")
    assert create("Amt für Grün", *other, "--email", "anders@example.org").exit_code == 1
    assert create("Gartenamt", *other, "--email", "anders").exit_code == 1
    assert create("Gartenamt", "--process", "ankommen", "--process", "anderswo").exit_code == 1
    kept = now(session, select(Office.name).order_by(Office.id))
    assert list(kept) == ["Amt für Schule", "Amt für Grün"]


@pytest.mark.postgres
def test_who_is_asked_at_the_same_instant_is_not_removed_and_no_name_is_there_twice(postgres_app):
    engine = postgres_app.state.engine
    with Session(engine, expire_on_commit=False) as session:
        cast = invite(session)
        session.commit()
    city, emil, school = cast.organisation.id, cast.emil.id, cast.school_office.id

    def remove() -> None:
        with db.writing(engine) as session:
            remove_office(session, session.get_one(Office, school), session.get_one(Person, emil))

    def add() -> None:
        with db.writing(engine) as session:
            add_office(session, city, {"name": "Gartenamt"})

    with ThreadPoolExecutor(2) as others, Session(engine) as session:
        session.add(inquiry(cast.school_office, cast.bernd, cast.process.id))
        add_office(session, city, {"name": "Gartenamt"})
        session.flush()
        waiting = [others.submit(remove), others.submit(add)]
        for one in waiting:
            with pytest.raises(FutureTimeout):
                one.result(timeout=0.3)
        session.commit()
        with pytest.raises(Conflict):
            waiting[0].result(timeout=10)
        with pytest.raises(Invalid):
            waiting[1].result(timeout=10)
    with Session(engine) as session:
        names = session.exec(select(Office.name).order_by(Office.id)).all()
    assert names == ["Amt für Schule", "Gartenamt"]
