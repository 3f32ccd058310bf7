"""What a reader finds on the public pages, and what they cost."""

import re

import pytest
from sqlmodel import select

from app.comments.supporting import support
from app.models import CommentKind, Status, Voice
from tests.cast import AFTER_CLOSE, LATER, WHILE_OPEN

PROCESS = "/p/ankommen"
FIELD = f"{PROCESS}/fields/sprache"


def test_home_lists_open_processes_with_the_days_left(browser, cast):
    page = browser.get("/")

    assert page.select_one("#offen + ul h3 a")["href"] in (PROCESS, "/p/anderswo")
    assert "Noch 24 Tage" in page.text


def test_on_the_last_day_it_says_so(browser, cast, it_is):
    it_is(cast.process.closes_at - LATER)

    assert "Nur noch heute" in browser.get("/").text


def test_a_process_in_preparation_is_nobodys_business(browser, cast, session):
    cast.process.status = Status.PREPARING
    session.add(cast.process)
    session.commit()

    assert "Ankommen in Musterstadt" not in browser.get("/").text
    for url in (PROCESS, f"{PROCESS}/draft", FIELD, f"{PROCESS}/rules"):
        browser.get(url, status=404)


def test_the_landing_page_says_what_it_is_about_and_what_one_can_do(browser, cast):
    page = browser.get(PROCESS)

    assert "Worum es geht." in page.text
    assert page.select_one(".card h3 a")["href"] == FIELD
    assert "8. November 2016, 24 Uhr" in page.text


def test_the_whole_draft_shows_every_block_with_its_address(browser, cast):
    page = browser.get(f"{PROCESS}/draft")

    addresses = [a.text for a in page.select(".block__address")]
    assert addresses[:3] == ["T · 1", "HF1 · 1", "HF1 · 2"]
    assert page.select_one("#hf1-1-2").text == "2Kurse beginnen z. B. im Mai."
    assert page.select_one("nav.contents a[href='#s-sprache']")


def test_outside_the_fields_nobody_is_asked_to_write(browser, cast):
    page = browser.get(f"{PROCESS}/draft")

    assert not page.select("#t-1 a[href*='comments/new']")
    assert page.select("#hf1-1 a[href*='comments/new']")


def test_a_version_has_a_page_of_its_own(browser, cast):
    assert "Fassung 1" in browser.get(f"{PROCESS}/draft/v1").text
    browser.get(f"{PROCESS}/draft/v2", status=404)


def test_a_field_shows_the_best_note_beside_its_block_and_the_rest_a_step_away(
    browser, cast, session
):
    cast.says(session, "Die erste Anmerkung dazu.")
    cast.says(session, "Die zweite Anmerkung dazu.")
    session.commit()

    page = browser.get(FIELD)

    margin = page.select_one("aside.block__notes")
    assert "Die zweite" in margin.text
    assert "1 weitere Anmerkung zeigen" in margin.text
    rest = browser.get(margin.select_one(".more a")["href"])
    assert [note["id"] for note in rest.select(".note")] == ["a2", "a1"]


def test_a_link_to_a_note_brings_it_into_the_margin(browser, cast, session):
    cast.says(session, "Die erste Anmerkung dazu.")
    cast.says(session, "Die zweite Anmerkung dazu.")
    session.commit()

    assert browser.get(f"{FIELD}?note=1").select_one("aside #a1")


def test_the_link_to_a_note_that_stands_on_another_field_now_leads_there(browser, cast, session):
    cast.says(session, at="hf2-1")
    session.commit()
    answer = browser.client.get(f"{FIELD}?note=1", follow_redirects=False)
    assert answer.headers["location"] == f"{PROCESS}/fields/arbeit?note=1#a1"
    browser.get(f"{FIELD}?note=2", status=404)


def fill(session, cast):
    cast.says(session, "Eine Frage, noch offen?", kind=CommentKind.QUESTION)
    answered = cast.says(session, "Eine Anmerkung, schon beantwortet.")
    liked = cast.says(session, "Ein Vorschlag, sehr beliebt.", kind=CommentKind.NOTE)
    from app.comments.domain import reply

    reply(session, answered, cast.bernd, text="Ja.", now=WHILE_OPEN, voice=Voice.MODERATOR)
    support(session, answered, cast.dora, WHILE_OPEN)
    support(session, liked, cast.dora, WHILE_OPEN)
    support(session, liked, cast.chen, WHILE_OPEN)
    session.commit()


def numbers(page):
    return [int(re.search(r"#(\d+)", line.text)[1]) for line in page.select(".listed")]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [3, 2, 1]),
        ("order=supported", [3, 2, 1]),
        ("kind=question", [1]),
        ("answered=yes", [2]),
        ("answered=no", [3, 1]),
        ("answered=no&kind=note", [3]),
        ("kind=unsinn&order=unsinn&answered=unsinn", [3, 2, 1]),
        ("after=unsinn", [3, 2, 1]),
        ("after=1.²", [3, 2, 1]),
        ("order=supported&after=1.99999999999999999999", [3, 2, 1]),
        ("kind=suggestion", []),
    ],
)
def test_the_list_is_filtered_and_ordered(browser, cast, session, query, expected):
    fill(session, cast)

    assert numbers(browser.get(f"{FIELD}?{query}")) == expected


