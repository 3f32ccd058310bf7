"""The inbox as a moderator meets it."""

from datetime import timedelta

from app.comments.queries import by_number
from app.moderation import domain
from tests.cast import WHILE_OPEN
from tests.moderation.looking import INBOX, REPLIES, listed, middle

DAY = timedelta(days=1)


def test_the_oldest_note_comes_first_and_is_open_in_the_middle(desk):
    page = desk.get(INBOX)

    assert listed(page) == ["Frage #1", "Anmerkung #2", "Anmerkung #3"]
    assert page.h1.text.split() == ["Eingang", "3"]
    current = page.select_one(".inbox [aria-current]")
    assert "6 Tage, überfällig" in current.text
    assert "Gibt es Kurse am Abend?" in current.q.text
    assert "HF1 · 1.1" in current.text
    assert "Alle lernen Deutsch." in page.select_one(".passage").text
    link = page.find("a", string="Im Text zeigen")
    assert link["href"] == "/p/ankommen/fields/sprache?note=1#a1"
    assert middle(page) == "Frage #1"


def test_every_link_of_the_inbox_leads_somewhere(desk):
    page = desk.get(INBOX)
    links = {link["href"].partition("#")[0] for link in page.select("main a[href]")}

    assert len(links) > 5
    assert f"{INBOX}/rules" in links, "the rules that a moderator cites all day"
    for address in links - {""}:
        desk.get(address)


def test_another_note_can_be_chosen(desk):
    page = desk.get(f"{INBOX}?note=3")

    assert middle(page) == "Anmerkung #3"
    assert page.select_one(".inbox [aria-current] b").text == "Anmerkung #3"


def test_on_a_phone_the_list_is_the_page_until_a_note_is_chosen(desk):
    assert desk.get(INBOX).select_one("#desk")["class"] == ["desk-list"]
    page = desk.get(f"{INBOX}?note=3&field=arbeit")
    assert page.select_one("#desk")["class"] == ["desk-note"]
    back = page.select_one(".desk__back a")
    assert (back.text, back["href"]) == ("Zur Liste", f"{INBOX}?field=arbeit")


def test_a_field_can_be_chosen_by_a_form(desk):
    page = desk.get(f"{INBOX}?field=arbeit")

    assert listed(page) == ["Anmerkung #3"]
    assert page.select_one("option[value=arbeit]").has_attr("selected")
    assert page.select_one("option[value=sprache]").text == "HF1 Sprache (2)"
    assert "field=arbeit" in page.select_one(".inbox a")["href"]


def test_a_field_without_open_notes_says_so_and_shows_the_way_back(desk):
    desk.send(INBOX + "/comments/3/replies", text="Das ist vorgesehen.")
    page = desk.get(f"{INBOX}?field=arbeit")

    assert page.select_one("#note .lead").text == "In HF2 wartet keine Anmerkung."
    assert page.select_one("#note a")["href"] == INBOX


def test_an_empty_inbox_says_that_all_is_answered(desk):
    for number in (1, 2, 3):
        desk.send(f"{INBOX}/comments/{number}/replies", text="Ja.")
    page = desk.get(INBOX)

    assert page.select_one(".lead").text == "Alle Anmerkungen sind beantwortet."
    assert not page.select("form.answer")


def test_an_inbox_where_nobody_has_written_says_so(browser, cast):
    page = browser.sign_in(cast.bernd).get(INBOX)

    assert page.select_one(".lead").text == "Noch hat niemand etwas angemerkt."


def test_more_than_twenty_notes_come_in_pages(browser, session, cast):
    for n in range(22):
        cast.says(session, when=WHILE_OPEN - (22 - n) * DAY)
    session.commit()
    first = browser.sign_in(cast.bernd).get(INBOX)
    assert len(listed(first)) == 20

    second = browser.get(first.select_one("a[rel=next]")["href"])
    assert listed(second) == ["Anmerkung #21", "Anmerkung #22"]
    after = second.select_one("form.answer [name=after]")["value"]
    assert after in second.select_one(".inbox a")["href"]
    page = browser.send_with_htmx(f"{INBOX}/comments/21/replies", text="Ja.", after=after)
    assert listed(page) == ["Anmerkung #22"]


def test_the_pace_of_answers_is_shown_with_its_whole(desk):
    desk.send(REPLIES, text="Ja.")
    desk.send(INBOX + "/comments/2/replies", text="Ja.")
    figures = desk.get(f"{INBOX}?what=reported").select_one(".desk__side dl").get_text(" ").split()

    assert " ".join(figures) == (
        "Zugesagt binnen 5 Tagen Eingehalten 1 von zuletzt 2 In der Mitte nach 2 Tagen"
    )


def test_sixty_notes_cost_no_more_queries_than_five(browser, cast, session, count_queries):
    def says(amount):
        for _ in range(amount):
            cast.says(session)
        session.commit()

    says(5)
    for number in (2, 3):
        note = by_number(session, cast.process, number)
        domain.answer(session, note, cast.bernd, "Ab Mai.", WHILE_OPEN, cast.school_office)
    session.commit()
    browser.sign_in(cast.bernd)
    with count_queries() as for_five:
        browser.get(f"{INBOX}?done=2&note=3")
    says(55)

    with count_queries() as for_sixty:
        page = browser.get(f"{INBOX}?done=2&note=3")
    assert len(page.select(".inbox li")) == 20
    assert len(for_sixty) == len(for_five) <= 12
