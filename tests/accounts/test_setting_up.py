"""Setting up the second step, changing and removing it."""

from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pyotp
import pytest
from sqlmodel import select

from app.accounts import sealing, second
from app.cli.second import forget_second_step
from app.models import CodeGenerator, JournalEntry, RecoveryCode
from app.security import cookie_name
from tests.accounts.codes import code_of, with_app
from tests.accounts.devices import Device, asked
from tests.cast import WHILE_OPEN

PAGE, CODES = "/account/second-step", "/account/second-step/codes"


def begin(browser):
    """An app that has read the picture (or typed the secret)."""
    browser.get(PAGE)
    browser.send("/second-step/app")
    page = browser.get("/second-step/app")
    return page, pyotp.TOTP(page.select_one("code.secret").text.replace(" ", ""))


def codes_on(page):
    return [item.text.strip() for item in page.select(".codes li")]


def test_who_must_have_a_second_step_sets_it_up_on_the_way_in(app, browser, cast):
    app.state.settings.second_factor = "required"
    browser.sign_in(cast.bernd)
    assert browser.last.headers["location"] == "/second-step/set-up?next=%2Fdesk"

    page = browser.get("/second-step/set-up?next=/desk")
    browser.send("/second-step/app", next=page.select_one("main [name=next]")["value"])
    page = browser.get(browser.last.headers["location"])
    made = pyotp.TOTP(page.select_one("code.secret").text.replace(" ", ""))
    browser.send("/second-step/app/confirm", code=code_of(made), next="/desk")

    browser.get(browser.last.headers["location"])
    page = browser.send(CODES, 200, next="/desk")
    assert page.select_one(".row a.button[href='/desk']")
    browser.get("/desk")
    browser.sign_in(cast.bernd)
    assert browser.last.headers["location"] == "/second-step?next=%2Fdesk"


def test_the_picture_the_link_and_the_text_hold_the_same_secret(browser, cast):
    page, made = begin(browser.sign_in(cast.amira))
    link = urlsplit(page.select_one("a[href^='otpauth:']")["href"])

    assert parse_qs(link.query)["secret"] == [made.secret]
    assert unquote(link.path) == "/Stadt Musterstadt:amira@example.org"
    assert page.img["src"].startswith("data:image/svg+xml")
    assert "Schlüssel" in page.img["alt"]


def test_an_app_counts_once_its_first_code_was_right(browser, cast, mailbox):
    browser.sign_in(cast.amira)
    _page, made = begin(browser)
    browser.send("/second-step/app/confirm", 422, code="000000")
    browser.sign_in(cast.amira)
    assert browser.last.headers["location"] == "/"

    _page, again = begin(browser)
    browser.send("/second-step/app/confirm", 422, code=code_of(made))  # of the secret before
    browser.send("/second-step/app/confirm", code=code_of(again))
    assert mailbox.of("amira@example.org")[-1].subject == "Der zweite Schritt ist eingerichtet"
    browser.sign_in(cast.amira)
    assert browser.last.headers["location"] == "/second-step?next=%2F"


def test_the_first_code_does_not_count_a_second_time(browser, cast):
    _page, made = begin(browser.sign_in(cast.amira))
    browser.send("/second-step/app/confirm", code=code_of(made))
    browser.sign_in(cast.amira).get("/second-step")

    browser.send("/second-step", 422, code=code_of(made))


def test_a_second_app_does_not_push_out_the_first(app, browser, cast, session):
    browser.sign_in(cast.amira)
    with_app(app, session, cast.amira)
    browser.get(PAGE)

    browser.send("/second-step/app", 409)
    browser.get("/second-step/app", 303)
    browser.send("/second-step/app/confirm", 409, code="123456")


def test_recovery_codes_are_shown_once_and_new_ones_replace_them(
    app, browser, cast, session, look, mailbox
):
    browser.sign_in(cast.amira)
    with_app(app, session, cast.amira)
    assert codes_on(browser.get(CODES)) == []
    page = browser.send(CODES, 200)
    first = codes_on(page)
    assert len(set(first)) == 10
    file = unquote(page.select_one("a[download]")["href"])
    assert all(code in file for code in first)
    assert codes_on(browser.get(CODES)) == []

    assert not set(first) & set(codes_on(browser.send(CODES, 200)))
    assert len(look(select(RecoveryCode))) == 10
    kept = " ".join(row.code_hash for row in look(select(RecoveryCode)))
    assert not any(code.replace("-", "") in kept for code in first)
    assert mailbox.of("amira@example.org")[-1].subject == "Neue Notfallcodes"


def test_without_a_second_step_there_are_no_recovery_codes(browser, cast):
    browser.sign_in(cast.amira)
    browser.send(CODES, 409)


def test_a_removed_app_is_asked_for_no_longer_and_its_owner_is_told(
    app, browser, cast, session, look, mailbox
):
    browser.sign_in(cast.amira)
    with_app(app, session, cast.amira)
    browser.send(CODES, 200)
    browser.get(f"{PAGE}/remove")
    browser.send(f"{PAGE}/remove")

    assert look(select(CodeGenerator)) == look(select(RecoveryCode)) == []
    assert mailbox.of("amira@example.org")[-1].subject.startswith("Die App")
    deeds = [row.deed for row in look(select(JournalEntry))]
    assert deeds.count("account.removed_app") == 1
    browser.sign_in(cast.amira)
    assert browser.last.headers["location"] == "/"


