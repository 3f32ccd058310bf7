"""The people page of the desk: who sees it, who may do what on it, and what is told."""

from datetime import timedelta

import pytest
from sqlmodel import select

from app.accounts.inviting import invite
from app.models import Grant, Invitation, JournalEntry, OutboxMail, Person, Role, SignIn
from tests.cast import LATER, WHILE_OPEN, person
from tests.desk.handing_in import look

CITY, HERE = "/desk/people", "/desk/p/ankommen/people"
ONLY_READS = "Die Revision liest alles und ändert nichts."


def named(page):
    return [one.get_text(" ", strip=True) for one in page.select(".people h3")]


def offered(page):
    return {one["value"] for one in page.select("select[name=role] option")}


@pytest.fixture
def invitation(session, cast):
    """Somebody new is invited to moderate."""
    made = invite(
        session, cast.emil, "neu@example.org", Role.MODERATOR, cast.organisation, cast.process
    )
    session.commit()
    return made


def test_the_office_sees_everybody_of_its_city_and_nobody_elses(browser, cast):
    page = browser.sign_in(cast.emil).get(CITY)

    assert named(page) == ["Bernd", "Chen", "Emil (Sie)", "Fatma", "Ines", "Jonas", "Karin"]
    assert "Moderation , Ankommen in Musterstadt" in page.select_one("#konto-2").get_text(" ")
    assert {"admin", "auditor", "manager:ankommen", "lead:ankommen/ag-1"} <= offered(page)
    assert not [value for value in offered(page) if "anderswo" in value]


def test_who_manages_a_process_sees_its_people_and_gives_what_is_not_above_them(browser, cast):
    page = browser.sign_in(cast.jonas).get(HERE)

    assert named(page) == ["Bernd", "Chen", "Fatma", "Ines", "Jonas (Sie)"]
    assert offered(page) == {
        "",
        "manager:ankommen",
        "moderator:ankommen",
        *(f"{role}:ankommen/ag-{n}" for role in ("lead", "member") for n in (1, 2)),
    }
    assert not page.select("form[action*=block]")
    browser.get(CITY, 403)


@pytest.mark.parametrize("name", ["amira", "bernd", "chen", "gustav", "hanna", "ines", "ludwig"])
def test_nobody_else_sees_it(name, browser, cast):
    browser.sign_in(getattr(cast, name))
    for page in (CITY, HERE):
        assert "@example.org" not in browser.get(page, 403).text


def test_an_auditor_reads_it_and_finds_no_button(browser, cast, invitation):
    browser.sign_in(cast.karin)
    for url in (CITY, HERE):
        page = browser.get(url)
        assert "neu@example.org" in page.main.text
        assert not page.select("main form")


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        (f"{CITY}/invitations", {"email": "x@example.org", "role": "admin"}),
        (f"{HERE}/invitations", {"email": "x@example.org", "role": "moderator:ankommen"}),
        (f"{CITY}/invitations/1/resend", {}),
        (f"{CITY}/invitations/1/revoke", {}),
        (f"{CITY}/roles/1/take", {}),
        (f"{CITY}/2/block", {}),
        (f"{CITY}/2/unblock", {}),
    ],
)
def test_an_auditor_is_told_that_auditors_only_read(url, fields, browser, cast, invitation):
    page = browser.sign_in(cast.karin).send(url, 403, **fields)
    assert ONLY_READS in page.main.text


def test_since_when_and_from_whom_stands_beside_a_role_that_was_given_here(browser, cast, app):
    browser.sign_in(cast.emil)
    browser.send(f"{CITY}/invitations", email="dora@example.org", role="lead:ankommen/ag-2")
    mail = look(app, select(OutboxMail).where(OutboxMail.to_address == "dora@example.org"))[-1]
    path = mail.text.partition("http://127.0.0.1:8000")[2].split()[0]
    browser.sign_in(cast.dora).send(path)

    text = browser.sign_in(cast.emil).get(CITY).select_one("#konto-4").get_text(" ", strip=True)
    assert "Leitung , AG 2, Ankommen in Musterstadt" in text
    assert "15. Oktober 2016 , gegeben von Emil" in text
    assert "dora@example.org" in text


