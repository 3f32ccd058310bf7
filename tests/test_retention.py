"""What is kept for a time only goes when its time is over, and not before."""

from datetime import timedelta

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app import outbox, retention
from app.accounts import domain, inviting, leaving
from app.jobs import Worker
from app.models import (
    Attempt,
    Comment,
    Invitation,
    JournalEntry,
    Link,
    Notice,
    NoticeKind,
    OutboxMail,
    Person,
    Role,
    SignIn,
)
from tests.cast import WHILE_OPEN
from tests.commands import program

SECOND = timedelta(seconds=1)


@pytest.fixture
def tidy_at(app, it_is, session):
    """Let so much time pass, and tidy."""

    def pass_time(time):
        session.commit()
        it_is(WHILE_OPEN + time)
        done = retention.tidy(app.state.engine, app.state.settings)
        session.expire_all()
        return done

    return pass_time


def test_a_sent_mail_is_emptied_in_time_and_an_unsent_one_is_kept(app, cast, session, tidy_at):
    domain.ask_reset(session, "amira@example.org")
    session.commit()
    worker = Worker(app.state.engine, app.state.settings, {})
    assert worker.once() == 1
    (file,) = (app.state.settings.data_dir / "mail").glob("*.eml")
    outbox.post(session, to="dora@example.org", subject="Wartet", text="Noch nicht verschickt.")

    tidy_at(retention.MAILS)
    assert session.get(OutboxMail, 1).to_address == "amira@example.org"
    assert file.exists()
    assert tidy_at(retention.MAILS + SECOND)["mails"] == 1
    sent, waiting = session.exec(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert (sent.to_address, sent.to_name, sent.subject, sent.text) == ("", "", "", "")
    assert sent.sent_at is not None
    assert waiting.to_address == "dora@example.org"
    assert not file.exists()


def test_sessions_go_some_time_after_they_ended(cast, session, tidy_at):
    ended = domain.start_sign_in(session, cast.amira)
    domain.end_sign_in(session, ended)
    domain.start_sign_in(session, cast.dora)
    assert tidy_at(retention.SIGN_INS)["sign-ins"] == 0
    assert tidy_at(retention.SIGN_INS + SECOND)["sign-ins"] == 1
    assert session.exec(select(SignIn.person_id)).all() == [cast.dora.id]
    valid = timedelta(days=domain.SIGNED_IN_DAYS)
    assert tidy_at(retention.SIGN_INS + valid + SECOND)["sign-ins"] == 1


def test_links_go_some_time_after_they_were_used_or_expired(cast, session, tidy_at):
    domain.ask_reset(session, "amira@example.org")
    valid = timedelta(hours=domain.RESET_HOURS)
    assert tidy_at(retention.LINKS + valid)["links"] == 0
    assert tidy_at(retention.LINKS + valid + SECOND)["links"] == 1
    assert session.exec(select(Link)).all() == []


def test_an_invitation_loses_its_address_and_stays_dead(cast, session, tidy_at):
    where = (cast.organisation, cast.process)
    inviting.invite(session, cast.emil, "neu@example.org", Role.MODERATOR, *where)
    valid = timedelta(days=inviting.DAYS)
    assert tidy_at(retention.INVITATIONS + valid)["invitations"] == 0
    assert tidy_at(retention.INVITATIONS + valid + SECOND)["invitations"] == 1
    invitation = session.exec(select(Invitation)).one()
    assert (invitation.email, invitation.invited_by_id) == ("", cast.emil.id)
    assert invitation.revoked_at is not None, "nobody can send it again, to nobody"


def test_who_reported_something_is_forgotten_after_the_decision(cast, session, tidy_at):
    note = cast.says(session)
    about = {"process_id": note.process_id, "comment_id": note.id, "kind": NoticeKind.RULE}
    who = {"name": "Wer", "email": "wer@example.org", "text": "Bitte ansehen.", "at": WHILE_OPEN}
    session.add(Notice(**about, **who, request_key="1", decided_at=WHILE_OPEN))
    session.add(Notice(**about, **who, request_key="2"))
    assert tidy_at(retention.NOTICES)["notices"] == 0
    assert tidy_at(retention.NOTICES + SECOND)["notices"] == 1
    assert session.exec(select(Notice.email).order_by(Notice.id)).all() == ["", "wer@example.org"]


def unconfirmed(session, name):
    email = f"{name.lower()}@example.org"
    domain.register(session, email=email, name=name, password_hash="x")
    return session.exec(select(Person).where(Person.email == email)).one()


def test_an_account_that_nobody_confirms_is_forgotten(cast, session, tidy_at):
    lina, mila = unconfirmed(session, "Lina"), unconfirmed(session, "Mila")
    cast.says(session, by=mila)
    assert tidy_at(retention.UNCONFIRMED)["accounts"] == 0
    assert tidy_at(retention.UNCONFIRMED + SECOND)["accounts"] == 1
    assert (lina.name, mila.name) == ("Ehemaliges Konto", "Mila")
    addresses = session.exec(select(OutboxMail.to_address).order_by(OutboxMail.id)).all()
    assert addresses == ["", "mila@example.org"]
    deeds = session.exec(select(JournalEntry.deed).where(JournalEntry.subject_id == lina.id))
    assert "account.never_confirmed" in deeds.all()
    assert tidy_at(retention.UNCONFIRMED + SECOND)["accounts"] == 0, "once"
    assert unconfirmed(session, "Lina").id != lina.id


def test_the_worker_does_it_too(app, session, tidy_at):
    session.add(Attempt(key="x", window_start=WHILE_OPEN - retention.ATTEMPTS - SECOND))
    session.commit()
    Worker(app.state.engine, app.state.settings, {}).tidy()
    assert session.exec(select(Attempt)).all() == []


def test_the_privacy_page_prints_the_very_numbers(browser, cast, monkeypatch):
    for name in ("MAILS", "SIGN_INS", "LINKS", "INVITATIONS", "UNCONFIRMED", "NOTICES"):
        monkeypatch.setattr(retention, name, timedelta(days=700 + len(name)))
    text = browser.get("/privacy").text
    for name in ("MAILS", "SIGN_INS", "LINKS", "INVITATIONS", "UNCONFIRMED", "NOTICES"):
        assert f"{700 + len(name)} Tage" in text
    for exception in ("Rückmeldepaket", "Sicherungen", "/account/data", "/account/delete"):
        assert exception in browser.get("/privacy").decode()


@pytest.fixture
def run(cast, settings, monkeypatch):
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    return lambda *words: CliRunner().invoke(program, words)


def test_by_hand_and_by_letter(run, cast, session):
    cast.says(session)
    session.commit()
    assert run("tidy").stdout.startswith("Dropped or emptied: mails 0")
    assert run("forget-person", "amira@example.org", "--json").stdout.strip() == (
        '{"notes": 1, "replies": 0, "supports": 0}'
    )
    session.expire_all()
    assert session.exec(select(Comment.author_name)).one() == "Ehemaliges Konto"
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "account.deleted")).one()
    assert entry.actor_id is None


def test_by_letter_a_role_is_not_taken_in_passing(run, cast, session):
    assert "Aufgaben" in str(run("forget-person", "bernd@example.org").exception)
    assert run("forget-person", "bernd@example.org", "--give-up-roles").exit_code == 0
    session.expire_all()
    assert leaving.grants_of(session, cast.bernd.id) == []
    session.commit()
    assert "no account" in str(run("forget-person", "wer@example.org").exception)
