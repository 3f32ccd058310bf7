"""The lineage as data: for programs by the API, for people at a machine by the command."""

import json

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from app.accounts.giving import create_token
from app.errors import Refused
from tests.api.program import Program
from tests.cast import DRAFT
from tests.commands import program
from tests.publishing.following import (
    DOUBTFUL,
    MOVED,
    REWORDED,
    SECOND,
    everything,
    next_version,
    publish,
)

pytestmark = pytest.mark.usefixtures("doubt")

LINEAGE = "/processes/ankommen/lineage?from=1&to=2"


@pytest.fixture
def client(app):
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def reader(client):
    """A program of nobody's."""
    return Program(client)


@pytest.fixture
def office(client, session, cast):
    """A program of the participation office."""
    token = create_token(session, cast.emil, ["drafts:write"], "for a test")
    session.commit()
    return Program(client, token)


@pytest.fixture
def said(session, cast):
    """Everything that was said, and the second version prepared."""
    said = everything(session, cast)
    version = next_version(session, cast)
    session.commit()
    return said, version


def test_the_lineage_of_public_versions_is_open_to_everybody(reader, session, cast, said):
    comments, version = said
    publish(session, cast, version, despite_doubts=True)
    session.commit()

    told = reader.get(LINEAGE)

    blocks = {block["address"]: block for block in told["blocks"]}
    assert blocks["HF1 · 1"]["state"] == "reworded"
    assert blocks["HF1 · 1"]["new_address"] == "HF1 · 2"
    assert blocks["T · 1"]["state"] == "unchanged"
    by_number = {row["number"]: row for row in told["comments"]}
    assert len(by_number) == len(comments)
    assert by_number[comments[REWORDED].number] == {
        "number": comments[REWORDED].number,
        "state": "reworded",
        "old_address": "HF1 · 1.2",
        "old_quote": "Kurse beginnen z. B. im Mai.",
        "new_address": "HF1 · 2.2",
        "new_quote": "Kurse beginnen spätestens im Mai jedes Jahres.",
        "confidence": 0.9,
    }
    gone = by_number[comments[DOUBTFUL].number]
    assert (gone["state"], gone["new_address"], gone["new_quote"]) == ("gone", None, None)


def test_a_prepared_version_is_told_to_the_office_only(reader, office, said):
    assert office.get(LINEAGE)["comments"]
    reader.get(LINEAGE, status=404)


@pytest.mark.parametrize("query", ["from=2&to=1", "from=1&to=1", "from=1&to=9"])
def test_what_was_never_compared_is_not_found(office, said, query):
    office.get(f"/processes/ankommen/lineage?{query}", status=404)


@pytest.mark.parametrize("query", ["", "from=1", "from=0&to=2", "from=x&to=2"])
def test_two_numbers_are_needed(reader, said, query):
    reader.get(f"/processes/ankommen/lineage?{query}", status=422)


def test_steps_over_several_versions_are_told_as_one(reader, session, cast, said):
    comments, version = said
    publish(session, cast, version, despite_doubts=True)
    publish(session, cast, next_version(session, cast, DRAFT), despite_doubts=True)
    session.commit()

    told = reader.get("/processes/ankommen/lineage?from=1&to=3")

    blocks = {block["address"]: block for block in told["blocks"]}
    assert blocks["HF1 · 3"]["new_address"] == "HF1 · 3"
    assert blocks["HF1 · 1"]["state"] == "reworded"
    by_number = {row["number"]: row for row in told["comments"]}
    assert by_number[comments[MOVED].number]["new_address"] == "HF1 · 3.1"
    assert by_number[comments[DOUBTFUL].number]["state"] == "gone"


