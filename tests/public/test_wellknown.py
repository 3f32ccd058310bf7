"""Whom to tell about a weakness (RFC 9116)."""

import pytest
from pydantic import ValidationError

from app.config import Settings

URL = "/.well-known/security.txt"


def test_who_finds_a_weakness_is_told_whom_to_tell(app, browser, cast):
    app.state.settings.security_contact = "mailto:sicherheit@musterstadt.example"
    answer = browser.client.get(URL)

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:sicherheit@musterstadt.example",
        "Expires: 2017-04-13T00:00:00Z",
        "Preferred-Languages: de, en",
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
    ]


def test_without_a_contact_there_is_no_such_page(browser, cast):
    browser.get(URL, status=404)


@pytest.mark.parametrize(
    "contact",
    ["sicherheit@musterstadt.example", "http://a.example", "mailto:a@b.example\nExpires: x"],
)
def test_a_contact_is_an_address_that_programs_understand(contact):
    with pytest.raises(ValidationError):
        Settings(security_contact=contact)
