"""What somebody typed to slow us down takes no longer than other text of its length."""

import time

import pytest

from app.accounts.emails import has_line_break, normal, why_no_address
from app.text import clean, clean_line, to_html

SLOW = {
    "blanks within a line": "A" + " " * 400_000 + "b",
    "blanks before each word": " b" * 200_000,
    "fixed blanks": "\u00a0" * 400_000 + "b",
    "line breaks": "\n" * 400_000 + "b",
    "encoded words that never end": "=?a" * 130_000,
    "a domain in another script": "a@" + "\u8a9e" * 100_000 + ".de",
    "half a link": "http://" * 60_000,
}


def seconds(work, text: str) -> float:
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize(
    "work", [clean, clean_line, to_html, has_line_break, normal, why_no_address]
)
def test_half_a_megabyte_is_looked_through_at_once(work, name):
    # A pattern that looks again from each place takes minutes for this, not seconds.
    assert seconds(work, SLOW[name]) < 3


def test_blanks_at_the_ends_of_lines_still_go():
    assert clean("Eins  \nzwei\t\u00a0\n\n\n\ndrei ") == "Eins\nzwei\n\ndrei"


@pytest.mark.parametrize("value", ["a=?utf-8?q?x?=b", "=?x?=", "a%0ab", "a\\nb"])
def test_hidden_line_breaks_are_still_seen(value):
    assert has_line_break(value)


@pytest.mark.parametrize("value", ["=?", "?=", "?= a =?", "Anna"])
def test_what_is_none_is_none(value):
    assert not has_line_break(value)
