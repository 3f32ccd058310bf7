"""The same on SQLite and on PostgreSQL: at one instant, with odd words, and page by page."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select

from app.models import Bundle, Comment, JournalEntry, RequestKey, Support
from tests.api.test_problems import ODD_ADDRESSES, ODD_BODIES
from tests.postgres import with_schema

COMMENTS = "/processes/ankommen/comments"
SUPPORT = f"{COMMENTS}/1/support"
BUNDLES = "/processes/ankommen/groups/ag-1/bundles"
TEXT = "Abends fährt kein Bus mehr."
TOGETHER = 20


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request, settings):
    """Settings of an installation on either database."""
    if request.param == "sqlite":
        return settings
    url = request.getfixturevalue("postgres").fresh_database(with_schema)
    return settings.model_copy(update={"database_url": url})


def rows(session, table):
    session.expire_all()
    found = session.exec(select(table)).all()
    session.commit()
    return found


def at_one_instant(program, method, path, **options):
    """The same request from twenty threads that start together; the answers."""
    gate = threading.Barrier(TOGETHER)
    headers = {"authorization": f"Bearer {program.token}"} | options.pop("headers", {})

    def send(_):
        gate.wait()
        return program.client.request(method, f"/api/v1{path}", headers=headers, **options)

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(send, range(TOGETHER)))


def test_twenty_equal_posts_at_one_instant_make_one_comment(acting, cast, session):
    answers = at_one_instant(
        acting(cast.amira),
        "POST",
        COMMENTS,
        json={"address": "hf1", "text": TEXT},
        headers={"idempotency-key": "a-1"},
    )

    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["number"] for answer in answers} == {1}
    assert len(rows(session, Comment)) == len(rows(session, RequestKey)) == 1
    deeds = [entry.deed for entry in rows(session, JournalEntry)]
    assert deeds.count("comment.posted") == 1


def test_twenty_equal_supports_at_one_instant_count_once(acting, cast, session):
    cast.says(session)
    session.commit()
    program = acting(cast.dora)

    answers = at_one_instant(program, "PUT", SUPPORT)

    assert {answer.status_code for answer in answers} == {200}
    assert program.get(f"{COMMENTS}/1")["support"] == 1
    assert len(rows(session, Support)) == 1


def test_twenty_draws_at_one_instant_are_one_bundle_with_a_key(acting, cast, session):
    program = acting(cast.chen)

    answers = at_one_instant(program, "POST", BUNDLES, headers={"idempotency-key": "b-1"})

    assert {answer.status_code for answer in answers} == {202}
    assert [bundle.number for bundle in rows(session, Bundle)] == [1]


def test_without_a_key_they_are_twenty_comments_with_twenty_numbers(acting, cast, session, reader):
    # Somebody with a role: the same words of a resident's would wait to be read.
    answers = at_one_instant(
        acting(cast.chen), "POST", COMMENTS, json={"address": "hf1", "text": TEXT}
    )

    assert {answer.status_code for answer in answers} == {201}
    assert sorted(answer.json()["number"] for answer in answers) == list(range(1, TOGETHER + 1))
    seen, page = [], reader.get(COMMENTS, limit=7)
    seen += page["items"]
    while page["next"]:
        page = reader.get(page["next"])
        seen += page["items"]
    assert [comment["number"] for comment in seen] == list(range(1, TOGETHER + 1))


def test_what_is_not_there_is_not_there(acting, cast):
    program = acting(cast.chen)

    program.get(f"/bundles/{2**63 - 1}", status=404)
    program.get(f"/bundles/{2**63}", status=422)
    program.send("POST", f"/processes/ankommen/groups/{10**18 - 1}/bundles", 404)
    program.send("POST", f"/processes/ankommen/groups/{'9' * 80}/bundles", 404)


def test_no_address_and_no_body_is_too_odd_to_be_answered(acting, cast):
    program = acting(cast.amira)

    for path, status in ODD_ADDRESSES:
        program.get(path, status=status)
    for body, status in ODD_BODIES:
        made = program.send(
            "POST", COMMENTS, status, content=body, headers={"content-type": "application/json"}
        )
        if status == 201:
            assert made["text"] == "Ein ganzer Satz."