def test_a_comment_says_where_it_was_made_and_where_it_stands_now(reader, session, cast, said):
    comments, version = said
    number = comments[REWORDED].number
    before = reader.get(f"/processes/ankommen/comments/{number}")
    assert before["now"] == {
        "version": 1,
        "address": "HF1 · 1.2",
        "quote": "Kurse beginnen z. B. im Mai.",
        "state": "stays",
    }
    publish(session, cast, version, despite_doubts=True)
    session.commit()

    after = reader.get(f"/processes/ankommen/comments/{number}")
    assert (after["version"], after["address"]) == (1, "HF1 · 1.2")
    assert after["quote"] == "Kurse beginnen z. B. im Mai."
    assert after["now"]["version"] == 2
    assert after["now"]["address"] == "HF1 · 2.2"
    assert after["now"]["state"] == "reworded"
    gone = reader.get(f"/processes/ankommen/comments/{comments[DOUBTFUL].number}")
    assert gone["now"] == {"version": 2, "address": None, "quote": None, "state": "gone"}


def test_a_program_that_read_the_earlier_version_is_told_so(client, session, cast, said):
    _comments, version = said
    token = create_token(session, cast.dora, ["comments:write"], "for a test")
    publish(session, cast, version, despite_doubts=True)
    session.commit()
    program_of_dora = Program(client, token)
    note = {"address": "hf1-1", "text": "Abends fährt kein Bus mehr."}

    refused = program_of_dora.post("/processes/ankommen/comments", status=409, **note, version=1)
    assert "neue Fassung" in refused["detail"]
    made = program_of_dora.post("/processes/ankommen/comments", **note, version=2)
    assert made["now"]["version"] == 2


def test_handing_in_a_draft_answers_with_its_lineage(office, session, cast):
    comment = cast.says(session, at=REWORDED)
    session.commit()
    files = {"file": ("zwei.md", SECOND)}
    answer = office.send("POST", "/processes/ankommen/drafts", 201, files=files)

    assert answer["version"] == 2
    [row] = answer["lineage"]["comments"]
    assert (row["number"], row["new_address"]) == (comment.number, "HF1 · 2.2")
    assert office.get("/processes/ankommen/draft?version=2")["version"] == 2


# --- the command line ---


def run(settings, monkeypatch, *words: str):
    """Run a command beside the application."""
    monkeypatch.setenv("RANDNOTIZ_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("RANDNOTIZ_SECRET_KEY", settings.secret_key)
    return CliRunner().invoke(program, list(words))


def test_the_command_tells_the_same(settings, monkeypatch, said):
    comments, _version = said
    options = ["lineage", "--process", "ankommen", "--from", "1", "--to", "2"]
    done = run(settings, monkeypatch, *options, "--json")

    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    assert set(told) == {"blocks", "comments"}
    assert len(told["comments"]) == len(comments)
    line = run(settings, monkeypatch, *options).output
    assert f"#{comments[MOVED].number} moved: HF1 · 3.1 → HF2 · 2.1" in line


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "zwei.md"
    path.write_text(SECOND)
    return str(path)


def test_importing_publishes_only_when_nothing_is_doubtful(
    settings, monkeypatch, session, cast, file
):
    cast.says(session, at=DOUBTFUL)
    session.commit()
    words = ["import-draft", file, "--process", "ankommen", "--publish"]
    refused = run(settings, monkeypatch, *words)

    assert isinstance(refused.exception, Refused)
    assert "--despite-doubts" in refused.exception.reason
    session.refresh(cast.process)
    assert cast.process.current_version == 1
    session.rollback()
    done = run(settings, monkeypatch, *words, "--despite-doubts", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["published"] is True
    session.refresh(cast.process)
    assert cast.process.current_version == 3


def test_importing_publishes_at_once_where_everything_is_certain(
    settings, monkeypatch, session, cast, file
):
    cast.says(session, at=REWORDED)
    session.commit()
    done = run(settings, monkeypatch, "import-draft", file, "--process", "ankommen", "--publish")
    assert done.exit_code == 0, done.output
    session.refresh(cast.process)
    assert cast.process.current_version == 2
