"""The office takes thirty comments into the next version, in a real browser: hands it in, decides
what is doubtful, publishes, and everybody reads each note at its new place."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import col, select

from app import db
from app.models import Comment
from tests.chromium import LOOKS, assert_accessible, assert_fits
from tests.living import come_in, living, sign_in
from tests.publishing.following import DOUBTFUL, SECOND

pytestmark = pytest.mark.usefixtures("doubt")

PLACES = (
    *("hf1", "hf1-1", "hf1-1-1", "hf1-1-2", "hf1-1-3", "hf1-2", "hf1-3-1", "hf1-4", "hf1-4-2"),
    *("hf2", "hf2-1", "hf2-1-1", DOUBTFUL),
)
DRAFT_PAGE = "/desk/p/ankommen/draft"


def thirty_comments(session, cast):
    """On all kinds of targets."""
    for number in range(30):
        at = PLACES[number % len(PLACES)]
        cast.says(session, f"Gedanke {number + 1} zu dieser Stelle.", at=at)


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request, tmp_path, monkeypatch):
    """The whole application with thirty comments in it."""
    with living(request, tmp_path, monkeypatch, thirty_comments) as running:
        yield running


def hand_in(page: Page, url: str, folder: Path) -> None:
    file = folder / "zwei.md"
    file.write_text(SECOND, encoding="utf-8")
    page.goto(f"{url}{DRAFT_PAGE}")
    page.get_by_label("Datei des Entwurfs").set_input_files(file)
    page.get_by_role("button", name="Fassung einlesen").click()
    expect(page.locator("#oeffentlich")).to_contain_text("von 30 Anmerkungen ist unsicher")


def doubtful(page: Page):
    return page.locator(".carrying").filter(has=page.locator(".badge--ask"))


@pytest.mark.parametrize(
    ("server", "javascript"),
    [("sqlite", True), ("postgresql", False)],
    ids=["sqlite-htmx", "postgresql-no script"],
    indirect=["server"],
)
def test_thirty_comments_go_into_the_next_version(server, open_window, tmp_path, javascript):
    page = open_window(javascript=javascript)
    sign_in(page, server.url, "emil")
    hand_in(page, server.url, tmp_path)

    page.locator("#oeffentlich").get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("unsicher")
    page.get_by_role("link", name="Wo jede Anmerkung jetzt steht").click()
    page.get_by_role("link", name="Nur diese zeigen").click()
    decide(page, javascript)
    expect(page.locator("#stand")).to_contain_text("Keine Anmerkung ist offen.")
    page.get_by_role("link", name="Weiter zum Veröffentlichen").click()
    expect(page.locator("#oeffentlich")).to_contain_text("30 Anmerkungen ziehen mit um.")
    page.locator("#oeffentlich").get_by_role("button").click()
    expect(page.locator("#oeffentlich")).to_contain_text("Fassung 2 ist seit")
    read_each(open_window(javascript=javascript), server)


def decide(page: Page, javascript: bool) -> None:
    """Two comments are doubtful: one is confirmed, the other put elsewhere by the keyboard."""
    expect(doubtful(page)).to_have_count(2)
    first, second = (doubtful(page).nth(n).get_attribute("id") for n in (0, 1))
    page.locator(f"#{first}").get_by_label("zu denselben Wörtern").uncheck()
    page.locator(f"#{first}").get_by_role("button", name="Bestätigen").click()
    if javascript:
        expect(page.locator(f"#{first} .badge")).to_have_text("entschieden")
        expect(page.locator(f"#{second} h3")).to_be_focused()
    else:
        expect(page.locator("#entschieden")).to_contain_text("ist entschieden")
    page.locator(f"#{second}").get_by_role("link", name="An eine andere Stelle").press("Enter")
    page.get_by_label("Fundstelle in Fassung 2").fill("HF1 · 99")
    page.get_by_label("Fundstelle in Fassung 2").press("Enter")
    expect(page.locator(".error")).to_contain_text("gibt es in der neuen Fassung nicht")
    page.get_by_label("Fundstelle in Fassung 2").fill("hf1 1")
    page.get_by_role("button", name="Dorthin stellen").click()
    if javascript:
        expect(page.locator(f"#{second} .pair")).to_contain_text("HF1 · 1")


def read_each(page: Page, server) -> None:
    """Every note stands where the database says, on the words it quotes, or says it is gone."""
    engine = db.make_engine(server.database)
    with db.reading(engine) as session:
        comments = session.exec(select(Comment).order_by(col(Comment.number))).all()
        session.expunge_all()
    engine.dispose()
    assert len(comments) == 30
    assert not any(comment.is_gone for comment in comments)
    for comment in comments[: len(PLACES)] + comments[-4:]:
        page.goto(f"{server.url}/p/ankommen/comments/{comment.number}")
        stands = page.locator(".leaf__text")
        if comment.block_id is None:
            expect(stands).to_contain_text("Zum ganzen Handlungsfeld")
            continue
        expect(stands.locator("blockquote")).to_contain_text(comment.address)
        expect(stands.locator("blockquote")).to_contain_text(comment.quote.split()[-1])
        page.goto(f"{server.url}/p/ankommen/draft#{comment.fragment}")
        expect(page.locator(f"#{comment.fragment}")).to_contain_text(comment.quote.split()[0])


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_are_fit_for_everybody(server, open_window, tmp_path, look):
    width, scheme = look
    page = open_window(width, scheme)
    come_in(page, server.url, "emil")
    hand_in(page, server.url, tmp_path)
    for address in ("/lineage", "/lineage/13"):
        page.goto(f"{server.url}{DRAFT_PAGE}/v2{address}")
        assert_accessible(page)
        assert_fits(page)
    page.goto(f"{server.url}{DRAFT_PAGE}/v2")
    page.get_by_label("trotzdem veröffentlichen").check()
    page.locator("#oeffentlich").get_by_role("button").click()
    for address in ("draft/v1", "comments/4", "comments/13", "fields/arbeit"):
        page.goto(f"{server.url}/p/ankommen/{address}")
        assert_accessible(page)
        assert_fits(page)
