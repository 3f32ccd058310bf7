"""The public pages in a real browser: accessible, fitting, by keyboard alone, on a phone."""

import pytest
from playwright.sync_api import expect

from app.comments.supporting import support
from app.models import CommentKind
from tests.cast import WHILE_OPEN
from tests.living import come_in
from tests.server import LiveServer

FIELD = "/p/ankommen/fields/sprache"
PAGES = [
    "/",
    "/p/ankommen",
    "/p/ankommen/draft",
    FIELD,
    "/p/ankommen/comments/1",
    "/p/ankommen/blocks/hf1-1",
    "/p/ankommen/rules",
    "/privacy",
    "/accessibility",
    "/imprint",
    "/gibt-es-nicht",
]


@pytest.fixture
def url(app, cast, session):
    long_word = "Donaudampfschifffahrt" * 95
    cast.says(session, f"Ein sehr langes Wort: {long_word} und Schluss.", by=cast.dora)
    cast.says(
        session,
        "Ein Vorschlag mit Grund dahinter.",
        kind=CommentKind.SUGGESTION,
        wording="Alle lernen rasch und gern Deutsch.",
    )
    support(session, cast.says(session, at="hf1-4-2"), cast.dora, WHILE_OPEN)
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


@pytest.mark.parametrize(("width", "theme"), [(320, "dark"), (1280, "light")])
def test_public_pages_are_accessible_and_fit(url, open_window, width, theme):
    from tests.chromium import assert_accessible, assert_fits

    page = open_window(width, theme)
    for path in PAGES:
        page.goto(url + path)
        assert_fits(page)
        assert_accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
def test_writing_is_accessible_and_fits(url, open_window, width):
    from tests.chromium import assert_accessible, assert_fits

    page = open_window(width)
    come_in(page, url, "amira")
    for path in ("/p/ankommen/comments/new?at=hf1-1", "/p/ankommen/comments/1/reply", FIELD):
        page.goto(url + path)
        assert_fits(page)
        assert_accessible(page)
    page.locator("#hf1-2").get_by_role("link", name="Anmerkung schreiben").click()
    page.get_by_label("Wortlaut vorschlagen").check()
    page.get_by_role("button", name="Anmerkung abschicken").click()
    expect(page.get_by_role("alert")).to_contain_text("Noch nicht gespeichert")
    assert_fits(page)
    assert_accessible(page)


def test_the_counter_says_how_many_characters_are_left(url, open_window):
    page = open_window(360)
    come_in(page, url, "amira")
    page.goto(f"{url}/p/ankommen/comments/new?at=hf1-1")
    page.get_by_label("Ihr Text").fill("x" * 4_990)

    expect(page.locator("#hf1-1-text-left")).to_have_text("Noch 10 Zeichen")


def test_choosing_a_sentence_offers_its_words(url, open_window):
    page = open_window()
    come_in(page, url, "amira")
    page.goto(f"{url}/p/ankommen/comments/new?at=hf1-1")
    expect(page.get_by_label("Ihr Wortlaut")).to_be_hidden()
    page.get_by_label("Wortlaut vorschlagen").check()
    page.get_by_label("Zu welchem Satz?").select_option("1")

    expect(page.get_by_label("Ihr Wortlaut")).to_have_value("Alle lernen Deutsch.")


def test_without_script_the_wording_is_there_all_the_same(url, open_window):
    page = open_window(javascript=False)
    come_in(page, url, "amira")
    page.goto(f"{url}/p/ankommen/comments/new?at=hf1-1")

    expect(page.get_by_label("Ihr Wortlaut")).to_be_visible()


def test_support_by_a_click_and_back(url, open_window):
    page = open_window()
    come_in(page, url, "chen")
    page.goto(f"{url}{FIELD}")
    button = page.locator("#a3 .supports")
    button.click()
    expect(page.locator("#a3 .supports")).to_have_attribute("aria-pressed", "true")
    page.locator("#a3 .supports").click()
    expect(page.locator("#a3 .supports")).to_have_attribute("aria-pressed", "false")


def test_the_contents_say_where_one_is(url, open_window):
    page = open_window()
    page.goto(f"{url}/p/ankommen/draft#s-arbeit")

    expect(page.locator("nav.contents [aria-current]")).to_contain_text("Arbeit")


def test_on_a_phone_a_link_opens_the_fold_of_its_note(url, open_window):
    page = open_window(360)
    page.goto(f"{url}{FIELD}?note=1#a1")

    expect(page.locator("#a1")).to_be_visible()
