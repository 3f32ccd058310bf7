"""Notes on the very words of a sentence: how they are counted, checked, kept and shown."""

import pytest
from sqlmodel import select

from app.comments.words import check, marked, numbers
from app.drafts.queries import blocks_of
from app.models import Comment, DraftVersion
from app.publishing.places import Target as Counted
from app.publishing.places import Text
from tests.comments.asking import COMMENTS, FIELD, PROCESS, TEXT, a_note, count

SENTENCE = "Kurse beginnen z. B. im Mai."  # HF1 · 1.2


@pytest.mark.parametrize(
    ("span", "hint", "found"),
    [
        ((2, 4), "", (2, 4)),
        ((2, 4), "beginnen z. B.", (2, 4)),
        ((1, 2), "im Mai.", (5, 6)),  # miscounted, but these words stand there once
        ((1, 2), "im Juni.", None),
        ((6, 7), "", None),
        ((0, 2), "", None),
        ((3, 2), "", None),
        (None, "Kurse", (1, 1)),
        (None, "", None),
    ],
)
def test_words_count_where_they_are_those_that_were_meant(span, hint, found):
    assert check(SENTENCE, span, hint) == found


def test_words_that_stand_twice_are_not_guessed():
    assert check("Wer will, der will.", None, "will") is None
    assert check("ja nein ja", None, "ja") is None


@pytest.mark.parametrize("written", ["", "3", "3-", "-7", "0-2", "٣-٧", "²-3", "1-999999", "1-2-3"])
def test_what_are_no_numbers_of_words_is_none(written):
    assert numbers(written) is None


def test_marked_words_are_only_text():
    assert marked("a <b> & c", (2, 3)) == "a <mark>&lt;b&gt; &amp;</mark> c"


def test_a_note_goes_to_the_words_that_were_marked(browser, cast, session):
    words = "beginnen z. B."
    page = browser.get(f"{COMMENTS}/new?at=hf1-1-2&words=2-4")
    see = "/sign-in?next=/p/ankommen/comments/new%3Fat%3Dhf1-1-2%26words%3D2-4"
    assert page.select_one("main a.button")["href"] == see
    browser.sign_in(cast.amira)
    page = browser.get(f"{COMMENTS}/new?at=hf1-1-2&words=2-4&quote={words}&version=1")
    chosen = page.select_one("select[name=sentence] option[selected]")
    assert (chosen["value"], chosen["data-text"]) == ("2.2-4", words)
    assert page.select_one(".passage mark").text == words
    assert page.select_one("textarea[name=proposed_wording]").text.strip() == words

    for sent in (chosen["value"], "2.2-4"):  # sent again it is the same note
        browser.send(COMMENTS, **a_note(sentence=sent, idempotency_key="k", version="1"))

    comment = session.exec(select(Comment)).one()
    assert (comment.address, comment.quote) == ("HF1 · 1.2", words)
    assert (comment.first_word, comment.last_word) == (2, 4)
    version = session.get_one(DraftVersion, comment.version_id)
    text = Text(blocks_of(session, version, fragment="hf1-1"))
    span = text.span(Counted(comment.block_id, 2, 2, 4))
    assert (span.first, span.last) == (4, 6)  # as lineage counts: "Alle lernen Deutsch." first
    for url in (FIELD, f"{COMMENTS}/1", f"{PROCESS}/blocks/hf1-1?sentence=2"):
        shown = browser.get(url).select_one("#a1 q")
        assert (shown["data-about"], shown.text) == ("hf1-1-2.2-4", words)


def test_a_suggestion_for_words_changes_these_words_alone(browser, cast, session):
    note = a_note(kind="suggestion", sentence="2.5-6", proposed_wording="im März.")
    browser.sign_in(cast.amira).send(COMMENTS, **note)

    assert session.exec(select(Comment)).one().wording_html == (
        "im <del>Mai</del> <ins>März</ins>."
    )


def test_all_words_of_a_sentence_are_the_sentence(browser, cast, session):
    browser.sign_in(cast.amira).send(COMMENTS, **a_note(sentence="2.1-6"))

    comment = session.exec(select(Comment)).one()
    assert (comment.quote, comment.first_word) == (SENTENCE, None)


def test_words_that_are_not_there_fall_back_to_the_sentence_and_say_so(browser, cast, session):
    browser.sign_in(cast.amira)
    page = browser.get(f"{COMMENTS}/new?at=hf1-1-2&words=2-40")
    assert "Gewählt ist jetzt der ganze Satz." in page.select_one("#hf1-1-sentence-error").text
    assert page.select_one("select[name=sentence] option[selected]")["value"] == "2"

    page = browser.send(COMMENTS, status=422, **a_note(sentence="2.7-9"))
    assert "Gewählt ist jetzt der ganze Satz." in page.select_one("#hf1-1-sentence-error").text
    assert page.select_one("select[name=sentence] option[selected]")["value"] == "2"
    assert page.select_one("textarea[name=text]").text.strip() == TEXT
    assert count(session) == 0


def test_a_form_for_words_of_an_earlier_version_is_refused(browser, cast):
    page = browser.sign_in(cast.amira).get(
        f"{COMMENTS}/new?at=hf1-1-2&words=2-4&version=7", status=409
    )

    assert "neue Fassung" in page.text


def test_notes_on_one_sentence_are_gathered_with_their_number(browser, cast, session):
    cast.says(session, "Zum ersten Satz gesagt.", at="hf1-1-1")
    cast.says(session, "Zum zweiten Satz gesagt.", at="hf1-1-2")
    cast.says(session, "Noch etwas zum zweiten.", at="hf1-1-2")
    session.commit()

    field = browser.get(FIELD)
    assert field.select_one("#hf1-1-2")["data-n"] == "2"
    assert field.select_one("#hf1-1-2 .verse")["aria-label"] == "Satz 1.2, 2 Anmerkungen"
    assert not field.select_one("#hf1-1-3").get("data-n")
    page = browser.get(f"{PROCESS}/blocks/hf1-1?sentence=2")
    assert [note["id"] for note in page.select(".note")] == ["a3", "a2"]
    assert page.select_one("h1").text == "Anmerkungen zu HF1 · 1.2"
    assert page.select(".passage .verse")[0]["aria-label"] == "Satz 1.1, 1 Anmerkung"
    browser.get(f"{PROCESS}/blocks/hf1-1?sentence=9", status=404)


def test_headings_stand_in_their_order_on_the_page_of_a_note_just_sent(browser, cast):
    browser.sign_in(cast.amira)
    page = browser.get(f"{COMMENTS}/new?at=hf1-1")
    sent = browser.send_with_htmx(COMMENTS, **a_note())

    levels = [int(h.name[1]) for h in [*page.select("main h1"), *sent.select("h1, h2, h3, h4")]]
    assert levels == [1, 2]
