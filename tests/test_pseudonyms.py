"""Names go some time after a process has ended; what was said stays, and that one said both."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select
from typer.testing import CliRunner

from app import pseudonyms, retention
from app.comments import domain as comments
from app.models import ActionField, Comment, Person, Process, Reply, Status, Voice
from app.moderation.domain import answer
from tests.accounts.test_at_once import postgres_app
from tests.cast import WHILE_OPEN, invite
from tests.commands import program

__all__ = ["postgres_app"]
SECOND = timedelta(seconds=1)
LATER = WHILE_OPEN + timedelta(hours=1)


def said(session, cast):
    """Amira twice, Dora between, who also answers Amira; a letter without an account; the city."""
    first = cast.says(session, "Mehr Kurse am Abend, bitte.")
    first.author_organisation, first.shows_self = "Verein Muster", True
    second = cast.says(session, "Und auch am Samstag, bitte.", by=cast.dora)
    third = cast.says(session, "Auch im Stadtteil, bitte.")
    letter = cast.says(session, "Das steht in einem Brief.")
    letter.author_id, letter.author_name = None, "Erna Muster"
    nameless = cast.says(session, "Das steht auf einer Karte.")
    nameless.author_id, nameless.author_name = None, "Ohne Namen"
    for minute, note in enumerate((first, second, third, letter, nameless)):
        note.process, note.created_at = cast.process, WHILE_OPEN + timedelta(minutes=minute)
    comments.reply(session, first, cast.dora, text="Das sehe ich auch so.", now=LATER)
    answer(session, first, cast.bernd, "Wir prüfen das.", LATER)
    session.commit()


def names(session):
    session.expire_all()
    of_notes = session.exec(select(Comment.author_name).order_by(Comment.number)).all()
    of_answers = session.exec(select(Reply.author_name).order_by(Reply.id)).all()
    session.commit()  # nobody waits for whoever only looks
    return of_notes, of_answers


def end(session, process, status=Status.DECIDED):
    process.status = status
    session.add(process)
    session.commit()


EXPECTED = ["Person 1", "Person 2", "Person 1", "Person 3", "Ohne Namen"]


def test_two_years_after_a_decided_process_each_has_one_number_in_it(
    app, cast, browser, session, it_is
):
    said(session, cast)
    before = names(session)
    shown = session.exec(select(ActionField.revision)).all()
    closes_at = cast.process.closes_at
    end(session, cast.process)
    over = closes_at + retention.NAMES

    it_is(over - SECOND)
    assert retention.tidy(app.state.engine, app.state.settings)["names in ended processes"] == 0
    assert names(session) == before
    it_is(over)
    assert retention.tidy(app.state.engine, app.state.settings)["names in ended processes"] == 1

    of_notes, of_answers = names(session)
    assert of_notes == EXPECTED
    assert of_answers == ["Person 2", cast.bernd.name]
    first = session.exec(select(Comment).where(Comment.number == 1)).one()
    amira = session.exec(select(Person.name).where(Person.id == first.author_id)).one()
    assert (first.author_organisation, first.shows_self) == ("", False)
    assert amira == "Amira", "the account still knows what is its own"
    assert session.exec(select(ActionField.revision)).all() != shown
    session.commit()
    page = browser.get("/p/ankommen/comments/1").text
    assert "Person 1" in page
    assert amira not in page
    assert "Verein Muster" not in page
    assert retention.tidy(app.state.engine, app.state.settings)["names in ended processes"] == 0


def test_no_name_goes_from_a_process_that_is_not_decided(app, cast, session, it_is):
    said(session, cast)
    before = names(session)
    end(session, cast.process, Status.REVISING)
    it_is(cast.process.closes_at + 9 * retention.NAMES)

    assert pseudonyms.pseudonymise_ended(session) == 0
    assert names(session) == before


def test_by_hand_it_is_done_before_its_time_but_not_before_the_end(app, cast, session, monkeypatch):
    said(session, cast)
    settings = app.state.settings
    monkeypatch.setenv("RANDNOTIZ_DATABASE", settings.database)
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("RANDNOTIZ_SECRET_KEY", "a secret for tests")

    refused = CliRunner().invoke(program, ["pseudonymise", "ankommen"])
    assert refused.exit_code != 0
    assert names(session)[0][0] == "Amira"
    end(session, cast.process)

    done = CliRunner().invoke(program, ["pseudonymise", "ankommen"])
    assert "5 notes and answers in ankommen have numbers for names." in done.output
    assert names(session)[0] == EXPECTED
    done_at = select(Process.pseudonymised_at).where(Process.slug == "ankommen")
    assert session.exec(done_at).one() is not None


@pytest.mark.postgres
def test_on_postgresql_as_well(postgres_app):
    with (
        TestClient(postgres_app),
        Session(postgres_app.state.engine, expire_on_commit=False) as session,
    ):
        cast = invite(session)
        session.commit()
        said(session, cast)
        end(session, cast.process)

        assert pseudonyms.pseudonymise(session, cast.process) == 5
        session.commit()

        assert names(session) == (EXPECTED, ["Person 2", cast.bernd.name])
        assert session.exec(select(Reply.voice).order_by(Reply.id)).all()[-1] is Voice.MODERATOR
