"""The API describes itself, and keeps to its description."""

import subprocess
import sys

import pytest

from app.accounts.giving import create_token
from tests.api.conftest import EVERYTHING
from tests.api.program import ROOT
from tests.server import ROOT as REPOSITORY
from tests.server import LiveServer

METHODS = {"get", "put", "post", "delete"}


@pytest.fixture
def operations(reader):
    """Every operation by its name."""
    paths = reader.description()["paths"].values()
    return {
        operation["operationId"]: operation
        for path in paths
        for method, operation in path.items()
        if method in METHODS
    }


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does(reader, operations):
    paths = reader.description()["paths"].values()

    assert len(operations) == sum(len(METHODS & set(path)) for path in paths) == 23
    assert set(operations) >= {"list_comments", "post_comment", "put_support", "download_bundle"}
    for name, operation in operations.items():
        assert operation["description"], name
        assert {"500", "503"} <= set(operation["responses"]), name
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), f"{name} {parameter['name']}"


def test_whatever_fails_is_described_as_a_problem(operations):
    for operation in operations.values():
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}


def test_whatever_changes_something_asks_for_a_token(operations):
    open_to_all = {
        name for name, operation in operations.items() if {} in operation.get("security", [{}])
    }

    assert open_to_all == {
        "list_processes",
        "get_process",
        "get_draft",
        "get_lineage",
        "list_comments",
        "get_comment",
        "list_replies",
        "get_disposition",
        "get_results",
    }


def test_nothing_is_referred_to_that_is_not_there(reader):
    description = reader.description()
    known = {f"#/components/schemas/{name}" for name in description["components"]["schemas"]}

    def references(part):
        if isinstance(part, dict):
            yield from [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            for value in part.values():
                yield from references(value)
        elif isinstance(part, list):
            for value in part:
                yield from references(value)

    assert set(references(description)) <= known
    assert description["servers"] == [{"url": ROOT}]
    assert description["openapi"].startswith("3.1")


def test_the_documentation_needs_no_other_site(reader):
    for path in ("/docs", "/redoc"):
        reader.get(path, status=404)


@pytest.mark.parametrize("name", ["emil", pytest.param("dora", marks=pytest.mark.hard)])
def test_schemathesis_finds_nothing(app, cast, session, tmp_path, name):
    app.state.settings.writes_per_minute = 0
    for n in range(3):
        cast.says(session, f"Anmerkung Nummer {n}")
    token = create_token(session, getattr(cast, name), EVERYTHING, "for a test")
    session.commit()

    with LiveServer(lambda _url: app) as server:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "schemathesis.cli"),
                *("--config-file", REPOSITORY / "schemathesis.toml", "--no-color", "run"),
                *("-H", f"Authorization: Bearer {token}", "--continue-on-failure"),
                f"{server.url}{ROOT}/openapi.json",
            ],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
