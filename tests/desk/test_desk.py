"""Where staff begin, and the mails of an installation without a mail server."""

import pytest
from fastapi.testclient import TestClient

from app import outbox
from app.comments.queries import by_number
from app.config import Settings
from app.desk.letters import read_letters
from app.jobs import Worker
from app.mail import deliver
from app.main import create_app
from app.models import Organisation, Status
from app.moderation import domain
from app.security import new_token
from tests.browser import Browser
from tests.cast import OTHER_HOST, WHILE_OPEN, process_of
from tests.hearing import hear


def links(page):
    return {link["href"] for link in page.select("main a[href]")}


@pytest.fixture
def notes(session, cast):
    """Three notes, one of them answered."""
    for at in ("hf1-1-1", "hf1-4-1", "hf2-1-1"):
        cast.says(session, at=at)
    session.flush()
    note = by_number(session, cast.process, 1)
    domain.answer(session, note, cast.bernd, "Ja, ab Mai.", WHILE_OPEN)
    session.commit()


def test_a_moderator_finds_inbox_and_groups_with_counts(browser, cast, notes):
    page = browser.sign_in(cast.bernd).get("/desk")

    card = page.select_one(".card a[href='/desk/p/ankommen']").find_parent("article")
    assert "2 Anmerkungen warten auf Antwort" in " ".join(card.text.split())
    assert "1 von 3 beantwortet" in card.text
    assert {f"/groups/{cast.group.id}", f"/groups/{cast.other_group.id}"} <= links(page)
    assert (
        "2 Anmerkungen"
        in page.select_one(f"a[href='/groups/{cast.group.id}']").find_parent("li").text
    )


def test_a_member_finds_the_own_group_and_nothing_else(browser, cast, notes):
    page = browser.sign_in(cast.chen).get("/desk")

    assert links(page) == {f"/groups/{cast.group.id}"}
    assert "noch kein Paket" in page.main.text


def test_the_participation_office_finds_everything_of_its_city(browser, cast, notes):
    page = browser.sign_in(cast.emil).get("/desk")

    assert {"/desk/p/ankommen", "/desk/p/ankommen/draft", "/desk/mail"} <= links(page)
    assert "/desk/p/anderswo" not in links(page)


def test_a_moderator_of_elsewhere_sees_only_elsewhere(browser, cast, notes):
    page = browser.at(OTHER_HOST).sign_in(cast.gustav).get("/desk")

    assert {"/desk/p/anderswo", "/desk/p/anderswo/draft"} <= links(page)
    assert not [link for link in links(page) if "ankommen" in link or link.startswith("/groups")]


def test_on_another_citys_host_a_role_is_nothing(browser, cast, notes):
    refused = browser.sign_in(cast.gustav).get("/desk", status=403)

    assert "keine dieser Aufgaben" in refused.text
    assert not browser.get("/").select("header a[href='/desk']")
    assert browser.at(OTHER_HOST).sign_in(cast.gustav).get("/").select("header a[href='/desk']")


@pytest.mark.parametrize("name", ["bernd", "chen", "emil"])
def test_every_link_of_the_desk_leads_somewhere(name, browser, cast, notes):
    page = browser.sign_in(getattr(cast, name)).get("/desk")

    for address in links(page):
        browser.get(address)


def test_whoever_has_no_role_is_told_why_there_is_no_desk(browser, cast):
    page = browser.sign_in(cast.amira).get("/desk", status=403)

    assert "Ihr Konto hat keine dieser Aufgaben." in page.main.text


def test_a_stranger_is_asked_to_sign_in(browser, cast):
    browser.get("/desk", status=401)
    browser.get("/desk/mail", status=401)


def test_a_process_in_preparation_offers_its_draft_and_no_inbox(browser, cast, session):
    cast.process.status = Status.PREPARING
    session.add(cast.process)
    session.commit()
    page = browser.sign_in(cast.emil).get("/desk")

    assert "/desk/p/ankommen/draft" in links(page)
    assert not links(page) & {"/desk/p/ankommen", "/p/ankommen"}


def test_thirteen_processes_cost_no_more_queries_than_one(browser, cast, session, count_queries):
    browser.sign_in(cast.emil)
    with count_queries() as for_one:
        browser.get("/desk")
    session.add_all(process_of(cast.organisation, f"v{n}", f"Verfahren {n}") for n in range(12))
    session.commit()

    with count_queries() as for_many:
        page = browser.get("/desk")
    assert len(page.select("h2[id^=process]")) == 13
    assert len(for_many) == len(for_one) <= 12


