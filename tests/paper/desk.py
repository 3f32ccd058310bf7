"""Pressing the buttons of the desk's pages for notes from paper."""

import io

from bs4 import BeautifulSoup
from PIL import Image

from tests.browser import Browser

DESK = "/desk/p/ankommen"
LETTER = {
    "source": "letter",
    "name": "Wilma Kranz",
    "contact": "wilma.kranz@example.org",
    "received_on": "12.10.2016",
    "kind": "suggestion",
    "address": "HF1 1.2",
    "text": "Im April geht es schon los.",
    "proposed_wording": "Kurse beginnen z. B. im April.",
}


def send(browser: Browser, url: str, status: int = 303, file=None, **fields: str) -> BeautifulSoup:
    """Send a form with a file, as (field, name, bytes)."""
    sent = {file[0]: (file[1], file[2], "text/plain")} if file else None
    answer = browser.client.post(
        url, data=browser._with_token(fields), files=sent, follow_redirects=False
    )
    browser.last = answer
    return browser._page(answer, status)


def photograph() -> bytes:
    """A letter as a telephone sees it, with a word that no copy of ours may keep."""
    file = io.BytesIO()
    Image.new("RGB", (60, 80), "ivory").save(file, "JPEG", comment=b"WO DAS WAR")
    return file.getvalue()
