"""The second step of signing in: who must take it, and that nothing opens before."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts import attempts, domain, recovery
from app.accounts.attempts import Knock
from app.accounts.giving import grant
from app.accounts.proving import WORRY
from app.models import Role, SignIn
from app.security import cookie_name
from tests.accounts.codes import code_of, with_app
from tests.cast import PASSWORD, WHILE_OPEN


@pytest.fixture
def settings(settings):
    """As a city runs it: staff must take the second step."""
    settings.second_factor = "required"
    return settings


@pytest.fixture
def made(app, cast, session):
    """Bernd's app."""
    return with_app(app, session, cast.bernd)


@pytest.fixture
def halfway(browser, cast, made):
    """Bernd's browser after the password."""
    return begin(browser, cast.bernd)


def begin(browser, person):
    """The first step, and the page of the second."""
    browser.sign_in(person).get("/second-step")
    return browser


def where(browser):
    return browser.last.headers["location"]


def is_nobody(browser):
    """Whether no page knows who asks."""
    pages = [browser.get(url) for url in ("/", "/p/ankommen/fields/sprache")]
    assert not any("Bernd" in page.header.text for page in pages)
    for url in ("/desk", "/desk/p/ankommen", "/account"):
        browser.get(url, 303)
    kept = browser.send("/p/ankommen/comments", 401, target="hf1-1", kind="note", text="Bleibt da.")
    assert kept.textarea.text.strip() == "Bleibt da."
    return True


def test_after_the_password_alone_staff_open_nothing(halfway):
    assert where(halfway) == "/second-step?next=%2Fdesk"
    assert is_nobody(halfway)


def test_a_program_gets_nothing_for_a_cookie_with_or_without_the_second_step(halfway):
    assert halfway.client.post("/api/v1/processes/ankommen/comments", json={}).status_code == 401


def test_the_code_of_the_app_opens_the_desk(halfway, made):
    halfway.send("/second-step", code=code_of(made), next="/desk")

    assert where(halfway) == "/desk"
    halfway.get("/desk")


def test_a_wrong_code_opens_nothing(halfway, made):
    page = halfway.send("/second-step", 422, code="000000")

    assert "Dieser Code stimmt nicht" in page.select_one("#code-error").text
    assert is_nobody(halfway)


def test_residents_come_in_with_the_password_alone(browser, cast):
    browser.sign_in(cast.amira)

    assert where(browser) == "/"
    browser.get("/account")


def test_a_resident_who_set_up_an_app_is_asked_for_its_code(app, browser, cast, session):
    app.state.settings.second_factor = "offered"
    made = with_app(app, session, cast.amira)

    begin(browser, cast.amira)
    assert where(browser) == "/second-step?next=%2F"
    browser.send("/second-step", code=code_of(made))
    browser.get("/account")


def test_a_code_counts_once_and_none_before_it_afterwards(browser, cast, halfway, made):
    used = code_of(made)
    halfway.send("/second-step", code=used)
    begin(browser, cast.bernd)

    browser.send("/second-step", 422, code=used)
    browser.send("/second-step", 422, code=code_of(made, -1))
    browser.send("/second-step", code=code_of(made, 1))
    browser.get("/desk")


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (1, 303), (2, 422)])
def test_clocks_may_differ_by_half_a_minute(halfway, made, steps, status):
    halfway.send("/second-step", status, code=code_of(made, steps))


def test_the_session_has_a_new_token_after_the_second_step(app, halfway, made):
    name = cookie_name(app.state.settings)
    before = halfway.client.cookies[name]
    halfway.send("/second-step", code=code_of(made))
    after = halfway.client.cookies[name]
    halfway.leave().client.cookies.set(name, before)

    assert after != before
    halfway.get("/desk", 401)


def test_halfway_one_has_a_quarter_of_an_hour(it_is, halfway, made):
    it_is(WHILE_OPEN + timedelta(minutes=15))
    halfway.send("/second-step", code=code_of(made))

    assert where(halfway) == "/sign-in"
    halfway.get("/desk", 401)


def test_a_whole_session_lasts_as_long_as_any(it_is, halfway, made):
    halfway.send("/second-step", code=code_of(made))
    it_is(WHILE_OPEN + timedelta(days=29))

    halfway.get("/desk")


def test_halfway_nobody_sets_up_another_app(halfway):
    for url in ("/second-step/set-up", "/second-step/app"):
        halfway.get(url, 303)
    halfway.send("/second-step/app")
    assert where(halfway).startswith("/second-step?")
    halfway.send("/second-step/app/confirm", code="123456")
    halfway.send("/account/second-step/remove")
    assert where(halfway).startswith("/second-step?")


