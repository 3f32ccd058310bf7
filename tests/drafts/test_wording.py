"""What a proposal changes, word by word."""

import re
import time

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from app.drafts.wording import (
    BREAK,
    changed,
    compare,
    marked_sides,
    old_words,
    side_html,
    word_diff,
)

# Made-up words may look like the name of a file.
pytestmark = pytest.mark.filterwarnings("ignore::bs4.MarkupResemblesLocatorWarning")

NOW = "Für Eltern soll nach Möglichkeit eine Betreuung angeboten werden."
PROPOSED = "Für Eltern wird während der Kurse eine Betreuung im selben Haus angeboten."


def side(html: str, without: str) -> list[str]:
    """The words of one side of a diff, in order."""
    soup = BeautifulSoup(html, "html.parser")
    for element in soup.select(without):
        element.decompose()
    return re.findall(r"\w+|[^\w\s]", soup.get_text())


def sides(old: str, new: str) -> tuple[str, str]:
    """Both sides of one row of pieces."""
    pieces = compare([old], [new])
    return side_html(pieces, "del"), side_html(pieces, "ins")


def words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text)


def test_what_went_and_what_came_stand_side_by_side():
    assert word_diff(NOW, PROPOSED) == (
        "Für Eltern <del>soll nach Möglichkeit</del> <ins>wird während der Kurse</ins> "
        "eine Betreuung <ins>im selben Haus</ins> angeboten <del>werden</del>."
    )


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("Kurse am Abend", "Kurse am Abend", "Kurse am Abend"),
        ("", "", ""),
        ("", "Kurse am Abend", "<ins>Kurse am Abend</ins>"),
        ("Kurse am Abend", "", "<del>Kurse am Abend</del>"),
        ("Kurse, Treffs", "Kurse Treffs", "Kurse<del>,</del> Treffs"),
        ("Kurse Treffs", "Kurse, Treffs", "Kurse<ins>,</ins> Treffs"),
        (
            "am Montag und abends",
            "am Freitag und früh",
            "am <del>Montag und abends</del> <ins>Freitag und früh</ins>",
        ),
        ("Kurse  am\nAbend", "Kurse am Abend", "Kurse am Abend"),
        ("zehn Kurse", "zwölf Kurse", "<del>zehn</del> <ins>zwölf</ins> Kurse"),
    ],
)
def test_small_changes(old, new, html):
    assert word_diff(old, new) == html
    assert old_words(html) == " ".join(old.split())


def test_markup_in_a_proposal_is_text():
    html = word_diff("Kurse <b>am</b> Abend", 'Kurse <svg onload="alert(1)"> am Abend')

    assert {element.name for element in BeautifulSoup(html, "html.parser").find_all()} <= {
        "del",
        "ins",
    }
    assert "<svg" not in html
    assert "&lt;" in html


def test_a_blank_is_no_change():
    assert not changed(" Kurse am\r\nAbend ", "Kurse  am Abend")


def test_a_word_or_a_sign_is_a_change():
    assert changed("Kurse am Abend", "Kurse am Morgen")
    assert changed("Kurse am Abend", "Kurse am Abend.")


# Few different words, so that the two sides have much in common in confusing orders.
TEXTS = st.one_of(
    st.lists(st.sampled_from(["Kurs", "am", "Tag", ",", ".", " ", "\n", "<b>", "&", "Kurs-"])).map(
        "".join
    ),
    st.text(),
)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_each_side_can_be_read_back(old, new):
    html = word_diff(old, new)

    assert side(html, without="ins") == words(old)
    assert side(html, without="del") == words(new)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_there_are_marks_exactly_where_something_changed(old, new):
    assert changed(old, new) == bool(re.search("<(ins|del)>", word_diff(old, new)))


def test_two_texts_of_five_thousand_characters_take_no_time():
    old = " ".join(f"wort{n % 300}" for n in range(800))[:5000]
    new = " ".join(f"wort{(n * 7) % 300}" for n in range(800))[:5000]

    started = time.process_time()
    word_diff(old, new)

    assert time.process_time() - started < 0.1


def test_each_side_shows_its_own_words_only():
    assert sides(NOW, PROPOSED) == (
        "Für Eltern <del>soll nach Möglichkeit</del> eine Betreuung angeboten <del>werden</del>.",
        "Für Eltern <ins>wird während der Kurse</ins> eine Betreuung <ins>im selben Haus</ins> "
        "angeboten.",
    )


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_side_loses_or_lends_a_word(old, new):
    left, right = sides(old, new)

    assert side(left, "ins") == words(old)
    assert side(right, "del") == words(new)
    assert "<ins>" not in left
    assert "<del>" not in right


PARAGRAPHS = st.lists(st.sampled_from(["a b c", "a b", "c", "d, e", "f g h i j"]), max_size=4)


@given(PARAGRAPHS, PARAGRAPHS)
@settings(max_examples=200, deadline=None)
def test_paragraphs_are_compared_with_the_breaks_between_them(old, new):
    pieces = compare(old, new)

    def read(mark):
        return "".join(piece.text for piece in pieces if piece.mark in ("", mark))

    assert [line.split() for line in read("del").split(BREAK)] == [t.split() for t in old or [""]]
    assert [line.split() for line in read("ins").split(BREAK)] == [t.split() for t in new or [""]]


def test_marked_words_and_changes_stand_in_each_other():
    old, new = marked_sides(
        ["Kurse beginnen im Mai. Danach Prüfung."],
        ["Kurse beginnen im Juni.", "Danach folgt eine Prüfung <b>."],
        old_mark=(0, 3),
        new_mark=(0, 3),
    )
    assert old == ["<mark>Kurse beginnen im <del>Mai</del>.</mark> Danach Prüfung."]
    assert new[0] == "<mark>Kurse beginnen im <ins>Juni</ins>.</mark>"
    assert new[1].startswith("Danach <ins>folgt eine</ins> Prüfung <ins>&lt;b&gt;</ins>")


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 5), st.integers(0, 5))
@settings(max_examples=200, deadline=None)
def test_a_mark_covers_exactly_its_words(old, new, first, length):
    [left], [right] = marked_sides([old], [new], old_mark=(first, first + length))

    marked = BeautifulSoup(left, "html.parser").select("mark")
    assert words("".join(mark.get_text() for mark in marked)) == words(
        " ".join(old.split()[first : first + length + 1])
    )
    assert side(left, "ins") == words(old)
    assert side(right, "del") == words(new)
