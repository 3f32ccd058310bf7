"""The windows of the tests' browser: one context with one page each, strict about faults.

A context of its own costs a second of work: a process of Chromium that has to read its fonts and
compile our scripts first. So a window is used again by later tests of the same kind. It forgets
its cookies between them, and what a page may keep beside those belongs to its origin, of which
each server of a test has its own (see `tests.server`).
"""

from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit
from weakref import WeakSet

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
)

PATIENCE = 30_000  # ms; only a failing test waits that long, and slow machines are no fault
OURS = {"127.0.0.1", "localhost"}
PARTS = {"stylesheet", "script", "image", "font"}
WITHOUT_SCRIPT: WeakSet[BrowserContext] = WeakSet()


class Window:
    """One browser context with one page, and everything that went wrong in it."""

    def __init__(self, browser: Browser, **options: Any) -> None:
        self.faults: list[str] = []
        # The CDN's certificate is our own, see `tests.cdn`.
        self.context = browser.new_context(ignore_https_errors=True, **options)
        if not options.get("java_script_enabled", True):
            WITHOUT_SCRIPT.add(self.context)
        self.context.set_default_timeout(PATIENCE)
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self._note(f"script error: {error.error}"))
        self.context.on("response", self._note_response)
        self.context.on("requestfailed", self._note_failed)
        self.page: Page = self.context.new_page()

    def close(self) -> None:
        """Close it, and fail for whatever it has seen go wrong."""
        self.context.close()
        assert not self.faults, "in the browser:\n  " + "\n  ".join(self.faults)

    def _note(self, fault: str) -> None:
        self.faults.append(fault)

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

    def _note_failed(self, request: Request) -> None:
        # No other host has an address here, so whatever is asked of one fails.
        if urlsplit(request.url).hostname not in OURS:
            self._note(f"asked another host: {request.url}")


class Windows:
    """Those of one browser: `open` one for a test, `close_all` when it is over."""

    def __init__(self, browser: Browser, waiting_room: str) -> None:
        self._browser = browser
        self._waiting_room = waiting_room
        self._waiting: defaultdict[tuple[object, ...], list[Window]] = defaultdict(list)
        self._open: list[tuple[tuple[object, ...], Window]] = []

    def open(self, width: int, theme: Any, *, javascript: bool, locale: str, own: bool) -> Page:
        """A page of this width and theme in which nobody is signed in. Nobody had it before, nor
        has it after, where the test wants its `own`."""
        size = {"width": width, "height": 740 if width < 700 else 900}
        kind = (width < 700, javascript, locale)
        if self._waiting[kind] and not own:
            window = self._waiting[kind].pop()
            window.page.set_viewport_size(size)  # type: ignore[arg-type]
        else:
            window = Window(
                self._browser,
                viewport=size,
                has_touch=width < 700,
                java_script_enabled=javascript,
                locale=locale,
                timezone_id="Europe/Berlin",
                service_workers="block",
            )
        window.page.emulate_media(
            media="null", color_scheme=theme, reduced_motion="reduce", forced_colors="null"
        )
        self._open.append((() if own else kind, window))
        return window.page

    def close_all(self) -> None:
        """Nobody needs those that are open any more; fails for what went wrong in any of them."""
        mine, self._open = self._open, []
        faults: list[str] = []
        for kind, window in mine:
            if kind and self._goes_home(window):
                self._waiting[kind].append(window)
            else:
                window.context.close()
            faults += window.faults
            window.faults.clear()
        assert not faults, "in the browser:\n  " + "\n  ".join(faults)

    def _goes_home(self, window: Window) -> bool:
        """Where nothing happens, and nobody is signed in. Not with more pages, or stuck."""
        try:
            window.page.goto(self._waiting_room)
            window.context.clear_cookies()
        except Error:
            return False
        return window.context.pages == [window.page]
