"""A token comes from the command line, printed once, and opens the API."""

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app.api.identity import SCOPES
from app.models import Token
from tests.api.program import Program
from tests.commands import program


@pytest.fixture
def run(settings, monkeypatch):
    """`randnotiz …` on this test's installation."""
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    return lambda *words: CliRunner().invoke(program, words)


def test_a_token_from_the_command_line_opens_what_it_was_made_for(client, cast, session, run):
    printed = run("create-token", "dora@example.org", "--scope", "comments:write")
    assert printed.exit_code == 0, printed.output
    token = printed.output.strip()

    made = Program(client, token).post(
        "/processes/ankommen/comments", address="hf1", text="Abends fährt kein Bus mehr."
    )
    assert made["author"] == "Dora"
    kept = session.exec(select(Token)).one()
    assert token not in f"{kept.token_hash} {kept.name}"


def test_there_is_no_token_for_a_scope_that_does_not_exist(cast, session, run):
    refused = run("create-token", "dora@example.org", "--scope", "comments:wirte")

    assert refused.exit_code != 0
    assert session.exec(select(Token)).all() == []


def test_every_scope_can_be_given(cast, run):
    words = [word for scope in sorted(SCOPES) for word in ("--scope", scope)]

    assert run("create-token", "emil@example.org", *words).exit_code == 0
