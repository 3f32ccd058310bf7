"""What an identity provider, or whoever pretends to be one, must not bring anybody in with."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from joserfc.jwk import RSAKey
from sqlmodel import select

from app import db
from app.models import ForeignAccount, Person, SignIn
from app.security import form_token
from tests.accounts.issuing import a_key
from tests.accounts.visiting import (
    BACK,
    asked_there,
    come_back,
    comes_in,
    house,
    said_no,
    set_out,
    settings,
    visit,
    where,
)
from tests.browser import Browser
from tests.cast import WHILE_OPEN

__all__ = ["house", "settings"]

DOES_NOT_FIT = "Die Antwort von Stadtkonto passt nicht zu dieser Anmeldung. Bitte beginnen Sie neu."
DOWN = "Stadtkonto antwortet gerade nicht richtig. Bitte versuchen Sie es später noch einmal."
LATE = "Das hat zu lange gedauert oder wurde schon benutzt. Bitte beginnen Sie neu."
OTHER = "Diese Anmeldung wurde in einem anderen Browser begonnen. Bitte beginnen Sie neu."
THEN = int(WHILE_OPEN.timestamp())


def nobody_is_in(browser: Browser) -> None:
    with db.reading(browser.client.app.state.engine) as session:
        assert session.exec(select(SignIn.id)).all() == []
        assert session.exec(select(ForeignAccount.id)).all() == []
    assert "randnotiz" not in browser.client.cookies


NOT_FOR_THIS_VISIT = [
    {"nonce": "another"},
    {"nonce": None},
    {"aud": "somebody-else"},
    {"aud": ["randnotiz", "somebody-else"]},
    {"aud": ["randnotiz", "somebody-else"], "azp": "somebody-else"},
    {"azp": "somebody-else"},
    {"iss": "https://anderswo.example"},
    {"exp": THEN - 61},
    {"exp": None},
    {"exp": "never"},
    {"exp": 10**400},
    {"iat": THEN + 3600},
    {"nbf": THEN + 3600},
    {"sub": ""},
    {"sub": 17},
    {"sub": "x" * 256},
]


def test_a_token_that_is_not_for_this_visit_lets_nobody_in(browser, cast, house):
    for said in NOT_FOR_THIS_VISIT:
        house.said = said
        assert said_no(visit(browser, status=422)) == DOES_NOT_FIT, said
        nobody_is_in(browser)


def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(browser, cast, house):
    for house.signing in ("none", "HS256"):
        assert said_no(visit(browser, status=422)) == DOES_NOT_FIT, house.signing
    house.signing, house.key = "RS256", a_key(2)
    assert said_no(visit(browser, status=422)) == DOES_NOT_FIT
    nobody_is_in(browser)


def test_a_signature_by_another_key_under_the_right_name_lets_nobody_in(browser, cast, house):
    house.published = [RSAKey.import_key(a_key(2).as_dict() | {"kid": "key-1"})]
    assert said_no(visit(browser, status=422)) == DOES_NOT_FIT
    nobody_is_in(browser)


def test_keys_that_changed_meanwhile_are_asked_for_again(browser, cast, house, app):
    comes_in(browser)
    house.key, house.published = a_key(2), [a_key(2)]
    app.state.provider.issuer._keys_since = float("-inf")  # it was more than a minute ago
    visit(browser.leave())
    assert "Kira" in browser.get("/account").header.text


def test_a_state_that_nobody_gave_out_is_none(browser, cast):
    brought = asked_there(set_out(browser))
    page = come_back(browser, brought | {"state": "made up"}, status=410)
    assert said_no(page) == LATE
    nobody_is_in(browser)


def test_a_state_is_good_once(browser, cast):
    brought = asked_there(set_out(browser))
    come_back(browser, brought)
    assert said_no(come_back(browser, brought, status=410)) == LATE


def test_a_failed_visit_is_over_too(browser, cast, house):
    house.said = {"nonce": "another"}
    brought = asked_there(set_out(browser))
    come_back(browser, brought, status=422)
    house.said = {}
    assert said_no(come_back(browser, brought, status=410)) == LATE


def test_a_visit_of_yesterday_is_over(browser, cast, it_is):
    brought = asked_there(set_out(browser))
    it_is(WHILE_OPEN + timedelta(minutes=10))
    assert said_no(come_back(browser, brought, status=410)) == LATE


@pytest.mark.parametrize("cookie", ["", "another"])
def test_the_answer_belongs_to_the_browser_that_set_out(browser, cast, cookie):
    """Nobody is signed in to a stranger's account by a link (RFC 6819, 4.4.1.8)."""
    brought = asked_there(set_out(browser))
    browser.leave()
    if cookie:
        browser.client.cookies["randnotiz-visit"] = cookie
    assert said_no(come_back(browser, brought, status=410)) == OTHER
    nobody_is_in(browser)


def test_a_code_of_another_visit_cannot_be_put_in(browser, cast):
    """A stolen code is worth nothing without the verifier that stayed in its own browser."""
    stolen = asked_there(set_out(browser))["code"]
    brought = asked_there(set_out(browser.leave()))
    assert said_no(come_back(browser, brought | {"code": stolen}, status=503)) == DOWN
    nobody_is_in(browser)


