"""A program hands a group's table back, and reads its dry run; so does the command line."""

import json

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from app.api.limits import seconds_left
from app.groups.returning import limits
from app.models import Decision, Disposition, DispositionDraft, HandBack
from tests.commands import program as commands
from tests.groups.handing import drawn, filled, workbook
from tests.groups.test_hand_back_desk import in_this_process
from tests.groups.test_returning import LATE

__all__ = ["in_this_process"]
PATH = "/processes/ankommen/groups/ag-1/hand-backs"


@pytest.fixture
def brought(session, cast, app):
    """Bundle 1, in which #1 is refused and #2 has an unknown decision."""
    for n in (1, 2, 3):
        cast.says(session, f"Anmerkung {n} zu den Kursen.")
    session.commit()
    answers = {1: LATE, 2: {"Entscheidung": "mal sehen"}}
    return filled(workbook(app, drawn(session, cast.group)), answers)


def send(program, data, status=201, **query):
    files = {"file": ("comments.xlsx", data)}
    return program.send("POST", PATH, status, files=files, params=query)


def test_the_lead_sees_the_dry_run_as_data_and_takes_it_in(acting, cast, session, brought):
    program = acting(cast.ines, "decisions:write")
    found = send(program, brought)
    assert (found["state"], found["settles"], found["bundle"]) == ("checked", True, 1)
    assert found["fates"] == {"changes": 1, "wrong": 1, "empty": 1}
    where = program.last.headers["location"].removeprefix("http://testserver/api/v1")
    assert program.get(where) == found
    listed = program.get(f"{where}/rows", fate="wrong")["items"]
    assert [one["faults"][0]["where"] for one in listed] == ["Zeile 3, Spalte Entscheidung"]
    page = program.get(f"{where}/rows", limit=1)
    assert page["items"][0]["said"]["decision"] == "not_adopted"
    assert "after=1" in page["next"]
    assert not session.exec(select(Disposition)).all()
    session.commit()

    taken = send(program, brought, take=True)
    assert (taken["id"], taken["state"], taken["done"]) == (found["id"], "taken", 1)
    assert taken["fates"] == {"taken": 1, "wrong": 1, "empty": 1}
    again = send(program, brought, take=True)
    assert again["fates"] == {"same": 1, "wrong": 1, "empty": 1}
    assert session.exec(select(Disposition.decision)).all() == [Decision.NOT_ADOPTED]


def test_members_make_proposals_and_nobody_else_anything(acting, cast, session, brought):
    send(acting(cast.chen, "comments:write"), brought, 403)
    send(acting(cast.fatma, "decisions:write"), brought, 403)
    send(acting(cast.karin, "decisions:write"), brought, 403)
    program = acting(cast.chen, "decisions:write")
    assert send(program, brought, take=True)["settles"] is False
    assert session.exec(select(DispositionDraft.decision)).all() == [Decision.NOT_ADOPTED]
    assert not session.exec(select(Disposition)).all()
    session.commit()
    assert "Nehmen Sie comments.xlsx" in send(program, b"%PDF-1.7", 422)["detail"]
    assert "leer" in send(program, b"", 422)["detail"]


def test_what_is_too_many_is_refused_as_a_problem_and_leaves_nothing(
    acting, cast, session, brought, monkeypatch
):
    program = acting(cast.ines, "decisions:write")
    monkeypatch.setattr(limits, "MOST_WAITING", 0)
    problem = send(program, brought, 409)
    assert program.last.headers["content-type"] == "application/problem+json"
    assert "Höchstens 0 Dateien" in problem["detail"]
    monkeypatch.setattr(limits, "PER_HOUR", 1)
    problem = send(program, brought, 429)
    wait = int(program.last.headers["retry-after"])
    assert abs(wait - seconds_left(3600)) < 5, "until the hour is over"
    assert not session.exec(select(HandBack)).all()


def test_the_command_line_says_it_row_by_row_and_takes_it_in(
    app, session, cast, brought, tmp_path, monkeypatch
):
    settings = app.state.settings
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("RANDNOTIZ_DATABASE_URL", settings.database)
    path = tmp_path / "comments.xlsx"
    path.write_bytes(brought)
    call = ["hand-back", str(path), "--process", "ankommen", "--group", "ag-1"]
    said = CliRunner().invoke(commands, call)
    assert said.exit_code == 0, said.output
    assert "Bundle 1, 3 rows: 1 decisions would change" in said.output
    assert "Zeile 3, Spalte Entscheidung: „mal sehen“" in said.output
    facts = json.loads(CliRunner().invoke(commands, [*call, "--take", "--json"]).output)
    assert (facts["state"], facts["fates"]["taken"]) == ("taken", 1)
    assert session.exec(select(Disposition.decision)).all() == [Decision.NOT_ADOPTED]
    session.commit()
    other = CliRunner().invoke(commands, [*call[:-1], "ag-2"])
    assert "Das ist Paket 1 der AG 1" in other.exception.reason
