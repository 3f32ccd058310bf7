"""Pages that no route made: they know who asks, and lead back to where one was."""

import pytest
from fastapi.testclient import TestClient

from app import db
from tests.browser import Browser

FIELD = "/p/ankommen/fields/sprache"


@pytest.fixture
def amira(browser, cast):
    """Amira's browser."""
    return browser.sign_in(cast.amira)


def by_name(page):
    return page.select_one("header.site a[href='/account']").text


def test_a_page_of_a_refusal_knows_who_is_signed_in(app, amira):
    large = {"content-type": "application/x-www-form-urlencoded"}
    answers = [
        (404, amira.client.get("/nowhere")),
        (404, amira.client.get("/static/nowhere.css")),
        (405, amira.client.get("/sign-out")),
        (403, amira.client.post("/account/name", data={"name": "Niemand"})),  # no token
        (413, amira.client.post("/sign-in", content=b"a=" + b"b" * 6_000_000, headers=large)),
    ]
    for status, answer in answers:
        assert answer.status_code == status
        assert by_name(amira._page(answer, status)) == "Amira"


def test_a_fault_of_ours_is_a_page_in_our_words(app, amira):
    def fault():
        raise ZeroDivisionError("inside")

    app.add_api_route("/fault", fault)
    client = TestClient(app, raise_server_exceptions=False, cookies=amira.client.cookies)
    page = Browser(client).get("/fault", 500)

    assert "Hier ist uns ein Fehler unterlaufen." in page.main.text
    assert "inside" not in page.text
    assert by_name(page) == "Amira"


def test_a_database_that_is_away_spoils_no_page_of_a_refusal(app, amira, monkeypatch):
    def away(*_args):
        raise db.UNAVAILABLE[0]("SELECT 1", {}, Exception("away"))

    monkeypatch.setattr("app.refusing.db.looking", away)
    page = amira.get("/nowhere", 404)

    assert by_name(page) == "Ihr Konto"  # neither in nor out: nobody could be asked
    assert not page.select("a[href^='/sign-in']")


def test_the_way_to_sign_in_leads_back_to_a_page_that_can_be_opened(browser, cast, session):
    before = {"referer": f"http://testserver{FIELD}?sort=new"}

    def ways(answer):
        links = browser._page(answer, answer.status_code).select("a[href^='/sign-in']")
        return {link["href"] for link in links}

    assert ways(browser.client.get("/sign-out")) == {"/sign-in?next=/"}
    assert ways(browser.client.get("/sign-out", headers=before)) == {
        f"/sign-in?next={FIELD}%3Fsort%3Dnew"
    }
    foreign = {"referer": "http://evil.example/p/x"}
    assert ways(browser.client.get("/sign-out", headers=foreign)) == {"/sign-in?next=/"}
    token = {"form_token": browser.get("/sign-in").select_one("[name=form_token]")["value"]}
    note = cast.says(session)
    session.commit()
    deed = f"/p/ankommen/comments/{note.number}/support"
    refused = browser.client.post(deed, data=token | {"set": "1"}, headers=before)
    assert refused.status_code == 401
    assert ways(refused) == {f"/sign-in?next={FIELD}%3Fsort%3Dnew"}
