"""A process and its fields in the frames of other sites: who may show them, and what is in them."""

import pytest
from sqlmodel import select

from app.models import EmbeddingSite, Status
from app.moderation.domain import hide
from app.processes.embedding import allow_site, end_site
from tests.cast import AFTER_CLOSE, OPENS, WHILE_OPEN

PROCESS = "/embed/p/ankommen"
FIELD = f"{PROCESS}/fields/sprache"
SITE = "https://www.musterstadt.example"


@pytest.fixture
def allowed(cast, session):
    """The process may stand in frames of the city's site, another process in those of another."""
    allow_site(session, cast.process, SITE, by=cast.emil)
    allow_site(session, cast.process, "http://127.0.0.1:9000", by=cast.emil)
    session.add(
        EmbeddingSite(process_id=cast.elsewhere.id, origin="https://else.example", created_at=OPENS)
    )
    session.commit()
    return cast


def ancestors(answer):
    policy = answer.headers["content-security-policy"]
    return policy.partition("frame-ancestors ")[2].partition(";")[0]


@pytest.mark.parametrize("url", [PROCESS, FIELD, f"{PROCESS}/fields/keins"])
def test_exactly_the_sites_of_this_process_may_frame_it(browser, allowed, url):
    answer = browser.client.get(url)

    assert ancestors(answer) == f"http://127.0.0.1:9000 {SITE}"
    assert "x-frame-options" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_without_a_site_nobody_may_frame_it(browser, cast):
    answer = browser.client.get(FIELD)

    assert ancestors(answer) == "'none'"
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_site_that_was_taken_off_the_list_may_not_any_more(browser, allowed, session):
    assert SITE in ancestors(browser.client.get(FIELD))
    site = session.exec(select(EmbeddingSite).where(EmbeddingSite.origin == SITE)).one()
    end_site(session, allowed.process, site.id, by=allowed.emil)
    session.commit()

    assert ancestors(browser.client.get(FIELD)) == "http://127.0.0.1:9000"


@pytest.mark.parametrize(
    "url", ["/", "/p/ankommen", "/p/ankommen/fields/sprache", "/sign-in", "/embed/p/keins"]
)
def test_no_other_page_may_be_framed(browser, allowed, url):
    answer = browser.client.get(url)

    assert ancestors(answer) == "'none'"
    assert answer.headers["x-frame-options"] == "DENY"


def test_the_process_in_short(browser, allowed, session):
    allowed.says(session)
    session.commit()
    page = browser.get(PROCESS)

    assert page.h1.text == "Ankommen in Musterstadt"
    assert "Jetzt: Anmerkungen, noch 24 Tage" in page.text
    fields = [" ".join(item.text.split()) for item in page.select("li")]
    assert fields == [
        "HF1 Sprache 1 Anmerkung, 0 beantwortet",
        "HF2 Arbeit 0 Anmerkungen, 0 beantwortet",
    ]


def test_a_frame_has_the_colour_of_its_city(browser, allowed, session):
    allowed.organisation.colour = "#8a1538"
    session.add(allowed.organisation)
    session.commit()
    browser.client.app.state.cities.forget()

    for url in (PROCESS, FIELD):
        [own] = browser.get(url).select("link[rel=stylesheet][href^='/city-']")
        answer = browser.client.get(own["href"])
        assert "#8a1538" in answer.text
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_field_shows_its_text_and_leads_to_the_right_places(browser, allowed, session):
    allowed.says(session, "Und auch am Morgen.", by=allowed.dora)
    allowed.says(session, "Mehr Kurse am Abend bitte.")
    session.commit()
    page = browser.get(FIELD)

    assert "Alle lernen Deutsch." in page.text
    assert "Mehr Kurse am Abend bitte." in page.select_one("#hf1-1 .note").text
    links = {link.text.strip(): link["href"] for link in page.select("#hf1-1 a[target]")}
    assert links == {
        "Anmerkung #2": "/p/ankommen/fields/sprache?note=2#a2",
        "1 weitere Anmerkung zu HF1 · 1": "/p/ankommen/blocks/hf1-1",
        "Anmerkung schreiben zu HF1 · 1": "/p/ankommen/comments/new?at=hf1-1",
    }
    assert page.select_one("a[href='/p/ankommen/comments/new?at=hf1']")
    assert page.select_one("a.button")["href"] == "/p/ankommen/fields/sprache"


@pytest.mark.parametrize("url", [PROCESS, FIELD, f"{PROCESS}/fields/keins"])
def test_every_way_out_opens_in_the_whole_window(browser, allowed, url):
    page = browser.get(url, status=404 if "keins" in url else 200)
    links = page.select("a")

    assert links
    for link in links:
        stays = link["href"].startswith("#")
        assert stays or (link["target"], link["rel"]) == ("_top", ["noopener"]), link
    assert not page.select("form, script, header.site, footer, input, button")


def test_it_says_what_it_stands_for_and_is_in_no_search_engine(browser, allowed):
    for url, real in ((PROCESS, "/p/ankommen"), (FIELD, "/p/ankommen/fields/sprache")):
        page = browser.get(url)
        assert page.select_one("meta[name=robots]")["content"] == "noindex"
        assert page.select_one("link[rel=canonical]")["href"] == real
        assert (page.html["lang"], page.title.text[:1] != "–") == ("de", True)


def test_who_is_signed_in_sees_what_everybody_sees_and_no_cookie_is_set(browser, allowed):
    for url in (PROCESS, FIELD):
        stranger = browser.leave().client.get(url)
        own = browser.sign_in(allowed.amira).client.get(url)
        assert own.content == stranger.content
        assert "set-cookie" not in own.headers
        assert "cookie" not in own.headers["vary"].lower()


def test_of_a_hidden_note_no_word_is_in_the_frame(browser, allowed, session):
    note = allowed.says(session, "Ein Wort, das niemand lesen soll.")
    session.commit()
    assert "niemand lesen soll" in browser.get(FIELD).text
    hide(session, note, allowed.bernd, rule=allowed.rule, reason="So nicht.", now=WHILE_OPEN)
    session.commit()

    assert "niemand lesen soll" not in browser.get(FIELD).text


def test_after_the_end_it_offers_to_read_and_not_to_write(browser, allowed, it_is):
    it_is(AFTER_CLOSE)
    page = browser.get(FIELD)

    assert "Anmerkungen und Antworten lesen" in page.text
    assert not page.select("a[href*='comments/new']")


def test_a_process_that_is_not_public_is_in_no_frame(browser, allowed, session):
    allowed.process.status = Status.PREPARING
    session.add(allowed.process)
    session.commit()

    browser.get(PROCESS, status=404)
    browser.get(FIELD, status=404)


def test_at_most_twelve_questions_and_few_for_a_finished_page(browser, allowed, count_queries):
    for url in (PROCESS, FIELD):
        with count_queries() as first:
            browser.get(url)
        with count_queries() as again:
            browser.get(url)
        count = [
            len([q for q in seen if q.lstrip().startswith("SELECT")]) for seen in (first, again)
        ]
        assert count[0] <= 12
        assert count[1] <= 3
