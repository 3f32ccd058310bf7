"""Pages of ours in the frames of other sites, in a real browser: two sites on loopback, one that
the process names and one that it does not."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from app.desk.embedding import SNIPPET
from app.processes.embedding import allow_site
from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.living import come_in
from tests.server import LiveServer

FIELD = "/embed/p/ankommen/fields/sprache"


@contextmanager
def site(host: str, html: str, **headers: str) -> Iterator[str]:
    """A web site of one page, on a port of its own."""

    class OnePage(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            page = f"<!doctype html><html lang='de'><title>Stadt</title><h1>Stadt</h1>{html}"
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), OnePage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://{host}:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def framing(url: str) -> str:
    return SNIPPET.format(src=url, title="Beteiligung", height=640)


@pytest.fixture
def url(app, cast, session):
    cast.work.title = "Gesundheit, Sport und soziokulturelle Integration in allen Stadtteilen"
    session.add(cast.work)
    cast.says(session, "Ein sehr langes Wort: " + "Donaudampfschiff" * 60, at="hf1-2")
    session.commit()
    with LiveServer(lambda _url: app) as server:
        yield server.url


@pytest.fixture
def allow(session, cast):
    """Name a site, as the office would."""

    def allow_one(origin: str) -> None:
        allow_site(session, cast.process, origin, by=cast.emil)
        session.commit()

    return allow_one


def test_a_site_that_is_named_shows_it_and_writing_leads_to_the_real_page(url, allow, open_window):
    isolated = {"Cross_Origin_Embedder_Policy": "require-corp"}
    with site("localhost", framing(url + FIELD), **isolated) as city:
        allow(city)
        page = open_window()
        page.goto(city)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading", name="Sprache")).to_be_visible()
        styled = frame.locator("a.button")
        expect(styled).to_have_css("border-radius", "3px")
        assert page.context.cookies() == []
        frame.get_by_role("link", name="Anmerkung schreiben zu HF1 · 2").click()
        page.wait_for_url(f"{url}/p/ankommen/comments/new?at=hf1-2")
        expect(page.get_by_role("link", name="Anmelden").first).to_be_visible()


def test_by_keyboard_alone_one_comes_from_the_site_to_the_place(url, allow, open_window):
    with site("localhost", framing(url + FIELD)) as city:
        allow(city)
        page = open_window(360, "dark")
        page.goto(city)
        frame = page.frame_locator("iframe")
        note = frame.get_by_role("link", name="Anmerkung #1")
        expect(note).to_be_attached()
        for _ in range(40):
            page.keyboard.press("Tab")
            if note.and_(frame.locator(":focus")).count():
                break
        page.keyboard.press("Enter")
        page.wait_for_url(f"{url}/p/ankommen/fields/sprache?note=1#a1")


def test_a_site_that_is_not_named_shows_nothing_of_it(url, allow, chromium):
    with (
        site("localhost", framing(url + FIELD)) as city,
        site("127.0.0.1", framing(url + FIELD)) as other,
    ):
        allow(city)
        context = chromium.new_context()
        page = context.new_page()
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.goto(other)
        page.wait_for_timeout(300)
        frame = page.frames[1]
        assert "Sprache" not in frame.content()
        assert any("frame-ancestors" in words for words in told), told
        page.goto(city)
        expect(page.frame_locator("iframe").get_by_role("heading", name="Sprache")).to_be_visible()
        context.close()


@pytest.mark.parametrize(("width", "theme"), [*LOOKS, (320, "light")])
def test_what_stands_in_frames_fits_and_is_accessible(url, open_window, width, theme):
    page = open_window(width, theme)
    for path in ("/embed/p/ankommen", FIELD, "/embed/p/ankommen/fields/keins"):
        page.goto(url + path)
        assert_fits(page)
        assert_accessible(page)


def test_the_page_of_the_desk_shows_the_preview(url, allow, open_window):
    allow("https://www.musterstadt.example")
    for width, theme in LOOKS:
        page = open_window(width, theme)
        come_in(page, url, "emil")
        page.goto(f"{url}/desk/p/ankommen/embedding?field=sprache")
        frame = page.frame_locator("iframe")
        page.locator("iframe").scroll_into_view_if_needed()
        expect(frame.get_by_role("heading", name="Sprache")).to_be_visible()
        assert_fits(page)
        assert_accessible(page)
