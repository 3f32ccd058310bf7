"""Roles from the command line."""

import json

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app.errors import Refused
from app.models import JournalEntry, OutboxMail, SignIn
from tests.cast import PASSWORD
from tests.commands import program


@pytest.fixture
def run(cast, settings, monkeypatch):
    """Run a command on the installation with the cast in it; what it printed, as data."""
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))

    def command(*words, typed=None):
        done = CliRunner().invoke(program, [*words, "--json"], input=typed)
        if isinstance(done.exception, Refused):
            raise done.exception
        assert done.exit_code == 0, done.output
        return json.loads(done.stdout)

    return command


def roles(run, *where):
    return {(one["email"], one["role"]) for one in run("list-people", *where)["people"]}


PLACES = [
    ("admin", (), "admin"),
    ("auditor", (), "auditor"),
    ("manager", ("--process", "ankommen"), "manager:ankommen"),
    ("moderator", ("--process", "ankommen"), "moderator:ankommen"),
    ("lead", ("--process", "ankommen", "--group", "ag-1"), "lead:ankommen/ag-1"),
    ("member", ("--process", "ankommen", "--group", "ag-1"), "member:ankommen/ag-1"),
]


@pytest.mark.parametrize(("role", "where", "key"), PLACES)
def test_every_role_can_be_given_and_taken(role, where, key, run, look):
    where = (*where, "--city", "musterstadt")
    run("give-role", "dora@example.org", role, *where)
    assert ("dora@example.org", key) in roles(run, "--city", "musterstadt")

    run("take-role", "dora@example.org", role, *where)
    assert "dora@example.org" not in {email for email, _role in roles(run, *where[-2:])}
    mails = look(select(OutboxMail.to_address))
    assert mails == ["dora@example.org"] * 2
    deeds = look(select(JournalEntry).where(JournalEntry.deed.like("role.%")))
    assert [(one.deed, one.actor_id) for one in deeds] == [
        ("role.granted", None),
        ("role.taken", None),
    ]


def test_an_account_is_made_with_a_role(run):
    words = ("create-account", "neu@example.org", "--name", "Neu", "--role", "manager")
    run(*words, "--process", "ankommen", typed=f"{PASSWORD}\n")
    assert ("neu@example.org", "manager:ankommen") in roles(run, "--process", "ankommen")


def test_a_blocked_account_opens_nothing_until_it_is_unblocked(run, browser, cast, look):
    browser.sign_in(cast.bernd)
    run("block-account", "bernd@example.org")
    browser.get("/desk", 401)
    assert all(look(select(SignIn.ended_at)))
    with pytest.raises(Refused, match="schon gesperrt"):
        run("block-account", "bernd@example.org")
    with pytest.raises(Refused, match="das letzte Konto"):
        run("block-account", "emil@example.org")

    run("unblock-account", "bernd@example.org")
    browser.sign_in(cast.bernd).get("/desk")
    with pytest.raises(Refused, match="nicht gesperrt"):
        run("unblock-account", "bernd@example.org")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("auditor", "--process", "ankommen"), "whole city"),
        (("manager",), "needs --process"),
        (("lead", "--process", "ankommen"), "needs --group"),
        (("admin",), "--city"),  # there are two cities
    ],
)
def test_a_place_that_does_not_fit_is_said(words, sentence, run):
    with pytest.raises(Refused, match=sentence):
        run("give-role", "dora@example.org", *words)


def test_what_nobody_has_cannot_be_taken(run):
    with pytest.raises(Refused, match=r"dora@example.org is not moderator:ankommen"):
        run("take-role", "dora@example.org", "moderator", "--process", "ankommen")


def test_a_role_that_there_is_not_is_used_wrongly(cast):
    done = CliRunner().invoke(program, ["give-role", "dora@example.org", "king"])
    assert done.exit_code == 2
