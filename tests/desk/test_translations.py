"""The text in other languages: written by the office, read by everybody, taken along."""

from sqlmodel import select

from app.models import BlockTranslation, JournalEntry
from tests.comments.stopping import now
from tests.public.revised import REVISED, publish

DESK = "/desk/p/ankommen/draft/v1/translations"
PAGE = f"{DESK}/sprache"
FIELD = "/p/ankommen/fields/sprache"
LINES = "الجميع يتعلمون الألمانية.\nتبدأ الدورات في مايو.\nثم يأتي امتحان."


def typed(page):
    """A form as a browser would send it back untouched."""
    form = page.select_one("#translation")
    fields = {box["name"]: box.text.lstrip("\n") for box in form.select("textarea")}
    hidden = {one["name"]: one["value"] for one in form.select("input[type=hidden]")}
    return hidden | fields


def save(browser, into="ar", status=303, **lines):
    """Open the form, write these lines over what is there, and send it."""
    fields = typed(browser.get(f"{PAGE}?into={into}"))
    fields |= {name.replace("_", "-"): text for name, text in lines.items()}
    return browser.send(PAGE, status=status, **fields)


def rows(session):
    query = select(BlockTranslation).order_by(BlockTranslation.id)
    return now(session, query)


def test_the_office_translates_sentence_by_sentence_and_mends_what_does_not_fit(
    browser, cast, session
):
    browser.sign_in(cast.bernd)
    overview = browser.get(f"{DESK}")
    assert overview.select_one(f"a[href='{PAGE}?into=ar']")
    assert browser.get("/desk/p/ankommen/draft/v1").select_one(f"a[href='{DESK}']")

    page = save(browser, status=422, b_hf1_1="واحد\nاثنان", b_hf1_2="<b>لقاءات</b>", b_hf1_4="أ\nب")
    said = {error["id"]: error.text for error in page.select(".field .error")}
    assert "Das Original hat 3 Sätze, hier stehen 2 Zeilen." in said["b-hf1-1-error"]
    assert "hat 2 Zellen, hier stehen 1" in said["b-hf1-4-error"]
    assert page.select_one("#b-hf1-2").text.strip() == "<b>لقاءات</b>"
    assert rows(session) == []

    save(
        browser, b_hf1_1=LINES, b_hf1_2="<b>لقاءات</b>", b_hf1_4="مبتدئ | 20\n…", h_s_ziele="أهداف"
    )
    first, second, table = rows(session)
    assert first.sentences == LINES.split("\n")
    assert len(set(first.source_hashes)) == 3
    assert (second.sentences, table.sentences) == (["<b>لقاءات</b>"], ["مبتدئ | 20", ""])
    entry = now(session, select(JournalEntry).where(JournalEntry.deed == "text.translated"))
    assert [one.details["blocks"] for one in entry] == [4]

    # Two at once: whoever comes second is told what stands there now.
    old = typed(browser.get(f"{PAGE}?into=ar"))
    save(browser, b_hf1_2="لقاءات")
    page = browser.send(PAGE, status=422, **old | {"b-hf1-2": "غير ذلك"})
    assert "inzwischen jemand anderes geändert" in page.select_one("#b-hf1-2-error").text
    assert [row.sentences for row in rows(session)][1] == ["لقاءات"]

    save(browser, b_hf1_2="")  # emptied: there is none any more
    assert len(rows(session)) == 2


def test_who_may_not_translate_reads_or_is_refused(browser, cast, session):
    browser.sign_in(cast.karin)
    page = browser.get(f"{PAGE}?into=ar")
    assert not page.select("textarea")
    assert "Revision" in page.text
    for person in (cast.karin, cast.chen, cast.amira, cast.gustav):
        browser.sign_in(person).send(PAGE, status=403, into="ar", **{"b-hf1-1": LINES})
    assert rows(session) == []


def test_a_file_brings_what_it_names_and_is_refused_by_its_lines(browser, cast, session):
    browser.sign_in(cast.jonas)

    def bring(text, status=303):
        content = text if isinstance(text, bytes) else text.encode()
        response = browser.client.post(
            f"{PAGE}/file",
            data=browser._with_token({"into": "en"}),
            files=[("files", ("en.txt", content, "text/plain"))],
            follow_redirects=False,
        )
        return browser._page(response, status)

    paper = browser.client.get(f"{PAGE}/file?into=en")
    assert "attachment" in paper.headers["content-disposition"]
    assert "# HF1 · 1.2\tKurse beginnen z. B. im Mai.\nHF1 · 1.2\t\n" in paper.text
    assert "keine Übersetzung" in bring(paper.text, 422).select_one("#files-error").text

    wrong = "HF1 · 1.9\tToo far\nHF2 · 1.1\tNot here\nHF1 · 1\tWhich?\nno tab\nHF1 · 1.1\tFine"
    said = bring(wrong, 422).select_one("#files-error").text
    assert all(f"Zeile {n}:" in said for n in (1, 2, 3, 4))
    assert "Zeile 5" not in said
    assert "UTF-8" in bring(b"\xff\xfe\x00a", 422).select_one("#files-error").text
    assert rows(session) == []

    filled = paper.text.replace("HF1 · 1.2\t\n", "HF1 · 1.2\tCourses begin in May.\r\n")
    bring(filled.replace("\ns-ziele\t\n", "\ns-ziele\tAims\n"))
    assert [row.sentences for row in rows(session)] == [["", "Courses begin in May.", ""]]
    again = browser.client.get(f"{PAGE}/file?into=en").text
    assert "\nHF1 · 1.2\tCourses begin in May.\n" in again
    assert "\ns-ziele\tAims\n" in again


