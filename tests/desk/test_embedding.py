"""The desk's page about frames on other sites: who may, what is a site, what is to be copied."""

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.errors import Invalid
from app.models import EmbeddingSite, Grant, JournalEntry, Role
from app.processes.embedding import MOST_SITES, allow_site, read_origin

PAGE = "/desk/p/ankommen/embedding"


def origins(session):
    found = session.exec(select(EmbeddingSite.origin)).all()
    session.commit()  # or nobody else could write
    return found


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.example.org", "https://www.example.org"),
        (" HTTPS://WWW.Example.ORG:443/ ", "https://www.example.org"),
        ("www.example.org", "https://www.example.org"),
        ("https://www.example.org:8443", "https://www.example.org:8443"),
        ("https://bürger.example", "https://xn--brger-kva.example"),
        ("https://straße.example", "https://xn--strae-oqa.example"),
        ("https://example.org.", "https://example.org"),
        ("https://intranet", "https://intranet"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1", "http://127.0.0.1"),
    ],
)
def test_a_site_is_kept_as_browsers_compare_it(typed, origin):
    assert read_origin(typed) == origin


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Geben Sie die Website an"),
        ("https://" + "a" * 300, "Geben Sie die Website an"),
        ("https://*.example.org", "jede Website einzeln"),
        ("https://www.example.org/seite", "nicht eine Seite: https://www.example.org"),
        ("https://www.example.org?a=b", "nicht eine Seite"),
        ("https://name@www.example.org", "So heißt keine Website"),
        ("https://www.example.org; script-src *", "einzeln"),
        ("https://www.example.org; script-src x", "So heißt keine Website"),
        ("https://www.example.org, https://b.example", "So heißt keine Website"),
        ("https://www.example.org\nx", "So heißt keine Website"),
        ("https://-.example", "So heißt keine Website"),
        ("https://", "So heißt keine Website"),
        ("'self'", "So heißt keine Website"),
        ("https:", "So heißt keine Website"),
        ("javascript:alert(1)", "So heißt keine Website"),
        ("http://www.example.org", "mit https:// beginnen"),
        ("ftp://www.example.org", "mit https:// beginnen"),
        ("data:text/html,x", "So heißt keine Website"),
        ("https://192.0.2.1", "keine Nummer"),
        ("https://[2001:db8::1]", "So heißt keine Website"),
        ("https://www.example.org:0", "Anschluss"),
        ("https://www.example.org:99999", "Anschluss"),
    ],
)
def test_what_is_no_site_is_refused_with_a_sentence(typed, says):
    with pytest.raises(Invalid, match=says.replace("*", r"\*")):
        read_origin(typed)


def test_the_office_allows_a_site_and_takes_it_back(browser, cast, session):
    browser.sign_in(cast.emil)
    assert "Noch keine Website" in browser.get(PAGE).text

    browser.send(f"{PAGE}/sites", origin="WWW.Musterstadt.example/")
    page = browser.get(PAGE)
    assert origins(session) == ["https://www.musterstadt.example"]
    assert "https://www.musterstadt.example" in page.select_one(".origin").text

    browser.send(page.select_one("form[action$='/end']")["action"])
    assert origins(session) == []
    deeds = [entry.deed for entry in session.exec(select(JournalEntry))]
    assert deeds[-2:] == ["embedding.allowed", "embedding.ended"]
    journal = browser.get("/desk/journal").text
    assert "Einbettung in eine Website erlaubt" in journal
    assert "Website: https://www.musterstadt.example" in journal


def test_allowed_twice_it_stands_there_once(browser, cast, session):
    browser.sign_in(cast.emil)
    for _ in range(2):
        browser.send(f"{PAGE}/sites", origin="https://www.musterstadt.example")

    assert origins(session) == ["https://www.musterstadt.example"]


def test_what_was_typed_stays_beside_its_sentence(browser, cast, session):
    page = browser.sign_in(cast.emil).send(
        f"{PAGE}/sites", status=422, origin="http://www.musterstadt.example/seite"
    )

    assert "mit https:// beginnen" in page.select_one("#origin-error").text
    assert page.select_one("#origin")["value"] == "http://www.musterstadt.example/seite"
    assert origins(session) == []


def test_there_is_an_end_to_the_list(browser, cast, session):
    for n in range(MOST_SITES):
        allow_site(session, cast.process, f"https://{n}.example", by=cast.emil)
    session.commit()
    page = browser.sign_in(cast.emil).send(
        f"{PAGE}/sites", status=409, origin="https://www.musterstadt.example"
    )

    assert "Mehr als 20" in page.select_one("#origin-error").text


def test_a_moderator_looks_and_changes_nothing(browser, cast, session):
    page = browser.sign_in(cast.bernd).get(PAGE)
    assert not page.select("main form[method=post]")
    browser.send(f"{PAGE}/sites", status=403, origin="https://www.musterstadt.example")

    assert origins(session) == []


def test_who_manages_the_process_may(browser, cast, session):
    cast.dora.grants.append(
        Grant(organisation_id=cast.organisation.id, process_id=cast.process.id, role=Role.MANAGER)
    )
    session.commit()
    browser.sign_in(cast.dora).send(f"{PAGE}/sites", origin="https://www.musterstadt.example")

    assert origins(session) == ["https://www.musterstadt.example"]


def test_a_site_of_another_process_is_not_ours_to_take_off(browser, cast, session):
    allow_site(session, cast.elsewhere, "https://else.example", by=cast.gustav)
    session.commit()
    [site] = session.exec(select(EmbeddingSite)).all()
    session.commit()
    browser.sign_in(cast.emil).send(f"{PAGE}/sites/{site.id}/end", status=404)

    assert origins(session) == ["https://else.example"]


@pytest.mark.parametrize(
    ("query", "path", "title"),
    [
        ("", "/embed/p/ankommen", "Beteiligung: Ankommen in Musterstadt"),
        (
            "?field=sprache",
            "/embed/p/ankommen/fields/sprache",
            "Beteiligung: Ankommen in Musterstadt, HF1 Sprache",
        ),
    ],
)
def test_the_html_to_copy_is_a_frame_that_may_do_little(app, browser, cast, query, path, title):
    page = browser.sign_in(cast.emil).get(PAGE + query)
    frame = BeautifulSoup(page.select_one("#snippet").text, "html.parser").iframe

    assert frame["src"] == app.state.settings.base_url + path
    assert frame["title"] == title
    assert frame["loading"] == "lazy"
    assert frame["sandbox"] == ["allow-top-navigation-by-user-activation"]


def test_a_title_cannot_break_out_of_the_html_to_copy(browser, cast, session):
    cast.process.title = '"><script>alert(1)</script>'
    session.add(cast.process)
    session.commit()
    text = browser.sign_in(cast.emil).get(PAGE).select_one("#snippet").text

    assert "<script>" not in text
    assert BeautifulSoup(text, "html.parser").iframe["title"].endswith("<script>alert(1)</script>")


def test_only_the_desk_itself_frames_the_preview(browser, cast, session):
    allow_site(session, cast.process, "https://www.musterstadt.example", by=cast.emil)
    session.commit()
    browser.sign_in(cast.emil)
    for query in ("", "?field=sprache"):
        answer = browser.client.get(f"{PAGE}/preview{query}")
        assert answer.status_code == 200
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "private, no-store"
    browser.get(f"{PAGE}/preview?field=keins", status=404)
    assert "frame-src 'self'" in browser.client.get(PAGE).headers["content-security-policy"]
