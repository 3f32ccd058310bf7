"""What an auditor finds on the pages of staff: everything, and nothing to change it with."""

import pytest
from bs4 import BeautifulSoup

from app.groups.domain import draw_bundle
from app.security import cookie_name
from tests import test_matrix
from tests.cast import WHILE_OPEN
from tests.matrix import MATRIX

everybody = test_matrix.everybody
ROOMS = ("/desk", "/groups", "/bundles")
ONLY_READS = "Die Revision liest alles und ändert nichts."
NOTE = {"target": "hf1-1", "kind": "note", "text": "Eine Anmerkung für die Probe."}


def staff_pages():
    for (method, path), row in MATRIX.items():
        if method == "GET" and "karin" in row.may and not row.api and path.startswith(ROOMS):
            yield row.url or path


def main_of(app, browser, everybody, who, url):
    browser.client.cookies.set(cookie_name(app.state.settings), everybody[who][0])
    answer = browser.client.get(url)
    assert answer.status_code == 200, url
    is_page = answer.headers["content-type"].startswith("text/html")
    return BeautifulSoup(answer.text, "html.parser").main if is_page else None


def test_no_page_of_staff_offers_an_auditor_a_change(app, browser, everybody):
    pages = list(staff_pages())
    assert len(pages) > 8
    looked = 0
    for url in pages:
        page = main_of(app, browser, everybody, "karin", url)
        if page is not None:
            assert not page.select("form[method=post], [hx-post]"), url
            looked += 1
    assert looked > 6


def test_public_pages_offer_an_auditor_nothing_to_write_and_say_so_once(app, browser, everybody):
    writes = (
        "[href*='/comments/new'], [href$='/reply'], [action$='/support'], [hx-post]:not(.follow)"
    )
    field, note = "/p/ankommen/fields/sprache", "/p/ankommen/comments/1"
    for url in (field, note, "/p/ankommen/blocks/hf1-1", "/p/ankommen"):
        resident = main_of(app, browser, everybody, "amira", url)
        assert resident.select(writes) or url == "/p/ankommen"
        for _again in ("new", "kept"):
            page = main_of(app, browser, everybody, "karin", url)
            assert not page.select(writes), url
            assert page.text.count("mit dem Konto der Revision") == 1, url
        after = main_of(app, browser, everybody, "amira", url)
        assert len(after.select(writes)) == len(resident.select(writes))


@pytest.mark.parametrize("url", ["/groups/1", "/desk/p/ankommen/draft/v2", "/desk/people"])
def test_where_the_office_finds_something_to_do(url, app, browser, everybody):
    assert main_of(app, browser, everybody, "emil", url).select("form[method=post]")


def test_an_auditor_takes_a_bundle_by_a_link_and_it_is_written_down(app, browser, everybody):
    page = main_of(app, browser, everybody, "karin", "/groups/1")
    (link,) = page.select("a[href$='.zip']")
    assert browser.client.get(link["href"]).content[:2] == b"PK"
    journal = main_of(app, browser, everybody, "karin", "/desk/journal")
    assert "Rückmeldepaket heruntergeladen" in journal.text


def test_an_auditor_writes_no_note_in_her_city_and_one_in_another(browser, cast, session):
    browser.sign_in(cast.karin)
    page = browser.send("/p/ankommen/comments", 403, **NOTE)
    assert ONLY_READS in page.main.text
    assert ONLY_READS in browser.get("/p/ankommen/comments/new?at=hf1-1").main.text

    browser.sign_in(cast.ludwig).send("/p/ankommen/comments", **NOTE)


def test_drawing_is_refused_with_the_same_sentence(browser, cast, session):
    draw_bundle(session, cast.group, cast.chen, WHILE_OPEN)
    session.commit()
    browser.sign_in(cast.karin)
    for url in ("/groups/1/bundles", "/bundles/1/download"):
        assert ONLY_READS in browser.send(url, 403).main.text
