"""What changed, in a real browser: accessible, fitting, by keyboard, without colour, on paper."""

import pytest
from playwright.sync_api import expect

from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.public.revised import REVISED, publish
from tests.server import LiveServer

LONG = "Donaudampfschifffahrtsgesellschaft" * 30


@pytest.fixture
def url(app, cast, session):
    cast.says(session, "Im April wäre es besser.", at="hf1-1-2")
    cast.says(session, "Die Treffs sind wichtig.", at="hf1-2")
    revised = REVISED.replace("Danach folgt", f"{LONG} Danach folgt").replace("| 15 |", f"|{LONG}|")
    publish(session, cast.process, revised)
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield f"{server.url}/p/ankommen/changes"


@pytest.mark.parametrize(("width", "theme"), [*LOOKS, (320, "light")])
def test_the_synopsis_is_accessible_and_fits(url, open_window, width, theme):
    page = open_window(width, theme)
    for query in ("", "?part=all", "?part=2&only=changes"):
        page.goto(url + query)
        assert_fits(page)
        assert_accessible(page)


def test_side_by_side_where_there_is_room_and_below_each_other_on_a_phone(url, open_window):
    for width, beside in ((1280, True), (360, False)):
        page = open_window(width)
        page.goto(f"{url}?part=all")
        row = page.locator("#hf1-1")
        old, new = (row.locator(side).bounding_box() for side in (".change__old", ".change__new"))
        assert (old["y"] == new["y"]) is beside
        assert (old["x"] < new["x"]) is beside


def test_on_a_phone_what_stays_is_read_once(url, open_window):
    page = open_window(360)
    page.goto(f"{url}?part=all")

    expect(page.locator("#t-1 .change__old")).to_be_hidden()
    expect(page.locator("#t-1 .change__new")).to_be_visible()


def test_from_change_to_change_by_keyboard(url, open_window):
    page = open_window()
    page.goto(f"{url}?part=all")
    first = page.locator(".jumps").first.get_by_role("link", name="nächste Änderung")
    first.focus()
    seen = []
    for _ in range(3):
        page.keyboard.press("Enter")
        seen.append(page.evaluate("document.activeElement.id"))
        for _tab in range(4):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").startswith("nächste"):
                break

    assert len(set(seen)) == 3
    assert all(seen)


def test_without_colour_underline_and_strike_tell_them_apart(url, open_window):
    page = open_window()
    page.emulate_media(forced_colors="active")
    page.goto(f"{url}?part=all")

    def line(selector):
        return page.locator(selector).first.evaluate("e => getComputedStyle(e).textDecorationLine")

    assert line("#hf1-1 ins") == "underline"
    assert line("#hf1-1 del") == "line-through"


def test_on_paper_both_versions_stand_side_by_side_without_buttons_and_links_to_press(
    url, open_window
):
    page = open_window(700)
    page.emulate_media(media="print")
    page.goto(f"{url}?part=all")

    row = page.locator("#hf1-1")
    assert (
        row.locator(".change__old").bounding_box()["x"]
        < (row.locator(".change__new").bounding_box()["x"])
    )
    expect(page.locator(".changes__contents")).to_be_hidden()
    expect(page.get_by_role("link", name="Nur Änderungen zeigen")).to_be_hidden()


def test_what_moved_is_followed_to_its_new_place_and_back(url, open_window):
    page = open_window(360)
    page.goto(f"{url}?part=2")
    page.locator("#old-hf1-2").get_by_role("link", name="HF2 · 2").click()
    expect(page.locator("#hf2-2")).to_be_in_viewport()
    page.locator("#hf2-2").get_by_role("link", name="HF1 · 2").last.click()
    expect(page.locator("#old-hf1-2")).to_be_in_viewport()


def test_it_works_without_javascript(url, open_window):
    page = open_window(javascript=False)
    page.goto(url)
    page.get_by_role("link", name="Nur Änderungen zeigen").click()
    expect(page.locator(".pair--same")).to_have_count(0)
    page.get_by_role("link", name="Alles auf einer Seite").click()
    expect(page.locator("article").first).to_be_visible()
