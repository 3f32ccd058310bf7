"""A real Chromium for the tests, without a way out to the internet, and strict about faults.

A test asks for `open_window` and gets pages of any width, in light or dark, with or without
JavaScript. When the test is over, every console error, script error, failed part of a page and
request to another host is held against it. The CDN's address leads to the pinned htmx, so the
browser really checks the integrity attribute.

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

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests import htmx
from tests.cdn import outside
from tests.missing import missing
from tests.windows import PATIENCE, WITHOUT_SCRIPT, Windows

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
SWITCHES = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
]
# Nothing leaves the machine, whatever the browser itself would like to fetch.
NOWHERE = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
Look = tuple[int, Literal["light", "dark"]]
# Each width and each theme; all four pairs take a minute longer and have found nothing more.
LOOKS: list[Look] = [(360, "dark"), (1280, "light")]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]


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
def running(rule: str = "") -> Iterator[Browser]:
    """A Chromium without a window, or any exception if there is none that can be driven. By a
    `rule` of its resolver it finds one more host."""
    path = find()
    if path is None:
        raise FileNotFoundError("no Chromium was found")
    with sync_playwright() as playwright:
        # Without its sandbox, which neither root nor a container can give it: it sees nothing but
        # our own pages.
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[*SWITCHES, "--host-resolver-rules=" + ", ".join(filter(None, [rule, NOWHERE]))],
            chromium_sandbox=False,
        )
        yield browser
        browser.close()


OpenWindow = Callable[..., Page]


@pytest.fixture(scope="session")
def beside_us() -> Iterator[tuple[str, str]]:
    """The rule by which the browser finds the CDN's htmx, and the address of an empty page."""
    if htmx.read() is None:
        missing(htmx.MISSING)
    with outside() as found:
        yield found


@pytest.fixture(scope="session")
def chromium(beside_us: tuple[str, str]) -> Iterator[Browser]:
    """The browser of this test process, started by the first test that opens a window."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(running(beside_us[0]))
            expect.set_options(timeout=PATIENCE)
        except Exception as problem:
            missing(f"{MISSING} ({problem})")
        yield browser


@pytest.fixture(scope="session")
def _windows(chromium: Browser, beside_us: tuple[str, str]) -> Windows:
    return Windows(chromium, beside_us[1])


@pytest.fixture
def open_window(_windows: Windows) -> Iterator[OpenWindow]:
    """`open_window(width=1280, theme="light", javascript=True)` gives a page of a browser in which
    nobody is signed in. Faults seen in any of them fail the test when it ends. A test that gives
    its page more than visits (a device, a listener) opens it as its `own`."""

    def open_one(
        width: int = 1280,
        theme: Literal["light", "dark"] = "light",
        *,
        javascript: bool = True,
        locale: str = "de-DE",
        own: bool = False,
    ) -> Page:
        return _windows.open(width, theme, javascript=javascript, locale=locale, own=own)

    yield open_one
    _windows.close_all()


def assert_accessible(page: Page) -> None:
    """axe finds nothing against WCAG 2.0-2.2 A/AA, EN 301 549 and its own best practice.

    It is a script itself: in a window without JavaScript it would wait for ever.
    """
    assert page.context not in WITHOUT_SCRIPT, "axe needs a window with JavaScript"
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
