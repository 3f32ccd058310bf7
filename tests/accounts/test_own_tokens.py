"""One's own tokens for programs: made and ended on a page, shown once."""

from datetime import timedelta

from sqlmodel import select

from app.accounts.giving import create_token
from app.accounts.tokens import COMMENTS
from app.models import Token
from tests.api.program import Program
from tests.cast import WHILE_OPEN

PAGE = "/account/tokens"
NEW = {"name": "Auswertung", "scope": ["comments:write", "answers:write"], "days": "30"}


def made(browser, status=200, **more):
    key = browser.get(PAGE).select_one("[name=idempotency_key]")["value"]
    return browser.send(PAGE, status, **(NEW | {"idempotency_key": key} | more)), key


def test_staff_make_a_token_see_it_once_and_end_it(app, browser, cast, look):
    browser.sign_in(cast.bernd)
    page, key = made(browser)
    plain = page.select_one("code.secret").text
    note = {"address": "hf1", "text": "Abends fährt kein Bus mehr."}
    said = Program(browser.client, plain).post("/processes/ankommen/comments", **note)
    assert said["author"] == "Bernd"

    browser.send(PAGE, 303, **(NEW | {"idempotency_key": key}))  # pressed twice
    [kept] = look(select(Token))
    assert kept.scopes == ["answers:write", "comments:write"]
    assert kept.expires_at == WHILE_OPEN + timedelta(days=30)
    page = browser.get(PAGE)
    assert plain not in page.text
    assert "Auswertung" in page.select_one("main .lines").text
    assert "vorhanden" in browser.get("/account").main.text

    browser.send(f"{PAGE}/{kept.id}/revoke")
    assert not browser.get(PAGE).select("main .lines")
    browser.send(f"{PAGE}/{kept.id}/revoke", 404)
    Program(browser.client, plain).post("/processes/ankommen/comments", 401, **note)


def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(browser, cast, look):
    browser.sign_in(cast.bernd)
    page, _key = made(browser, 422, scope=["everything"])
    assert page.select_one("#scope-error")
    assert page.select_one("#name")["value"] == "Auswertung"
    page, _key = made(browser, 422, name=" ")
    assert page.select_one("#name-error")
    assert len(page.select("[name=scope][checked]")) == 2
    assert look(select(Token)) == []


def test_nobody_else_makes_or_ends_them_and_not_without_a_fresh_proof(
    browser, cast, session, look, it_is
):
    create_token(session, cast.bernd, [COMMENTS], "Bernds")
    session.commit()
    [token] = look(select(Token))
    browser.sign_in(cast.amira)
    assert "Bernds" not in browser.get(PAGE).text
    assert not browser.get(PAGE).select("main form")
    browser.send(PAGE, 403, **NEW)
    browser.send(f"{PAGE}/{token.id}/revoke", 404)

    browser.sign_in(cast.bernd)
    it_is(WHILE_OPEN + timedelta(minutes=16))
    for path in (PAGE, f"{PAGE}/{token.id}/revoke"):
        browser.send(path, **NEW)
        assert browser.last.headers["location"].startswith("/prove?")
    assert [row.revoked_at for row in look(select(Token))] == [None]
