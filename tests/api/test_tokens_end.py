"""A token holds for a year, can be ended, and ends with whatever ends its owner's sessions."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app import clock
from app.accounts import blocking, domain, second, tokens
from app.accounts.giving import create_token
from app.errors import Conflict, NotFound
from app.models import JournalEntry, Token
from tests.api.program import Program
from tests.cast import PASSWORD
from tests.commands import program

NOTE = {"address": "hf1", "text": "Abends fährt kein Bus mehr."}
NEW_PASSWORD = "Linde Bahnhof Kreuzung 1897"


@pytest.fixture
def run(settings, monkeypatch):
    """`randnotiz …` on this test's installation."""
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    return lambda *words: CliRunner().invoke(program, [*words, "--json"])


@pytest.fixture
def token(cast, session):
    """Dora's; `tokens_of` knows its number."""
    made = create_token(session, cast.dora, ["comments:write"], "Probe")
    session.commit()
    return made


def writes(client, token, status=401):
    Program(client, token).post("/processes/ankommen/comments", status=status, **NOTE)


def test_it_holds_for_a_year_or_as_long_as_is_said(cast, session, run):
    run("create-token", "dora@example.org", "--scope", "comments:write")
    run("create-token", "dora@example.org", "--scope", "comments:write", "--days", "30")

    held = [
        round((one.expires_at - one.created_at) / timedelta(days=1))
        for one in session.exec(select(Token).order_by(Token.id))
    ]
    assert held == [365, 30]


def test_the_list_shows_them_without_the_token_and_one_can_be_ended(client, session, token, run):
    (told,) = json.loads(run("list-tokens", "dora@example.org").stdout)["tokens"]
    assert (told["name"], told["scopes"], told["revoked_at"]) == ("Probe", ["comments:write"], None)
    assert told["expires_at"] > told["created_at"]
    assert token not in json.dumps(told)
    writes(client, token, 201)

    assert run("revoke-token", str(told["id"])).exit_code == 0

    writes(client, token)
    (told,) = json.loads(run("list-tokens", "dora@example.org").stdout)["tokens"]
    assert told["revoked_at"]
    ended = select(JournalEntry.deed).where(JournalEntry.deed == "token.revoked")
    assert session.exec(ended).all() == ["token.revoked"]


def test_an_end_is_made_once_and_of_a_token_that_is_there(cast, session, token):
    (held,) = tokens.tokens_of(session, cast.dora)
    tokens.revoke(session, held.id)

    with pytest.raises(Conflict):
        tokens.revoke(session, held.id)
    with pytest.raises(NotFound):
        tokens.revoke(session, held.id + 1)


ENDS = {
    "a password changed": lambda session, who: domain.change_password(
        session, who, PASSWORD, NEW_PASSWORD
    ),
    "a password reset": lambda session, who: domain.reset(
        session,
        domain.new_link(session, who, domain.Purpose.RESET, timedelta(hours=1)),
        NEW_PASSWORD,
    ),
    "a lost second step": second.forget_second,
    "a block": lambda session, who: (
        blocking.block_account(session, who),
        blocking.unblock_account(session, who),
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_it_ends_with_its_owners_sessions_and_nobody_elses_does(client, cast, session, token, name):
    others = create_token(session, cast.amira, ["comments:write"], "Probe")
    session.commit()

    ENDS[name](session, session.merge(cast.dora))
    session.commit()

    writes(client, token)
    writes(client, others, 201)
    (ended,) = tokens.tokens_of(session, cast.dora)
    assert ended.revoked_at is not None
    assert ended.revoked_at <= clock.now()
