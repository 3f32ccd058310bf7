"""A process of one's own: set up at the desk, in preparation until its first draft is public."""

from sqlmodel import select

from app.drafts.domain import import_draft
from app.drafts.readers.markdown import read_markdown
from app.models import JournalEntry, Process, Status
from app.publishing.domain import publish_version
from tests.cast import DRAFT, OTHER_HOST, WHILE_OPEN
from tests.comments.stopping import now

NEW, PUBLIC = "/desk/processes/new", "/p/schulwege-suedstadt"
TYPED = {"title": "Schulwege Südstadt", "opens_on": "2016-10-01", "closes_on": "8.11.2016"}


def made(session):
    """The processes that were set up here."""
    return now(session, select(Process).where(Process.title == TYPED["title"]))


def test_a_process_is_set_up_and_becomes_public_with_its_first_draft(browser, cast, session):
    page = browser.sign_in(cast.emil).get("/desk").select_one(f"a[href='{NEW}']")
    assert page.text == "Neues Verfahren anlegen"
    key = browser.get(NEW).select_one("[name=idempotency_key]")["value"]
    for _twice in range(2):
        browser.send(NEW, idempotency_key=key, **TYPED)
        where = browser.last.headers["location"]
    page = browser.get(where)
    assert "mit seinem ersten Entwurf" in page.select_one("#getan").text
    ways = {link["href"].rpartition("/")[2] for link in page.select("aside a")}
    assert {"stations", "draft", "groups", "rules", "people"} <= ways
    (process,) = made(session)
    assert process.status is Status.PREPARING
    assert process.closes_at == cast.process.closes_at
    browser.get(PUBLIC, status=404)
    assert "Schulwege" not in browser.get("/").main.text
    journal = select(JournalEntry).where(JournalEntry.deed == "process.created")
    assert [entry.actor_id for entry in now(session, journal)] == [cast.emil.id]

    draft = read_markdown([("v1.md", DRAFT)])
    version = import_draft(session, process, draft, source_name="v1.md", by=cast.emil)
    publish_version(session, process, version, by=cast.emil)
    session.commit()
    assert process.is_open_at(WHILE_OPEN)
    page = browser.leave().get(PUBLIC)
    assert "Jetzt: Anmerkungen, noch 24 Tage" in page.main.text


def test_of_a_bare_process_no_page_says_that_it_takes_notes_or_has_empty_headings(
    browser, cast, session
):
    browser.sign_in(cast.emil).send(NEW, **TYPED)
    (process,) = made(session)
    process.status = Status.OPEN  # as the command leaves it
    session.commit()
    page = browser.leave().get(PUBLIC)
    assert "Jetzt: Der Entwurf entsteht" in page.main.text
    assert "Anmerkungen, noch" not in page.main.text
    assert "Der Entwurf ist noch nicht veröffentlicht." in page.main.text
    for heading in page.select("h2"):
        after = heading.find_next(True)
        assert after.name not in ("h1", "h2"), heading.text
        assert after.text.strip() or after.find("form"), heading.text
    headings = {heading.text for heading in page.select("h2")}
    assert not headings & {"Worum es geht", "Die Handlungsfelder", "Unterlagen"}
    home = browser.get("/").main
    assert "Schulwege" not in home.select_one("section").text
    assert "Schulwege Südstadt" in home.text


def test_what_cannot_be_is_said_beside_the_field(browser, cast, session):
    browser.sign_in(cast.emil)
    for typed, name, sentence in (
        ({"title": ""}, "title", "einen Titel"),
        ({"slug": "Schul wege"}, "slug", "a bis z"),
        ({"title": "!!!"}, "slug", "a bis z"),
        ({"opens_on": ""}, "opens_on", "Welcher Tag?"),
        ({"closes_on": "2016-09-01"}, "closes_on", "liegt vor ihrem Anfang"),
    ):
        page = browser.send(NEW, 422, **(TYPED | typed))
        assert sentence in page.select_one(f"#{name}-error").text
        assert len(page.select(".error")) == 1
    page = browser.send(NEW, 409, **TYPED, slug="ankommen")
    assert "gibt es schon" in page.select_one("#slug-error").text
    assert made(session) == []


def test_only_the_office_of_this_city_sets_one_up(browser, cast, session):
    for who in (cast.jonas, cast.karin, cast.bernd, cast.amira):
        browser.sign_in(who).get(NEW, status=403)
        browser.send(NEW, 403, **TYPED)
        assert browser.get("/desk", 403 if who is cast.amira else 200).find(href=NEW) is None
    browser.at(OTHER_HOST).sign_in(cast.hanna).send(NEW, **TYPED)
    (process,) = made(session)
    assert process.organisation_id == cast.elsewhere.organisation_id
    assert browser.at("testserver").client.get(PUBLIC).status_code == 404