def test_a_new_app_takes_the_place_of_the_one_before_in_one_deed(
    app, browser, cast, session, mailbox
):
    app.state.settings.second_factor = "required"
    before = with_app(app, session, cast.bernd)
    browser.sign_in(cast.bernd).get("/second-step")
    browser.send("/second-step", code=code_of(before))
    first = browser.get(f"{PAGE}/replace").select_one("code.secret").text.replace(" ", "")
    made = pyotp.TOTP(first)
    assert first in browser.get(f"{PAGE}/replace").select_one("a[href^='otpauth:']")["href"]
    browser.send(f"{PAGE}/replace", 422, code=code_of(before))
    browser.sign_in(cast.bernd).get("/second-step")
    browser.send("/second-step", code=code_of(before, 1))  # which counts meanwhile
    other = browser.get(f"{PAGE}/replace").select_one("code.secret").text.replace(" ", "")
    assert other != made.secret  # each session has its own
    browser.send(f"{PAGE}/replace", 422, code=code_of(made))

    browser.send(f"{PAGE}/replace", code=code_of(pyotp.TOTP(other)))

    assert mailbox.of("bernd@example.org")[-1].subject == "Neue App für den zweiten Schritt"
    browser.sign_in(cast.bernd).get("/second-step")
    browser.send("/second-step", 422, code=code_of(before, 1))
    browser.send("/second-step", code=code_of(pyotp.TOTP(other), 1))
    browser.get("/desk")


def test_the_last_app_of_staff_stays_where_a_second_step_is_required(
    app, browser, cast, session, look
):
    made = with_app(app, session, cast.bernd)
    app.state.settings.second_factor = "required"
    browser.sign_in(cast.bernd).get("/second-step")
    browser.send("/second-step", code=code_of(made))

    assert "diese App ist Ihr einziger" in browser.get(f"{PAGE}/remove").main.text
    page = browser.send(f"{PAGE}/remove", 409)
    assert "diese App ist Ihr einziger" in page.main.text
    assert look(select(CodeGenerator))
    answer = Device().make(asked(browser, "/account/passkeys/ask"))
    browser.send("/account/passkeys", answer=answer, name="Telefon")
    browser.get(f"{PAGE}/remove")
    browser.send(f"{PAGE}/remove")
    assert look(select(CodeGenerator)) == []


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", f"{PAGE}/replace"),
        ("POST", f"{PAGE}/replace"),
        ("GET", PAGE),
        ("GET", CODES),
        ("POST", CODES),
        ("GET", "/second-step/set-up"),
        ("POST", "/second-step/app"),
        ("GET", "/second-step/app"),
        ("POST", "/second-step/app/confirm"),
        ("GET", f"{PAGE}/remove"),
        ("POST", f"{PAGE}/remove"),
    ],
)
def test_a_quarter_of_an_hour_after_signing_in_a_proof_is_asked_for(
    browser, cast, it_is, look, method, url
):
    browser.sign_in(cast.amira).get("/account")
    it_is(WHILE_OPEN + timedelta(minutes=15, seconds=1))
    if method == "GET":
        assert browser.client.get(url, follow_redirects=False).headers["location"] == (
            f"/prove?next={url.replace('/', '%2F')}"
        )
    else:
        browser.send(url)
        assert browser.last.headers["location"] == "/prove?next=%2Faccount"
    assert look(select(CodeGenerator)) == []


def test_a_stolen_database_holds_no_secret_of_an_app(app, cast, session):
    made = with_app(app, session, cast.amira)
    [kept] = session.exec(select(CodeGenerator)).all()

    assert made.secret not in kept.secret
    assert sealing.unseal(app.state.secret, cast.amira.id, kept.secret) == made.secret
    assert sealing.unseal("another secret", cast.amira.id, kept.secret) == ""


def test_a_secret_put_into_another_persons_row_makes_no_codes(app, cast, session):
    made = with_app(app, session, cast.amira)
    [kept] = session.exec(select(CodeGenerator)).all()
    kept.person_id = cast.bernd.id
    session.flush()

    assert not second.take_app_code(session, cast.bernd.id, app.state.secret, code_of(made))


def test_after_setting_up_the_token_is_new(app, browser, cast):
    name = cookie_name(app.state.settings)
    _page, made = begin(browser.sign_in(cast.amira))
    before = browser.client.cookies[name]
    browser.send("/second-step/app/confirm", code=code_of(made))

    assert browser.client.cookies[name] != before


def test_what_was_lost_is_taken_away_by_command_and_sessions_end(
    app, browser, cast, session, settings, monkeypatch, look, mailbox
):
    browser.sign_in(cast.amira)
    with_app(app, session, cast.amira)
    monkeypatch.setattr("app.cli.second.Settings", lambda: settings)
    forget_second_step("amira@example.org")

    browser.get("/account", 401)
    assert look(select(CodeGenerator)) == []
    assert "aufgehoben" in mailbox.of("amira@example.org")[-1].subject
    browser.sign_in(cast.amira)
    assert browser.last.headers["location"] == "/"


def test_another_session_neither_sees_nor_confirms_an_app_that_is_being_set_up(
    app, browser, cast, look
):
    name = cookie_name(app.state.settings)
    _page, made = begin(browser.sign_in(cast.amira))
    first = browser.client.cookies[name]
    browser.sign_in(cast.amira)

    browser.get("/second-step/app", 303)
    browser.send("/second-step/app/confirm", 409, code=code_of(made))
    assert [row.confirmed_at for row in look(select(CodeGenerator))] == [None]
    browser.leave().client.cookies.set(name, first)
    browser.get("/second-step/app")
    browser.send("/second-step/app/confirm", code=code_of(made))
