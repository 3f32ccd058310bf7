"""Whatever goes wrong is a problem document: never a page, never a trace, never a silence."""

import pytest
from sqlmodel import Session

from app import db
from app.api import queries
from app.errors import Busy

COMMENTS = "/processes/ankommen/comments"
GOOD = '{"address": "hf1", "text": "Abends fährt kein Bus mehr."}'


def test_a_problem_says_what_where_and_why(reader):
    assert reader.get(f"{COMMENTS}/7", status=404) == {
        "type": "urn:randnotiz:problem:not-found",
        "title": "Nicht gefunden",
        "status": 404,
        "detail": "Diese Anmerkung gibt es nicht.",
        "instance": "/api/v1/processes/ankommen/comments/7",
    }


# Asked on both databases, see test_databases.py.
ODD_ADDRESSES = [
    ("/", 404),
    ("/nope", 404),
    ("/processes/ankommen/nope", 404),
    ("/processes/nope", 404),
    ("/processes/%00", 422),
    ("/processes/ankommen%00", 422),
    ("/processes/%ed%a0%80", 422),
    ("/processes/" + "a" * 81, 422),
    (f"{COMMENTS}/0", 422),
    (f"{COMMENTS}/{2**63}", 422),
    (f"{COMMENTS}/{2**31}", 422),
    (f"{COMMENTS}/{2**31 - 1}", 404),
    (f"{COMMENTS}/{2**31 - 1}/replies?after={2**31 - 1}", 404),
    (f"{COMMENTS}?after={2**31 - 1}", 200),
    (f"/processes/ankommen/draft?version={2**31 - 1}", 404),
    (f"{COMMENTS}/eins", 422),
    (f"{COMMENTS}?field=%00", 422),
    (f"{COMMENTS}?block=hf1-1%00", 422),
    ("/processes/a%0Ab", 422),
    ("/nope%0A/nope", 404),
    (f"{COMMENTS}?block=hf999999-999999", 404),
    ("/processes?after=%00", 422),
    ("/processes/ankommen/draft?version=0", 422),
    ("/processes/ankommen/draft?version=" + "9" * 5000, 422),
]


def test_the_errors_of_a_query_are_named(reader):
    problem = reader.get(COMMENTS, status=422, limit=0, kind="petition")

    assert problem["errors"] == [
        {"field": "kind", "message": "Möglich sind: 'note', 'suggestion' or 'question'."},
        {"field": "limit", "message": "Mindestens 1."},
    ]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/processes", "GET"),
        ("PATCH", COMMENTS, "GET, POST"),
        ("GET", f"{COMMENTS}/1/support", "DELETE, PUT"),
        ("TRACE", "/bundles/1.zip", "GET"),
    ],
)
def test_a_wrong_method_is_told_the_right_ones(reader, method, path, allowed):
    reader.send(method, path, 405)
    assert reader.last.headers["allow"] == allowed


ODD_BODIES = [
    (b"", 422),
    (b"{", 422),
    (b"null", 422),
    (b"[]", 422),
    (b'"text"', 422),
    (b"\xff\xfe", 422),
    (b'{"address": "\xff"}', 400),
    (b'{"address": "hf1", "text": "\\ud800 ein halbes Zeichen"}', 422),
    (b'{"address": "\\ud800hf1", "text": "Ein ganzer Satz."}', 422),
    (b'{"address": "hf1\\u0000", "text": "Ein ganzer Satz."}', 422),
    (b'{"address": "hf1", "text": "Ein ganzer Satz.", "\\ud800": 1}', 201),
    (b'{"address": "hf1", "text": "Ein \\u0000ganzer\\u0000 Satz."}', 201),
    (b'{"address": "hf1", "text": NaN}', 422),
    (b'{"address": 1e999, "text": "Ein ganzer Satz."}', 422),
    (b'{"text": ' + b"9" * 5000 + b"}", 400),
    (b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "nonsense"])
def test_only_json_is_understood(acting, cast, kind):
    acting(cast.amira).send(
        "POST", COMMENTS, 422, content=GOOD.encode(), headers={"content-type": kind}
    )


def test_a_body_that_says_it_is_too_large_is_refused_unread(acting, cast):
    big = b'{"address": "hf1", "text": "' + b"a" * (6 * 1024 * 1024) + b'"}'

    acting(cast.amira).send(
        "POST", COMMENTS, 413, content=big, headers={"content-type": "application/json"}
    )


def test_a_body_that_grows_too_large_is_refused(acting, cast):
    def pieces():
        yield b'{"address": "hf1", "text": "'
        for _ in range(100):
            yield b"a" * 100_000

    acting(cast.amira).send(
        "POST", COMMENTS, 413, content=pieces(), headers={"content-type": "application/json"}
    )


def test_a_fault_of_ours_shows_no_trace(reader, monkeypatch):
    def stumble(*_):
        raise RuntimeError("secret of the house")

    monkeypatch.setattr(queries, "process", stumble)

    problem = reader.get("/processes/ankommen", status=500)

    assert problem["type"] == "urn:randnotiz:problem:our-fault"
    assert "secret" not in reader.last.text
    assert "Traceback" not in reader.last.text


def test_while_nothing_can_be_stored_it_says_when_to_try_again(acting, cast, monkeypatch):
    program = acting(cast.amira)

    def full(_session: Session) -> None:
        raise Busy(db.NOT_STORED)

    monkeypatch.setattr(Session, "commit", full)

    problem = program.post(COMMENTS, status=503, address="hf1", text="Ein ganzer Satz.")

    assert problem["detail"] == db.NOT_STORED
    assert program.last.headers["retry-after"] == "2"


def test_a_foreign_host_is_turned_away(client, cast):
    answer = client.get("/api/v1/processes", headers={"host": "evil.example"})

    assert answer.status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:80@evil.example", 'localhost:8000"><'])
def test_no_link_leads_to_a_host_that_somebody_made_up(client, cast, host):
    answer = client.get("/api/v1/processes?limit=1", headers={"host": host})

    assert "evil" not in answer.text
    assert "<" not in answer.headers.get("link", "")[1:]
