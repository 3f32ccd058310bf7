"""What changed between two public versions: the page, what stands beside it, and who sees it."""

import io
import re
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from app.models import CommentKind, CommentState, Decision, Disposition, Status
from tests.cast import DRAFT, WHILE_OPEN
from tests.public.revised import REVISED, publish

CHANGES = "/p/ankommen/changes"


@pytest.fixture
def revised(cast, session):
    """The cast's process with a second public version."""
    publish(session, cast.process, REVISED)
    session.commit()
    return cast


def pair(page, fragment):
    found = page.select_one(f"article#{fragment}")
    assert found, f"{fragment} is not among {[a['id'] for a in page.select('article')]}"
    return found


def whole(browser, query=""):
    return browser.get(f"{CHANGES}?part=all{query}")


def test_both_versions_stand_side_by_side_word_by_word(browser, revised):
    row = pair(whole(browser), "hf1-1")

    assert row.select_one(".change__old del").text == "Mai"
    assert row.select_one(".change__new ins").text == "April"
    assert not row.select(".change__old ins, .change__new del")
    assert row.select_one(".change__old .change__text").text.startswith("Alle lernen Deutsch.")


def test_each_side_links_to_the_passage_in_its_own_version(browser, revised):
    links = [a["href"] for a in pair(whole(browser), "hf1-1").select("a.address")]

    assert links == ["/p/ankommen/draft/v1#hf1-1", "/p/ankommen/draft/v2#hf1-1"]
    for link in links:
        assert browser.get(link.split("#")[0]).select_one("#hf1-1")


def test_without_colour_words_and_elements_say_what_happened(browser, revised):
    page = whole(browser)

    assert pair(page, "hf1-1").select_one(".badge").text == "Umformuliert"
    assert pair(page, "hf1-3").select_one(".badge").text == "Neu"
    assert pair(page, "hf1-3").select_one("ins")
    assert "Neu in Fassung 2." in pair(page, "hf1-3").text


def test_what_moved_is_linked_both_ways_and_shows_what_is_reworded(browser, revised):
    page = whole(browser)

    left = page.select_one("#old-hf1-2")
    assert "Steht jetzt in HF2 · 2" in re.sub(r"\s+", " ", left.text)
    arrived = pair(page, "hf2-2")
    assert arrived.select_one(".badge").text == "Verschoben und umformuliert"
    assert arrived.select_one("ins").text == "neuen"
    assert "Stand in HF1 · 2" in re.sub(r"\s+", " ", arrived.text)
    assert left.select_one(".ghost a")["href"] == "#hf2-2"
    assert arrived.select_one(".change__old .meta a[href='#old-hf1-2']")


def test_a_link_to_what_moved_into_another_part_opens_that_part(browser, revised):
    page = browser.get(f"{CHANGES}?part=2")
    there = page.select_one("#old-hf1-2 .ghost a")["href"]

    assert pair(browser.get(there.split("#")[0]), "hf2-2")


def test_a_table_is_compared_cell_by_cell(browser, revised):
    row = pair(whole(browser), "hf1-4")

    assert [d.text for d in row.select(".change__old td del")] == ["10"]
    assert [i.text for i in row.select(".change__new td ins")] == ["15"]
    assert [th.text for th in row.select(".change__new th")] == ["Kurs", "Plätze"]


def test_a_heading_in_other_words_shows_both(browser, revised):
    heading = whole(browser).select_one("#s-ziele-und-wege")

    assert heading.text == "Ziele und Wege"
    assert heading.select_one("ins").text == "und Wege"


def test_only_changes_hides_what_stayed_and_says_how_much_that_is(browser, revised):
    everything, changes = whole(browser), whole(browser, "&only=changes")

    assert everything.select(".pair--same")
    assert not changes.select(".pair--same")
    assert "1 Absatz unverändert" in changes.text
    shown = [row["id"] for row in changes.select("article")]
    assert shown == [row["id"] for row in everything.select("article:not(.pair--same)")]


def test_the_filter_is_a_plain_link_that_stays_on_further_links(browser, revised):
    page = browser.get(f"{CHANGES}?part=2")
    link = page.find("a", string="Nur Änderungen zeigen")["href"]
    filtered = browser.get(link)

    assert filtered.find("a", string="Auch Unverändertes zeigen")
    parts = [a["href"] for a in filtered.select(".changes__contents > ol > li > a")]
    assert all("only=changes" in href for href in parts)


def test_the_contents_count_the_changes_of_every_part(browser, revised):
    page = browser.get(CHANGES)

    lines = [re.sub(r"\s+", " ", li.text).strip() for li in page.select(".changes__contents li")]
    counts = [int(re.search(r"(\d+) Änderungen$", line)[1]) for line in lines if "HF" in line[:4]]
    total = int(re.search(r"Inhalt: (\d+)", page.select_one(".changes__contents h2").text)[1])
    assert len(counts) == 2
    assert sum(counts) == total == len(whole(browser).select(".jumps"))