def test_mails_are_readable_and_their_links_can_be_followed(browser, cast, notes, app):
    hear(app.state.engine)
    Worker(app.state.engine, app.state.settings, {}).once()
    page = browser.sign_in(cast.emil).get("/desk/mail")

    (letter,) = page.select(".mails li")
    assert "Antwort auf Ihre Anmerkung #1" in letter.summary.text
    assert "amira@example.org" in letter.summary.text
    assert "Ja, ab Mai." in letter.text
    assert letter.select_one("a")["href"] == "http://127.0.0.1:8000/p/ankommen/comments/1"


def test_the_newest_mail_stands_first_and_is_open(browser, cast, session, settings):
    for subject in ("Alt", "Größer"):
        leave(session, settings, cast, subject, "Text")
    page = browser.sign_in(cast.emil).get("/desk/mail")

    assert [one.select_one("b").text for one in page.select(".mails summary")] == ["Größer", "Alt"]
    assert [one.has_attr("open") for one in page.select(".mails details")] == [True, False]


def test_a_mail_is_text_and_never_markup(browser, cast, session, settings):
    leave(session, settings, cast, "<svg onload=alert(1)>", "<svg onload=alert(2)>")
    page = browser.sign_in(cast.emil).get("/desk/mail")

    assert not page.select(".mails svg")
    assert "<svg onload=alert(1)>" in page.select_one(".mails").text
    assert "<svg onload=alert(2)>" in page.select_one(".mails").text


def leave(session, settings, cast, subject, text):
    """A mail of this city, written and delivered into a file."""
    letter = outbox.post(session, to="amira@example.org", subject=subject, text=text)
    letter.organisation_id = cast.organisation.id
    session.commit()
    deliver(letter, settings)


def test_mails_that_open_accounts_do_not_show_where_there_are_several_cities(
    browser, cast, session, settings, app
):
    browser.send("/forgot", email="bernd@example.org")
    browser.send("/sign-in/link", email="bernd@example.org")
    browser.send("/register", email="neu@example.org", name="Neu", password="drei kleine Wörter")
    Worker(app.state.engine, app.state.settings, {}).once()
    leave(session, settings, cast, "Hallo", "Ein Link: http://127.0.0.1:8000/p/ankommen")

    page = browser.sign_in(cast.emil).get("/desk/mail")
    assert [one.text for one in page.select(".mails summary b")] == ["Hallo"]
    assert "anderen Stadt" in page.main.text


def test_in_the_only_city_they_show(session, settings):
    cities = [Organisation(slug=f"s{n}", name="S", unit="", created_at=WHILE_OPEN) for n in (1, 2)]
    session.add(cities[0])
    session.flush()
    link = f"http://127.0.0.1:8000/reset/{new_token()}"
    letter = outbox.post(session, to="amira@example.org", subject="Neu", text=f"Hier: {link} .")
    letter.organisation_id = cities[0].id
    session.commit()
    deliver(letter, settings)
    assert len(read_letters(session, settings, cities[0].id)) == 1

    cities[1].host = "n.test"
    session.add(cities[1])
    session.flush()
    assert read_letters(session, settings, cities[0].id) == []


def test_without_mails_the_page_says_so(browser, cast):
    page = browser.sign_in(cast.emil).get("/desk/mail")

    assert page.select_one(".mails").text.strip() == "Noch ist keine Mail geschrieben worden."


@pytest.mark.parametrize("name", ["amira", "bernd", "chen"])
def test_nobody_but_the_participation_office_reads_mails(name, browser, cast, session, settings):
    leave(session, settings, cast, "Neues Kennwort", "https://beispiel.example/reset/geheim")
    page = browser.sign_in(getattr(cast, name)).get("/desk/mail", status=403)

    assert "geheim" not in page.text


def test_with_a_mail_server_there_is_no_such_page(settings, session, cast):
    leave(session, settings, cast, "Neues Kennwort", "https://beispiel.example/reset/geheim")
    with_smtp = Settings(**settings.model_dump() | {"smtp_url": "smtp://127.0.0.1:9"})
    with TestClient(create_app(with_smtp)) as client:
        browser = Browser(client).sign_in(cast.emil)
        page = browser.get("/desk/mail", status=404)
        desk = browser.get("/desk")

    assert "solange kein Mailserver eingestellt ist" in page.main.text
    assert "geheim" not in page.text
    assert "/desk/mail" not in links(desk)