def test_everybody_reads_it_at_the_same_addresses_and_sees_what_is_not_translated(
    browser, cast, session
):
    assert not browser.get(FIELD).select(".reading")  # before: no choice, no second text
    browser.sign_in(cast.emil)
    save(browser, b_hf1_1=LINES, b_hf1_2="<b>لقاءات</b>", b_hf1_4="مبتدئ | 20\n…")
    save(browser, into="de-simple", b_hf1_2="Treffs. Überall.")

    page = browser.leave().get(f"{FIELD}?text=ar")
    choice = [link.text.strip() for link in page.select(".reading a")]
    assert choice == ["Deutsch", "Leichte Sprache", "العربية"]
    assert page.select_one(".reading [aria-current]").text == "العربية"
    sentence = page.select_one("#hf1-1-2")
    assert sentence.text.endswith("تبدأ الدورات في مايو.")
    assert sentence.has_attr("data-said")
    assert (sentence.parent["lang"], sentence.parent["dir"]) == ("ar", "rtl")
    assert page.select_one("#hf1-2-1").text == "<b>لقاءات</b>"
    assert not page.select("#hf1-2-1 b")
    assert [cell.text for cell in page.select("#hf1-4-1 :is(th, td)")] == ["مبتدئ", "20"]
    assert [cell.text for cell in page.select("#hf1-4-2 :is(th, td)")] == ["Aufbau", "10"]
    assert "Noch nicht übersetzt" in page.select_one("#hf1-3").text
    assert page.select_one("#hf1-3 p:not(.original)").get("dir") is None
    # The form is about the same sentence, whichever language one reads.
    assert page.select_one("#hf1-1 .block__foot a")["href"].endswith("?at=hf1-1&text=ar")

    browser.client.headers["accept-language"] = "ar"
    page = browser.get(f"{FIELD}?text=ar")
    assert page.select_one("#hf1-1-1").parent.get("dir") is None  # the page runs so itself
    assert page.select_one("#hf1-3 p:not(.original)")["dir"] == "ltr"
    del browser.client.headers["accept-language"]
    assert "Treffs. Überall." in browser.get(f"{FIELD}?text=de-simple").text
    assert "gibt es dieses Handlungsfeld noch nicht" in browser.get(f"{FIELD}?text=tr").text
    assert browser.get(f"{FIELD}?text=xx").select_one("#hf1-1-1").text.endswith("Deutsch.")
    assert "Alle lernen Deutsch." in browser.get(FIELD).text


def test_a_new_version_takes_it_along_and_says_what_has_changed_since(browser, cast, session):
    browser.sign_in(cast.emil)
    save(browser, b_hf1_1=LINES, b_hf1_3="دورات مسائية", b_hf1_4="مبتدئ | 20\nمتقدم | 10")
    publish(session, cast.process, REVISED)
    session.commit()

    page = browser.get(f"{FIELD}?text=ar")
    assert "2 Sätze haben sich seit der Übersetzung geändert." in page.select_one(".title").text
    changed = [link["href"] for link in page.select(".draft .moved")]
    assert changed == [f"{FIELD}#hf1-1-2", f"{FIELD}#hf1-4-2"]
    assert page.select_one("#hf1-2-1").text == "دورات مسائية"  # was hf1-3
    assert "Noch nicht übersetzt" in page.select_one("#hf1-3").text  # new
    again = PAGE.replace("v1", "v2")
    page = browser.get(f"{again}?into=ar")
    assert len(page.select("input[type=checkbox]")) == 2
    sent = typed(page) | {"b-hf1-1:right": "yes"}
    browser.send(again, **sent)
    page = browser.get(f"{FIELD}?text=ar")
    assert not page.select("#hf1-1 .moved")
    assert "1 Satz hat sich" in page.select_one(".title").text
    browser.get("/p/ankommen/draft/v1")  # the old version stays as it was
    assert len(rows(session)) == 6