def test_jumps_lead_through_every_change_and_back(browser, revised):
    page = browser.get(CHANGES)
    seen = []
    jump = page.select_one(".jumps")
    while jump:
        seen.append(jump.select_one("span").text)
        link = next((a["href"] for a in jump.select("a") if "nächste" in a.text), None)
        if link is None:
            break
        url, _hash, fragment = link.partition("#")
        page = browser.get(url) if url else page
        target = page.select_one(f"[id='{fragment}']")
        assert target, f"{link} leads nowhere"
        jump = (target if target.name == "article" else target.parent).select_one(".jumps")

    assert seen == [f"Änderung {n} von {len(seen)}" for n in range(1, len(seen) + 1)]
    assert len(seen) > 4


def test_the_comments_that_stood_on_changed_sentences_stand_beside_them(browser, cast, session):
    touched = cast.says(session, at="hf1-1-2", kind=CommentKind.SUGGESTION, wording="Im April.")
    cast.says(session, "Eine Anmerkung zum Satz davor.", at="hf1-1-1")
    whole_block = cast.says(session, "Eine Anmerkung zum ganzen Absatz.", at="hf1-1", by=cast.dora)
    moved = cast.says(session, "Eine Anmerkung zu den Treffs.", at="hf1-2")
    session.add(
        Disposition(
            process_id=cast.process.id,
            comment_id=touched.id,
            decision=Decision.ADOPTED,
            decided_at=WHILE_OPEN,
        )
    )
    publish(session, cast.process, REVISED)
    session.commit()

    page = whole(browser)
    notes = pair(page, "hf1-1").select(".cause li")
    said = [re.sub(r"\s+", " ", note.text).strip() for note in notes]
    assert said == [
        f"#{whole_block.number} Anmerkung, Dora, HF1 · 1",
        f"#{touched.number} Vorschlag, Amira, HF1 · 1.2Übernommen",
    ]
    assert notes[0].a["href"] == f"/p/ankommen/comments/{whole_block.number}"
    assert f"#{moved.number}" in pair(page, "hf2-2").select_one(".cause").text


def test_a_hidden_note_is_a_number_without_its_author(browser, cast, session):
    note = cast.says(session, at="hf1-1-2")
    publish(session, cast.process, REVISED)
    note.state = CommentState.HIDDEN
    session.add(note)
    session.commit()

    cause = pair(whole(browser), "hf1-1").select_one(".cause")
    assert "ausgeblendet" in cause.text
    assert "Amira" not in cause.text


def test_a_note_that_is_not_public_yet_is_not_there(browser, cast, session):
    note = cast.says(session, at="hf1-1-2")
    publish(session, cast.process, REVISED)
    note.state, note.is_listed = CommentState.WAITING, False
    session.add(note)
    session.commit()

    assert not pair(whole(browser), "hf1-1").select(".cause")


def test_of_many_notes_the_best_are_shown_and_the_rest_is_counted(browser, cast, session):
    for n in range(9):
        cast.says(session, f"Anmerkung Nummer {n} dazu.", at="hf1-1-2")
    publish(session, cast.process, REVISED)
    session.commit()

    cause = pair(whole(browser), "hf1-1").select_one(".cause")
    assert "9 Anmerkungen dazu" in cause.text
    assert len(cause.select("a")) == 3
    assert "und 6 weitere" in cause.text


def test_notes_carried_along_stand_beside_the_next_change_too(browser, cast, session):
    note = cast.says(session, "Früher bitte.", at="hf1-1-2")
    publish(session, cast.process, REVISED)
    publish(session, cast.process, REVISED.replace("im April", "im frühen April"))
    session.commit()

    page = browser.get(f"{CHANGES}?from=2&to=3&part=all")
    assert f"#{note.number}" in pair(page, "hf1-1").select_one(".cause").text
    first = browser.get(f"{CHANGES}?from=1&to=2&part=all")
    assert f"#{note.number}" in pair(first, "hf1-1").select_one(".cause").text


def test_versions_that_do_not_follow_each_other_are_compared_too(browser, revised, session):
    publish(session, revised.process, REVISED.replace("im April", "im Juni"))
    session.commit()

    page = browser.get(f"{CHANGES}?from=1&to=3&part=all")
    assert pair(page, "hf1-1").select_one(".change__new ins").text == "Juni"
    latest = browser.get(f"{CHANGES}?part=all")
    assert pair(latest, "hf1-1").select_one(".change__old del").text == "April"