def test_an_invitation_goes_out_and_stands_in_the_list(browser, cast, app):
    browser.sign_in(cast.jonas)
    browser.send(f"{HERE}/invitations", email=" Neu@Example.ORG ", role="member:ankommen/ag-2")
    assert browser.last.headers["location"] == f"{HERE}?done=invited#getan"

    (made,) = look(app, select(Invitation))
    assert (made.email, made.role, made.group_id) == ("neu@example.org", Role.MEMBER, 2)
    assert made.expires_at == WHILE_OPEN + timedelta(days=14)
    page = browser.get(HERE)
    assert "neu@example.org" in page.main.text
    assert "eingeladen von Jonas" in page.main.text
    (mail,) = look(app, select(OutboxMail))
    assert mail.to_address == "neu@example.org"
    assert "Mitglied, AG 2, Ankommen in Musterstadt" in mail.text


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("neu@", "moderator:ankommen", "Nach dem @ fehlt etwas"),
        ("neu@example.org", "", "Bitte wählen Sie eine Rolle"),
        ("neu@example.org", "admin", "Bitte wählen Sie eine Rolle"),  # above a manager's own
        ("neu@example.org", "moderator:anderswo", "Bitte wählen Sie eine Rolle"),
        ("bernd@example.org", "moderator:ankommen", "hat diese Rolle schon"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_with_everything_kept(
    email, role, sentence, browser, cast, app
):
    browser.sign_in(cast.jonas)
    page = browser.send(f"{HERE}/invitations", 422, email=email, role=role)

    assert sentence in page.select_one(".error").text
    assert page.select_one("input[name=email]")["value"] == email
    assert not look(app, select(Invitation))


def test_a_mailbox_is_not_bombed_with_invitations(browser, cast):
    browser.sign_in(cast.emil)
    roles = ["manager", "moderator", "lead", "member"]
    values = [f"{role}:ankommen{'/ag-1' if role in ('lead', 'member') else ''}" for role in roles]
    for value in (*values, "auditor"):
        browser.send(f"{CITY}/invitations", email="neu@example.org", role=value)
    page = browser.send(f"{CITY}/invitations", 429, email="neu@example.org", role="admin")
    assert "zu viele Versuche" in page.main.text
    browser.send(f"{CITY}/invitations/1/resend", 429)


def test_sent_anew_and_taken_back(browser, cast, app, invitation):
    browser.sign_in(cast.jonas)
    browser.send(f"{CITY}/invitations/{invitation.id}/resend", process="ankommen")
    assert browser.last.headers["location"] == f"{HERE}?done=sent#getan"
    old, new = look(app, select(Invitation).order_by(Invitation.id))
    assert old.revoked_at is not None
    assert new.revoked_at is None
    assert old.token_hash != new.token_hash

    browser.send(f"{CITY}/invitations/{new.id}/revoke", process="ankommen")
    assert "Keine Einladung ist offen." in browser.get(HERE).main.text
    browser.send(f"{CITY}/invitations/{new.id}/resend", 410)


def test_who_manages_a_process_cannot_touch_an_invitation_above_them(browser, cast, session):
    made = invite(session, cast.emil, "neu@example.org", Role.AUDITOR, cast.organisation)
    session.commit()
    browser.sign_in(cast.jonas)
    for deed in ("resend", "revoke"):
        browser.send(f"{CITY}/invitations/{made.id}/{deed}", 403)


def test_a_role_is_taken_away_written_down_and_told(browser, cast, app):
    (given,) = cast.bernd.grants
    browser.sign_in(cast.jonas).send(f"{CITY}/roles/{given.id}/take", process="ankommen")

    assert not look(app, select(Grant).where(Grant.person_id == cast.bernd.id))
    (entry,) = look(app, select(JournalEntry).where(JournalEntry.deed == "role.taken"))
    assert entry.details["before"] == ["moderator:ankommen"]
    assert entry.details["after"] == []
    (mail,) = look(app, select(OutboxMail))
    assert (mail.to_address, "beendet" in mail.subject) == ("bernd@example.org", True)
    assert "Rolle weggenommen" in browser.sign_in(cast.emil).get("/desk/journal").main.text


@pytest.mark.parametrize("name", ["emil", "karin", "hanna"])
def test_who_manages_a_process_takes_no_role_above_them_or_outside(name, browser, cast, app):
    (given,) = getattr(cast, name).grants
    browser.sign_in(cast.jonas)
    browser.send(f"{CITY}/roles/{given.id}/take", 404 if name == "hanna" else 403)
    assert look(app, select(Grant).where(Grant.id == given.id))


def test_the_last_account_of_the_office_cannot_send_itself_away(browser, cast, app):
    (given,) = cast.emil.grants
    page = browser.sign_in(cast.emil).send(f"{CITY}/roles/{given.id}/take", 409)
    assert "das letzte Konto des Beteiligungsbüros" in page.main.text
    assert look(app, select(Grant).where(Grant.id == given.id))


def test_whoever_signed_in_long_ago_shows_first_who_they_are(browser, cast, app, it_is):
    browser.sign_in(cast.emil)
    it_is(WHILE_OPEN + 16 * LATER)
    page = browser.get(CITY)
    assert not page.select(".people form, form[action$=invitations]")
    assert page.select_one("main a[href^='/prove']")

    browser.send(f"{CITY}/invitations", email="x@example.org", role="admin")
    assert browser.last.headers["location"].startswith("/prove?next=")
    browser.send(f"{CITY}/roles/1/take")
    assert browser.last.headers["location"].startswith("/prove?next=")
    assert not look(app, select(Invitation))
    assert len(look(app, select(Grant).where(Grant.id == 1))) == 1


def test_sixty_people_come_in_two_pages_and_cost_no_more_queries(
    browser, cast, session, count_queries
):
    browser.sign_in(cast.emil)
    with count_queries() as for_few:
        browser.get(CITY)
    for n in range(60):
        one = person(f"Mitglied{n:02}")
        session.add(one)
        one.grants.append(
            Grant(
                organisation_id=cast.organisation.id,
                process_id=cast.process.id,
                group_id=cast.group.id,
                role=Role.MEMBER,
            )
        )
    session.commit()
    with count_queries() as for_many:
        first = browser.get(CITY)
    assert len(for_many) == len(for_few) <= 12

    second = browser.get(first.select_one("a[rel=next]")["href"])
    assert len(named(first)) == 50
    assert len(named(first) + named(second)) == len({*named(first), *named(second)}) == 67


def test_names_are_only_text(browser, cast, session, invitation):
    evil = "<svg onload=alert(1)>"
    for one in session.exec(select(Person)):
        one.name = evil
    session.commit()
    page = browser.sign_in(cast.emil).get(CITY)
    assert not page.select("main svg")
    assert evil in page.main.text


def test_blocked_by_the_city_its_roles_rest_and_come_back_as_they_were(browser, cast, app):
    browser.sign_in(cast.emil).send(f"{CITY}/{cast.bernd.id}/block")

    sessions = look(app, select(SignIn).where(SignIn.person_id == cast.bernd.id))
    assert all(one.ended_at for one in sessions)
    page = browser.sign_in(cast.bernd).get("/desk", 403)
    assert "Ihre Rollen ruhen." in page.main.text
    browser.get("/desk/p/ankommen", 403)

    page = browser.sign_in(cast.emil).get(CITY)
    assert "gesperrt" in page.select_one("#konto-2 h3").text
    browser.send(f"{CITY}/{cast.bernd.id}/unblock")
    browser.sign_in(cast.bernd).get("/desk/p/ankommen")
    deeds = look(app, select(JournalEntry).where(JournalEntry.deed.startswith("role.")))
    assert [one.deed for one in deeds] == ["role.blocked", "role.unblocked"]
    assert deeds[0].details["before"] == deeds[1].details["after"] == ["moderator:ankommen"]
    mails = look(app, select(OutboxMail).where(OutboxMail.to_address == "bernd@example.org"))
    assert [mail.subject for mail in mails] == [
        "Ihre Aufgaben sind gesperrt",
        "Ihre Aufgaben sind wieder frei",
    ]


def test_nobody_blocks_themselves_or_somebody_of_another_city(browser, cast):
    browser.sign_in(cast.emil)
    page = browser.send(f"{CITY}/{cast.emil.id}/block", 403)
    assert "Sich selbst" in page.main.text
    for stranger in (cast.gustav, cast.amira):
        browser.send(f"{CITY}/{stranger.id}/block", 404)
    browser.send(f"{CITY}/{cast.bernd.id}/unblock", 409)
