"""Signing in by an identity provider: coming in, joining, roles, and going."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.config import Settings
from app.main import create_app
from app.models import Challenge, ForeignAccount, Grant, JournalEntry, Person, Role, SignIn
from tests.accounts.visiting import (
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
from tests.cast import WHILE_OPEN

__all__ = ["house", "settings"]


def test_somebody_new_chooses_a_name_and_comes_in(browser, cast, house, look):
    visit(browser)
    assert where(browser) == "/sign-in/provider/new"
    page = browser.get("/sign-in/provider/new")
    assert page.select_one("input[name=name]")["value"] == ""  # the real one is nobody's business
    assert "kira@example.org" in page.main.text

    browser.send("/sign-in/provider/new", name="Kira vom Fluss")

    assert where(browser) == "/"
    assert "Kira vom Fluss" in browser.get("/account").header.text
    kira = look(select(Person).where(Person.email == "kira@example.org"))[0]
    assert (kira.confirmed_at, kira.password_hash) == (WHILE_OPEN, "")
    (account,) = look(select(ForeignAccount))
    assert (account.person_id, account.issuer, account.subject) == (kira.id, house.url, "k-17")
    deeds = [entry.deed for entry in look(select(JournalEntry).where(JournalEntry.id > 0))]
    assert deeds[-3:] == ["account.registered", "provider.joined", "account.signed_in"]


def test_a_nickname_is_offered(browser, cast, house):
    house.person["nickname"] = " Ki  ra "
    visit(browser)
    page = browser.get("/sign-in/provider/new")
    assert page.select_one("input[name=name]")["value"] == "Ki ra"


def test_the_second_time_it_is_one_step(browser, cast):
    comes_in(browser)
    browser.leave()
    visit(browser, next="/account/provider")
    assert where(browser) == "/account/provider"
    page = browser.get("/account/provider")
    assert "verbunden seit" in page.main.text


def test_nothing_is_told_to_the_provider_but_what_it_must_know(browser, cast, app):
    url = set_out(browser, next="/account")
    asked = dict(part.split("=") for part in url.partition("?")[2].split("&"))
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid+email+profile"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    cookie = browser.client.cookies["randnotiz-visit"]
    assert cookie not in url
    assert "account" not in url


def test_the_secret_of_a_visit_is_shut_away(browser, cast):
    set_out(browser)
    name, *attributes = browser.last.headers["set-cookie"].split("; ")
    assert name.startswith("randnotiz-visit=")
    expected = {"httponly", "max-age=2400", "path=/", "samesite=lax"}
    assert {attribute.lower() for attribute in attributes} == expected


def test_opening_the_way_back_changes_nothing(browser, cast, look):
    brought = asked_there(set_out(browser))
    for _time in range(2):
        browser.get(f"/sign-in/provider/callback?state={brought['state']}&code={brought['code']}")
    assert look(select(SignIn)) == []
    come_back(browser, brought)


# --- Joining ---


def test_an_address_alone_opens_no_account(browser, cast, house, look):
    house.person["email"] = cast.amira.email
    visit(browser)
    page = browser.get("/sign-in/provider/new")
    assert "gibt es hier schon ein Konto" in page.main.text
    assert not page.select("form[action='/sign-in/provider/new']")

    browser.send("/sign-in/provider/new", status=409, name="Amira")

    assert look(select(ForeignAccount)) == []
    assert look(select(SignIn)) == []


def test_whoever_signs_in_as_usual_joins_both(browser, cast, house, look):
    house.person["email"] = cast.amira.email
    visit(browser)
    browser.client.cookies.pop("randnotiz", None)
    browser.token = ""
    browser.send("/sign-in", email=cast.amira.email, password="lesen und schreiben")
    page = browser.get("/account/provider")
    assert page.select_one("form[action='/account/provider'] button").text == "Verbinden"

    browser.send("/account/provider")
    browser.leave()
    visit(browser)

    assert "Amira" in browser.get("/account").header.text
    assert [one.person_id for one in look(select(ForeignAccount))] == [cast.amira.id]


def test_nobody_is_joined_without_asking(browser, cast, house, look):
    house.person["email"] = cast.amira.email
    visit(browser)
    browser.send("/sign-in", email=cast.amira.email, password="lesen und schreiben")
    assert look(select(ForeignAccount)) == []


@pytest.mark.parametrize("verified", [False, None, "true"])
def test_an_address_that_the_provider_did_not_check_opens_nothing(
    browser, cast, house, look, verified
):
    house.person["email_verified"] = verified
    visit(browser)
    page = browser.get("/sign-in/provider/new")
    assert "kira@example.org" not in page.main.text
    browser.send("/sign-in/provider/new", status=409, name="Kira")
    assert not look(select(Person).where(Person.email == "kira@example.org"))


def test_what_another_browser_brought_is_not_joined_here(browser, cast, house, look):
    visit(browser)
    browser.sign_in(cast.amira)
    page = browser.send("/account/provider", status=410)
    assert "zu lange gedauert" in said_no(page)
    assert look(select(ForeignAccount)) == []


def test_an_account_there_belongs_to_one_person(browser, cast, look):
    visit(browser)
    left_open = browser.client.cookies["randnotiz-visit"]
    comes_in(browser.leave())
    browser.sign_in(cast.dora).client.cookies["randnotiz-visit"] = left_open

    page = browser.send("/account/provider", status=409)

    assert "inzwischen vergeben" in said_no(page)
    assert cast.dora.id not in [one.person_id for one in look(select(ForeignAccount))]


def test_nobody_takes_the_name_of_an_office(browser, cast):
    visit(browser)
    page = browser.send("/sign-in/provider/new", status=422, name="Amt für Schule")
    assert page.select_one("#name")["value"] == "Amt für Schule"
    assert page.select_one("#name-error")
    browser.send("/sign-in/provider/new", name="Kira")


def test_a_connection_can_be_ended_by_its_owner_alone(browser, cast, house, look):
    house.person["groups"] = ["sprache"]
    comes_in(browser)
    (account,) = look(select(ForeignAccount))
    browser.sign_in(cast.amira)
    browser.send(f"/account/provider/{account.id}/remove", status=404)
    visit(browser.leave())
    browser.send(f"/account/provider/{account.id}/remove")
    assert look(select(ForeignAccount)) == []
    assert roles(look) == set()  # what the provider gave goes with it


# --- Roles ---


def roles(look, email="kira@example.org"):
    query = select(Grant).join(Person, Person.id == Grant.person_id).where(Person.email == email)
    return {(grant.role, bool(grant.issuer)) for grant in look(query)}


def test_roles_are_given_and_taken_back_at_every_sign_in(browser, cast, house, look):
    house.person["groups"] = ["mods", "sprache", "other"]
    comes_in(browser)
    assert where(browser) == "/desk"
    assert roles(look) == {(Role.MODERATOR, True), (Role.MEMBER, True)}

    house.person["groups"] = ["sprache"]
    visit(browser.leave())
    assert roles(look) == {(Role.MEMBER, True)}
    house.person["groups"] = []
    visit(browser.leave())
    assert roles(look) == set()
    assert where(browser) == "/"
    deeds = [entry.deed for entry in look(select(JournalEntry)) if "role" in entry.deed]
    assert deeds == ["role.granted"] * 2 + ["role.taken"] * 2


def test_what_people_gave_stays_and_what_a_city_blocked_stays_blocked(
    browser, cast, house, look, session
):
    comes_in(browser)
    kira = session.exec(select(Person).where(Person.email == "kira@example.org")).one()
    given = {"person_id": kira.id, "organisation_id": cast.organisation.id, "role": Role.MODERATOR}
    session.add(Grant(**given, process_id=cast.process.id))
    session.commit()
    visit(browser.leave())
    assert roles(look) == {(Role.MODERATOR, False)}

    grant = session.exec(select(Grant).where(Grant.person_id == kira.id)).one()
    grant.issuer, grant.blocked_at = house.url, WHILE_OPEN
    session.commit()
    for groups in ([], ["mods"]):
        house.person["groups"] = groups
        visit(browser.leave())
        (kept,) = look(select(Grant).where(Grant.person_id == kira.id))
        assert kept.blocked_at is not None


def test_roles_may_stand_on_the_userinfo_page(browser, cast, house, look):
    house.beside = {"groups": ["amt"]}
    comes_in(browser)
    assert roles(look) == {(Role.ADMIN, True)}


def test_without_a_second_factor_there_ours_follows(browser, cast, house, app, monkeypatch):
    monkeypatch.setattr(app.state.settings, "second_factor", "required")
    house.person["groups"] = ["mods"]
    comes_in(browser)
    assert where(browser).startswith("/second-step/set-up")
    browser.get("/desk", status=303)


@pytest.mark.parametrize(
    "said", [{"amr": ["pwd", "mfa"]}, {"acr": "https://refeds.org/profile/mfa"}]
)
def test_a_second_factor_there_is_one_here(browser, cast, house, app, monkeypatch, said):
    monkeypatch.setattr(app.state.settings, "second_factor", "required")
    house.person |= {"groups": ["mods"]} | said
    comes_in(browser)
    assert where(browser) == "/desk"
    browser.get("/desk")


# --- Going, and what stands where ---


def test_signing_out_says_that_one_may_still_be_signed_in_there(browser, cast, house):
    comes_in(browser)
    browser.send("/sign-out")
    assert where(browser) == "/signed-out"
    page = browser.get("/signed-out")
    assert page.select_one("main a.button")["href"] == f"{house.url}/leave?client_id=randnotiz"


def test_the_button_stands_where_there_is_a_provider(browser, cast):
    page = browser.get("/sign-in")
    assert page.select_one("form[action='/sign-in/provider'] button").text.strip() == (
        "Mit Stadtkonto anmelden"
    )


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("oidc_issuer", "http://anderswo.example"),
        ("oidc_client_id", ""),
        ("oidc_roles", "moderator:ankommen"),
        ("oidc_roles", "king:ankommen=x"),
        ("oidc_roles", "member:ankommen=x"),
        ("oidc_roles", "admin:a/b=x"),
    ],
)
def test_settings_that_cannot_be_meant_start_nothing(settings: Settings, setting, value):
    with pytest.raises(ValueError, match="OIDC"):
        create_app(settings.model_copy(update={setting: value}))


def test_what_was_told_of_somebody_who_went_away_is_forgotten(browser, cast, app, look, it_is):
    visit(browser)
    it_is(WHILE_OPEN + timedelta(minutes=89))
    app.state.worker.tidy()
    assert [row.data.get("email", "") for row in look(select(Challenge))] == ["kira@example.org"]
    it_is(WHILE_OPEN + timedelta(minutes=91))
    app.state.worker.tidy()
    assert look(select(Challenge)) == []