@pytest.mark.parametrize("order", ["newest", "supported"])
def test_the_list_pages_by_key_without_doubles_or_gaps(browser, cast, session, order):
    for n in range(45):
        comment = cast.says(session, f"Anmerkung Nummer {n}.")
        if n % 3 == 0:
            support(session, comment, cast.dora, WHILE_OPEN)
    session.commit()

    seen, url = [], f"{FIELD}?order={order}"
    while url:
        page = browser.get(url)
        seen += numbers(page)
        link = page.select_one("#anmerkungen a[rel=next]")
        url = link["href"] if link else ""

    assert sorted(seen) == list(range(1, 46))
    if order == "newest":
        assert seen == sorted(seen, reverse=True)


def test_a_page_shows_what_has_just_been_said(browser, cast, session):
    browser.get(FIELD)
    cast.says(session, "Ganz neu und gleich zu sehen.")
    session.commit()

    assert "Ganz neu" in browser.get(FIELD).text


def test_a_page_closes_with_the_window_although_nothing_changed(browser, cast, it_is):
    browser.get(FIELD)
    it_is(AFTER_CLOSE)

    assert not browser.get(FIELD).select("a[href*='comments/new']")


def test_a_reader_gets_no_cookie_and_a_page_that_may_not_be_kept_by_others(browser, cast):
    anonymous = browser.client.get(FIELD)
    assert "set-cookie" not in anonymous.headers
    assert anonymous.headers["cache-control"] == "no-cache"

    browser.sign_in(cast.amira)
    assert browser.client.get(FIELD).headers["cache-control"] == "private, no-store"


def test_a_kept_page_never_shows_one_readers_name_or_token_to_another(browser, cast):
    first = browser.sign_in(cast.amira).client.get(FIELD).text
    token = re.search(r'X-Form-Token": "([^"]+)"', first)[1]
    browser.leave()
    second = browser.sign_in(cast.dora).client.get(FIELD).text
    browser.leave()
    third = browser.client.get(FIELD).text

    assert "Amira" in first
    assert "Amira" not in second
    assert "Dora" in second
    assert token not in second
    assert "Amira" not in third
    assert "Dora" not in third
    assert "X-Form-Token" not in third
    assert "\x01" not in first + second + third


def test_a_long_thread_is_read_in_parts(browser, cast, session):
    from app.comments.domain import reply

    comment = cast.says(session)
    for n in range(55):
        reply(session, comment, cast.dora, text=f"Antwort {n}.", now=WHILE_OPEN)
    session.commit()

    page = browser.get(f"{PROCESS}/comments/1")
    assert len(page.select(".reply")) == 50
    rest = browser.get(page.select_one("a[rel=next]")["href"])
    assert len(rest.select(".reply")) == 5


PAGES = [
    "/",
    PROCESS,
    f"{PROCESS}/draft",
    FIELD,
    f"{FIELD}?order=supported&answered=no",
    f"{PROCESS}/comments/1",
    f"{PROCESS}/blocks/hf1-1",
    f"{PROCESS}/comments/new?at=hf1-1",
    f"{PROCESS}/rules",
    "/privacy",
]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("signed_in", [False, True])
def test_no_page_needs_more_than_twelve_queries_however_much_is_said(
    browser, cast, session, count_queries, url, signed_in
):
    counts = []
    for more in (3, 60):
        for n in range(more):
            comment = cast.says(session, f"Anmerkung Nummer {n} dazu.")
            support(session, comment, cast.dora, WHILE_OPEN)
        session.commit()
        if signed_in:
            browser.leave().sign_in(cast.chen)
        with count_queries() as queries:
            browser.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12, counts


@pytest.mark.parametrize(
    "url",
    [
        "/p/gibt-es-nicht",
        f"{PROCESS}/fields/gibt-es-nicht",
        f"{PROCESS}/comments/99",
        f"{PROCESS}/blocks/hf1-99",
        f"{PROCESS}/blocks/t-1",
        f"{PROCESS}/documents/gibt-es-nicht",
        f"{PROCESS}/draft/v99",
        "/about/unsinn",
        "/nichts",
    ],
)
def test_what_does_not_exist_says_so(browser, cast, url):
    assert browser.get(url, status=404).select_one("h1").text == "Hier ist nichts"


@pytest.mark.parametrize("url", [f"{PROCESS}/comments/{2**63}", f"{PROCESS}/draft/v{2**70}"])
def test_an_enormous_number_is_refused_politely(browser, cast, url):
    browser.get(url, status=422)


def test_fields_are_in_the_database_as_the_draft_says(cast, session):
    from app.models import ActionField

    fields = session.exec(select(ActionField).order_by(ActionField.number)).all()
    assert [(f.label, f.slug, f.colour) for f in fields] == [
        ("HF1", "sprache", 2),
        ("HF2", "arbeit", 5),
    ]


def test_where_many_passages_have_a_note_the_best_stand_whole_and_the_others_are_a_line(
    browser, cast, session, monkeypatch
):
    monkeypatch.setattr("app.public.pages.MOST_WHOLE", 1)
    whole = cast.says(session, "Diese Anmerkung bekommt die meiste Zustimmung.", at="hf1-1")
    line = cast.says(session, "Diese Anmerkung ist länger. " * 40, at="hf1-2")
    whole.supports = 3
    session.add(whole)
    session.commit()

    page = browser.get(FIELD)

    assert page.select_one(f".block__notes #a{whole.number} .note__text")
    short = page.select_one(f".block__notes p#a{line.number}")
    assert short.select_one("a")["href"] == f"{PROCESS}/comments/{line.number}"
    assert len(short.text) < 200
    chosen = browser.get(f"{FIELD}?note={line.number}")
    assert chosen.select_one(f".block__notes #a{line.number} .note__text")
