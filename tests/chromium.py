"""A real Chromium for the tests, without a way out to the internet, and strict about faults.

A test asks for `open_window` and gets pages of any width, in light or dark, with or without
JavaScript. When the test is over, every console error, script error, failed part of a page and
request to another host is held against it. The CDN's htmx is answered from the pinned file, so
the browser really checks the integrity attribute.

`python -m tests.chromium` starts it once and says which it is, or what to install.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from weakref import WeakSet

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    Route,
    expect,
    sync_playwright,
)

from app.security import HTMX_CDN
from tests import htmx
from tests.missing import missing

MISSING = (
    "The browser tests need Chromium and libatomic: install them (Debian: apt install chromium "
    "libatomic1; elsewhere: .venv/bin/python -m playwright install --with-deps chromium), "
    "then run make test again."
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Nothing leaves the machine, whatever the browser itself would like to fetch.
SWITCHES = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
]
PATIENCE = 30_000  # ms; only a failing test waits that long, and slow machines are no fault
OURS = {"127.0.0.1", "localhost"}
PARTS = {"stylesheet", "script", "image", "font"}
Look = tuple[int, Literal["light", "dark"]]
# Each width and each theme; all four pairs take a minute longer and have found nothing more.
LOOKS: list[Look] = [(360, "dark"), (1280, "light")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
_WITHOUT_SCRIPT: WeakSet[BrowserContext] = WeakSet()


_press = Locator.press


def _press_when_there(self: Locator, key: str, **options: Any) -> None:
    """A page that just came still moves the focus itself, to its news or to its fragment: a key
    pressed before that would go there."""
    self.page.wait_for_load_state()
    _press(self, key, **options)


Locator.press = _press_when_there  # type: ignore[method-assign]


def find() -> str | None:
    """The path of a Chromium that runs, or None. `CHROMIUM` names one of your own."""
    on_path = (shutil.which(name) for name in NAMES)
    candidates = [os.environ.get("CHROMIUM"), *on_path, *APPLICATIONS]
    runs = (path for path in candidates if path and _runs(path))
    return next(runs, None) or _of_playwright()


def _runs(path: str) -> bool:
    """Ubuntu's `chromium-browser` may be a stub that only says where to get one."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except OSError:
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def _of_playwright() -> str | None:
    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Exception:  # its driver does not run here, and says so by closing the connection
        return None
    return path if Path(path).exists() else None


@contextmanager
def running() -> Iterator[Browser]:
    """A Chromium without a window, or any exception if there is none that can be driven."""
    path = find()
    if path is None:
        raise FileNotFoundError("no Chromium was found")
    with sync_playwright() as playwright:
        # Without its sandbox, which neither root nor a container can give it: it sees nothing but
        # our own pages.
        browser = playwright.chromium.launch(
            executable_path=path, args=SWITCHES, chromium_sandbox=False
        )
        yield browser
        browser.close()


class Window:
    """One browser context with one page, and everything that went wrong in it."""

    def __init__(self, browser: Browser, htmx_file: bytes | None, **options: object) -> None:
        self._htmx = htmx_file
        self.faults: list[str] = []
        self.context = browser.new_context(**options)  # type: ignore[arg-type]
        if not options.get("java_script_enabled", True):
            _WITHOUT_SCRIPT.add(self.context)
        self.context.set_default_timeout(PATIENCE)
        self.context.route("**/*", self._answer)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        self.context.on("response", self._note_response)
        self.page: Page = self.context.new_page()

    def close(self) -> None:
        """Close it, and fail for whatever it has seen go wrong."""
        self.context.close()
        assert not self.faults, "in the browser:\n  " + "\n  ".join(self.faults)

    def _note(self, fault: str) -> None:
        self.faults.append(fault)

    def _answer(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname in OURS:
            route.continue_()
        elif request.url == HTMX_CDN and self._htmx:
            headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "text/javascript"}
            route.fulfill(body=self._htmx, headers=headers)
        else:
            self._note(f"asked another host: {request.url}")
            route.abort()

    def _note_console(self, message: ConsoleMessage) -> None:
        # A refusal (4xx) is an answer; parts of a page that fail are noted with their status.
        is_status = "the server responded with a status" in message.text
        # The last page of a test may still be fetching when the test's server has gone.
        is_over = "net::ERR_CONNECTION_REFUSED" in message.text
        if message.type == "error" and not is_status and not is_over:
            self._note(f"console: {message.text}")

    def _note_response(self, response: Response) -> None:
        is_part = response.request.resource_type in PARTS
        if response.status >= 500 or (is_part and response.status >= 400):
            self._note(f"{response.status} for {response.url}")


OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this test process, started by the first test that opens a window."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(running())
            expect.set_options(timeout=PATIENCE)
        except Exception as problem:
            missing(f"{MISSING} ({problem})")
        yield browser


@pytest.fixture
def open_window(chromium: Browser) -> Iterator[OpenWindow]:
    """`open_window(width=1280, theme="light", javascript=True)` gives a page in a fresh context
    (nobody signed in). Faults seen in any of them fail the test when it ends."""
    htmx_file = htmx.read()
    if htmx_file is None:
        missing(htmx.MISSING)
    windows: list[Window] = []

    def open_one(
        width: int = 1280,
        theme: Literal["light", "dark"] = "light",
        *,
        javascript: bool = True,
        locale: str = "de-DE",
    ) -> Page:
        window = Window(
            chromium,
            htmx_file,
            viewport={"width": width, "height": 740 if width < 700 else 900},
            has_touch=width < 700,
            color_scheme=theme,
            java_script_enabled=javascript,
            locale=locale,
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            service_workers="block",
        )
        windows.append(window)
        return window.page

    yield open_one
    for window in windows:
        window.close()


def assert_accessible(page: Page) -> None:
    """axe finds nothing against WCAG 2.0-2.2 A/AA, EN 301 549 and its own best practice.

    It is a script itself: in a window without JavaScript it would wait for ever.
    """
    assert page.context not in _WITHOUT_SCRIPT, "axe needs a window with JavaScript"
    page.wait_for_load_state()
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert not found.violations_count, found.generate_report()


def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    page.wait_for_load_state()  # a page on its way has no style sheet yet
    root = page.locator("html")
    wide, shown = root.evaluate("root => [root.scrollWidth, root.clientWidth]")
    assert wide <= shown, f"the page is {wide} px wide in a window of {shown} px"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests carry the marker and come last: Playwright leaves an event loop running in
    the thread, which others would stumble over."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            # A real browser on a busy machine sometimes waits for what came before it looked. Such
            # a test is tried once more, and the closing line says so; one that fails, fails twice.
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=["TimeoutError", "Locator"]))
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


if __name__ == "__main__":
    try:
        with running() as chromium_here:
            print(find(), chromium_here.version)  # noqa: T201
    except Exception:
        sys.exit(MISSING)
