"""A translation of the text is offered in frames and on a passage's own page as on the field's."""

import pytest
from sqlmodel import select

from app.drafts.translating.pairing import fingerprint
from app.models import BlockTranslation, Sentence
from app.processes.embedding import allow_site

FRAME = "/embed/p/ankommen/fields/sprache"
BLOCK = "/p/ankommen/blocks/hf1-1"
SAID = ["الجميع يتعلمون الألمانية.", "", "ثم يأتي امتحان."]


@pytest.fixture
def translated(session, cast):
    """The first and the third sentence of HF1 · 1 in Arabic; the third has moved on since."""
    block = cast.block(session)
    found = session.exec(select(Sentence.text).where(Sentence.block_id == block.id)).all()
    sources = [fingerprint(text) for text in found]
    sources[2] = fingerprint("Danach gab es eine Prüfung.")
    session.add(
        BlockTranslation(
            process_id=cast.process.id,
            block_id=block.id,
            language="ar",
            sentences=SAID,
            source_hashes=sources,
            made_at=cast.process.created_at,
        )
    )
    allow_site(session, cast.process, "https://www.example.org", by=cast.emil)
    session.commit()
    return cast


@pytest.mark.parametrize("url", [FRAME, BLOCK])
def test_it_reads_in_another_language_and_says_what_does_not(
    browser, translated, count_queries, url
):
    offered = browser.get(url).select_one(".reading")
    assert [link["lang"] for link in offered.select("a")] == ["de", "ar"]
    assert offered.select_one("[aria-current]")["lang"] == "de"
    assert SAID[0] not in browser.get(url).text

    with count_queries() as asked:
        page = browser.get(offered.select("a")[1]["href"])
    assert len(asked) <= 12
    assert page.select_one(".reading [aria-current]")["lang"] == "ar"
    for words in (SAID[0], SAID[2], "Kurse beginnen z. B. im Mai.", "Original geändert"):
        assert words in page.main.text, words
    assert "Alle lernen Deutsch." not in page.main.text
    assert page.select_one("main [lang=ar][dir=rtl]")

    plain = browser.get(f"{url}?text=klingonisch").main
    assert "Alle lernen Deutsch." in plain.text


def test_ways_within_the_frame_stay_in_it_and_ways_out_keep_the_language(browser, translated):
    page = browser.get(f"{FRAME}?text=ar")
    assert all("target" not in link.attrs for link in page.select(".reading a"))
    assert page.select_one("a.button")["href"] == "/p/ankommen/fields/sprache?text=ar"
    preview = "/desk/p/ankommen/embedding/preview?field=sprache"
    page = browser.sign_in(translated.jonas).get(f"{preview}&text=ar")
    links = [link["href"] for link in page.select(".reading a")]
    assert links == [preview, f"{preview}&text=ar"]


def test_a_sentence_of_a_passage_keeps_the_language_too(browser, translated):
    page = browser.get(f"{BLOCK}?sentence=3&text=ar")
    assert SAID[2] in page.select_one(".part-of--chosen").text
    assert page.select_one(".part-of a")["href"] == f"{BLOCK}?sentence=1&text=ar"
    assert page.select_one(".passage .address")["href"] == f"{BLOCK}?text=ar"
    assert page.select(".reading a")[0]["href"] == f"{BLOCK}?sentence=3"
    assert browser.get(BLOCK.replace("hf1-1", "hf1-2")).select(".reading") == []


def test_programs_get_the_translation_beside_the_original(browser, translated):
    def sentences(query):
        told = browser.client.get(f"/api/v1/processes/ankommen/draft{query}").json()
        block = told["sections"][1]["sections"][0]["blocks"][0]
        return [(one["text"][:8], one["translation"]) for one in block["sentences"]]

    original = ["Alle ler", "Kurse be", "Danach f"]
    assert sentences("") == [(text, None) for text in original]
    assert sentences("?language=ar") == list(zip(original, (SAID[0], None, SAID[2]), strict=True))
    assert browser.client.get("/api/v1/processes/ankommen/draft?language=xx").status_code == 422
