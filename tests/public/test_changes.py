"""What changed between two public versions: the page and its ways."""

import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from app.drafts.synopsis.parts import in_parts
from tests.cast import DRAFT
from tests.public.revised import CHANGES, REVISED, pair, publish, whole


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

    lines = [li for li in page.select(".changes__contents li") if "HF" in li.text.strip()[:4]]
    counts = [int(line.select(".num [aria-hidden]")[-1].text) for line in lines]
    heard = [line.select(".num .vh")[-1].text for line in lines]
    assert heard == [f"{n} Änderung" + ("" if n == 1 else "en") for n in counts]
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


def test_versions_that_do_not_follow_each_other_are_compared_too(browser, revised, session):
    publish(session, revised.process, REVISED.replace("im April", "im Juni"))
    session.commit()

    page = browser.get(f"{CHANGES}?from=1&to=3&part=all")
    assert pair(page, "hf1-1").select_one(".change__new ins").text == "Juni"
    latest = browser.get(f"{CHANGES}?part=all")
    assert pair(latest, "hf1-1").select_one(".change__old del").text == "April"


@pytest.mark.parametrize("query", ["part=99", "part=0", "part=x", "part=-1", "only=unsinn"])
def test_what_is_not_understood_counts_as_not_asked(browser, revised, query):
    assert browser.get(f"{CHANGES}?{query}").select("article")


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


def test_what_is_too_long_for_a_page_is_all_there_page_by_page(browser, revised, monkeypatch):
    pages_of_twenty_words = partial(in_parts, most_words=20)
    monkeypatch.setattr("app.drafts.synopsis.weaving.in_parts", pages_of_twenty_words)
    everything = whole(browser)
    seen, url = [], f"{CHANGES}?part=1"
    while url:
        page = browser.get(url)
        seen.append(page)
        link = page.select_one(".changes__on a[rel=next]")
        url = link["href"] if link else ""

    for selector in ("article.pair", ".changes h3"):
        apart = [found["id"] for page in seen for found in page.select(selector)]
        assert apart == [found["id"] for found in everything.select(selector)]
    assert len(seen) > 4
    assert any("(2)" in page.select_one(".changes h2").text for page in seen)
