"""The tests' browser shows pages as people see them, and lets no fault pass."""

import pytest

from tests import htmx
from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.machinery.toy import app
from tests.server import LiveServer
from tests.windows import Window, Windows


@pytest.fixture(scope="module")
def toy():
    with LiveServer(lambda _url: app) as server:
        yield server.url


@pytest.fixture
def faults(chromium, toy):
    """What a window notes while it shows a page of the toy."""

    def faults_of(path: str) -> list[str]:
        window = Window(chromium)
        window.page.goto(toy + path, wait_until="networkidle")
        window.context.close()
        return window.faults

    return faults_of


def test_htmx_comes_from_the_pinned_file_and_swaps(open_window, toy):
    page = open_window()
    page.goto(toy)
    page.click("text=Mehr zeigen")
    page.wait_for_selector("text=Das ist mehr.")
    assert page.url == f"{toy}/"


def test_without_javascript_the_link_is_a_page(open_window, toy):
    page = open_window(javascript=False)
    page.goto(toy)
    assert page.locator("noscript").is_visible()
    page.click("text=Mehr zeigen")
    assert page.url == f"{toy}/more"
    assert page.locator("text=Eine ganze Seite.").is_visible()


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_a_window_has_its_width_and_its_colours(open_window, toy, width, theme):
    page = open_window(width, theme)
    page.goto(toy)
    assert page.evaluate("innerWidth") == width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 17, 17)"}[theme]
    assert_fits(page)
    assert_accessible(page)


def test_axe_finds_an_input_without_a_label(open_window, toy):
    page = open_window()
    page.goto(f"{toy}/unlabelled")
    with pytest.raises(AssertionError, match="label"):
        assert_accessible(page)


def test_axe_refuses_a_window_without_javascript(open_window, toy):
    page = open_window(javascript=False)
    page.goto(toy)
    with pytest.raises(AssertionError, match="needs a window with JavaScript"):
        assert_accessible(page)


def test_a_page_that_is_too_wide_fails(open_window, toy):
    page = open_window(360)
    page.goto(toy)
    page.evaluate("document.querySelector('main').style.width = '2000px'")
    with pytest.raises(AssertionError, match="in a window of 360 px"):
        assert_fits(page)


def test_a_refusal_is_an_answer_and_no_fault(faults):
    assert faults("/refused") == []


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/forged", "integrity"),
        ("/foreign", "asked another host: https://elsewhere.example/pixel.png"),
        ("/missing", "404 for"),
        ("/throws", "script error: kaputt"),
        ("/shouts", "console: so nicht"),
    ],
)
def test_a_fault_is_noted(faults, path, fault):
    assert fault in "\n".join(faults(path))


def test_a_noted_fault_fails_when_the_window_closes(chromium, toy):
    window = Window(chromium)
    window.page.goto(f"{toy}/shouts")
    with pytest.raises(AssertionError, match="so nicht"):
        window.close()


def test_a_window_that_is_used_again_has_forgotten_everybody(chromium, beside_us, toy):
    windows = Windows(chromium, beside_us[1])
    look = {"javascript": True, "locale": "de-DE"}
    page = windows.open(360, "dark", own=False, **look)
    page.goto(toy)
    page.context.add_cookies([{"name": "somebody", "value": "Amira", "url": toy}])
    page.emulate_media(media="print")
    windows.close_all()

    alone = windows.open(360, "dark", own=True, **look)
    again = windows.open(320, "light", own=False, **look)
    again.goto(toy)
    assert alone is not page
    assert again is page
    assert again.context.cookies() == []
    assert again.evaluate("[innerWidth, matchMedia('screen').matches]") == [320, True]
    assert again.evaluate("matchMedia('(prefers-color-scheme: light)').matches")
    again.evaluate("console.error('so nicht')")
    with pytest.raises(AssertionError, match="so nicht"):
        windows.close_all()
    assert alone.is_closed()


def test_the_browser_itself_finds_no_host_but_ours(chromium):
    context = chromium.new_context()
    page = context.new_page()
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://elsewhere.example/")
    context.close()


def test_a_file_that_is_not_the_pinned_one_is_as_good_as_none(monkeypatch, tmp_path):
    monkeypatch.setattr(htmx, "FOLDER", tmp_path)
    forged = tmp_path / "forged.js"
    forged.write_bytes(b"alert(1)")
    assert not htmx.fetch_from(forged.as_uri())
    (tmp_path / htmx.NAME).write_bytes(b"alert(1)")
    assert htmx.read() is None
