"""A sentence is parted between two words, and every element is whole on both sides."""

import html5lib
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from app.drafts.editing.markup import alternative_of, part_html, with_alternative
from app.drafts.readers.line import Line, Tag


@pytest.mark.parametrize(
    ("markup", "words", "left", "right"),
    [
        ("Eins zwei drei.", 1, "Eins", "zwei drei."),
        ("Eins <em>zwei drei</em>.", 2, "Eins <em>zwei</em>", "<em>drei</em>."),
        ("<em>Eins</em> zwei", 1, "<em>Eins</em>", "zwei"),
        ("Eins <em>zwei</em>", 1, "Eins", "<em>zwei</em>"),
        ("W<em>or</em>t zwei", 1, "W<em>or</em>t", "zwei"),
        ("a &amp; b &lt;c&gt;", 2, "a &amp;", "b &lt;c&gt;"),
        ("Eins<br> zwei", 1, "Eins", "zwei"),
        (
            '<strong>Ein <a href="https://x.example/">Wort und</a> mehr</strong>',
            2,
            '<strong>Ein <a href="https://x.example/">Wort</a></strong>',
            '<strong><a href="https://x.example/">und</a> mehr</strong>',
        ),
        (
            'Eins<sup class="noteref"><a href="#n1">1</a></sup> zwei',
            1,
            'Eins<sup class="noteref"><a href="#n1">1</a></sup>',
            "zwei",
        ),
        ("10 m<sup>2</sup> Platz", 2, "10 m<sup>2</sup>", "Platz"),
    ],
)
def test_it_is_parted_between_words(markup: str, words: int, left: str, right: str) -> None:
    assert part_html(markup, words) == (left, right)


WORD = st.text("abcäß<&>\"'.", min_size=1, max_size=6)
TAGS = st.sampled_from([(), (Tag("em", "<em>"),), (Tag("strong", "<strong>"), Tag("em", "<em>"))])


@given(pieces=st.lists(st.tuples(WORD, TAGS), min_size=2, max_size=8), at=st.integers(1, 7))
def test_no_word_is_lost_and_both_sides_are_whole(pieces, at: int) -> None:
    line = Line(whole=True)
    for word, tags in pieces:
        line.add(f" {word}", tags)
    words = line.text.split()
    at = min(at, len(words) - 1)

    left, right = part_html(line.html(), at)

    assert BeautifulSoup(left, "html.parser").text.split() == words[:at]
    assert BeautifulSoup(right, "html.parser").text.split() == words[at:]
    for side in (left, right):
        html5lib.HTMLParser(strict=True).parseFragment(side)


def test_the_words_for_a_picture_are_words_whatever_they_say() -> None:
    head = with_alternative('<img src="/p.png" alt="alt">', "\"><script>alert('1')</script>")
    assert alternative_of(head) == "\"><script>alert('1')</script>"
    assert BeautifulSoup(head, "html.parser").find_all("script") == []
    assert with_alternative('<span class="figure__missing">Bild</span>', "x") is None
    assert alternative_of("") is None