@pytest.mark.parametrize(
    "query",
    ["from=1&to=9", "from=7", "to=1", "from=2&to=2", "from=2&to=1", "to=3", "from=1&to=3"],
)
@pytest.mark.parametrize("ending", ["", ".docx", ".pdf"])
def test_only_two_public_versions_the_earlier_first(browser, revised, session, query, ending):
    from app.drafts.domain import import_draft
    from app.drafts.readers.markdown import read_markdown

    unpublished = read_markdown([("v3.md", DRAFT)])
    import_draft(session, revised.process, unpublished, source_name="v3.md", by=None)
    session.commit()

    browser.get(f"{CHANGES}{ending}?{query}", status=404)


@pytest.mark.parametrize("ending", ["", ".docx", ".pdf"])
def test_with_one_version_there_is_nothing_to_compare(browser, cast, ending):
    browser.get(f"{CHANGES}{ending}", status=404)


@pytest.mark.parametrize("ending", ["", ".docx", ".pdf"])
def test_a_process_in_preparation_is_nobodys_business(browser, revised, session, ending):
    revised.process.status = Status.PREPARING
    session.add(revised.process)
    session.commit()

    browser.get(f"{CHANGES}{ending}", status=404)


@pytest.mark.parametrize("query", ["part=99", "part=0", "part=x", "part=-1", "only=unsinn"])
def test_what_is_not_understood_counts_as_not_asked(browser, revised, query):
    assert browser.get(f"{CHANGES}?{query}").select("article")


@pytest.mark.parametrize("query", [f"from={2**40}", "from=0", "to=abc"])
def test_a_version_that_is_no_number_is_refused(browser, revised, query):
    browser.get(f"{CHANGES}?{query}", status=422)


def test_words_of_a_draft_are_text_and_no_markup(browser, revised):
    row = pair(whole(browser), "hf1-3")

    assert not row.select("b")
    assert "auf einen Blick" in row.text


def test_pages_lead_there(browser, cast, session):
    places = ["/p/ankommen", "/p/ankommen/draft"]
    for url in places:
        assert not browser.get(url).select("a[href*='/changes']")
    publish(session, cast.process, REVISED)
    session.commit()

    for url in [*places, "/p/ankommen/draft/v1"]:
        link = browser.get(url).select_one("a[href*='/changes']")["href"]
        assert parse_qs(urlsplit(link).query).get("from", ["1"]) == ["1"]
        assert pair(browser.get(f"{link}{'&' if '?' in link else '?'}part=all"), "hf1-1")


def test_the_word_document_is_a_download_with_the_citys_changes(browser, revised):
    answer = browser.client.get(f"{CHANGES}.docx")

    assert answer.status_code == 200
    assert "ankommen-fassung-1-2.docx" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        body = archive.read("word/document.xml").decode()
    assert 'w:author="Stadt Musterstadt"' in body
    assert "<w:delText" in body


def test_the_pdf_is_tagged_speaks_german_and_says_that_it_is_pdf_ua(browser, revised):
    answer = browser.client.get(f"{CHANGES}.pdf")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.7")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content


@pytest.mark.parametrize("signed_in", [False, True])
def test_the_page_needs_few_questions_however_much_is_said(
    app, browser, cast, session, count_queries, signed_in
):
    for n in range(30):
        cast.says(session, f"Anmerkung Nummer {n} dazu.", when=WHILE_OPEN + timedelta(minutes=n))
    publish(session, cast.process, REVISED)
    session.commit()
    if signed_in:
        browser.sign_in(cast.amira)
    app.state.synopses = type(app.state.synopses)()
    with count_queries() as queries:
        browser.get(f"{CHANGES}?part=all")

    assert len([q for q in queries if q.lstrip().startswith(("SELECT", "WITH"))]) <= 12, queries


def test_whoever_waits_for_a_file_stands_in_no_readers_way(
    app, browser, revised, monkeypatch, settings
):
    begun, go_on = threading.Event(), threading.Event()
    made = []

    def slowly(_rows, _about):
        made.append(1)
        begun.set()
        assert go_on.wait(30)
        return b"%PDF-"

    monkeypatch.setattr("app.public.changes.write_pdf", slowly)
    with ThreadPoolExecutor(2 * settings.pool_size) as pool:
        waiting = [
            pool.submit(browser.client.get, f"{CHANGES}.pdf") for _ in range(2 * settings.pool_size)
        ]
        assert begun.wait(30)
        page = browser.client.get(CHANGES)
        go_on.set()

        assert page.status_code == 200
        assert {done.result().content for done in waiting} == {b"%PDF-"}
    assert made == [1]


def test_both_halves_of_what_was_split_can_be_linked_to(browser, cast, session):
    first = "Alle lernen Deutsch. Kurse beginnen z. B. im Mai."
    halves = first.replace(". Kurse", ".\n\nKurse")
    publish(session, cast.process, DRAFT.replace(first, halves))
    session.commit()

    page = whole(browser)
    row = pair(page, "hf1-1")
    assert row.select_one(".badge").text == "Geteilt"
    assert len(row.select(".change__old p.change__text")) == 1
    assert row.select_one(".change__new p#hf1-2").text.startswith("Kurse beginnen")
