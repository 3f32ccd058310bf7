"""What the public reads once a version has followed: places now and then, the earlier version."""

import pytest

from tests.cast import DRAFT
from tests.publishing.following import (
    DOUBTFUL,
    MOVED,
    REWORDED,
    STAYS,
    everything,
    next_version,
    publish,
)

pytestmark = pytest.mark.usefixtures("doubt")


@pytest.fixture
def followed(session, cast):
    """Everything that was said, after the second version has come out."""
    said = everything(session, cast)
    publish(session, cast, next_version(session, cast), despite_doubts=True)
    session.commit()
    return said


def note(browser, comment):
    return browser.get(f"/p/ankommen/comments/{comment.number}").select_one(".leaf__text")


def test_a_reworded_note_stands_on_the_new_words_and_says_where_it_was_made(browser, followed):
    page = note(browser, followed[REWORDED])
    assert "Kurse beginnen spätestens im Mai jedes Jahres." in page.blockquote.get_text()
    assert page.blockquote.a["href"].endswith("#hf1-2-2")
    made = page.select_one(".place__made")
    assert made.a["href"] == "/p/ankommen/draft/v1#hf1-1-2"
    assert made.q.get_text() == "Kurse beginnen z. B. im Mai."


def test_a_note_whose_passage_is_gone_says_so_and_leads_to_its_version(browser, followed):
    page = note(browser, followed[DOUBTFUL])
    assert "Weggefallen" in page.get_text()
    assert page.blockquote.get_text().strip().endswith("Niemand wartet länger als ein Jahr.")
    assert page.blockquote.a["href"] == "/p/ankommen/draft/v1#hf2-1-2"


def test_a_note_on_a_whole_field_stays_with_it(browser, followed):
    page = note(browser, followed["hf1"])
    assert "Zum ganzen Handlungsfeld" in page.get_text()
    assert not page.select(".place__made")


def test_the_list_of_a_field_says_both_places(browser, followed):
    page = browser.get("/p/ankommen/fields/arbeit")
    lines = {a.select_one("b").get_text(): a for a in page.select(".listed")}
    gone = lines[f"Anmerkung #{followed[DOUBTFUL].number}"]
    assert "weggefallen, siehe Fassung 1, HF2 · 1.2" in " ".join(gone.get_text().split())
    moved = lines[f"Anmerkung #{followed[MOVED].number}"]
    assert "zu HF2 · 2.1 (geschrieben zu Fassung 1, HF1 · 3.1)" in " ".join(
        moved.get_text().split()
    )


def test_the_notes_stand_beside_their_new_passages(browser, followed):
    page = browser.get("/p/ankommen/fields/sprache")
    assert "3 Anmerkungen" in page.select_one("#foot-hf1-2").get_text()
    assert "Anmerkung schreiben" in page.select_one("#foot-hf1-1").get_text()
    assert page.select_one("#hf1-2-1.noted")


def test_the_earlier_version_stays_and_leads_to_the_current_place(browser, followed):
    page = browser.get("/p/ankommen/draft/v1")
    assert "Das ist eine frühere Fassung." in page.get_text()
    assert page.select_one("#hf1-1-2").get_text().endswith("Kurse beginnen z. B. im Mai.")
    heirs = {text["id"]: text.select_one(".heir") for text in page.select(".block__text[id]")}
    assert heirs["hf1-1"].a["href"] == "/p/ankommen/draft#hf1-2"
    assert heirs["hf1-3"].a["href"] == "/p/ankommen/draft#hf2-2"
    assert not page.select("a[href*='/comments/new']")
    assert not browser.get("/p/ankommen/draft").select(".heir")


def test_the_way_to_the_current_place_leads_over_several_versions(
    browser, session, cast, followed, count_queries
):
    with count_queries() as over_one:
        browser.get("/p/ankommen/draft/v1")
    publish(session, cast, next_version(session, cast, DRAFT), despite_doubts=True)
    session.commit()
    with count_queries() as over_two:
        page = browser.get("/p/ankommen/draft/v1")
    heir = page.select_one("#hf1-1 .heir")
    assert heir.a["href"] == "/p/ankommen/draft#hf1-1"
    assert len(over_two) == len(over_one)
    second = browser.get("/p/ankommen/draft/v2")
    assert "weggefallen" in second.select_one("#hf1-1 .heir").get_text()


def test_a_field_without_text_keeps_its_page_and_its_notes(browser, session, cast):
    comment = cast.says(session, at="hf2-1-1")
    without = DRAFT.replace("  - {heading: Arbeit, group: ag-2, colour: 5}\n", "")
    without = without[: without.index("# Arbeit")]
    version = next_version(session, cast, without)
    publish(session, cast, version, despite_doubts=True)
    session.commit()

    page = browser.get("/p/ankommen/fields/arbeit")
    assert "keinen Text mehr" in page.get_text()
    assert f"#{comment.number}" in page.select_one("#anmerkungen").get_text()
    assert not page.select("a[href*='/comments/new']")


def test_the_margin_of_a_place_lists_what_came_along(browser, followed):
    page = browser.get("/p/ankommen/blocks/hf1-2")
    numbers = {followed[at].number for at in ("hf1-1", STAYS, REWORDED)}
    assert {int(a["id"][1:]) for a in page.select(".note")} == numbers
