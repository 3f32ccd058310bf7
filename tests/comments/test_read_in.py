"""Writing about a passage that one reads in a translation."""

from app.drafts.translating.pairing import fingerprint
from app.models import BlockTranslation
from tests.cast import WHILE_OPEN

NEW = "/p/ankommen/comments/new?at=hf1-1-2"


def test_the_form_shows_the_passage_as_it_is_read_and_the_original_beneath(browser, cast, session):
    said = ["Everybody learns <b>German</b>.", "Courses begin in May."]
    block = cast.block(session)
    texts = ["Alle lernen Deutsch.", "Kurse beginnen z. B. im Mai."]
    session.add(
        BlockTranslation(
            process_id=cast.process.id,
            block_id=block.id,
            language="en",
            sentences=said,
            source_hashes=[fingerprint(text) for text in texts],
            made_at=WHILE_OPEN,
        )
    )
    session.commit()
    browser.sign_in(cast.amira)

    page = browser.get(f"{NEW}&text=en")
    assert page.select_one("h1 ~ blockquote, .prose > blockquote").text.count("Courses begin") == 1
    choice = page.select_one("option[selected]")
    assert (choice["lang"], choice["data-text"]) == ("en", texts[1])
    assert "Courses begin in May." in choice.text
    original = page.select("form blockquote")[0]
    assert "Alle lernen Deutsch." in original.text
    assert original.select_one(".part-of--chosen").text == texts[1]
    assert page.select_one("form.form")["action"].endswith("?text=en")
    assert "<b>German" not in str(page)
    assert not browser.get(f"{NEW}&text=tr").select("form blockquote")
    assert not browser.get(NEW).select("form blockquote")
    german = page.select("option")[-1]
    assert "lang" not in german.attrs, "a sentence without a translation is shown in German"

    again = browser.send("/p/ankommen/comments?text=en", 422, target="hf1-1", sentence="2", text="")
    assert again.select_one("form blockquote") is not None
    english = browser.get(f"{NEW}&text=en&lang=en").select_one("form blockquote")
    assert english["lang"] == "de"
