"""Passkeys as a device makes and shows them, and everything that must not open an account."""

import json
from datetime import timedelta

import pytest
from sqlmodel import select

from app.models import Passkey, SignIn
from tests.accounts.devices import asked, with_passkey
from tests.cast import WHILE_OPEN

ASK, SIGN_IN = "/sign-in/passkey/ask", "/sign-in/passkey"
UNFIT = "Dieser Passkey passt hier nicht."
LATE = "Das hat zu lange gedauert oder wurde schon benutzt. Bitte beginnen Sie neu."


def refused(browser, answer, status=422, because=UNFIT):
    page = browser.send(SIGN_IN, status=status, answer=answer)
    assert page.select_one(".say--wrong").text == because
    assert "set-cookie" not in browser.last.headers


def test_a_passkey_signs_in_without_address_and_password(browser, cast, look, it_is):
    device = with_passkey(browser, cast.amira)
    later = WHILE_OPEN + timedelta(days=2)
    it_is(later)

    browser.send(SIGN_IN, answer=device.show(asked(browser, ASK)), next="/account/passkeys")

    assert browser.last.headers["location"] == "/account/passkeys"
    page = browser.get("/account/passkeys")
    assert "Telefon" in page.main.text
    assert "zuletzt benutzt 17. Oktober 2016, 14:00 Uhr" in " ".join(page.main.text.split())
    (key,) = look(select(Passkey))
    assert (key.used_at, key.sign_count) == (later, 1)
    newest = look(select(SignIn).order_by(SignIn.id.desc()))[0]
    assert (newest.way, newest.second_at, newest.waits) == ("passkey", later, False)


def test_it_counts_as_both_steps(browser, cast, app, monkeypatch):
    device = with_passkey(browser, cast.bernd)
    monkeypatch.setattr(app.state.settings, "second_factor", "required")

    browser.send(SIGN_IN, answer=device.show(asked(browser, ASK)))

    assert browser.last.headers["location"] == "/desk"
    browser.get("/desk")


def test_the_challenge_tells_nothing_about_anybody(browser, cast):
    with_passkey(browser, cast.amira)
    options = asked(browser, ASK)
    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    assert options["rpId"] == "testserver"


def test_what_the_device_keeps_names_nobody_and_must_be_checked_by_its_owner(browser, cast):
    browser.sign_in(cast.amira)
    options = asked(browser, "/account/passkeys/ask")
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["attestation"] == "none"
    assert len(options["user"]["id"]) > 40


def test_a_device_that_has_one_already_is_told_so(browser, cast, look):
    with_passkey(browser, cast.amira)
    (key,) = look(select(Passkey))
    browser.sign_in(cast.amira)
    options = asked(browser, "/account/passkeys/ask")
    assert [known["id"] for known in options["excludeCredentials"]] == [key.credential_id]


def test_an_answer_is_good_once(browser, cast):
    device = with_passkey(browser, cast.amira, counts=False)
    answer = device.show(asked(browser, ASK))
    browser.send(SIGN_IN, answer=answer)
    browser.leave()
    refused(browser, answer, 410, LATE)


def test_an_answer_after_five_minutes_is_too_late(browser, cast, it_is):
    device = with_passkey(browser, cast.amira)
    answer = device.show(asked(browser, ASK))
    it_is(WHILE_OPEN + timedelta(minutes=5))
    refused(browser, answer, 410, LATE)


def test_a_challenge_that_nobody_gave_out_is_none(browser, cast):
    device = with_passkey(browser, cast.amira)
    own = asked(browser, ASK) | {"challenge": "c2VsYnN0IGF1c2dlZGFjaHQ"}
    refused(browser, device.show(own), 410, LATE)


def test_a_challenge_for_making_one_does_not_sign_in(browser, cast):
    device = with_passkey(browser, cast.amira)
    browser.sign_in(cast.amira)
    making = asked(browser, "/account/passkeys/ask")
    options = {"challenge": making["challenge"], "rpId": "testserver"}
    refused(browser, device.show(options), 410, LATE)


def test_another_site_cannot_pass_an_answer_on(browser, cast):
    device = with_passkey(browser, cast.amira)
    refused(browser, device.show(asked(browser, ASK), origin="http://testserver.example"))


def test_a_key_for_another_site_opens_nothing(browser, cast):
    device = with_passkey(browser, cast.amira)
    device.rp_id = "anderswo.example"
    options = asked(browser, ASK) | {"rpId": "anderswo.example"}
    refused(browser, device.show(options))


def test_a_device_that_did_not_check_its_owner_opens_nothing(browser, cast):
    device = with_passkey(browser, cast.amira)
    device.checks = False
    refused(browser, device.show(asked(browser, ASK)))


def test_a_signature_of_another_key_opens_nothing(browser, cast):
    device = with_passkey(browser, cast.amira)
    other = with_passkey(browser, cast.dora)
    device.private_key = other.private_key
    refused(browser, device.show(asked(browser, ASK)))


def test_a_copy_that_counts_behind_the_original_opens_nothing(browser, cast):
    device = with_passkey(browser, cast.amira)
    browser.send(SIGN_IN, answer=device.show(asked(browser, ASK)))
    browser.leave()
    device.sign_count = 0  # the copy was made before
    refused(browser, device.show(asked(browser, ASK)))


def test_a_device_that_does_not_count_is_taken_all_the_same(browser, cast):
    device = with_passkey(browser, cast.amira, counts=False)
    for _time in range(2):
        browser.send(SIGN_IN, answer=device.show(asked(browser, ASK)))
        browser.leave()


@pytest.mark.parametrize("how", ["blocked", "removed"])
def test_whoever_is_out_stays_out(browser, cast, session, how):
    device = with_passkey(browser, cast.amira)
    key = session.exec(select(Passkey)).one()
    if how == "blocked":
        cast.amira.blocked_at = WHILE_OPEN
    key.removed_at = WHILE_OPEN if how == "removed" else None
    session.add_all([cast.amira, key])
    session.commit()
    refused(browser, device.show(asked(browser, ASK)))


def test_nonsense_is_refused_in_the_same_words(browser, cast):
    strange = '{"id": 5, "response": {"clientDataJSON": 7}}'
    for answer in ("", "{}", "[]", "null", "\x00", strange, "[" * 5000):
        refused(browser, answer)


def test_an_answer_with_its_parts_spoilt_is_refused_in_the_same_words(browser, cast):
    device = with_passkey(browser, cast.amira)
    for part in ("id", "rawId", "type", "response"):
        answer = json.loads(device.show(asked(browser, ASK)))
        answer[part] = {"clientDataJSON": answer["response"]["clientDataJSON"]}
        refused(browser, json.dumps(answer))
