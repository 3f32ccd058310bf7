"""What somebody typed to slow us down takes no longer than other text of its length."""

import time
import unicodedata
from pathlib import Path

import pytest

from app.accounts.emails import has_line_break, normal, why_no_address
from app.accounts.names import fold
from app.accounts.passwords import is_password
from app.text import MARKS, clean, clean_line, slugify, to_html

SLOW = {
    "blanks within a line": "A" + " " * 400_000 + "b",
    "blanks before each word": " b" * 200_000,
    "fixed blanks": "\u00a0" * 400_000 + "b",
    "line breaks": "\n" * 400_000 + "b",
    "encoded words that never end": "=?a" * 130_000,
    "a domain in another script": "a@" + "\u8a9e" * 100_000 + ".de",
    "marks that must be put in order": "a" + "\u0301" * 40_000 + "\u0323" * 40_000,
    "marks in halves": "a" + "\u0301\u0323" * 40_000,
    "marks with something unseen between": "a" + "\u0301\u200b\u0323\u2060" * 40_000,
    "marks that are letters to the eye": "a" + "\uff9e\u0323" * 40_000,
    "half a link": "http://" * 60_000,
}


def seconds(work, text: str) -> float:
    begun = time.process_time()
    work(text)
    return time.process_time() - begun


@pytest.mark.parametrize("name", SLOW)
@pytest.mark.parametrize(
    "work",
    [
        *(clean, clean_line, to_html, has_line_break, normal, why_no_address),
        *(slugify, fold, lambda typed: is_password("", typed)),
    ],
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


def test_no_more_marks_than_any_script_needs_reach_the_ordering():
    for unseen in ("", "\u200b"):
        typed = "a" + f"\u0301{unseen}" * 500 + f"\u0323{unseen}" * 500
        assert len(unicodedata.normalize("NFD", clean(typed))) == 1 + MARKS


def test_marks_of_real_words_all_stay():
    assert clean("Vie\u0323\u0302t Nam") == "Vi\u1ec7t Nam"
    assert clean("z" + "\u0323\u0301" * (MARKS // 2)).count("\u0301") == MARKS // 2


def test_text_is_normalised_in_one_place_alone():
    app = Path(__file__).parent.parent.parent / "app"
    found = {path.name for path in app.rglob("*.py") if ".normalize(" in path.read_text()}
    assert found == {"text.py"}