def test_an_answer_of_another_issuer_is_not_taken(browser, cast, house):
    for named in ("https://anderswo.example", ""):
        brought = asked_there(set_out(browser)) | {"iss": named}
        page = come_back(browser, brought, status=422)
        assert said_no(page) == "Die Antwort kam nicht von Stadtkonto. Bitte beginnen Sie neu."
    assert "/token" not in house.asked
    nobody_is_in(browser)


def test_a_description_that_cannot_be_its_own_leads_nowhere(browser, cast, house):
    for described in (
        {"issuer": "https://anderswo.example"},
        {"token_endpoint": "http://anderswo.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "file:///etc/passwd"},
    ):
        house.described = described
        page = browser.send("/sign-in/provider", status=503)
        assert DOWN in page.main.text, described


def test_a_provider_that_talks_nonsense_gets_one_sentence(browser, cast, house):
    for raw in (b"", b"<html>", b"[]", b'{"a":' * 5000, b" " * 600_000):
        house.raw = None
        brought = asked_there(set_out(browser))
        house.raw = raw
        assert said_no(come_back(browser, brought, status=503)) == DOWN, raw[:9]


def test_a_provider_that_is_down_gets_one_sentence(browser, cast, app):
    app.state.provider.issuer.issuer = "http://127.0.0.1:1"
    page = browser.send("/sign-in/provider", status=503)
    assert DOWN in page.main.text
    assert page.select_one("h1")


def test_a_no_of_the_provider_is_one_sentence_of_ours(browser, cast):
    for error, sentence in (
        ("access_denied", "Sie haben die Anmeldung bei Stadtkonto abgebrochen."),
        ("<svg onload=alert(1)>", "Stadtkonto hat die Anmeldung abgelehnt."),
    ):
        state = asked_there(set_out(browser))["state"]
        page = come_back(browser, {"state": state, "error": error}, status=422)
        assert said_no(page) == sentence


def test_a_visit_leads_on_only_to_pages_of_ours(browser, cast):
    comes_in(browser)
    for see in ("//evil.example", "https://evil.example", "/\\evil.example"):
        visit(browser.leave(), next=see)
        assert where(browser) == "/"


def test_whoever_is_blocked_here_stays_out(browser, cast, session):
    comes_in(browser)
    kira = session.exec(select(Person).where(Person.email == "kira@example.org")).one()
    kira.blocked_at = WHILE_OPEN
    session.commit()
    page = visit(browser.leave(), status=403)
    assert said_no(page) == "Mit diesem Konto kommen Sie hier nicht herein."
    assert "randnotiz" not in browser.client.cookies


def test_what_is_said_beside_about_somebody_else_is_not_taken(browser, cast, house):
    house.beside = {"sub": "somebody else", "groups": ["amt"]}
    assert said_no(visit(browser, status=422)) == DOES_NOT_FIT


def test_of_twenty_who_bring_the_same_answer_one_comes_in(browser, cast, app, house, look):
    comes_in(browser)
    brought = asked_there(set_out(browser.leave()))
    house.is_lax = True
    cookie = f"randnotiz-visit={browser.client.cookies['randnotiz-visit']}"
    start, before = Barrier(20), len(look(select(SignIn)))

    def bring(_number: int) -> int:
        start.wait()
        body = brought | {"form_token": form_token(app.state.secret, "")}
        headers = {"cookie": cookie}
        answer = browser.client.post(BACK, data=body, headers=headers, follow_redirects=False)
        return answer.status_code

    with ThreadPoolExecutor(20) as people:
        answers = Counter(people.map(bring, range(20)))

    assert len(look(select(SignIn))) == before + 1
    assert answers[303] == 1


# --- Proving anew ---


def prove(browser: Browser) -> dict[str, str]:
    return asked_there(set_out(browser, "/prove/provider", next="/account/passkeys/new"))


def test_the_provider_proves_anew_who_one_is(browser, cast, house, it_is):
    comes_in(browser)
    it_is(WHILE_OPEN + timedelta(hours=1))
    browser.get("/account/passkeys/new", status=303)
    assert browser.get("/prove").select_one("form[action='/prove/provider']")
    url = set_out(browser, "/prove/provider", next="/account/passkeys/new")
    assert "prompt=login" in url
    assert "max_age=0" in url
    come_back(browser, asked_there(url))
    assert where(browser) == "/account/passkeys/new"
    browser.get("/account/passkeys/new")


def test_having_been_signed_in_there_for_long_proves_nothing(browser, cast, house, it_is):
    comes_in(browser)
    it_is(WHILE_OPEN + timedelta(hours=1))
    for auth_time in (THEN, None):
        house.said = {"auth_time": auth_time}
        page = come_back(browser, prove(browser), status=422)
        assert said_no(page) == "Dort wurde nicht noch einmal gefragt, wer Sie sind."
        browser.get("/account/passkeys/new", status=303)
        visit(browser)  # nor is signing in again a fresh proof then
        browser.get("/account/passkeys/new", status=303)


def test_somebody_elses_account_there_proves_nothing(browser, cast, house, it_is):
    comes_in(browser)
    browser.sign_in(cast.amira)
    assert not browser.get("/prove").select("form[action='/prove/provider']")
    page = come_back(browser, prove(browser), status=422)
    assert said_no(page) == "Das ist nicht das Konto, mit dem Sie hier angemeldet sind."