def test_a_recovery_code_is_good_once_however_it_is_typed(
    app, browser, cast, halfway, session, mailbox
):
    first, *_others = recovery.make_codes(session, cast.bernd, app.state.secret)
    session.commit()

    halfway.send("/second-step", code=f" {first.upper().replace('-', ' ')} ")
    browser.get("/desk")
    assert "Es bleiben 9." in mailbox.of("bernd@example.org")[-1].text
    begin(browser, cast.bernd)
    browser.send("/second-step", 422, code=first)


def test_another_persons_recovery_code_opens_nothing(app, cast, halfway, session):
    [code, *_others] = recovery.make_codes(session, cast.emil, app.state.secret)
    session.commit()

    halfway.send("/second-step", 422, code=code)


def guess(browser, person, times):
    """Wrong codes, with a new beginning whenever the way in has ended."""
    for n in range(times):
        if n % attempts.CODES_HALFWAY == 0:
            begin(browser, person)
        browser.send("/second-step", 422, code="000000")


def test_guessing_codes_is_slowed_down_and_the_owner_is_told(app, browser, cast, made, mailbox):
    guess(browser, cast.bernd, attempts.SOME)

    begin(browser, cast.bernd)
    browser.send("/second-step", 429, code=code_of(made))
    told = [mail.subject for mail in mailbox.of("bernd@example.org")]
    assert told.count("Jemand rät Ihren Code") == 1
    assert WORRY < attempts.SOME


def test_guessing_at_one_account_slows_no_other(app, browser, cast, made, session):
    guess(browser, cast.bernd, attempts.SOME)
    emils = with_app(app, session, cast.emil)

    begin(browser, cast.emil)
    browser.send("/second-step", code=code_of(emils))
    browser.get("/desk")


def test_after_five_wrong_codes_the_way_in_begins_anew(browser, cast, halfway, made):
    guess(halfway, cast.bernd, attempts.CODES_HALFWAY)

    halfway.send("/second-step", code=code_of(made))
    assert where(halfway) == "/sign-in"
    halfway.get("/desk", 401)


def test_many_networks_together_guess_no_more_codes_than_one(
    app, browser, cast, made, monkeypatch, session
):
    monkeypatch.setattr(attempts, "CODES", 4)
    for number in range(attempts.CODES):
        asks = Knock(app.state.secret, f"2001:db8:{number}::1", str(cast.bernd.id), attempts.CODE)
        attempts.count_password(session, asks)
        attempts.forgive(session, asks)  # not even what was right makes room for more
    session.commit()

    begin(browser, cast.bernd).send("/second-step", 429, code=code_of(made))


def test_whoever_has_just_been_made_staff_goes_on_after_the_second_step(browser, cast, session):
    browser.sign_in(cast.amira)
    browser.get("/account")
    grant(session, cast.amira, Role.MODERATOR, cast.organisation, cast.process)
    session.commit()

    browser.get("/desk", 303)
    browser.get("/account", 303)
    browser.get("/sign-in", 303)  # to the second step, which leads to setting one up
    assert browser.get("/second-step/set-up").h1.text == "Zweiten Schritt einrichten"


def test_a_stale_session_of_somebody_made_staff_sets_up_nothing(it_is, browser, cast, session):
    browser.sign_in(cast.amira)
    grant(session, cast.amira, Role.MODERATOR, cast.organisation, cast.process)
    session.commit()
    it_is(WHILE_OPEN + timedelta(minutes=16))

    browser.get("/second-step/set-up", 401)
    browser.get("/sign-in")


def test_a_role_given_with_the_second_step_demanded_stops_sessions_without_it(
    app, browser, cast, session, made
):
    app.state.settings.second_factor = "offered"
    begin(browser, cast.bernd)
    browser.send("/second-step", code=code_of(made))
    stepped = browser.client.cookies[cookie_name(app.state.settings)]
    token = domain.start_sign_in(session, cast.bernd)
    domain.demand_second(session, cast.bernd.id)
    session.commit()

    browser.get("/desk")
    browser.leave().client.cookies.set(cookie_name(app.state.settings), token)
    browser.get("/desk", 303)
    assert stepped != token


def test_signing_out_halfway_ends_the_session(halfway, look):
    halfway.send("/sign-out")

    assert [row.ended_at for row in look(select(SignIn))] == [WHILE_OPEN]


def test_the_second_step_leads_only_to_pages_of_ours(halfway, made):
    halfway.send("/second-step", code=code_of(made), next="//evil.example")

    assert where(halfway) == "/desk"


def test_the_password_is_not_said_to_be_right_before_it_is(browser, cast, made):
    browser.leave().get("/sign-in")
    page = browser.send("/sign-in", 422, email=cast.bernd.email, password=PASSWORD + "x")
    other = browser.send("/sign-in", 422, email="niemand@example.org", password=PASSWORD)

    assert page.select_one("#password-error").text == other.select_one("#password-error").text
