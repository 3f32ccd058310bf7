"""The inbox and the desk in a real browser, with and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from app.comments.queries import by_number
from app.moderation import domain
from tests.cast import WHILE_OPEN
from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.living import come_in
from tests.moderation.looking import INBOX, replies
from tests.server import LiveServer


@pytest.fixture
def url(app, cast, notes, session) -> Iterator[str]:
    note = by_number(session, cast.process, cast.says(session, "w" * 2000).number)
    domain.answer(session, note, cast.bernd, "Ab Mai. " + "w" * 300, WHILE_OPEN, cast.school_office)
    hidden = by_number(session, cast.process, cast.says(session, "Steht nicht da.").number)
    domain.hide(session, hidden, cast.bernd, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


def enter(page: Page, url: str, name: str = "bernd") -> None:
    come_in(page, url, name)
    page.goto(url + INBOX)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Eingang")


def fine(page: Page) -> None:
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_every_page_is_accessible_and_fits(open_window, url, width, theme):
    page = open_window(width, theme)
    enter(page, url, "emil")
    fine(page)
    for path in (f"{INBOX}?note=4", f"{INBOX}?note=5", "/desk", "/desk/mail"):
        page.goto(url + path)
        fine(page)

    page.goto(f"{url}{INBOX}?note=1#note")
    page.get_by_label("für ein Amt").check()
    fine(page)
    page.get_by_role("button", name="Veröffentlichen und weiter").click()
    expect(page.get_by_role("alert")).to_be_focused()
    fine(page)
    page.get_by_label("Stellungnahme von").select_option("Amt für Schule")
    expect(page.get_by_text("Erscheint als „Stellungnahme: Amt für Schule“")).to_be_visible()
    page.get_by_label("Wortlaut").fill("Ja, dienstags.")
    page.get_by_role("button", name="Veröffentlichen und weiter").click()
    expect(page.locator("#note article h2")).to_be_focused()
    expect(page.locator("#note article h2")).to_contain_text("#2")
    expect(page.locator("#note article h2")).to_be_in_viewport()  # though the form was far below
    fine(page)


def test_the_chosen_voice_decides_what_the_form_asks_for(open_window, url):
    page = open_window()
    enter(page, url)
    expect(page.get_by_label("Stellungnahme von")).to_be_hidden()
    expect(page.get_by_text("Erscheint als „Moderation: Bernd“.")).to_be_visible()

    page.get_by_label("für ein Amt").check()
    expect(page.get_by_label("Stellungnahme von")).to_be_visible()
    expect(page.get_by_label("Gefragt am")).to_be_visible()
    expect(page.get_by_text("Erscheint als „Moderation: Bernd“.")).to_be_hidden()


def test_the_whole_inbox_is_answered_by_keyboard_alone(open_window, url, session):
    page = open_window()
    enter(page, url)
    page.goto(f"{url}{INBOX}?note=1#note")
    for number in (1, 2, 3):
        press_until(page, "answer-text")
        page.keyboard.type(f"Antwort auf {number}.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"Ihre Antwort auf #{number} ist öffentlich.")).to_be_visible()
    expect(page.get_by_text("Alle Anmerkungen sind beantwortet.")).to_be_visible()
    assert [reply.text for reply in replies(session)][1:] == [
        f"Antwort auf {n}." for n in (1, 2, 3)
    ]


def press_until(page: Page, wanted: str, most: int = 15) -> None:
    """Tab to this control; from the note it may not be further than a few steps."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == wanted:
            return
    raise AssertionError(f"{wanted} is further than {most} steps away")


@pytest.mark.parametrize("width", [360, 1280])
def test_without_javascript_the_next_note_follows_as_well(open_window, url, width, session):
    page = open_window(width, javascript=False)
    enter(page, url)
    page.goto(f"{url}{INBOX}?note=1#note")
    page.get_by_label("für ein Amt").check()
    page.get_by_label("Stellungnahme von").select_option("Amt für Schule")
    page.get_by_role("button", name="Veröffentlichen und weiter").click()
    expect(page.get_by_role("alert")).to_contain_text("Hier steht noch nichts.")
    expect(page.get_by_label("Stellungnahme von")).to_have_value("schulamt")

    page.get_by_label("Wortlaut").fill("Ja, dienstags.")
    page.get_by_role("button", name="Veröffentlichen und weiter").click()
    expect(page.get_by_text("Ihre Antwort auf #1 ist öffentlich.")).to_be_visible()
    expect(page.locator("#note article h2")).to_contain_text("#2")
    assert replies(session)[-1].text == "Ja, dienstags."


def test_on_a_phone_the_list_is_the_page_until_a_note_is_chosen(open_window, url):
    page = open_window(360)
    enter(page, url)
    page.goto(f"{url}{INBOX}?note=2#note")
    items = page.locator(".inbox a")
    expect(items.first).to_be_hidden()
    expect(page.locator("#note article h2")).to_be_focused()
    expect(page.locator("#note article")).to_be_in_viewport()

    page.get_by_role("link", name="2 weitere, zur Liste").tap()
    expect(items).to_have_count(3)
    expect(items.first).to_be_visible()
    expect(page.locator("#note article")).to_be_hidden()


def test_a_refusal_keeps_what_was_typed(open_window, url, session, cast):
    page = open_window()
    enter(page, url)
    page.get_by_label("Wortlaut").fill("Das habe ich lange überlegt.")
    note = by_number(session, cast.process, 1)
    domain.hide(session, note, cast.emil, cast.rule, "Nennt eine Nachbarin.", WHILE_OPEN)
    session.commit()
    page.get_by_role("button", name="Veröffentlichen und weiter").click()

    expect(page.get_by_role("alert")).to_contain_text("Diese Anmerkung ist ausgeblendet.")
    expect(page.get_by_label("Wortlaut")).to_have_value("Das habe ich lange überlegt.")
